package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/core/sqe"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/endpoint"
	"warrant/kernel/sys/object/objectmaker"
	"warrant/lib/wire"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// demanded is what the call of the actor asks for; the readers of parameters have contracts and harnesses of their own.
var demanded object.Effect

// readCall stands in for an object's reading of a call.
func readCall(_ uint16, _ *wire.Cursor, _ []byte) object.Effect { return demanded }

// openCall stands in for the opening of a message: it is one, or it is not.
func openCall(_ *wire.Cursor, _ []byte) wire.Err {
	if prove.Any[bool]() {
		return wire.OK
	}
	return wire.ErrShort
}

// told stands in for the building of results, whose length alone matters.
func told(_ uint32, _ []byte) object.Effect {
	return object.Effect{Act: object.Answer, Part: object.Part{Count: object.IndexBytes}}
}

// toldMade is told without a number.
func toldMade(_ []byte) object.Effect {
	return object.Effect{Act: object.Answer, Part: object.Part{Count: object.IndexBytes}}
}

// demands answers the kernel after the actor has called an object of a kind, which it holds, for an effect.
func demands(before *kernel, kind uint32, f object.Effect) (after kernel) {
	prove.Stub(endpoint.Call, readCall)
	prove.Stub(objectmaker.Call, readCall)
	prove.Stub((*wire.Cursor).Open, openCall)
	prove.Stub(endpoint.Facet, told)
	prove.Stub(objectmaker.Endpoint, toldMade)
	prove.Stub(objectmaker.Notification, toldMade)
	prove.Stub(object.Empty, toldMade)
	demanded = f
	e := prove.Any[sqe.Entry]()
	e.Opcode, e.TransferCount = abi.OpCall, 0
	e.Cap = give(before, kind, 0)
	if kind == object.Endpoint {
		e.Cap = serves(before)
	}
	e.Interface = object.Interface(kind)
	emptyMessages(before)
	lastSlot(before, actor)
	prove.Assume(awaited(before, actor))
	return submit(before, e)
}

// granted says that what process p holds more than before, the kernel made at its request. Invariant: CAP-7.
func granted(a, b *kernel, p uint32) bool {
	ok := true
	for i := uint32(0); i < captable.Slots; i++ {
		ok = logic.All(ok, logic.Implies(gained(a, b, p, i), b.procs[p].caps.slots[i].Hold.Origin == captable.FromResult))
	}
	return ok
}

// assertGranted asserts what holds of a call that makes something.
func assertGranted(before, after *kernel) {
	prove.Cover(after.procs[actor].capUnits.used > before.procs[actor].capUnits.used)
	prove.Assert(granted(before, after, actor), "only what the kernel made is gained")
	prove.Assert(intact(before, after, peer), "the other process")
	prove.Assert(sameCalls(before, after, actor), "the calls")
	prove.Assert(answered(before, after, actor), "one completion for one submission")
	prove.Assert(conserves(before, after), "conservation")
}

// madeEndpoint answers the kernel before and after the actor asks for an endpoint.
func madeEndpoint() (before, after kernel) {
	before = anyKernel()
	after = demands(&before, object.ObjectMaker, object.Effect{Act: object.MakeEndpoint})
	return before, after
}

// ProofMakeEndpoint: a new endpoint is paid for, and its owner capability is all that its maker gains. Invariants: CAP-7, LG-2, TH-3, TH-4, TH-5,
// TH-6.
func ProofMakeEndpoint() {
	before, after := madeEndpoint()
	assertGranted(&before, &after)
	prove.Assert(besidesEndpoint(&before, &after), "the other objects")
	prove.Assert(logic.Any(!before.endpoints[0].Live, before.endpoints == after.endpoints), "an endpoint that is open")
}

// ProofMakeEndpointTwin claims that it costs nothing.
func ProofMakeEndpointTwin() {
	before, after := madeEndpoint()
	prove.Assert(before.procs[actor].Objects == after.procs[actor].Objects)
}

// madeNotification answers the kernel before and after the actor asks for a notification.
func madeNotification() (before, after kernel) {
	before = anyKernel()
	after = demands(&before, object.ObjectMaker, object.Effect{Act: object.MakeNotification})
	return before, after
}

// ProofMakeNotification: a new notification is paid for, and its owner capability is all that its maker gains. Invariants: CAP-7, LG-2, TH-3,
// TH-4, TH-5, TH-6.
func ProofMakeNotification() {
	before, after := madeNotification()
	assertGranted(&before, &after)
	prove.Assert(logic.All(sameFrames(&before, &after), before.endpoints == after.endpoints, before.objects == after.objects), "the other objects")
}

// ProofMakeNotificationTwin claims that it costs nothing.
func ProofMakeNotificationTwin() {
	before, after := madeNotification()
	prove.Assert(before.procs[actor].Objects == after.procs[actor].Objects)
}

// madeFacet answers the kernel before and after the owner of the endpoint asks for a client facet.
func madeFacet() (before, after kernel) {
	before = anyKernel()
	after = demands(&before, object.Endpoint, object.Effect{Act: object.MakeFacet, Value: prove.Any[uint64]()})
	return before, after
}

// ProofMakeFacet: a new client facet is all that the owner of the endpoint gains. Invariants: CAP-7, TH-3, TH-4, TH-5, TH-6.
func ProofMakeFacet() {
	before, after := madeFacet()
	assertGranted(&before, &after)
	prove.Assert(besidesEndpoint(&before, &after), "the other objects")
	prove.Assert(before.endpoints[0].calls == after.endpoints[0].calls, "the calls that wait")
}

// ProofMakeFacetTwin claims that the endpoint stays as it was.
func ProofMakeFacetTwin() {
	before, after := madeFacet()
	prove.Assert(before.endpoints == after.endpoints)
}

// revoked answers the kernel before and after the owner of the endpoint revokes a facet, while a call of the peer waits.
func revoked() (before, after kernel) {
	before = anyKernel()
	peerWaits(&before)
	after = demands(&before, object.Endpoint, object.Effect{Act: object.RevokeFacet, Part: object.Part{First: prove.Any[uint32]()}})
	return before, after
}

// ProofRevokeFacet: a facet that is revoked is none any more, and the calls that wait through it complete; nothing else changes. Invariants:
// CAP-7, CAP-8, EP-3, TH-3, TH-4, TH-5, TH-6, TH-7.
func ProofRevokeFacet() {
	before, after := revoked()
	was, is := &before.endpoints[0].facets.places[0], &after.endpoints[0].facets.places[0]
	gone := logic.All(was.Live, !is.Live)
	prove.Cover(logic.All(gone, after.procs[peer].owed.used < before.procs[peer].owed.used))
	prove.Assert(logic.Any(*was == *is, logic.All(gone, logic.Any(is.Retired, is.Epoch == was.Epoch+1))), "a facet ends for ever or stays")
	cut := logic.All(gone, before.procs[peer].calls[0].Facet == 0)
	prove.Assert(logic.Implies(cut, after.endpoints[0].calls.count == 0), "no call waits through it")
	prove.Assert(logic.Implies(cut, after.procs[peer].calls[0].Awaits == process.Nothing), "the call that came by it is complete")
	prove.Assert(besidesCalls(&before, &after), "the other objects")
	prove.Assert(onlyServed(&before, &after, peer) || travelsSound(&after), "the caller is only answered")
	prove.Assert(logic.All(confined(&before, &after, actor, peer), confined(&before, &after, peer, actor)), "nothing gained")
	prove.Assert(logic.All(answered(&before, &after, actor), answered(&before, &after, peer)), "one completion for each")
	prove.Assert(conserves(&before, &after), "conservation")
}

// ProofRevokeFacetTwin claims that the call goes on waiting.
func ProofRevokeFacetTwin() {
	before, after := revoked()
	prove.Assert(before.endpoints[0].calls == after.endpoints[0].calls)
}
