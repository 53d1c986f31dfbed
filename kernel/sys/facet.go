// +gobra

package sys

import (
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/endpoint"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  k.Epoch().Step === Calm(int(p), h) && Makes(h.Kind, f.Act)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// manage does what the owner h of an endpoint asks for: a facet, the end of one, or counts. Invariant: CAP-8.
func (k *Kernel) manage(p uint32, h captable.Hold, r process.Reply, f object.Effect) {
	at := h.Index % limits.Endpoints
	switch f.Act {
	case object.MakeFacet:
		k.makeFacet(p, at, r, f.Value)
	case object.RevokeFacet:
		k.revokeFacet(p, at, r, f.Part.First)
	default:
		n := k.counts(at)
		// @ unfold k.Mem()
		told := endpoint.Info(n, k.results[:])
		// @ fold k.Mem()
		k.answer(p, r, told.Part.Count, told.Part.Count, 0)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= at && at < limits.Endpoints && 0 <= iface
// @ requires  k.Epoch().Step.Who == int(p) && k.Epoch().Step.Named.Kind == object.Endpoint && int(k.Epoch().Step.Named.Index) % limits.Endpoints == int(at)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// makeFacet gives p a new client facet of the endpoint at place at, with interface iface.
func (k *Kernel) makeFacet(p, at uint32, r process.Reply, iface uint64) {
	if !k.hasRoom(p, r) {
		return
	}
	// @ unfold k.Mem()
	facet, epoch, ok := k.endpoints[at].AddFacet(iface)
	// @ k.touchEnd(at)
	if !ok {
		// @ fold k.Mem()
		k.refuse(p, r, object.TooManyFacets)
		return
	}
	h := fresh(object.Facet, at*limits.Facets+facet, epoch, captable.Copies)
	h.Interface = iface
	f := endpoint.Facet(facet, k.results[:])
	// @ fold k.Mem()
	k.endow(p, r, f, h)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= at && at < limits.Endpoints && 0 <= facet && MayEnd(k.Epoch().Step, int(at))
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// revokeFacet ends a client facet of the endpoint at place at, and the calls that wait through it. Invariant: CAP-8.
func (k *Kernel) revokeFacet(p, at uint32, r process.Reply, facet uint32) {
	// @ unfold k.Mem()
	ok := k.endpoints[at].RevokeFacet(facet)
	// @ k.touchEnd(at)
	// @ fold k.Mem()
	if !ok {
		k.refuse(p, r, object.NoSuchFacet)
		return
	}
	k.revokeCalls(at, facet)
	k.done(p, r)
}
