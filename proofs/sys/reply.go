package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/process"
	"warrant/kernel/core/sqe"
	"warrant/kernel/sys/object"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// flight lets a call of the peer be in flight at the endpoint, in a state, and answers its id.
func flight(k *kernel, s endpoint.State) uint32 {
	f := &k.endpoints[0].flights
	f.fresh, f.spares, f.open = 1, 0, 1
	f.places[0].State, f.places[0].Caller = s, endpoint.Ref{Process: peer}
	k.endpoints[0].receivers.count = 0
	if s == endpoint.Flying {
		peerCalls(k, process.Return)
	}
	return f.places[0].Gen
}

// returned answers the kernel before and after a RETURN of the actor that names a call which is in flight, in a state. Brings is how the results
// bring the facet in the actor's second slot.
func returned(s endpoint.State, brings uint32) (before, after kernel) {
	before = anyKernel()
	e := prove.Any[sqe.Entry]()
	e.Opcode, e.Cap, e.TransferCount = abi.OpReturn, serves(&before), 0
	if brings != none {
		e.TransferCount = 1
		sends(&before, object.Facet, brings-copied)
	}
	emptyMessages(&before)
	e.CallID = flight(&before, s)
	prove.Assume(awaited(&before, actor))
	return before, submit(&before, e)
}

// ProofReturn: a RETURN of a call in flight completes it, whatever else is wrong with its results, or changes nothing. Invariants: EP-2, EP-3,
// CAP-7, TH-3, TH-4, TH-5, TH-6, RING-7.
func ProofReturn() {
	before, after := returned(endpoint.Flying, none)
	done := after.endpoints[0].flights.open < before.endpoints[0].flights.open
	prove.Cover(done)
	prove.Assert(done == (after.procs[peer].owed.used < before.procs[peer].owed.used), "the call is complete when it is not in flight")
	prove.Assert(besidesEndpoint(&before, &after), "the other objects")
	prove.Assert(onlyServed(&before, &after, peer), "the caller is only answered")
	prove.Assert(logic.All(sameCaps(&before, &after, actor), sameMeans(&before, &after, actor), sameCalls(&before, &after, actor)), "what the actor has")
	prove.Assert(logic.All(answered(&before, &after, actor), answered(&before, &after, peer)), "one completion for each")
	prove.Assert(conserves(&before, &after), "conservation")
	prove.Assert(callsSound(&after), "each call waits in one place")
}

// ProofReturnTwin claims that the caller is not even answered.
func ProofReturnTwin() {
	before, after := returned(endpoint.Flying, none)
	prove.Assert(intact(&before, &after, peer))
}

// ProofReturnCopies: what results bring the caller was in the server's table. Invariants: CAP-6, CAP-7, TX-1, TH-3, TH-4, TH-5, TH-6.
func ProofReturnCopies() {
	before, after := returned(endpoint.Flying, copied)
	prove.Cover(after.procs[peer].capUnits.used > before.procs[peer].capUnits.used)
	assertMoved(&before, &after, actor, peer)
	prove.Assert(besidesCalls(&before, &after), "the other objects")
}

// ProofReturnCopiesTwin claims that the caller gains nothing.
func ProofReturnCopiesTwin() {
	before, after := returned(endpoint.Flying, copied)
	prove.Assert(sameCaps(&before, &after, peer))
}

// ProofReturnOrphan: the RETURN of a call whose caller is gone touches nobody else. Invariants: EP-3, EP-5, TH-3, TH-4, TH-5, TH-6.
func ProofReturnOrphan() {
	before, after := returned(endpoint.Orphaned, none)
	prove.Cover(after.endpoints[0].flights.open < before.endpoints[0].flights.open)
	prove.Assert(besidesEndpoint(&before, &after), "the other objects")
	prove.Assert(intact(&before, &after, peer), "the other process")
	prove.Assert(logic.All(sameCaps(&before, &after, actor), sameMeans(&before, &after, actor), sameCalls(&before, &after, actor)), "what the actor has")
	prove.Assert(answered(&before, &after, actor), "one completion for one submission")
	prove.Assert(conserves(&before, &after), "conservation")
}

// ProofReturnOrphanTwin claims that the call stays in flight.
func ProofReturnOrphanTwin() {
	before, after := returned(endpoint.Orphaned, none)
	prove.Assert(before.endpoints[0].flights == after.endpoints[0].flights)
}

// returnedUnknown answers the kernel before and after a RETURN of the actor that names no call in flight.
func returnedUnknown() (before, after kernel) {
	before = anyKernel()
	e := prove.Any[sqe.Entry]()
	e.Opcode, e.Cap = abi.OpReturn, serves(&before)
	emptyMessages(&before)
	prove.Assume(e.CallID != flight(&before, endpoint.Flying))
	prove.Assume(awaited(&before, actor))
	return before, submit(&before, e)
}

// ProofReturnUnknown: a RETURN that names no call in flight changes nothing but the ring. Invariants: EP-2, TH-3, TH-4, TH-5, TH-6, RING-7.
func ProofReturnUnknown() {
	before, after := returnedUnknown()
	assertOnlyAnswered(&before, &after)
}

// ProofReturnUnknownTwin claims that the ring does not change either.
func ProofReturnUnknownTwin() {
	before, after := returnedUnknown()
	prove.Assert(before.procs[actor].Ring == after.procs[actor].Ring)
}
