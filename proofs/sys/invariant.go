package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/proofs/logic"
)

// nobody is the number of no process.
const nobody = limits.Processes

// tended is what of the invariant tells who can wait and be woken: enough for who touches nothing but rings.
func tended(k *kernel, p uint32) bool {
	return logic.All(k.current == p, k.procs[p].State == process.Ready, statesSound(k), ringsSound(k))
}

// awaited is what of the invariant tells where each call waits: enough to see that each is answered once.
func awaited(k *kernel, p uint32) bool {
	return logic.All(tended(k, p), tablesSound(k), travelsSound(k), endpointsSound(k), callsSound(k))
}

// lives says that p can act.
func lives(p *proc) bool {
	return logic.Any(p.State == process.Ready, p.State == process.Waiting)
}

// statesSound: what each state of a process promises.
func statesSound(k *kernel) bool {
	ok := true
	for i := range k.procs {
		p := &k.procs[i]
		live := lives(p)
		settled := logic.All(p.Frames.used == 0, p.Virtual.used == 0, p.Children.used == 0, p.Objects.used == 0, p.capUnits.used == 0, p.owed.used == 0)
		vacant := logic.Any(p.State == process.Vacant, p.State == process.Retired)
		ok = logic.All(ok,
			logic.Any(live, vacant, p.State == process.Ended),
			logic.Implies(!live, logic.All(settled, p.Space.root == memory.NoFrame, !p.Waiter.Present)),
			logic.Implies(vacant, logic.All(*p == proc{State: p.State, Generation: p.Generation})),
			logic.Implies(p.State == process.Ended, logic.All(p.Handled, p.Status.End != process.Running)),
			logic.Implies(live, logic.All(p.Space.root != memory.NoFrame, p.Status.End == process.Running)),
			p.WaitFor <= abi.CQEntries, p.Name.Length <= abi.NameMax,
		)
	}
	return ok
}

// ringsSound: each submission that was taken is complete, counted as overflow, or owed; who waits has a reason to. Invariants: RING-3,
// RING-4, RING-7.
func ringsSound(k *kernel) bool {
	ok := true
	for i := range k.procs {
		p := &k.procs[i]
		at := p.Ring.at
		available := at.cqTail - at.cqHead
		ok = logic.All(ok, available <= abi.CQEntries, logic.Implies(lives(p), at.sqHead == at.cqTail+p.Ring.overflow+p.owed.used),
			logic.Implies(p.State == process.Waiting, available < p.WaitFor))
	}
	return ok
}
