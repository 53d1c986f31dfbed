package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/process"
	"warrant/kernel/core/sqe"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// peerWaits lets a call of the peer wait at the endpoint, which brings nothing.
func peerWaits(k *kernel) {
	e := &k.endpoints[0]
	e.receivers.count, e.calls.head, e.calls.count = 0, 0, 1
	e.calls.places[0] = endpoint.Ref{Process: peer}
	peerCalls(k, process.Receiver)
	k.travels[peer][0].Count = 0
}

// peerCalled lets a call of the peer, and no other, wait at the endpoint or be in flight there.
func peerCalled(k *kernel, flies bool) {
	if !flies {
		peerWaits(k)
		return
	}
	flight(k, endpoint.Flying)
	k.endpoints[0].calls.count = 0
}

// closed answers the kernel before and after the actor, which waits for nothing, gives up an endpoint that it paid for, where a call of the peer
// waits or is in flight.
func closed(flies bool) (before, after kernel) {
	before = anyKernel()
	e := prove.Any[sqe.Entry]()
	e.Opcode, e.Cap = abi.OpRelease, serves(&before)
	emptyMessages(&before)
	peerCalled(&before, flies)
	before.procs[actor].calls[0].Awaits = process.Nothing
	allSlots(&before, actor)
	prove.Assume(awaited(&before, actor))
	prove.Assume(balanceOf(&before, actor).objects == 0)
	return before, submit(&before, e)
}

// assertClosed asserts what holds when an endpoint has ended.
func assertClosed(before, after *kernel) {
	prove.Cover(before.endpoints[0].Live && !after.endpoints[0].Live)
	done := !after.endpoints[0].Live
	prove.Assert(logic.Implies(done, after.procs[peer].calls[0].Awaits == process.Nothing), "the call is complete")
	prove.Assert(logic.Implies(done, logic.Any(after.endpoints[0].Retired, after.endpoints[0].Generation == before.endpoints[0].Generation+1)),
		"it never comes back")
	prove.Assert(besidesEndpoint(before, after), "the other objects")
	prove.Assert(onlyServed(before, after, peer), "the caller is only answered")
	prove.Assert(sameCalls(before, after, actor), "the calls of the actor")
	prove.Assert(confined(before, after, peer, actor), "nothing gained")
	prove.Assert(logic.All(answered(before, after, actor), answered(before, after, peer)), "one completion for each")
	prove.Assert(conserves(before, after), "conservation")
}

// ProofCloseWaiting: when the owner gives up an endpoint, the call that waits there completes. Invariants: EP-3, CAP-7, CAP-8, LG-2, TH-3, TH-4,
// TH-5, TH-6.
func ProofCloseWaiting() {
	before, after := closed(false)
	assertClosed(&before, &after)
}

// ProofCloseWaitingTwin claims that the call goes on waiting.
func ProofCloseWaitingTwin() {
	before, after := closed(false)
	prove.Assert(sameCalls(&before, &after, peer))
}

// ProofCloseFlying: when the owner gives up an endpoint, the call that is in flight there completes. Invariants: EP-3, CAP-7, CAP-8, LG-2, TH-3,
// TH-4, TH-5, TH-6.
func ProofCloseFlying() {
	before, after := closed(true)
	assertClosed(&before, &after)
}

// ProofCloseFlyingTwin claims that the call stays in flight.
func ProofCloseFlyingTwin() {
	before, after := closed(true)
	prove.Assert(before.endpoints[0].flights == after.endpoints[0].flights)
}
