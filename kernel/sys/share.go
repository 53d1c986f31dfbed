// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/area"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/frameallocator"
	"warrant/kernel/sys/object/memoryobject"
	"warrant/kernel/sys/object/memoryview"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  k.Epoch().Step.Who == int(p) && Makes(k.Epoch().Step.Named.Kind, object.Allocate) && IsCalm(k.Epoch().Step)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// allocate gives p a memory object of that many zeroed pages, which p pays for. Everything that can fail comes before the first change.
// Invariants: FR-1, FR-2, LG-2.
func (k *Kernel) allocate(p uint32, r process.Reply, pages uint32) {
	if !k.hasRoom(p, r) {
		return
	}
	if pages == 0 || pages > limits.ObjectPages {
		k.refuse(p, r, object.BadRange)
		return
	}
	// @ unfold k.Mem()
	enough := pages <= k.frames.Available()
	// @ fold k.Mem()
	if !enough || !k.affords(p, 1, uint64(pages)) {
		k.refuse(p, r, object.OverBudget)
		return
	}
	at := k.openObject(p)
	if at == limits.MemoryObjects {
		k.refuse(p, r, object.OverBudget)
		return
	}
	// @ unfold k.Mem()
	k.procs[p].Objects.Take(1)
	k.procs[p].Frames.Take(pages)
	// @ k.furnishes(at, k.objects[at].View())
	// @ fold k.Mem()
	k.furnish(at, pages)
	// @ unfold k.Mem()
	// @ k.calms()
	f := frameallocator.Allocated(k.results[:])
	h := fresh(object.MemoryObject, at, k.objects[at].Epoch(), captable.Moves)
	// @ fold k.Mem()
	k.endow(p, r, f, h)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   0 <= at && at <= limits.MemoryObjects
// @ ensures   at < limits.MemoryObjects ==> k.Object(int(at)).Live && int(k.Object(int(at)).Owner) == int(p) &&
// @ 	len(k.Object(int(at)).Frames) == 0 && len(k.Object(int(at)).Parked) == 0
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// openObject makes a memory object without memory that p owns, and answers its place, or limits.MemoryObjects when there is no room for one.
func (k *Kernel) openObject(p uint32) (at uint32) {
	// @ invariant k.Mem() && at <= limits.MemoryObjects
	// @ invariant k.Epoch() === old(k.Epoch())
	// @ decreases limits.MemoryObjects - at
	for at = 0; at < limits.MemoryObjects; at++ {
		// @ unfold k.Mem()
		if k.objects[at].Usable() {
			// @ ghost was := k.objects[at].View()
			k.objects[at].Open(p)
			// @ k.opensObject(at, was)
			// @ fold k.Mem()
			return at
		}
		// @ fold k.Mem()
	}
	return at
}

// @ preserves k.Mem()
// @ requires  0 <= o && o < limits.MemoryObjects && MayObject(k.Epoch().Step, int(o))
// @ requires  0 <= pages
// @ ensures   k.Object(int(o)).Live == old(k.Object(int(o)).Live) && k.Object(int(o)).Owner == old(k.Object(int(o)).Owner)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// furnish gives memory object o that many zeroed frames, of which there are enough. Invariants: FR-1, FR-2.
func (k *Kernel) furnish(o, pages uint32) {
	// @ invariant k.Mem() && i <= pages
	// @ invariant k.Object(int(o)).Live == old(k.Object(int(o)).Live) && k.Object(int(o)).Owner == old(k.Object(int(o)).Owner)
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases pages - i
	for i := uint32(0); i < pages; i++ {
		// @ unfold k.Mem()
		// @ reveal Backed(k.frames.View(), k.ram.Size())
		f, ok := k.frames.Take(frame.OwnerOfObject(o))
		if ok {
			k.ram.Zero(f)
			k.objects[o].Add(f)
			// @ k.touchObject(o)
		}
		// @ reveal Backed(k.frames.View(), k.ram.Size())
		// @ fold k.Mem()
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= id && id <= 4294967295
// @ requires  f.Act == object.MapObject || f.Act == object.UnmapObject || f.Act == object.ProtectObject || f.Act == object.TellObject ||
// @ 	f.Act == object.TellView || f.Act == object.MakeView || f.Act == object.RevokeViews
// @ requires  k.Epoch().Step === Calm(int(p), h) && Makes(h.Kind, f.Act)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// useMemory does what p asks of the memory object that h, its capability id, names. Invariant: CAP-8.
func (k *Kernel) useMemory(p uint32, id abi.CapID, h captable.Hold, r process.Reply, f object.Effect) {
	if !k.reaches(h) {
		k.refuse(p, r, object.Disconnected)
		return
	}
	o := h.Index % limits.MemoryObjects
	switch f.Act {
	case object.MapObject:
		k.mapObject(p, id, h, r, f)
		// @ assert Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
	case object.UnmapObject:
		at, ok := k.mapping(p, id, f.Value)
		if !ok {
			k.refuse(p, r, object.NotMapped)
			return
		}
		k.unmapArea(p, at)
		k.done(p, r)
		// @ assert Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
	case object.ProtectObject:
		k.protectObject(p, id, h, r, f)
		// @ assert Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
	case object.TellObject:
		k.tellObject(p, o, r)
		// @ assert Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
	case object.TellView:
		// @ unfold k.Mem()
		told := memoryview.Info(k.objects[o].Pages(), h.Kind == object.MemoryView, k.results[:])
		// @ fold k.Mem()
		k.answer(p, r, told.Part.Count, told.Part.Count, 0)
		// @ assert Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
	case object.MakeView:
		k.makeView(p, o, r, f.How.Writable)
		// @ assert Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
	case object.RevokeViews:
		k.revokeViews(p, o, r)
		// @ assert Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= o && o < limits.MemoryObjects
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// tellObject answers how large memory object o is and how often it is mapped.
func (k *Kernel) tellObject(p, o uint32, r process.Reply) {
	mapped := k.mappings(o)
	// @ unfold k.Mem()
	told := memoryobject.Info(k.objects[o].Pages(), mapped, k.results[:])
	// @ fold k.Mem()
	k.answer(p, r, told.Part.Count, told.Part.Count, 0)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= id && id <= 4294967295
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// mapObject maps pages of the memory object that h names into p's space: all of them or none. Invariants: AS-1, TX-2.
func (k *Kernel) mapObject(p uint32, id abi.CapID, h captable.Hold, r process.Reply, f object.Effect) {
	o := h.Index % limits.MemoryObjects
	if h.Kind == object.MemoryReader && f.How.Access != aspace.Read {
		k.refuse(p, r, object.ReadOnly)
		return
	}
	// @ unfold k.Mem()
	size := k.objects[o].Pages()
	// @ fold k.Mem()
	if f.Part.Count == 0 || uint64(f.Part.First)+uint64(f.Part.Count) > uint64(size) {
		k.refuse(p, r, object.BadRange)
		return
	}
	at, base, x := k.addArea(p, area.Area{
		Kind: area.Object, Base: f.Value, Pages: f.Part.Count, Object: o, Cap: uint32(id), First: f.Part.First,
		Writable: h.Kind != object.MemoryReader, View: h.Kind != object.MemoryObject,
	})
	if !x.Accepted() {
		k.refuse(p, r, x)
		return
	}
	if !k.mapPages(p, o, base, f) {
		k.unmapArea(p, at)
		k.refuse(p, r, object.OutOfMemory)
		return
	}
	k.answerAddress(p, r, base)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= o && o < limits.MemoryObjects
// @ requires  0 <= base && base <= uint64(abi.MapTop)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// mapPages maps the pages of memory object o that f names into p's space from base on. It fails when one cannot be mapped, and leaves those
// before it.
func (k *Kernel) mapPages(p, o uint32, base uint64, f object.Effect) (ok bool) {
	// @ invariant k.Mem() && i <= f.Part.Count
	// @ invariant k.Epoch() === old(k.Epoch())
	// @ decreases f.Part.Count - i
	for i := uint32(0); i < f.Part.Count; i++ {
		// @ unfold k.Mem()
		if uint64(f.Part.First)+uint64(i) >= uint64(k.objects[o].Pages()) {
			// @ fold k.Mem()
			return false
		}
		// @ reveal Backed(k.frames.View(), k.ram.Size())
		proc := &k.procs[p]
		err := proc.Space.Share(&k.ram, &k.frames, &proc.Frames, pageAt(base, i), k.objects[o].Frame(f.Part.First+i), f.How.Access)
		// @ reveal Backed(k.frames.View(), k.ram.Size())
		// @ fold k.Mem()
		if err != aspace.OK {
			return false
		}
	}
	return true
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= id && id <= 4294967295
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// protectObject changes what p may do with the pages of a mapping of its own.
func (k *Kernel) protectObject(p uint32, id abi.CapID, h captable.Hold, r process.Reply, f object.Effect) {
	if h.Kind == object.MemoryReader && f.How.Access != aspace.Read {
		k.refuse(p, r, object.ReadOnly)
		return
	}
	at, ok := k.mapping(p, id, f.Value)
	if !ok {
		k.refuse(p, r, object.NotMapped)
		return
	}
	// @ unfold k.Mem()
	pages := k.procs[p].Areas.At(at).Pages
	// @ fold k.Mem()
	k.protect(p, f.Value, pages, f.How.Access)
	k.done(p, r)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= o && o < limits.MemoryObjects && MayObject(k.Epoch().Step, int(o))
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// revokeViews ends every view of memory object o, every mapping through one, and every OpPark of anybody but the owner p. Invariant: CAP-8.
func (k *Kernel) revokeViews(p, o uint32, r process.Reply) {
	// @ unfold k.Mem()
	ok := k.objects[o].RevokeViews()
	// @ k.touchObject(o)
	// @ fold k.Mem()
	if !ok {
		k.refuse(p, r, object.UsedUp)
		return
	}
	k.unmapEverywhere(o, true)
	// @ invariant k.Mem() && q <= limits.Processes
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases limits.Processes - q
	for q := uint32(0); q < limits.Processes; q++ {
		// @ ghost age := k.Epoch()
		if q != p {
			k.unparkAll(q, o)
		}
		// @ LaterAgain(old(k.Epoch()), age, k.Epoch())
	}
	k.done(p, r)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= o && o < limits.MemoryObjects && MayObject(k.Epoch().Step, int(o))
// @ ensures   !k.Object(int(o)).Live
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// closeMemory ends a memory object whose owner capability p has given up: nobody maps it or waits at it any more, and its frames are free.
// Invariants: FR-1, LG-3.
func (k *Kernel) closeMemory(p, o uint32) {
	k.unmapEverywhere(o, false)
	k.unparkEverybody(o)
	n := k.strip(o)
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.objects[o].Close()
	// @ k.touchObject(o)
	k.procs[p].Frames.Give(n)
	k.procs[p].Objects.Give(1)
}

// @ preserves k.Mem()
// @ requires  0 <= o && o < limits.MemoryObjects && MayObject(k.Epoch().Step, int(o))
// @ ensures   len(k.Object(int(o)).Parked) == 0
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// unparkEverybody completes every OpPark at memory object o.
func (k *Kernel) unparkEverybody(o uint32) {
	// @ invariant k.Mem() && n <= limits.Parked && len(k.Object(int(o)).Parked) <= limits.Parked - int(n)
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases limits.Parked - n
	for n := uint32(0); n < limits.Parked; n++ {
		// @ ghost age := k.Epoch()
		// @ unfold k.Mem()
		// @ k.reachParked(o, k.objects[o].View(), 0)
		q, place, ok := k.objects[o].FirstParked()
		if ok {
			k.objects[o].Unparked(q, place)
			// @ k.touchObject(o)
		}
		// @ fold k.Mem()
		// @ assert Later(age, k.Epoch())
		// @ ghost left := k.Epoch()
		// @ assert len(k.Object(int(o)).Parked) <= limits.Parked - int(n) - 1
		if ok {
			k.unparked(q, place, abi.CodeInvokeFailed)
			// @ assert len(k.Object(int(o)).Parked) <= limits.Parked - int(n) - 1
		}
		// @ LaterAgain(age, left, k.Epoch())
		// @ LaterAgain(old(k.Epoch()), age, k.Epoch())
	}
}

// @ preserves k.Mem()
// @ requires  0 <= o && o < limits.MemoryObjects && MayObject(k.Epoch().Step, int(o))
// @ ensures   len(k.Object(int(o)).Frames) == 0 && k.Object(int(o)).Parked == old(k.Object(int(o)).Parked)
// @ ensures   int(n) == old(len(k.Object(int(o)).Frames))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// strip makes the frames of memory object o free, and answers how many there were.
func (k *Kernel) strip(o uint32) (n uint32) {
	// @ invariant k.Mem() && n <= limits.ObjectPages && len(k.Object(int(o)).Frames) + int(n) == old(len(k.Object(int(o)).Frames))
	// @ invariant k.Object(int(o)).Parked == old(k.Object(int(o)).Parked)
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases limits.ObjectPages - n
	for n < limits.ObjectPages {
		// @ unfold k.Mem()
		// @ reveal Backed(k.frames.View(), k.ram.Size())
		f, ok := k.objects[o].RemoveLast()
		// @ k.touchObject(o)
		if ok {
			k.frames.Give(f, frame.OwnerOfObject(o))
		}
		// @ reveal Backed(k.frames.View(), k.ram.Size())
		// @ fold k.Mem()
		if !ok {
			return n
		}
		n = n + 1
	}
	return n
}

// @ preserves k.Mem()
// @ requires  0 <= o && o < limits.MemoryObjects && MayObject(k.Epoch().Step, int(o))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// unmapEverywhere ends every mapping of memory object o; with views, only those through a view.
func (k *Kernel) unmapEverywhere(o uint32, views bool) {
	// @ invariant k.Mem() && p <= limits.Processes
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases limits.Processes - p
	for p := uint32(0); p < limits.Processes; p++ {
		// @ invariant k.Mem() && p < limits.Processes && i <= limits.Areas
		// @ invariant Later(old(k.Epoch()), k.Epoch())
		// @ decreases limits.Areas - i
		for i := uint32(0); i < limits.Areas; i++ {
			// @ unfold k.Mem()
			a := k.procs[p].Areas.At(i)
			// @ fold k.Mem()
			// @ ghost known := k.Epoch()
			// @ assert Later(old(k.Epoch()), known)
			if a.Kind == area.Object && a.Object == o && (a.View || !views) {
				// @ unfold k.Mem()
				// @ k.reachMapper(o, p, a)
				// @ fold k.Mem()
				// @ assert Later(known, k.Epoch())
				k.unmapArea(p, i)
				// @ LaterAgain(old(k.Epoch()), known, k.Epoch())
			}
		}
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= id && id <= 4294967295
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// unmapHeld ends every mapping that process p made by its capability id.
func (k *Kernel) unmapHeld(p uint32, id abi.CapID) {
	// @ invariant k.Mem() && i <= limits.Areas
	// @ invariant k.Epoch() === old(k.Epoch())
	// @ decreases limits.Areas - i
	for i := uint32(0); i < limits.Areas; i++ {
		// @ unfold k.Mem()
		a := k.procs[p].Areas.At(i)
		// @ fold k.Mem()
		if a.Kind == area.Object && a.Cap == uint32(id) {
			k.unmapArea(p, i)
		}
	}
}
