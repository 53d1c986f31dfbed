package sys

import (
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/process"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/processhandle"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// killed answers the kernel before and after the actor calls its handle of the peer to kill it. The peer has a budget of its own that its ledgers
// agree with, and a call that is in flight at the actor's endpoint.
func killed() (before, after kernel) {
	before = anyKernel()
	alone(&before, peer, object.Facet)
	before.procs[peer].Payer = peer
	before.endpoints[0].Live = true
	peerCalled(&before, true)
	prove.Assume(balanceOf(&before, peer) == balance{})
	prove.Stub(processhandle.Call, readCall)
	after = demands(&before, object.ProcessHandle, object.Effect{Act: object.Kill})
	return before, after
}

// ProofKill: a process that is killed by who has its handle has ended, and everything that it had comes back; its call stays in flight without a
// caller; who kills is answered once and gains nothing. Invariants: CAP-7, EP-3, EP-5, LG-3, AS-2, TH-3, TH-4, TH-5, TH-6.
func ProofKill() {
	before, after := killed()
	p := &after.procs[peer]
	done := logic.All(lives(&before.procs[peer]), !lives(p))
	prove.Cover(done)
	nothing := logic.All(p.capUnits.used == 0, p.owed.used == 0, p.Objects.used == 0, p.Frames.used == 0)
	prove.Assert(logic.Implies(done, logic.All(nothing, balanceOf(&after, peer) == balance{})), "nothing is left")
	prove.Assert(logic.Implies(logic.All(done, p.State == process.Ended), p.Status.End == process.Killed), "how it ended")
	prove.Assert(done == (after.endpoints[0].flights.places[0].State == endpoint.Orphaned), "the call has no caller")
	prove.Assert(logic.Any(done, intact(&before, &after, peer)), "it ends or stays as it was")
	prove.Assert(freeBalance(&before) == freeBalance(&after), "no frame is lost")
	prove.Assert(logic.All(sameCaps(&before, &after, actor), sameMeans(&before, &after, actor)), "what the actor has")
	awaits := before.procs[actor].calls[0].Awaits
	prove.Assert(logic.Any(awaits == process.Exit, sameCalls(&before, &after, actor)), "who kills waits for what it waited for, but for that end")
	prove.Assert(answered(&before, &after, actor), "one completion for one submission")
	prove.Assert(logic.All(before.notifications == after.notifications, before.objects == after.objects), "the other objects")
}

// ProofKillTwin claims that the peer lives on.
func ProofKillTwin() {
	before, after := killed()
	prove.Assert(lives(&before.procs[peer]) == lives(&after.procs[peer]))
}
