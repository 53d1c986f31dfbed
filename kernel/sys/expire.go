// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/deadline"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= place && place < limits.OutstandingCalls && k.Epoch().Step.Who == limits.Processes
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// timeUp completes the call at place of process p, whose time has come.
func (k *Kernel) timeUp(p, place uint32) {
	// @ unfold k.Mem()
	parked := k.procs[p].Owed(place).Awaits == process.Wake
	// @ fold k.Mem()
	if parked {
		k.tooLate(p, place)
		return
	}
	k.slept(p, place)
}

// @ preserves k.Mem()
// @ requires  k.Epoch().Step.Who == limits.Processes
// @ ensures   0 <= due
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// expire completes every wait whose time has come, and answers when the next one is due; abi.TimeoutForever is never. Each turn takes one
// place out of the heap.
func (k *Kernel) expire() (due uint64) {
	// @ invariant k.Mem() && n <= deadline.Places
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases deadline.Places - n
	for n := uint32(0); n < deadline.Places; n++ {
		// @ ghost age := k.Epoch()
		// @ unfold k.Mem()
		place, due, ok := k.due.First()
		late := ok && due <= k.now
		if late {
			// @ k.reachDue(place)
			k.due.Remove(place)
		}
		// @ fold k.Mem()
		// @ assert Later(age, k.Epoch())
		// @ assert late ==> Reached(k.Epoch(), place / deadline.PerProcess)
		// @ ghost known := k.Epoch()
		if !ok {
			return abi.TimeoutForever
		}
		if !late {
			return due
		}
		p := place / deadline.PerProcess
		call := place % deadline.PerProcess
		if call == limits.OutstandingCalls {
			k.resume(p)
		} else {
			k.timeUp(p, call)
		}
		// @ LaterAgain(age, known, k.Epoch())
		// @ LaterAgain(old(k.Epoch()), age, k.Epoch())
	}
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	return k.now
}
