// +gobra

package sys

import (
	// @ "warrant/kernel/limits"
	"warrant/kernel/abi"
	"warrant/kernel/core/process"
	"warrant/kernel/sys/object"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  k.Params() % 4 == 0 && k.Asks(int(p))
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// park carries out the OpPark submission of p: it completes when the word is woken or the time has come, at once when the word does not
// have the expected value. Reading the word and waiting are one step, so no wake-up is lost between them.
func (k *Kernel) park(p uint32) {
	o, ok := k.parkable(p)
	if !ok {
		k.reject(p, abi.CodeInvokeFailed)
		return
	}
	// @ unfold k.Mem()
	userData, offset, expected, timeout := k.entry.UserData, uint64(k.entry.Params), k.entry.ParamsLen, k.entry.Interface
	// @ fold k.Mem()
	if k.word32(o, offset) != expected {
		k.post(p, userData, abi.ValueDiffers, 0)
		return
	}
	place, ok := k.owe(p, process.Reply{UserData: userData}, process.Call{Awaits: process.Wake, Target: o})
	if !ok {
		return
	}
	// @ assert k.Object(int(o)).Live
	// @ ghost owed := k.Epoch()
	// @ assert owed === Accounted(old(k.Epoch()), int(p)) && k.Waits(p, place)
	// @ unfold k.Mem()
	if !k.objects[o].Park(p, place, offset) {
		// @ fold k.Mem()
		// @ assert k.Epoch() === owed && k.Waits(p, place)
		k.settle(p, place)
		k.refuse(p, process.Reply{UserData: userData}, object.QueueFull)
		return
	}
	// @ k.touchObject(o)
	due := later(k.now, timeout)
	// @ fold k.Mem()
	// @ assert Later(owed, k.Epoch())
	// @ ghost parked := k.Epoch()
	if timeout != abi.TimeoutForever {
		k.alarm(callPlace(p, place), due)
	}
	// @ LaterAgain(owed, parked, k.Epoch())
}
