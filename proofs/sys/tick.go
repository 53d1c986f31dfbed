package sys

import (
	"warrant/kernel/core/process"
	"warrant/kernel/core/trap"
	"warrant/kernel/limits"
	"warrant/kernel/sys"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// ticked answers the kernel before and after a tick of the timer while the actor runs, and the decision that follows. The process that the
// kernel started lives.
func ticked() (before, after kernel) {
	before = anyKernel()
	before.rootEnded, before.halt.Requested = false, false
	prove.Assume(logic.All(tended(&before, actor), callsSound(&before)))
	standIn()
	k := prove.Reshape[sys.Kernel](before)
	now := prove.Any[uint64]()
	k.Handle(actor, trap.Event{Kind: trap.Tick}, now)
	k.Next(now)
	return before, prove.Reshape[kernel](k)
}

// ProofTick: the path of the timer takes no submission, moves no capability, starts no call, and completes only what was owed. Invariants:
// RING-9, CAP-7, RING-7, TH-3, TH-4, TH-5, TH-6.
func ProofTick() {
	before, after := ticked()
	prove.Cover(completions(&after, peer) != completions(&before, peer))
	for p := uint32(0); p < limits.Processes; p++ {
		prove.Assert(before.procs[p].Ring.at.sqHead == after.procs[p].Ring.at.sqHead, "no submission is taken")
		prove.Assert(sameCaps(&before, &after, p), "capabilities stay")
		prove.Assert(sameMeans(&before, &after, p), "memory and budget")
		prove.Assert(answered(&before, &after, p), "what completes was owed")
	}
	prove.Assert(logic.All(sameFrames(&before, &after), before.endpoints == after.endpoints, before.notifications == after.notifications,
		before.sessions == after.sessions, sameTravels(&before, &after)), "the objects")
	prove.Assert(conserves(&before, &after), "conservation")
}

// ProofTickTwin claims that nobody is answered.
func ProofTickTwin() {
	before, after := ticked()
	prove.Assert(completions(&after, peer) == completions(&before, peer))
}

// ProofTickRuns: who runs next is ready. Invariant: SC-3.
func ProofTickRuns() {
	_, after := ticked()
	prove.Cover(after.decision.Choice == sys.Run && after.decision.Process == peer)
	at := after.decision.Process
	prove.Assert(logic.Implies(after.decision.Choice == sys.Run, logic.All(at < limits.Processes, after.procs[at%limits.Processes].State == process.Ready)))
}

// ProofTickRunsTwin claims that it is the actor.
func ProofTickRunsTwin() {
	_, after := ticked()
	prove.Assert(after.decision.Choice != sys.Run || after.decision.Process == actor)
}
