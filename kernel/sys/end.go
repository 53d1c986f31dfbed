// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && MayFinish(k.Epoch().Step, int(p))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// end ends process p with status s: everything that it had comes back, and whoever waits for it is told. Invariants: LG-3, AS-2.
func (k *Kernel) end(p uint32, s process.Status) {
	// @ unfold k.Mem()
	// @ k.finishes(p)
	// @ fold k.Mem()
	k.surrender(p)
	// @ assert Later(WithStep(old(k.Epoch()), k.Epoch().Step), k.Epoch())
	// @ k.calmed()
	// @ assert Later(old(k.Epoch()), k.Epoch())
	// @ ghost gone := k.Epoch()
	k.settleUp(p)
	k.mark(p, s)
	k.tell(p)
	// @ LaterAgain(old(k.Epoch()), gone, k.Epoch())
	// @ assert Later(old(k.Epoch()), k.Epoch())
	// @ unfold k.Mem()
	handled := k.procs[p].Handled
	// @ fold k.Mem()
	// @ assert Later(old(k.Epoch()), k.Epoch())
	// @ ghost told := k.Epoch()
	if !handled {
		k.vacate(p)
	}
	// @ LaterAgain(old(k.Epoch()), told, k.Epoch())
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && k.Epoch().Step.Ends == int(p) && Reached(k.Epoch(), p)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// surrender takes back all that process p has and waits for. Invariants: LG-3, AS-2.
func (k *Kernel) surrender(p uint32) {
	k.cancelAll(p)
	k.leave(p)
	k.forsakeAll(p)
	k.dismantle(p)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// leave takes the processor from process p, which ends, and its place in the deadline heap.
func (k *Kernel) leave(p uint32) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.due.Remove(enterPlace(p))
	if k.current == p {
		k.current = nobody
	}
	if k.handoff == p {
		k.handoff = nobody
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// dismantle takes process p's memory and its part in its session back. Invariants: LG-3, AS-2.
func (k *Kernel) dismantle(p uint32) {
	proc := &k.procs[p]
	// @ unfold k.Mem()
	reserved := proc.Virtual.Used() > 0
	// @ fold k.Mem()
	if reserved {
		k.clearAreas(p)
	}
	// @ unfold k.Mem()
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	proc.Space.Destroy(&k.ram, &k.frames, &proc.Frames)
	k.remapped()
	k.sessions.Leave(proc.Session)
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	// @ fold k.Mem()
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p) && MayFinish(k.Epoch().Step, int(p))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// settleUp makes the payer of process p, which has nothing any more, the payer of its children, and stops the machine when not everything
// came back. Invariant: LG-3.
func (k *Kernel) settleUp(p uint32) {
	k.reportPending(p)
	k.inherit(p)
	// @ unfold k.Mem()
	settled := k.procs[p].Settled()
	// @ fold k.Mem()
	if !settled {
		k.reportUnsettled(p)
		k.stop(abi.HaltAccounting)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// mark records that process p has ended, and how.
func (k *Kernel) mark(p uint32, s process.Status) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.procs[p].State = process.Ended
	k.procs[p].Status = s
	if p == k.root {
		k.rootEnded = true
		k.rootStatus = s
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && k.Epoch().Step.Ends == int(p) && Reached(k.Epoch(), p)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// cancelAll forgets the outstanding calls of p, wherever they wait. Invariant: EP-5.
func (k *Kernel) cancelAll(p uint32) {
	// @ unfold k.Mem()
	owed, _ := k.procs[p].Calls()
	// @ fold k.Mem()
	if owed == 0 {
		return
	}
	// @ invariant k.Mem() && i <= limits.OutstandingCalls
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases limits.OutstandingCalls - i
	for i := uint32(0); i < limits.OutstandingCalls; i++ {
		k.cancel(p, i)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && k.Epoch().Step.Ends == int(p) && Reached(k.Epoch(), p)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// forsakeAll gives up every capability of p. Invariant: LG-3.
func (k *Kernel) forsakeAll(p uint32) {
	// @ unfold k.Mem()
	caps, _ := k.procs[p].Slots()
	// @ fold k.Mem()
	if caps == 0 {
		return
	}
	// @ invariant k.Mem() && i <= captable.Slots
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases captable.Slots - i
	for i := uint32(0); i < captable.Slots; i++ {
		// @ ghost age := k.Epoch()
		// @ unfold k.Mem()
		id, ok := k.procs[p].CapAt(i)
		// @ fold k.Mem()
		// @ assert k.Epoch() === age
		if ok {
			k.drop(p, id)
		}
		// @ LaterAgain(old(k.Epoch()), age, k.Epoch())
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && 0 <= id && id <= 4294967295 && Reached(k.Epoch(), p)
// @ requires  k.Epoch().Step.Ends == int(p) || (k.Asks(int(p)) && k.Entry().Cap == id)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// drop gives up the capability id of p. It fails when id names none.
func (k *Kernel) drop(p uint32, id abi.CapID) (ok bool) {
	// @ unfold k.Mem()
	h, ok := k.procs[p].Drop(id)
	// @ fold k.Mem()
	// @ assert Later(old(k.Epoch()), k.Epoch())
	// @ ghost dropped := k.Epoch()
	if ok {
		k.forsake(p, id, h)
	}
	// @ LaterAgain(old(k.Epoch()), dropped, k.Epoch())
	return ok
}

// @ preserves k.Mem()
// @ requires  k.Epoch().Step === Calm(limits.Processes, captable.Hold{})
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// shutdown ends all processes after init has ended, checks that everything came back, and stops the machine.
func (k *Kernel) shutdown() {
	// @ invariant k.Mem() && p <= limits.Processes
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases limits.Processes - p
	for p := uint32(0); p < limits.Processes; p++ {
		// @ ghost age := k.Epoch()
		// @ unfold k.Mem()
		live := k.procs[p].Live()
		// @ fold k.Mem()
		// @ assert k.Epoch() === age
		if live {
			k.reportKilled(p)
			k.end(p, process.Status{End: process.Killed})
		}
		// @ LaterAgain(old(k.Epoch()), age, k.Epoch())
	}
	k.reportHalt()
	// @ unfold k.Mem()
	settled := k.frames.Available() == k.idle
	clean := k.rootStatus.End == process.Exited && k.rootStatus.Code == 0
	// @ fold k.Mem()
	if !settled {
		k.stop(abi.HaltAccounting)
		return
	}
	if clean {
		k.stop(abi.HaltClean)
		return
	}
	k.stop(abi.HaltInitFailed)
}
