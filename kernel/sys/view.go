// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/area"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/frameallocator"
	"warrant/kernel/sys/object/memoryobject"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   ToldOne(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// tellFrames answers p's ledger of frames.
func (k *Kernel) tellFrames(p uint32, r process.Reply) {
	// @ unfold k.Mem()
	f := frameallocator.Info(k.procs[p].Frames.Used(), k.procs[p].Frames.Limit(), k.results[:])
	// @ fold k.Mem()
	k.answer(p, r, f.Part.Count, f.Part.Count, 0)
}

// @ preserves acc(k.Mem(), 1/2)
// @ requires  0 <= p && p < limits.Processes
// @ requires  0 <= id && id <= 4294967295
// @ ensures   0 <= at && at < limits.Areas
// @ ensures   ok ==> address <= uint64(abi.MapTop)
// @ decreases

// mapping answers the area of p that starts at address and was mapped by capability id.
func (k *Kernel) mapping(p uint32, id abi.CapID, address uint64) (at uint32, ok bool) {
	// @ unfold acc(k.Mem(), 1/2)
	// @ defer fold acc(k.Mem(), 1/2)
	at, ok = k.procs[p].Areas.StartingAt(address)
	if !ok {
		return 0, false
	}
	a := k.procs[p].Areas.At(at)
	return at, a.Kind == area.Object && a.Cap == uint32(id)
}

// @ preserves acc(k.Mem(), 1/2)
// @ decreases

// mappings answers how often memory object o is mapped.
func (k *Kernel) mappings(o uint32) (n uint32) {
	// @ unfold acc(k.Mem(), 1/2)
	// @ defer fold acc(k.Mem(), 1/2)
	// @ invariant (forall q int :: { &k.procs[q] } 0 <= q && q < limits.Processes ==> acc((&k.procs[q].Areas).Mem(), 1/2))
	// @ invariant p <= limits.Processes && n <= p * limits.Areas
	// @ decreases limits.Processes - p
	for p := uint32(0); p < limits.Processes; p++ {
		// @ invariant (forall q int :: { &k.procs[q] } 0 <= q && q < limits.Processes ==> acc((&k.procs[q].Areas).Mem(), 1/2))
		// @ invariant p < limits.Processes && i <= limits.Areas && n <= p * limits.Areas + i
		// @ decreases limits.Areas - i
		for i := uint32(0); i < limits.Areas; i++ {
			a := k.procs[p].Areas.At(i)
			if a.Kind == area.Object && a.Object == o {
				n = n + 1
			}
		}
	}
	return n
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= o && o < limits.MemoryObjects
// @ requires  k.Epoch().Step.Who == int(p) && k.Epoch().Step.Named.Kind == object.MemoryObject && int(k.Epoch().Step.Named.Index) % limits.MemoryObjects == int(o)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// makeView gives p a view of memory object o.
func (k *Kernel) makeView(p, o uint32, r process.Reply, writable bool) {
	if !k.hasRoom(p, r) {
		return
	}
	kind := object.MemoryReader
	if writable {
		kind = object.MemoryView
	}
	// @ unfold k.Mem()
	f := memoryobject.View(k.results[:])
	h := fresh(kind, o, k.objects[o].ViewEpoch(), captable.Copies)
	// @ fold k.Mem()
	k.endow(p, r, f, h)
}

// @ preserves k.Mem()
// @ requires  0 <= q && q < limits.Processes
// @ requires  0 <= o && o < limits.MemoryObjects && MayObject(k.Epoch().Step, int(o))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// unparkAll completes every OpPark of process q at memory object o, which q cannot reach any more.
func (k *Kernel) unparkAll(q, o uint32) {
	// @ invariant k.Mem() && i <= limits.OutstandingCalls
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases limits.OutstandingCalls - i
	for i := uint32(0); i < limits.OutstandingCalls; i++ {
		// @ ghost known := k.Epoch()
		// @ unfold k.Mem()
		c := k.procs[q].Owed(i)
		here := c.Awaits == process.Wake && c.Target == o
		if here {
			// @ k.reachParker(o, q, c)
			k.objects[o].Unparked(q, i)
			// @ k.touchObject(o)
		}
		// @ fold k.Mem()
		// @ assert Later(known, k.Epoch())
		// @ LaterAgain(old(k.Epoch()), known, k.Epoch())
		if here {
			k.unparked(q, i, abi.CodeInvokeFailed)
		}
	}
}

// @ requires 0 <= base && 0 <= i && base <= uint64(abi.MapTop) && i <= 4294967295
// @ ensures  int(va) == int(base) + int(i) * memory.FrameSize
// @ decreases

// pageAt answers the address of page i of an area that starts at base.
func pageAt(base uint64, i uint32) (va abi.VirtAddr) {
	return abi.VirtAddr(base + uint64(i)*memory.FrameSize)
}
