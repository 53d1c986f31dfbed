// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	// @ "warrant/kernel/core/memobj"
	"warrant/kernel/core/memory"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && k.Asks(int(p)) && Reached(k.Epoch(), p)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// unpark carries out the OpUnpark submission of p, and answers how many it woke.
func (k *Kernel) unpark(p uint32) {
	o, ok := k.parkable(p)
	// @ unfold k.Mem()
	userData, most, offset := k.entry.UserData, k.entry.ParamsLen, uint64(k.entry.Params)
	// @ fold k.Mem()
	if !ok {
		k.reject(p, abi.CodeInvokeFailed)
		return
	}
	woken := uint32(0)
	// @ invariant k.Mem() && woken <= limits.Parked
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases limits.Parked - woken
	for woken < most && woken < limits.Parked {
		// @ unfold k.Mem()
		// @ k.reachParked(o, k.objects[o].View(), memobj.FirstAt(k.objects[o].View().Parked, offset))
		q, place, waits := k.objects[o].Unpark(offset)
		// @ k.touchObject(o)
		// @ fold k.Mem()
		if !waits {
			break
		}
		k.unparked(q, place, abi.Woken)
		woken = woken + 1
	}
	k.post(p, userData, abi.Code(woken), 0)
}

// @ preserves acc(k.Mem(), 1/2)
// @ requires  0 <= p && p < limits.Processes
// @ ensures   0 <= o && o < limits.MemoryObjects && k.Params() == old(k.Params())
// @ ensures   ok ==> IsObject(k.Named(int(p))) && Where(k.Named(int(p))) == int(o)
// @ ensures   ok ==> k.Object(int(o)).Live && int(k.Params()) < len(k.Object(int(o)).Frames) * memory.FrameSize
// @ decreases

// parkable answers the memory object that submission of p names, if it is live and has the word that e names.
func (k *Kernel) parkable(p uint32) (o uint32, ok bool) {
	// @ unfold acc(k.Mem(), 1/2)
	h, ok := k.procs[p].Lookup(k.entry.Cap)
	// @ fold acc(k.Mem(), 1/2)
	if !ok || !k.reaches(h) {
		return 0, false
	}
	o = h.Index % limits.MemoryObjects
	// @ unfold acc(k.Mem(), 1/2)
	// @ defer fold acc(k.Mem(), 1/2)
	return o, uint64(k.entry.Params) < uint64(k.objects[o].Pages())*memory.FrameSize
}

// @ preserves acc(k.Mem(), 1/2)
// @ ensures   ok ==> IsObject(h) && k.Object(int(h.Index) % limits.MemoryObjects).Live
// @ decreases

// reaches says that h names a memory object, or a view of one, that has not been revoked. Invariant: CAP-8.
func (k *Kernel) reaches(h captable.Hold) (ok bool) {
	// @ unfold acc(k.Mem(), 1/2)
	// @ defer fold acc(k.Mem(), 1/2)
	o := &k.objects[h.Index%limits.MemoryObjects]
	switch h.Kind {
	case object.MemoryObject:
		return o.Owns(h.Epoch)
	case object.MemoryView, object.MemoryReader:
		return o.Shows(h.Epoch)
	}
	return false
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= place && place < limits.OutstandingCalls
// @ requires  -2147483648 <= code && code <= 2147483647
// @ ensures   Settles(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// unparked completes the OpPark at place of process p, which no memory object knows any more, with code.
func (k *Kernel) unparked(p, place uint32, code abi.Code) {
	// @ unfold k.Mem()
	k.due.Remove(callPlace(p, place))
	// @ fold k.Mem()
	// @ assert k.State() === old(k.State())
	c, ok := k.settle(p, place)
	// @ assert !ok ==> Settles(old(k.State()), k.State(), int(p)) && k.Epoch() === old(k.Epoch())
	if ok {
		k.post(p, c.UserData, code, 0)
		// @ assert Settles(old(k.State()), k.State(), int(p))
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= place && place < limits.OutstandingCalls && k.Epoch().Step.Who == limits.Processes
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// tooLate completes the OpPark at place of process p because its time has come.
func (k *Kernel) tooLate(p, place uint32) {
	// @ unfold k.Mem()
	// @ ghost o := k.procs[p].View().Calls[int(place)].Target % limits.MemoryObjects
	// @ ghost was := k.objects[o].View()
	k.objects[k.procs[p].Owed(place).Target%limits.MemoryObjects].Unparked(p, place)
	// @ k.late(o, was, k.objects[o].View(), p, place)
	// @ fold k.Mem()
	k.unparked(p, place, abi.TimedOut)
}
