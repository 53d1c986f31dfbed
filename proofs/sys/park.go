package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/memobj"
	"warrant/kernel/core/process"
	"warrant/kernel/core/sqe"
	"warrant/kernel/sys/object"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// besidesParked says that nothing outside the processes has changed but for who is parked at the memory object, and what the scheduler knows.
func besidesParked(a, b *kernel) bool {
	x := a.objects[0]
	x.parked = b.objects[0].parked
	return logic.All(sameFrames(a, b), a.endpoints == b.endpoints, a.notifications == b.notifications, a.sessions == b.sessions, sameTravels(a, b),
		x == b.objects[0])
}

// parks answers the kernel before and after the actor, which waits for nothing, parks at a word of a memory object that it has a view of.
func parks() (before, after kernel) {
	before = anyKernel()
	e := prove.Any[sqe.Entry]()
	e.Opcode, e.Cap = abi.OpPark, give(&before, object.MemoryView, 0)
	emptyMessages(&before)
	before.procs[actor].calls[0].Awaits = process.Nothing
	prove.Assume(awaited(&before, actor))
	return before, submit(&before, e)
}

// ProofPark: a submission that parks waits at its object, or completes at once; nothing else changes. Invariants: CAP-7, CAP-8, TH-3, TH-4, TH-5,
// TH-6, RING-7.
func ProofPark() {
	before, after := parks()
	prove.Cover(after.objects[0].parked.count > before.objects[0].parked.count)
	prove.Assert(besidesParked(&before, &after), "the other objects")
	prove.Assert(intact(&before, &after, peer), "the other process")
	prove.Assert(logic.All(sameCaps(&before, &after, actor), sameMeans(&before, &after, actor)), "what the actor has")
	prove.Assert(answered(&before, &after, actor), "one completion for one submission")
	prove.Assert(conserves(&before, &after), "conservation")
	prove.Assert(callsSound(&after), "each call waits in one place")
}

// ProofParkTwin claims that nothing waits.
func ProofParkTwin() {
	before, after := parks()
	prove.Assert(before.objects == after.objects)
}

// unparks answers the kernel before and after the actor wakes who is parked at a word of a memory object that it has a view of, where the
// peer is parked.
func unparks() (before, after kernel) {
	before = anyKernel()
	e := prove.Any[sqe.Entry]()
	e.Opcode, e.Cap = abi.OpUnpark, give(&before, object.MemoryView, 0)
	emptyMessages(&before)
	peerCalls(&before, process.Wake)
	before.objects[0].parked.count = 1
	before.objects[0].parked.places[0] = memobj.Waiter{Process: peer, Offset: prove.Any[uint64]()}
	prove.Assume(awaited(&before, actor))
	return before, submit(&before, e)
}

// ProofUnpark: who is parked at the word that is named completes and is parked no more; it is only answered, and nothing else changes.
// Invariants: CAP-7, CAP-8, TH-3, TH-4, TH-5, TH-6, RING-7.
func ProofUnpark() {
	before, after := unparks()
	woken := after.objects[0].parked.count == 0
	prove.Cover(woken)
	prove.Assert(woken == (after.procs[peer].calls[0].Awaits == process.Nothing), "who is woken is parked no more")
	prove.Assert(besidesParked(&before, &after), "the other objects")
	prove.Assert(onlyServed(&before, &after, peer), "who was parked is only answered")
	prove.Assert(logic.All(sameCaps(&before, &after, actor), sameCalls(&before, &after, actor), sameMeans(&before, &after, actor)), "what the actor has")
	prove.Assert(logic.All(answered(&before, &after, actor), answered(&before, &after, peer)), "one completion for each")
	prove.Assert(conserves(&before, &after), "conservation")
	prove.Assert(callsSound(&after), "each call waits in one place")
}

// ProofUnparkTwin claims that the peer stays parked.
func ProofUnparkTwin() {
	before, after := unparks()
	prove.Assert(intact(&before, &after, peer))
}
