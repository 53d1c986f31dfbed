package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/area"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/frame"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/frameallocator"
	"warrant/kernel/sys/object/memoryobject"
	"warrant/kernel/sys/object/memoryview"
)

// allocate gives p a memory object of that many zeroed pages, which p pays for. Everything that can fail comes before the first change.
// Invariants: FR-1, FR-2, LG-2.
func (k *Kernel) allocate(p uint32, r Reply, pages uint32) {
	if !k.hasRoom(p, r) {
		return
	}
	if pages == 0 || pages > limits.ObjectPages {
		k.refuse(p, r, object.BadRange)
		return
	}
	at := uint32(0)
	for at < limits.MemoryObjects && !k.objects[at].Usable() {
		at = at + 1
	}
	if at == limits.MemoryObjects || !k.affords(p, 1, uint64(pages)) || k.frames.Available() < pages {
		k.refuse(p, r, object.OverBudget)
		return
	}
	k.procs[p].Objects.Take(1)
	k.procs[p].Frames.Take(pages)
	k.objects[at].Open(p)
	for i := uint32(0); i < pages; i++ {
		f, _ := k.frames.Take(frame.OwnerOfObject(at))
		k.ram.Zero(f)
		k.objects[at].Add(f)
	}
	k.endow(p, r, frameallocator.Allocated(k.results[:]), fresh(object.MemoryObject, at, k.objects[at].Generation, captable.Moves))
}

// useMemory does what p asks of the memory object that h, its capability id, names. Invariant: CAP-8.
func (k *Kernel) useMemory(p uint32, id abi.CapID, h captable.Hold, r Reply, f object.Effect) {
	if !k.reaches(h) {
		k.refuse(p, r, object.Disconnected)
		return
	}
	o := h.Index % limits.MemoryObjects
	switch f.Act {
	case object.MapObject:
		k.mapObject(p, id, h, r, f)
	case object.UnmapObject:
		at, ok := k.mapping(p, id, f.Address)
		if !ok {
			k.refuse(p, r, object.NotMapped)
			return
		}
		k.unmapArea(p, at)
		k.done(p, r)
	case object.ProtectObject:
		k.protectObject(p, id, h, r, f)
	case object.TellObject:
		told := memoryobject.Info(k.objects[o].Pages(), k.mappings(o), k.results[:])
		k.answer(p, r, told.Length, told.Length, 0)
	case object.TellView:
		told := memoryview.Info(k.objects[o].Pages(), h.Kind == object.MemoryView, k.results[:])
		k.answer(p, r, told.Length, told.Length, 0)
	case object.MakeView:
		k.makeView(p, o, r, f.Writable)
	case object.RevokeViews:
		k.revokeViews(p, o, r)
	}
}

// mapObject maps pages of the memory object that h names into p's space: all of them or none. Invariants: AS-1, TX-2.
func (k *Kernel) mapObject(p uint32, id abi.CapID, h captable.Hold, r Reply, f object.Effect) {
	o := h.Index % limits.MemoryObjects
	if h.Kind == object.MemoryReader && f.Access != aspace.Read {
		k.refuse(p, r, object.ReadOnly)
		return
	}
	if f.Pages == 0 || uint64(f.First)+uint64(f.Pages) > uint64(k.objects[o].Pages()) {
		k.refuse(p, r, object.BadRange)
		return
	}
	at, base, x := k.addArea(p, area.Area{
		Kind: area.Object, Base: f.Address, Pages: f.Pages, Object: o, Cap: uint32(id), First: f.First,
		Writable: h.Kind != object.MemoryReader, View: h.Kind != object.MemoryObject,
	})
	if !x.Accepted() {
		k.refuse(p, r, x)
		return
	}
	proc := &k.procs[p]
	for i := uint32(0); i < f.Pages; i++ {
		err := proc.Space.Share(&k.ram, &k.frames, &proc.Frames, pageAt(base, i), k.objects[o].Frame(f.First+i), f.Access)
		if err != aspace.OK {
			k.unmapArea(p, at)
			k.refuse(p, r, object.OutOfMemory)
			return
		}
	}
	k.answerAddress(p, r, base)
}

// protectObject changes what p may do with the pages of a mapping of its own.
func (k *Kernel) protectObject(p uint32, id abi.CapID, h captable.Hold, r Reply, f object.Effect) {
	if h.Kind == object.MemoryReader && f.Access != aspace.Read {
		k.refuse(p, r, object.ReadOnly)
		return
	}
	at, ok := k.mapping(p, id, f.Address)
	if !ok {
		k.refuse(p, r, object.NotMapped)
		return
	}
	a := k.procs[p].Areas.At(at)
	for i := uint32(0); i < a.Pages; i++ {
		k.procs[p].Space.Protect(&k.ram, &k.frames, pageAt(a.Base, i), f.Access)
	}
	k.remapped()
	k.done(p, r)
}

// revokeViews ends every view of memory object o, every mapping through one, and every OpPark of anybody but the owner p. Invariant: CAP-8.
func (k *Kernel) revokeViews(p, o uint32, r Reply) {
	if !k.objects[o].RevokeViews() {
		k.refuse(p, r, object.UsedUp)
		return
	}
	k.unmapEverywhere(o, true)
	for q := uint32(0); q < limits.Processes; q++ {
		if q != p {
			k.unparkAll(q, o)
		}
	}
	k.done(p, r)
}

// closeMemory ends a memory object whose owner capability p has given up: nobody maps it any more, and its frames are free. Invariants: FR-1,
// LG-3.
func (k *Kernel) closeMemory(p, o uint32) {
	k.unmapEverywhere(o, false)
	for q := uint32(0); q < limits.Processes; q++ {
		k.unparkAll(q, o)
	}
	n := k.objects[o].Pages()
	for i := uint32(0); i < n; i++ {
		f, ok := k.objects[o].RemoveLast()
		if ok {
			k.frames.Give(f, frame.OwnerOfObject(o))
		}
	}
	k.objects[o].Close()
	k.procs[p].Frames.Give(n)
	k.procs[p].Objects.Give(1)
}

// unmapEverywhere ends every mapping of memory object o; with views, only those through a view.
func (k *Kernel) unmapEverywhere(o uint32, views bool) {
	for p := uint32(0); p < limits.Processes; p++ {
		for i := uint32(0); i < limits.Areas; i++ {
			a := k.procs[p].Areas.At(i)
			if a.Kind == area.Object && a.Object == o && (a.View || !views) {
				k.unmapArea(p, i)
			}
		}
	}
}

// unmapHeld ends every mapping that process p made by its capability id.
func (k *Kernel) unmapHeld(p uint32, id abi.CapID) {
	for i := uint32(0); i < limits.Areas; i++ {
		a := k.procs[p].Areas.At(i)
		if a.Kind == area.Object && a.Cap == uint32(id) {
			k.unmapArea(p, i)
		}
	}
}
