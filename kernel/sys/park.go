package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/process"
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
