// +gobra

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

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  k.Epoch().Step.Who == int(p) && Makes(k.Epoch().Step.Named.Kind, object.MakeEndpoint)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// makeEndpoint gives p a new endpoint. Everything that can fail comes before the first change.
func (k *Kernel) makeEndpoint(p uint32, r process.Reply) {
	if !k.hasRoom(p, r) {
		return
	}
	// @ unfold k.Mem()
	at := uint32(0)
	// @ invariant (forall i int :: { &k.endpoints[i] } 0 <= i && i < limits.Endpoints ==> acc((&k.endpoints[i]).Mem(), 1/2))
	// @ invariant at <= limits.Endpoints
	// @ decreases limits.Endpoints - at
	for at < limits.Endpoints && !k.endpoints[at].Usable() {
		at = at + 1
	}
	if at == limits.Endpoints || !k.procs[p].Objects.Take(1) {
		// @ fold k.Mem()
		k.refuse(p, r, object.OverBudget)
		return
	}
	// @ ghost was := k.endpoints[at].View()
	k.endpoints[at].Open(p)
	// @ k.opensEnd(at, was)
	// @ NothingWaits(k.endpoints[at].View())
	f := objectmaker.Endpoint(k.results[:])
	h := fresh(object.Endpoint, at, k.endpoints[at].Epoch(), captable.Moves)
	// @ fold k.Mem()
	k.endow(p, r, f, h)
}

// @ preserves acc(k.Mem(), 1/2)
// @ requires  0 <= at && at < limits.Endpoints
// @ decreases

// counts answers how full the endpoint at place at is.
func (k *Kernel) counts(at uint32) (n endpoint.Counts) {
	// @ unfold acc(k.Mem(), 1/2)
	// @ defer fold acc(k.Mem(), 1/2)
	e := &k.endpoints[at]
	return endpoint.Counts{Waiting: e.Waiting(), Receivers: e.Receivers(), InFlight: e.Flights(), Facets: e.FacetCount()}
}

// @ preserves k.Mem()
// @ requires  0 <= at && at < limits.Endpoints && MayEnd(k.Epoch().Step, int(at))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// revokeCalls completes the calls that wait at an endpoint through a facet that was revoked; the others keep their order. Invariant: CAP-8.
func (k *Kernel) revokeCalls(at, facet uint32) {
	// @ unfold k.Mem()
	n := k.endpoints[at].Waiting()
	// @ fold k.Mem()
	// @ invariant k.Mem() && i <= n
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases n - i
	for i := uint32(0); i < n; i++ {
		// @ ghost age := k.Epoch()
		c, revoked := k.turnOver(at, facet)
		// @ ghost turned := k.Epoch()
		if revoked {
			k.disconnect(c)
		}
		// @ LaterAgain(age, turned, k.Epoch())
		// @ LaterAgain(old(k.Epoch()), age, k.Epoch())
	}
}

// @ preserves k.Mem()
// @ requires  0 <= at && at < limits.Endpoints && MayEnd(k.Epoch().Step, int(at))
// @ ensures   IsCall(c.Process, c.Place) && (revoked ==> Reached(k.Epoch(), c.Process))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// turnOver takes the first call out of the queue of an endpoint and puts it at its end, but for one through the given facet, which it answers.
func (k *Kernel) turnOver(at, facet uint32) (c core.Ref, revoked bool) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	// @ CallGoes(k.endpoints[at].View())
	// @ k.reachCall(at, k.endpoints[at].View())
	c, ok := k.endpoints[at].PopCall()
	// @ k.touchEnd(at)
	if !ok {
		return c, false
	}
	if k.procs[c.Process].Owed(c.Place).Facet == facet {
		return c, true
	}
	// @ CallComes(k.endpoints[at].View(), c)
	k.endpoints[at].PushCall(c)
	// @ k.touchEnd(at)
	return c, false
}

// @ preserves k.Mem()
// @ requires  IsCall(c.Process, c.Place) && Reached(k.Epoch(), c.Process)
// @ ensures   Others(old(k.State()), k.State(), int(c.Process))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// disconnect completes a call, which waits at no endpoint any more, because the other side is gone; what it would have moved stays with its
// process. Invariants: EP-3, TX-2.
func (k *Kernel) disconnect(c core.Ref) {
	call, ok := k.takeBack(c)
	if ok {
		k.refuse(c.Process, call, object.Disconnected)
		// @ assert Others(old(k.State()), k.State(), int(c.Process))
	}
}

// @ preserves k.Mem()
// @ requires  0 <= at && at < limits.Endpoints && MayEnd(k.Epoch().Step, int(at))
// @ ensures   len(k.End(int(at)).Receivers) == 0
// @ ensures   Passing(old(k.Epoch()), k.Epoch())
// @ decreases

// sendAway completes every receive that waits at an endpoint.
func (k *Kernel) sendAway(at uint32) {
	// @ invariant k.Mem() && n <= limits.EndpointPlaces && len(k.End(int(at)).Receivers) <= limits.EndpointPlaces - int(n)
	// @ invariant Passing(old(k.Epoch()), k.Epoch())
	// @ decreases limits.EndpointPlaces - n
	for n := uint32(0); n < limits.EndpointPlaces; n++ {
		// @ ghost age := k.Epoch()
		// @ unfold k.Mem()
		// @ ReceiverGoes(k.endpoints[at].View())
		// @ k.reachReceiver(at, k.endpoints[at].View())
		r, ok := k.endpoints[at].PopReceiver()
		// @ k.touchEnd(at)
		if !ok {
			// @ fold k.Mem()
			return
		}
		// @ fold k.Mem()
		// @ ghost popped := k.Epoch()
		// @ assert Passing(age, popped)
		// @ assert len(k.End(int(at)).Receivers) <= limits.EndpointPlaces - int(n) - 1
		call, settled := k.settle(r.Process, r.Place)
		// @ assert len(k.End(int(at)).Receivers) <= limits.EndpointPlaces - int(n) - 1
		if settled {
			k.refuse(r.Process, call, object.Disconnected)
			// @ assert len(k.End(int(at)).Receivers) <= limits.EndpointPlaces - int(n) - 1
		}
		// @ assert k.Epoch() === popped
		// @ PassingStill(age, popped, k.Epoch())
		// @ PassingStill(old(k.Epoch()), age, k.Epoch())
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= place && place < limits.OutstandingCalls && k.Epoch().Step.Ends == int(p)
// @ ensures   Drops(old(k.Epoch()), k.Epoch(), int(p))
// @ decreases

// cancelCall takes the call c at place of process p, which ends, out of the endpoint that it waits at. Invariant: EP-5.
func (k *Kernel) cancelCall(p, place uint32, c process.Call) {
	at := c.Target % limits.Endpoints
	ref := core.Ref{Process: p, Place: place}
	switch c.Awaits {
	case process.Message:
		k.unqueueReceiver(at, ref)
	case process.Receiver:
		k.unqueueCall(at, ref)
		// @ ghost left := k.Epoch()
		k.takeBack(ref)
		// @ DropsAgain(old(k.Epoch()), left, k.Epoch(), int(p))
	case process.Return:
		k.orphan(at, c.Number)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= at && at < limits.Endpoints && MayEnd(k.Epoch().Step, int(at))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// unqueueReceiver takes ref, wherever it stands, out of the receivers that wait at an endpoint. Invariant: EP-5.
func (k *Kernel) unqueueReceiver(at uint32, ref core.Ref) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	// @ ReceiverLeaves(k.endpoints[at].View(), ref)
	k.endpoints[at].RemoveReceiver(ref)
	// @ k.touchEnd(at)
}

// @ preserves k.Mem()
// @ requires  0 <= at && at < limits.Endpoints && MayEnd(k.Epoch().Step, int(at))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// unqueueCall takes ref, wherever it stands, out of the calls that wait at an endpoint. Invariant: EP-5.
func (k *Kernel) unqueueCall(at uint32, ref core.Ref) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	// @ CallLeaves(k.endpoints[at].View(), ref)
	k.endpoints[at].RemoveCall(ref)
	// @ k.touchEnd(at)
}

// @ preserves k.Mem()
// @ requires  0 <= at && at < limits.Endpoints && 0 <= number && MayEnd(k.Epoch().Step, int(at))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// orphan notes that nobody waits for the return of the call that is in flight at an endpoint as number. Invariant: EP-5.
func (k *Kernel) orphan(at, number uint32) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	// @ FlightIsOrphan(k.endpoints[at].View(), number)
	k.endpoints[at].Orphan(number)
	// @ k.touchEnd(at)
}
