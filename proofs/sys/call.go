package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/process"
	"warrant/kernel/core/sqe"
	"warrant/kernel/sys/object"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// anyCall answers a call of the actor, which has none outstanding, on a facet of the endpoint. With moves it has one transfer descriptor.
func anyCall(k *kernel, moves bool) (e sqe.Entry) {
	e = prove.Any[sqe.Entry]()
	e.Opcode, e.TransferCount = abi.OpCall, 0
	if moves {
		e.TransferCount = 1
	}
	e.Cap = give(k, object.Facet, 0)
	emptyMessages(k)
	k.procs[actor].calls[0].Awaits = process.Nothing
	return e
}

// waitsForNobody answers the kernel before and after a call on an endpoint where nobody receives, and where calls others wait.
func waitsForNobody(calls uint32, moves bool) (before, after kernel) {
	before = anyKernel()
	e := anyCall(&before, moves)
	before.endpoints[0].receivers.count, before.endpoints[0].calls.count = 0, calls
	prove.Assume(awaited(&before, actor))
	return before, submit(&before, e)
}

// delivered answers the kernel before and after a call on an endpoint where the peer receives. The call brings the capability in the actor's
// second slot, of the kind that is named, copied or moved by mode. Kind 0 brings none.
func delivered(kind, mode uint32) (before, after kernel) {
	before = anyKernel()
	e := anyCall(&before, kind != 0)
	if kind != 0 {
		sends(&before, kind, mode)
	}
	peerReceives(&before)
	prove.Assume(awaited(&before, actor))
	return before, submit(&before, e)
}

// ProofCallWaits: a call that nobody receives yet waits at its endpoint, or completes at once; the peer is not touched. Invariants: EP-3, CAP-7,
// TH-3, TH-4, TH-5, TH-6, RING-7.
func ProofCallWaits() {
	before, after := waitsForNobody(0, false)
	prove.Cover(after.endpoints[0].calls.count == 1)
	prove.Assert(besidesEndpoint(&before, &after), "the other objects")
	prove.Assert(onlyQueued(&before, &after), "the endpoint has one call more at most")
	prove.Assert(intact(&before, &after, peer), "the other process")
	prove.Assert(logic.All(sameCaps(&before, &after, actor), sameMeans(&before, &after, actor)), "what the actor has")
	prove.Assert(answered(&before, &after, actor), "one completion for one submission")
	prove.Assert(conserves(&before, &after), "conservation")
}

// ProofCallWaitsTwin claims that no call waits.
func ProofCallWaitsTwin() {
	_, after := waitsForNobody(0, false)
	prove.Assert(after.endpoints[0].calls.count == 0)
}

// ProofCallOverloaded: a call on an endpoint whose queue is full completes at once and changes nothing but the ring. Invariants: EP-1, EP-3,
// CAP-7, TH-3, TH-4, TH-5, TH-6, RING-7.
func ProofCallOverloaded() {
	before, after := waitsForNobody(1, true)
	assertOnlyAnswered(&before, &after)
}

// ProofCallOverloadedTwin claims that the ring does not change either.
func ProofCallOverloadedTwin() {
	before, after := waitsForNobody(1, true)
	prove.Assert(before.procs[actor].Ring == after.procs[actor].Ring)
}

// ProofCallReserves: what a call moves that nobody receives yet stays with the caller and is out of use. Invariants: CAP-5, CAP-7, TH-3, TH-4,
// TH-5, TH-6.
func ProofCallReserves() {
	before, after := waitsForNobody(0, true)
	prove.Cover(after.travels[actor][0].Count == 1)
	prove.Assert(onlyQueued(&before, &after), "the endpoint has one call more at most")
	prove.Assert(intact(&before, &after, peer), "the other process")
	prove.Assert(confined(&before, &after, actor, actor), "nothing gained")
	prove.Assert(before.procs[actor].capUnits == after.procs[actor].capUnits, "nothing lost")
	prove.Assert(travelsSound(&after), "what moves is reserved")
	prove.Assert(answered(&before, &after, actor), "one completion for one submission")
	prove.Assert(conserves(&before, &after), "conservation")
}

// ProofCallReservesTwin claims that the table stays.
func ProofCallReservesTwin() {
	before, after := waitsForNobody(0, true)
	prove.Assert(sameCaps(&before, &after, actor))
}

// ProofCallDelivered: a call whose receiver waits is delivered, or completes at once: the receiver's RECV completes, and the call stays owed.
// Invariants: EP-2, EP-3, CAP-7, TH-1, TH-2, TH-3, TH-4, TH-5, TH-6, RING-7.
func ProofCallDelivered() {
	before, after := delivered(0, 0)
	prove.Cover(after.endpoints[0].flights.open > before.endpoints[0].flights.open)
	prove.Assert(besidesEndpoint(&before, &after), "the other objects")
	prove.Assert(logic.All(sameCaps(&before, &after, actor), sameMeans(&before, &after, actor)), "what the actor has")
	prove.Assert(onlyServed(&before, &after, peer), "the receiver is only answered")
	prove.Assert(logic.All(answered(&before, &after, actor), answered(&before, &after, peer)), "one completion for each")
	prove.Assert(conserves(&before, &after), "conservation")
	prove.Assert(callsSound(&after), "each call waits in one place")
}

// ProofCallDeliveredTwin claims that the receiver is not even answered.
func ProofCallDeliveredTwin() {
	before, after := delivered(0, 0)
	prove.Assert(intact(&before, &after, peer))
}

// assertMoved asserts what holds of a message that brings process to a capability of process from, whatever it names.
func assertMoved(before, after *kernel, from, to uint32) {
	prove.Assert(confined(before, after, from, to), "the receiver gains what the sender had")
	prove.Assert(confined(before, after, from, from), "the sender gains nothing")
	prove.Assert(logic.All(answered(before, after, actor), answered(before, after, peer)), "one completion for each")
	prove.Assert(conserves(before, after), "conservation")
}

// assertHandedOn asserts what holds of a call that brings its receiver, which waits, a capability, whatever it names.
func assertHandedOn(before, after *kernel) {
	assertMoved(before, after, actor, peer)
	prove.Assert(arrives(before, after, peer), "what is delivered arrives")
}

// assertFacetHandedOn asserts what holds of such a call when the capability is a facet.
func assertFacetHandedOn(before, after *kernel) {
	prove.Cover(after.procs[peer].capUnits.used > before.procs[peer].capUnits.used)
	assertHandedOn(before, after)
	prove.Assert(before.endpoints[0].facets == after.endpoints[0].facets, "the facets")
	prove.Assert(besidesCalls(before, after), "the other objects")
}

// ProofCallCopies: what a call copies to its receiver is in the caller's table, and the receiver gains nothing else.
// Invariants: CAP-6, CAP-7, TX-1, TH-3, TH-4, TH-5, TH-6.
func ProofCallCopies() {
	before, after := delivered(object.Facet, abi.TransferCopy)
	assertFacetHandedOn(&before, &after)
}

// ProofCallCopiesTwin claims that the receiver gains nothing.
func ProofCallCopiesTwin() {
	before, after := delivered(object.Facet, abi.TransferCopy)
	prove.Assert(sameCaps(&before, &after, peer))
}

// ProofCallMoves: what a call moves to its receiver was in the caller's table, and the receiver gains nothing else.
// Invariants: CAP-6, CAP-7, TX-1, TH-3, TH-4, TH-5, TH-6.
func ProofCallMoves() {
	before, after := delivered(object.Facet, abi.TransferMove)
	assertFacetHandedOn(&before, &after)
}

// ProofCallMovesTwin claims that the receiver gains nothing.
func ProofCallMovesTwin() {
	before, after := delivered(object.Facet, abi.TransferMove)
	prove.Assert(sameCaps(&before, &after, peer))
}

// ProofCallMovesNotification: a notification that moves with a call is the receiver's, and it pays for it. Invariants: CAP-6, CAP-7, TX-1,
// LG-2, TH-4, TH-5, TH-6.
func ProofCallMovesNotification() {
	before, after := delivered(object.Notification, abi.TransferMove)
	prove.Cover(after.notifications[0].Owner == peer && before.notifications[0].Owner == actor)
	assertHandedOn(&before, &after)
}

// ProofCallMovesNotificationTwin claims that it stays the caller's.
func ProofCallMovesNotificationTwin() {
	before, after := delivered(object.Notification, abi.TransferMove)
	prove.Assert(before.notifications[0].Owner == after.notifications[0].Owner)
}
