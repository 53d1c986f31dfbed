package sys

import (
	"warrant/kernel/core/captable"
	core "warrant/kernel/core/endpoint"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/endpoint"
	"warrant/kernel/sys/object/objectmaker"
)

// makeEndpoint gives p a new endpoint. Everything that can fail comes before the first change.
func (k *Kernel) makeEndpoint(p uint32, r Reply) {
	if !k.hasRoom(p, r) {
		return
	}
	at := uint32(0)
	for at < limits.Endpoints && !k.endpoints[at].Usable() {
		at = at + 1
	}
	if at == limits.Endpoints || !k.procs[p].Objects.Take(1) {
		k.refuse(p, r, object.OverBudget)
		return
	}
	k.endpoints[at].Open(p)
	k.endow(p, r, objectmaker.Endpoint(k.results[:]), fresh(object.Endpoint, at, k.endpoints[at].Generation, captable.Moves))
}

// manage does what the owner h of an endpoint asks for: a facet, the end of one, or counts. Invariant: CAP-8.
func (k *Kernel) manage(p uint32, h captable.Hold, r Reply, f object.Effect) {
	at := h.Index % limits.Endpoints
	switch f.Act {
	case object.MakeFacet:
		k.makeFacet(p, at, r, f.Interface)
	case object.RevokeFacet:
		if f.Number >= limits.Facets || !k.endpoints[at].RevokeFacet(f.Number) {
			k.refuse(p, r, object.NoSuchFacet)
			return
		}
		k.revokeCalls(at, f.Number)
		k.done(p, r)
	default:
		told := endpoint.Info(k.counts(at), k.results[:])
		k.answer(p, r, told.Length, told.Length, 0)
	}
}

// makeFacet gives p a new client facet of the endpoint at place at, with interface iface.
func (k *Kernel) makeFacet(p, at uint32, r Reply, iface uint64) {
	if !k.hasRoom(p, r) {
		return
	}
	facet, epoch, ok := k.endpoints[at].AddFacet(iface)
	if !ok {
		k.refuse(p, r, object.TooManyFacets)
		return
	}
	h := fresh(object.Facet, at*limits.Facets+facet, epoch, captable.Copies)
	h.Interface = iface
	k.endow(p, r, endpoint.Facet(facet, k.results[:]), h)
}

// counts answers how full the endpoint at place at is.
func (k *Kernel) counts(at uint32) (n endpoint.Counts) {
	e := &k.endpoints[at]
	return endpoint.Counts{Waiting: e.Waiting(), Receivers: e.Receivers(), InFlight: e.Flights(), Facets: e.FacetCount()}
}

// revokeCalls completes the calls that wait at an endpoint through a facet that was revoked; the others keep their order. Invariant: CAP-8.
func (k *Kernel) revokeCalls(at, facet uint32) {
	n := k.endpoints[at].Waiting()
	for i := uint32(0); i < n; i++ {
		c, _ := k.endpoints[at].PopCall()
		if k.procs[c.Process].Owed(c.Place).Facet == facet {
			k.disconnect(c)
		} else {
			k.endpoints[at].PushCall(c)
		}
	}
}

// disconnect completes a call, which waits at no endpoint any more, because the other side is gone; what it would have moved stays with its
// process. Invariants: EP-3, TX-2.
func (k *Kernel) disconnect(c core.Ref) {
	call, ok := k.takeBack(c)
	if ok {
		k.refuse(c.Process, replyTo(call), object.Disconnected)
	}
}

// sendAway completes every receive that waits at an endpoint.
func (k *Kernel) sendAway(at uint32) {
	for n := uint32(0); n < limits.EndpointPlaces; n++ {
		r, ok := k.endpoints[at].PopReceiver()
		if !ok {
			return
		}
		call, settled := k.procs[r.Process].Settle(r.Place)
		if settled {
			k.refuse(r.Process, replyTo(call), object.Disconnected)
		}
	}
}

// closeEndpoint ends an endpoint whose owner capability p has given up: every call and every receive completes. Invariants: EP-3, LG-3.
func (k *Kernel) closeEndpoint(p, at uint32) {
	k.sendAway(at)
	for n := uint32(0); n < limits.EndpointPlaces; n++ {
		c, ok := k.endpoints[at].PopCall()
		if ok {
			k.disconnect(c)
		}
	}
	for i := uint32(0); i < limits.EndpointPlaces; i++ {
		id, ok := k.endpoints[at].FlightAt(i)
		if ok {
			c, orphan, _ := k.endpoints[at].InFlight(id)
			k.endpoints[at].Finish(id)
			if !orphan {
				k.disconnect(c)
			}
		}
	}
	k.endpoints[at].Close()
	k.procs[p].Objects.Give(1)
}

// cancelCall takes the call c at place of process p, which ends, out of the endpoint that it waits at. Invariant: EP-5.
func (k *Kernel) cancelCall(p, place uint32, c process.Call) {
	at := c.Target % limits.Endpoints
	ref := core.Ref{Process: p, Place: place}
	switch c.Awaits {
	case process.Message:
		k.endpoints[at].RemoveReceiver(ref)
	case process.Receiver:
		k.endpoints[at].RemoveCall(ref)
		k.takeBack(ref)
	case process.Return:
		k.endpoints[at].Orphan(c.Number)
	}
}
