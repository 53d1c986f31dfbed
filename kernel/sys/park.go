package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
)

// park carries out the OpPark submission of p: it completes when the word is woken or the time has come, at once when the word does not
// have the expected value. Reading the word and waiting are one step, so no wake-up is lost between them.
func (k *Kernel) park(p uint32) {
	o, ok := k.parkable(p)
	if !ok {
		k.reject(p, k.entry.UserData, abi.CodeInvokeFailed)
		return
	}
	if k.word32(o, uint64(k.entry.Params)) != k.entry.ParamsLen {
		k.post(p, k.entry.UserData, abi.ValueDiffers, 0)
		return
	}
	place, ok := k.owe(p, Reply{UserData: k.entry.UserData}, process.Call{Awaits: process.Wake, Target: o})
	if !ok {
		return
	}
	if !k.objects[o].Park(p, place, uint64(k.entry.Params)) {
		k.procs[p].Settle(place)
		k.refuse(p, Reply{UserData: k.entry.UserData}, object.QueueFull)
		return
	}
	if k.entry.Interface != abi.TimeoutForever {
		k.alarm(callPlace(p, place), later(k.now, k.entry.Interface))
	}
}

// unpark carries out the OpUnpark submission of p, and answers how many it woke.
func (k *Kernel) unpark(p uint32) {
	o, ok := k.parkable(p)
	if !ok {
		k.reject(p, k.entry.UserData, abi.CodeInvokeFailed)
		return
	}
	woken := uint32(0)
	for woken < k.entry.ParamsLen && woken < limits.Parked {
		q, place, waits := k.objects[o].Unpark(uint64(k.entry.Params))
		if !waits {
			break
		}
		k.unparked(q, place, abi.Woken)
		woken = woken + 1
	}
	k.post(p, k.entry.UserData, abi.Code(woken), 0)
}

// parkable answers the memory object that submission of p names, if it is live and has the word that e names.
func (k *Kernel) parkable(p uint32) (o uint32, ok bool) {
	h, ok := k.procs[p].Lookup(k.entry.Cap)
	if !ok || !k.reaches(h) {
		return 0, false
	}
	o = h.Index % limits.MemoryObjects
	return o, uint64(k.entry.Params) < uint64(k.objects[o].Pages())*memory.FrameSize
}

// reaches says that h names a memory object, or a view of one, that has not been revoked. Invariant: CAP-8.
func (k *Kernel) reaches(h captable.Hold) (ok bool) {
	o := &k.objects[h.Index%limits.MemoryObjects]
	switch h.Kind {
	case object.MemoryObject:
		return o.Live && o.Generation == h.Epoch
	case object.MemoryView, object.MemoryReader:
		return o.Live && o.Views == h.Epoch
	}
	return false
}

// unparked completes the OpPark at place of process p, which no memory object knows any more, with code.
func (k *Kernel) unparked(p, place uint32, code abi.Code) {
	k.due.Remove(callPlace(p, place))
	c, ok := k.procs[p].Settle(place)
	if ok {
		k.post(p, c.UserData, code, 0)
	}
}

// tooLate completes the OpPark at place of process p because its time has come.
func (k *Kernel) tooLate(p, place uint32) {
	k.objects[k.procs[p].Owed(place).Target%limits.MemoryObjects].Unparked(p, place)
	k.unparked(p, place, abi.TimedOut)
}
