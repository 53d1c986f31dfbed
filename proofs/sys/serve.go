package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/process"
	"warrant/kernel/core/sqe"
	"warrant/kernel/core/transfer"
	"warrant/kernel/sys/object"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// serves lets the actor own the endpoint, and answers its id of the owner capability.
func serves(k *kernel) abi.CapID {
	k.endpoints[0].Live, k.endpoints[0].Owner = true, actor
	return give(k, object.Endpoint, 0)
}

// received answers the kernel before and after a RECV of the actor, which has no call outstanding. One call of the peer waits, or none; brings
// is how it brings the capability in the peer's second slot: not, copied or moved.
func received(calls uint32, brings uint32) (before, after kernel) {
	before = anyKernel()
	e := prove.Any[sqe.Entry]()
	e.Opcode, e.Cap = abi.OpRecv, serves(&before)
	emptyMessages(&before)
	before.procs[actor].calls[0].Awaits = process.Nothing
	q := &before.endpoints[0]
	q.receivers.count, q.calls.head, q.calls.count = 0, 0, calls
	if calls > 0 {
		peerCalls(&before, process.Receiver)
		q.calls.places[0] = endpoint.Ref{Process: peer}
		bring(&before, brings)
	}
	prove.Assume(awaited(&before, actor))
	return before, submit(&before, e)
}

// none, copied and moved are how a call brings a capability.
const (
	none = iota
	copied
	moved
)

// bring lets the peer's call that waits bring a facet in its second slot, or nothing.
func bring(k *kernel, how uint32) {
	list := &k.travels[peer][0]
	list.Count = 0
	if how == none {
		return
	}
	s := &k.procs[peer].caps.slots[1]
	s.State, s.Hold.Kind, s.Hold.Travel = captable.Live, object.Facet, captable.Copies
	if how == moved {
		s.State = captable.Reserved
	}
	list.Count, list.Items[0] = 1, transfer.Descriptor{Cap: abi.CapID(s.Gen*captable.Slots + 1), Move: how == moved}
	allSlots(k, peer)
	lastSlot(k, actor)
}

// peerCalls lets the peer have a call at the endpoint, in a state.
func peerCalls(k *kernel, at process.Awaits) {
	k.procs[peer].calls[0].Awaits, k.procs[peer].calls[0].Target = at, 0
}

// ProofRecvWaits: a RECV that finds no call waits, or completes at once; the peer is not touched. Invariants: EP-1, CAP-7, TH-3, TH-4, TH-5, TH-6,
// RING-7.
func ProofRecvWaits() {
	before, after := received(0, none)
	prove.Cover(after.endpoints[0].receivers.count == 1)
	prove.Assert(besidesEndpoint(&before, &after), "the other objects")
	prove.Assert(intact(&before, &after, peer), "the other process")
	prove.Assert(logic.All(sameCaps(&before, &after, actor), sameMeans(&before, &after, actor)), "what the actor has")
	prove.Assert(before.endpoints[0].calls == after.endpoints[0].calls, "the calls that wait")
	prove.Assert(before.endpoints[0].flights == after.endpoints[0].flights, "the calls in flight")
	prove.Assert(answered(&before, &after, actor), "one completion for one submission")
	prove.Assert(conserves(&before, &after), "conservation")
	prove.Assert(callsSound(&after), "each call waits in one place")
}

// ProofRecvWaitsTwin claims that no RECV waits.
func ProofRecvWaitsTwin() {
	_, after := received(0, none)
	prove.Assert(after.endpoints[0].receivers.count == 0)
}

// ProofRecvDelivers: a RECV that finds a call takes it, or one of the two completes with the reason; the call stays owed until it is answered.
// Invariants: EP-2, EP-3, CAP-7, TH-3, TH-4, TH-5, TH-6, RING-7.
func ProofRecvDelivers() {
	before, after := received(1, none)
	prove.Cover(after.endpoints[0].flights.open > before.endpoints[0].flights.open)
	prove.Assert(besidesEndpoint(&before, &after), "the other objects")
	prove.Assert(onlyServed(&before, &after, peer), "the caller is only answered")
	prove.Assert(logic.All(sameCaps(&before, &after, actor), sameMeans(&before, &after, actor)), "what the actor has")
	prove.Assert(logic.All(answered(&before, &after, actor), answered(&before, &after, peer)), "one completion for each")
	prove.Assert(conserves(&before, &after), "conservation")
	prove.Assert(callsSound(&after), "each call waits in one place")
}

// ProofRecvDeliversTwin claims that the call stays in the queue.
func ProofRecvDeliversTwin() {
	before, after := received(1, none)
	prove.Assert(before.endpoints[0].calls.count == after.endpoints[0].calls.count)
}

// assertBrought asserts what holds of a RECV whose call brings a capability.
func assertBrought(before, after *kernel) {
	prove.Cover(after.procs[actor].capUnits.used > before.procs[actor].capUnits.used)
	prove.Assert(arrives(before, after, actor), "what is delivered arrives")
	prove.Assert(besidesCalls(before, after), "the other objects")
	assertMoved(before, after, peer, actor)
}

// ProofRecvCopies: what a RECV gains from a call that copies was in the caller's table. Invariants: CAP-6, CAP-7, TX-1, TH-3, TH-4, TH-5, TH-6.
func ProofRecvCopies() {
	before, after := received(1, copied)
	assertBrought(&before, &after)
	prove.Assert(sameCaps(&before, &after, peer), "the caller keeps it")
}

// ProofRecvCopiesTwin claims that the receiver gains nothing.
func ProofRecvCopiesTwin() {
	before, after := received(1, copied)
	prove.Assert(sameCaps(&before, &after, actor))
}

// ProofRecvMoves: what a RECV gains from a call that moves was in the caller's table, and is not any more. Invariants: CAP-5, CAP-6, CAP-7, TX-1,
// TH-3, TH-4, TH-5, TH-6.
func ProofRecvMoves() {
	before, after := received(1, moved)
	assertBrought(&before, &after)
	gone := !inUse(&after.procs[peer].caps.slots[1])
	prove.Assert(logic.Implies(after.procs[actor].capUnits.used > before.procs[actor].capUnits.used, gone), "the caller has it no more")
	prove.Assert(travelsSound(&after), "what still moves is reserved, and nothing else")
}

// ProofRecvMovesTwin claims that the caller keeps it.
func ProofRecvMovesTwin() {
	_, after := received(1, moved)
	prove.Assert(inUse(&after.procs[peer].caps.slots[1]))
}
