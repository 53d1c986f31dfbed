// +gobra

package sys

import (
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/processhandle"
	"warrant/kernel/sys/object/timer"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  int(f.Part.First) + int(f.Part.Count) <= limits.ScratchBytes
// @ ensures   ToldOne(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// print adds the part of the parameters that f names to the console, whole or not at all, and completes the call.
func (k *Kernel) print(p uint32, r process.Reply, f object.Effect) {
	// @ unfold k.Mem()
	if k.console.Room() <= f.Part.Count {
		// @ fold k.Mem()
		k.refuse(p, r, object.ConsoleFull)
		return
	}
	k.console.Bytes(k.params[f.Part.First : f.Part.First+f.Part.Count])
	if f.How.Line {
		k.console.Byte('\n')
	}
	// @ fold k.Mem()
	k.done(p, r)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= n
// @ ensures   Accepts(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// sleep makes p's call complete n ns from now.
func (k *Kernel) sleep(p uint32, r process.Reply, n uint64) {
	place, ok := k.owe(p, r, process.Call{Awaits: process.Time})
	if ok {
		// @ unfold k.Mem()
		due := later(k.now, n)
		// @ fold k.Mem()
		k.alarm(callPlace(p, place), due)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= place && place < limits.OutstandingCalls
// @ ensures   Settles(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// slept completes p's sleep at place.
func (k *Kernel) slept(p, place uint32) {
	c, ok := k.settle(p, place)
	// @ ghost settled := k.State()
	// @ unfold k.Mem()
	f := timer.Woken(k.now, k.results[:])
	// @ fold k.Mem()
	// @ assert k.State() === settled
	// @ assert !ok ==> Settles(old(k.State()), k.State(), int(p))
	if ok {
		k.answer(p, c, f.Part.Count, f.Part.Count, 0)
		// @ assert Settles(old(k.State()), k.State(), int(p))
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  k.Epoch().Step === Calm(int(p), h) && h.Kind == object.ProcessHandle
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// await makes p's call complete when the process that h names has ended: at once, if it has.
func (k *Kernel) await(p uint32, h captable.Hold, r process.Reply) {
	at := h.Index % limits.Processes
	// @ unfold k.Mem()
	child := &k.procs[at]
	gone, ended, busy := child.Generation != h.Epoch, child.State == process.Ended, child.Waiter.Present
	// @ fold k.Mem()
	if gone {
		k.refuse(p, r, object.Gone)
		return
	}
	if ended {
		k.answerStatus(p, r, at)
		return
	}
	if busy {
		k.refuse(p, r, object.AlreadyWaiting)
		return
	}
	place, ok := k.owe(p, r, process.Call{Awaits: process.Exit, Target: h.Index})
	if ok {
		// @ unfold k.Mem()
		// @ k.reachHeld(at)
		k.procs[at].Waiter = process.Waiter{Present: true, Process: p, Call: place}
		// @ fold k.Mem()
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= child && child < limits.Processes
// @ ensures   ToldOne(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// answerStatus completes a call of p with how process child ended.
func (k *Kernel) answerStatus(p uint32, r process.Reply, child uint32) {
	// @ unfold k.Mem()
	f := processhandle.Status(&k.procs[child].Status, k.results[:])
	// @ fold k.Mem()
	k.answer(p, r, f.Part.Count, f.Part.Count, 0)
}
