// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/area"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/virtualmemory"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// arrange does what p asks of its own address space.
func (k *Kernel) arrange(p uint32, r process.Reply, f object.Effect) {
	var x object.Exception
	base := f.Value
	switch f.Act {
	case object.Reserve:
		base, x = k.reserve(p, f)
	case object.MapFresh:
		base, x = k.mapFresh(p, f)
	case object.Unreserve:
		x = k.unreserve(p, f)
	case object.Commit:
		x = k.commit(p, f)
	case object.Decommit:
		x = k.decommit(p, f)
	case object.ProtectPages:
		x = k.protectPages(p, f)
	}
	if !x.Accepted() {
		k.refuse(p, r, x)
		return
	}
	if f.Act == object.Reserve || f.Act == object.MapFresh {
		k.answerAddress(p, r, base)
		return
	}
	k.done(p, r)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// answerAddress completes a call of p with an address of its own.
func (k *Kernel) answerAddress(p uint32, r process.Reply, base uint64) {
	// @ unfold k.Mem()
	f := virtualmemory.At(base, k.results[:])
	// @ fold k.Mem()
	k.answer(p, r, f.Part.Count, f.Part.Count, 0)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// reserve reserves addresses for p, and answers where.
func (k *Kernel) reserve(p uint32, f object.Effect) (base uint64, x object.Exception) {
	_, base, x = k.addArea(p, area.Area{Kind: area.Anonymous, Base: f.Value, Pages: f.Part.Count, Writable: true})
	return base, x
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// mapFresh reserves addresses for p and maps zeroed pages there: both or nothing. Invariant: TX-2.
func (k *Kernel) mapFresh(p uint32, f object.Effect) (base uint64, x object.Exception) {
	at, base, x := k.addArea(p, area.Area{Kind: area.Anonymous, Base: f.Value, Pages: f.Part.Count, Writable: true})
	if !x.Accepted() {
		return 0, x
	}
	x = k.populate(p, base, f.Part.Count, f.How.Access)
	if !x.Accepted() {
		k.unmapArea(p, at)
		return 0, x
	}
	return base, object.None
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// unreserve gives back the reservation of p at an address, and the pages in it.
func (k *Kernel) unreserve(p uint32, f object.Effect) (x object.Exception) {
	// @ unfold k.Mem()
	at, ok := k.procs[p].Areas.StartingAt(f.Value)
	ok = ok && k.procs[p].Areas.At(at).Kind == area.Anonymous
	// @ fold k.Mem()
	if !ok {
		return object.NotMapped
	}
	k.unmapArea(p, at)
	return object.None
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// commit maps zeroed pages into a reservation of p: all or none.
func (k *Kernel) commit(p uint32, f object.Effect) (x object.Exception) {
	if !k.isAnonymous(p, f.Value, f.Part.Count) {
		return object.NotMapped
	}
	// @ invariant k.Mem() && i <= f.Part.Count
	// @ invariant k.Epoch() === old(k.Epoch())
	// @ decreases f.Part.Count - i
	for i := uint32(0); i < f.Part.Count; i++ {
		// @ unfold k.Mem()
		present := k.procs[p].Space.Walk(&k.ram, pageAt(f.Value, i)).Present()
		// @ fold k.Mem()
		if present {
			return object.BadRange
		}
	}
	return k.populate(p, f.Value, f.Part.Count, f.How.Access)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// populate maps zeroed pages of p's own from address on: all or none. Precondition: none is mapped there. Invariants: FR-2, TX-2.
func (k *Kernel) populate(p uint32, address uint64, pages uint32, a aspace.Access) (x object.Exception) {
	if !k.affords(p, 0, uint64(pages)) {
		return object.OverBudget
	}
	// @ unfold k.Mem()
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	proc := &k.procs[p]
	done, err := proc.Space.MapRun(&k.ram, &k.frames, &proc.Frames, abi.VirtAddr(address), pages, a, k.params[:0])
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	// @ fold k.Mem()
	if err != aspace.OK {
		k.depopulate(p, address, done)
		return object.OutOfMemory
	}
	return object.None
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// depopulate takes the pages from address on out of p's space.
func (k *Kernel) depopulate(p uint32, address uint64, pages uint32) {
	// @ unfold k.Mem()
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	proc := &k.procs[p]
	proc.Space.UnmapRun(&k.ram, &k.frames, &proc.Frames, abi.VirtAddr(address), pages)
	k.remapped()
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	// @ fold k.Mem()
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// decommit takes pages out of a reservation of p; the addresses stay reserved.
func (k *Kernel) decommit(p uint32, f object.Effect) (x object.Exception) {
	if !k.isAnonymous(p, f.Value, f.Part.Count) {
		return object.NotMapped
	}
	k.depopulate(p, f.Value, f.Part.Count)
	return object.None
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// protectPages changes what p may do with pages of a reservation, all of which are committed. Invariant: AS-1.
func (k *Kernel) protectPages(p uint32, f object.Effect) (x object.Exception) {
	if !k.isAnonymous(p, f.Value, f.Part.Count) {
		return object.NotMapped
	}
	// @ invariant k.Mem() && i <= f.Part.Count
	// @ invariant k.Epoch() === old(k.Epoch())
	// @ decreases f.Part.Count - i
	for i := uint32(0); i < f.Part.Count; i++ {
		// @ unfold k.Mem()
		present := k.procs[p].Space.Walk(&k.ram, pageAt(f.Value, i)).Present()
		// @ fold k.Mem()
		if !present {
			return object.NotMapped
		}
	}
	k.protect(p, f.Value, f.Part.Count, f.How.Access)
	return object.None
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  address <= uint64(abi.MapTop)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// protect changes what p may do with the pages that are mapped among those from address on. Invariant: AS-1.
func (k *Kernel) protect(p uint32, address uint64, pages uint32, a aspace.Access) {
	// @ invariant k.Mem() && i <= pages
	// @ invariant k.Epoch() === old(k.Epoch())
	// @ decreases pages - i
	for i := uint32(0); i < pages; i++ {
		// @ unfold k.Mem()
		// @ reveal Backed(k.frames.View(), k.ram.Size())
		k.procs[p].Space.Protect(&k.ram, &k.frames, pageAt(address, i), a)
		// @ fold k.Mem()
	}
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.remapped()
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   ok ==> address <= uint64(abi.MapTop)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// isAnonymous says that whole pages from address on lie in one reservation of p.
func (k *Kernel) isAnonymous(p uint32, address uint64, pages uint32) (ok bool) {
	if pages == 0 || pages > limits.VirtualPages || address%memory.FrameSize != 0 {
		return false
	}
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	at, ok := k.procs[p].Areas.Holding(address, pages)
	return ok && k.procs[p].Areas.At(at).Kind == area.Anonymous
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   x.Accepted() ==> 0 <= at && at < limits.Areas && base <= uint64(abi.MapTop)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// addArea adds a to p's areas, at an address of the kernel's choice when its base is 0, and pays for its addresses. It answers the area's place
// and its first address. Invariant: LG-2.
func (k *Kernel) addArea(p uint32, a area.Area) (at uint32, base uint64, x object.Exception) {
	if a.Pages == 0 || a.Pages > limits.VirtualPages {
		return 0, 0, object.BadRange
	}
	// @ unfold k.Mem()
	proc := &k.procs[p]
	if a.Base == 0 {
		base, ok := proc.Areas.Place(a.Pages)
		if !ok {
			// @ fold k.Mem()
			return 0, 0, object.BadRange
		}
		a.Base = base
	}
	if !proc.Virtual.Take(a.Pages) {
		// @ fold k.Mem()
		return 0, 0, object.OverBudget
	}
	at, ok := proc.Areas.Add(a)
	if ok {
		// @ fold k.Mem()
		return at, a.Base, object.None
	}
	proc.Virtual.Give(a.Pages)
	// @ fold k.Mem()
	if k.isFull(p) {
		return 0, 0, object.TooManyAreas
	}
	return 0, 0, object.BadRange
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// isFull says that p has no place for one more area.
func (k *Kernel) isFull(p uint32) (ok bool) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	// @ invariant acc((&k.procs[p].Areas).Mem(), 1/2) && i <= limits.Areas
	// @ decreases limits.Areas - i
	for i := uint32(0); i < limits.Areas; i++ {
		if k.procs[p].Areas.At(i).Kind == area.None {
			return false
		}
	}
	return true
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= at
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// unmapArea takes the area at place at out of p's areas, its pages out of p's space, and gives back what they cost. Invariants: LG-3, AS-2.
func (k *Kernel) unmapArea(p, at uint32) {
	// @ unfold k.Mem()
	a, ok := k.procs[p].Areas.Remove(at)
	k.procs[p].Virtual.Give(a.Pages)
	// @ fold k.Mem()
	// @ assert k.Epoch() === old(k.Epoch())
	if ok {
		k.depopulate(p, a.Base, a.Pages)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// clearAreas forgets every area of p, whose space is about to end.
func (k *Kernel) clearAreas(p uint32) {
	// @ invariant k.Mem() && i <= limits.Areas
	// @ invariant k.Epoch() === old(k.Epoch())
	// @ decreases limits.Areas - i
	for i := uint32(0); i < limits.Areas; i++ {
		// @ unfold k.Mem()
		a, _ := k.procs[p].Areas.Remove(i)
		k.procs[p].Virtual.Give(a.Pages)
		// @ fold k.Mem()
	}
}
