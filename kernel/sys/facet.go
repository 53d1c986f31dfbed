package sys

import (
	"warrant/kernel/core/captable"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/endpoint"
)

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
