package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/sqe"
	"warrant/kernel/sys/object"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// ProofCallMovesMemory: a memory object that moves with a call is the receiver's, with its frames, and it pays for both. Invariants: CAP-6, CAP-7,
// TX-1, LG-2, TH-4, TH-5, TH-6.
func ProofCallMovesMemory() {
	before, after := delivered(object.MemoryObject, abi.TransferMove)
	prove.Cover(after.objects[0].Owner == peer && before.objects[0].Owner == actor)
	assertHandedOn(&before, &after)
}

// ProofCallMovesMemoryTwin claims that it stays the caller's.
func ProofCallMovesMemoryTwin() {
	before, after := delivered(object.MemoryObject, abi.TransferMove)
	prove.Assert(before.objects[0].Owner == after.objects[0].Owner)
}

// ProofCallMovesEndpoint: an endpoint that moves with a call at another one is the receiver's, which pays for it; nobody of the caller receives
// there any more. Invariants: CAP-6, CAP-7, TX-1, LG-2, EP-3, TH-4, TH-5, TH-6.
func ProofCallMovesEndpoint() {
	before, after := delivered(object.Endpoint, abi.TransferMove)
	moved := after.endpoints[lastEndpoint].Owner == peer
	prove.Cover(moved)
	assertHandedOn(&before, &after)
	prove.Assert(moved == !inUse(&after.procs[actor].caps.slots[1]), "the caller has it no more")
	prove.Assert(logic.Implies(moved, after.endpoints[lastEndpoint].receivers.count == 0), "nobody of the caller receives there")
	prove.Assert(before.endpoints[lastEndpoint].facets == after.endpoints[lastEndpoint].facets, "the facets")
}

// ProofCallMovesEndpointTwin claims that it stays the caller's.
func ProofCallMovesEndpointTwin() {
	before, after := delivered(object.Endpoint, abi.TransferMove)
	prove.Assert(before.endpoints[lastEndpoint].Owner == after.endpoints[lastEndpoint].Owner)
}

// givesUp answers the kernel before and after a RETURN of the actor that moves the endpoint, at which the call was in flight, to the caller.
func givesUp() (before, after kernel) {
	before = anyKernel()
	e := prove.Any[sqe.Entry]()
	e.Opcode, e.Cap, e.TransferCount = abi.OpReturn, serves(&before), 1
	emptyMessages(&before)
	e.CallID = flight(&before, endpoint.Flying)
	sent, sentMode, sending = uint32(e.Cap), abi.TransferMove, true
	before.procs[actor].Objects.used = 1 + upTo(unitsMost-1)
	allSlots(&before, actor)
	lastSlot(&before, peer)
	prove.Assume(awaited(&before, actor))
	return before, submit(&before, e)
}

// ProofReturnMovesEndpoint: a server that moves its endpoint to the caller has it no more; the caller owns it and pays for it. Invariants: CAP-6,
// CAP-7, TX-1, LG-2, EP-3, TH-3, TH-4, TH-5, TH-6.
func ProofReturnMovesEndpoint() {
	before, after := givesUp()
	moved := after.endpoints[0].Owner == peer
	prove.Cover(moved)
	assertMoved(&before, &after, actor, peer)
	prove.Assert(moved == !inUse(&after.procs[actor].caps.slots[0]), "the server has it no more")
	prove.Assert(logic.Implies(moved, after.endpoints[0].receivers.count == 0), "nobody of the server receives there")
	prove.Assert(before.endpoints[0].facets == after.endpoints[0].facets, "the facets")
}

// ProofReturnMovesEndpointTwin claims that it stays the server's.
func ProofReturnMovesEndpointTwin() {
	before, after := givesUp()
	prove.Assert(before.endpoints[0].Owner == after.endpoints[0].Owner)
}
