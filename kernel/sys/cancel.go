// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= i && i < limits.OutstandingCalls && k.Epoch().Step.Ends == int(p)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// cancel forgets the outstanding call at place i of p, if there is one, wherever it waits.
func (k *Kernel) cancel(p, i uint32) {
	// @ unfold k.Mem()
	c := k.procs[p].Owed(i)
	switch c.Awaits {
	case process.Nothing:
		// @ fold k.Mem()
		return
	case process.Time:
		k.due.Remove(callPlace(p, i))
	case process.Exit:
		// @ k.reachAwaited(c)
		k.procs[c.Target%limits.Processes].Waiter = process.Waiter{}
	case process.Signal:
		k.notifications[c.Target%limits.Notifications].Forget()
		// @ k.touchNote(c.Target%limits.Notifications)
	case process.Wake:
		k.due.Remove(callPlace(p, i))
		k.objects[c.Target%limits.MemoryObjects].Unparked(p, i)
		// @ k.touchObject(c.Target%limits.MemoryObjects)
	}
	// @ fold k.Mem()
	// @ assert Later(old(k.Epoch()), k.Epoch())
	k.cancelCall(p, i, c)
	// @ assert Drops(old(k.Epoch()), k.Epoch(), int(p))
	k.settle(p, i)
	// @ assert Drops(old(k.Epoch()), k.Epoch(), int(p))
	// @ k.lose(p, old(k.Epoch()).Sum)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p) && MayFinish(k.Epoch().Step, int(p))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// tell completes the call, if any, that waits for the end of p.
func (k *Kernel) tell(p uint32) {
	// @ unfold k.Mem()
	w := k.procs[p].Waiter
	if !w.Present {
		// @ fold k.Mem()
		return
	}
	// @ k.reachMourner(p, w)
	k.procs[p].Waiter = process.Waiter{}
	// @ fold k.Mem()
	// @ assert Later(old(k.Epoch()), k.Epoch())
	c, ok := k.settle(w.Process, w.Call)
	if ok {
		k.answerStatus(w.Process, c, p)
	}
}

// @ preserves k.Mem()
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// stop makes the next decision to stop the machine. The first reason stands.
func (k *Kernel) stop(s abi.HaltStatus) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	if !k.halt.Requested {
		k.halt = Halt{Requested: true, Status: s}
	}
}
