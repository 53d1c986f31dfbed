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
// @ ensures   ToldNone(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// resume makes the waiting process p ready; cap_enter answers the number of completions. The first one that becomes ready gets the rest of
// current's quantum if current waits; the others, and that one if current goes on, get a turn of their own. A process that waits takes no
// completions, so how many it has taken need not be read again.
func (k *Kernel) resume(p uint32) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	proc := &k.procs[p]
	if proc.State != process.Waiting {
		return
	}
	proc.Registers.RAX = uint64(proc.Ring.Left())
	proc.State = process.Ready
	k.steady = false
	if k.handoff == nobody {
		k.handoff = p
		return
	}
	k.ready.Push(p)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   ToldNone(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// wake ends process p's wait in cap_enter if enough completions are there.
func (k *Kernel) wake(p uint32) {
	// @ unfold acc(k.Mem(), 1/2)
	proc := &k.procs[p]
	enough := proc.State == process.Waiting && proc.Ring.Left() >= proc.WaitFor
	// @ fold acc(k.Mem(), 1/2)
	if enough {
		k.rouse(p)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   ToldNone(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// rouse ends process p's wait in cap_enter.
//
//go:noinline
func (k *Kernel) rouse(p uint32) {
	// @ unfold k.Mem()
	k.due.Remove(enterPlace(p))
	// @ fold k.Mem()
	k.resume(p)
}

// @ requires 0 <= p && p < limits.Processes
// @ ensures  0 <= place && place < deadline.Places
// @ decreases

// enterPlace answers the place in the deadline heap of process p's cap_enter.
func enterPlace(p uint32) (place uint32) {
	return p*deadline.PerProcess + limits.OutstandingCalls
}

// @ requires 0 <= p && p < limits.Processes && 0 <= call && call < limits.OutstandingCalls
// @ ensures  0 <= place && place < deadline.Places
// @ decreases

// callPlace answers the place in the deadline heap of process p's outstanding call.
func callPlace(p, call uint32) (place uint32) {
	return p*deadline.PerProcess + call
}

// @ requires 0 <= t && 0 <= n
// @ ensures  t <= u
// @ decreases

// later answers the time n ns after t; a time that does not fit is never.
func later(t, n uint64) (u uint64) {
	if n > abi.TimeoutForever-t {
		return abi.TimeoutForever
	}
	return t + n
}

// @ preserves k.Mem()
// @ requires  0 <= place && place < deadline.Places && 0 <= due
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// alarm makes place of the deadline heap due at time due.
func (k *Kernel) alarm(place uint32, due uint64) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.due.Add(place, due)
	k.steady = false
}
