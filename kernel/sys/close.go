// +gobra

package sys

import (
	"warrant/kernel/core/endpoint"
	"warrant/kernel/limits"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= at && at < limits.Notifications && MayNote(k.Epoch().Step, int(at))
// @ ensures   !k.Note(int(at)).Live
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// closeNotification ends a notification whose owner capability p has given up. Invariant: LG-3.
func (k *Kernel) closeNotification(p, at uint32) {
	k.abandon(at)
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.notifications[at].Close()
	// @ k.touchNote(at)
	k.procs[p].Objects.Give(1)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= at && at < limits.Endpoints && MayEnd(k.Epoch().Step, int(at))
// @ ensures   !k.End(int(at)).Live
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// closeEndpoint ends an endpoint whose owner capability p has given up: every call and every receive completes. Invariants: EP-3, LG-3.
func (k *Kernel) closeEndpoint(p, at uint32) {
	k.sendAway(at)
	// @ ghost sent := k.Epoch()
	k.hangUp(at)
	// @ ghost hung := k.Epoch()
	// @ LaterAgain(old(k.Epoch()), sent, hung)
	k.landAll(at)
	// @ ghost landed := k.Epoch()
	// @ LaterAgain(old(k.Epoch()), hung, landed)
	// @ endpoint.OpenNone(k.End(int(at)).Flights.Places, endpoint.Places)
	// @ unfold k.Mem()
	k.endpoints[at].Close()
	// @ k.touchEnd(at)
	k.procs[p].Objects.Give(1)
	// @ fold k.Mem()
	// @ assert Later(landed, k.Epoch())
	// @ LaterAgain(old(k.Epoch()), landed, k.Epoch())
}

// @ preserves k.Mem()
// @ requires  MayEnd(k.Epoch().Step, int(at))
// @ requires  0 <= at && at < limits.Endpoints && len(k.End(int(at)).Receivers) == 0
// @ ensures   len(k.End(int(at)).Receivers) == 0 && len(k.End(int(at)).Calls) == 0
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// hangUp completes every call that waits at an endpoint. Invariant: EP-3.
func (k *Kernel) hangUp(at uint32) {
	// @ invariant k.Mem() && n <= limits.EndpointPlaces && len(k.End(int(at)).Receivers) == 0
	// @ invariant len(k.End(int(at)).Calls) <= limits.EndpointPlaces - int(n)
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases limits.EndpointPlaces - n
	for n := uint32(0); n < limits.EndpointPlaces; n++ {
		// @ ghost age := k.Epoch()
		// @ unfold k.Mem()
		// @ CallGoes(k.endpoints[at].View())
		// @ k.reachCall(at, k.endpoints[at].View())
		c, ok := k.endpoints[at].PopCall()
		// @ k.touchEnd(at)
		// @ fold k.Mem()
		// @ assert Later(age, k.Epoch())
		// @ ghost popped := k.Epoch()
		// @ assert len(k.End(int(at)).Receivers) == 0 && len(k.End(int(at)).Calls) <= limits.EndpointPlaces - int(n) - 1
		if ok {
			k.disconnect(c)
			// @ assert len(k.End(int(at)).Receivers) == 0 && len(k.End(int(at)).Calls) <= limits.EndpointPlaces - int(n) - 1
		}
		// @ LaterAgain(age, popped, k.Epoch())
		// @ LaterAgain(old(k.Epoch()), age, k.Epoch())
	}
}

// @ preserves k.Mem()
// @ requires  MayEnd(k.Epoch().Step, int(at))
// @ requires  0 <= at && at < limits.Endpoints && len(k.End(int(at)).Receivers) == 0 && len(k.End(int(at)).Calls) == 0
// @ ensures   len(k.End(int(at)).Receivers) == 0 && len(k.End(int(at)).Calls) == 0
// @ ensures   forall j int :: { k.End(int(at)).Flights.Places[j] } 0 <= j && j < endpoint.Places ==> !endpoint.InUse(k.End(int(at)).Flights.Places[j])
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// landAll completes every call in flight at an endpoint. Invariant: EP-3.
func (k *Kernel) landAll(at uint32) {
	// @ invariant k.Mem() && i <= limits.EndpointPlaces && len(k.End(int(at)).Receivers) == 0 && len(k.End(int(at)).Calls) == 0
	// @ invariant forall j int :: { k.End(int(at)).Flights.Places[j] } 0 <= j && j < int(i) ==> !endpoint.InUse(k.End(int(at)).Flights.Places[j])
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases limits.EndpointPlaces - i
	for i := uint32(0); i < limits.EndpointPlaces; i++ {
		// @ ghost age := k.Epoch()
		c, waits := k.land(at, i)
		// @ ghost landed := k.Epoch()
		if waits {
			k.disconnect(c)
		}
		// @ LaterAgain(age, landed, k.Epoch())
		// @ LaterAgain(old(k.Epoch()), age, k.Epoch())
	}
}

// @ preserves k.Mem()
// @ requires  MayEnd(k.Epoch().Step, int(at))
// @ requires  0 <= at && at < limits.Endpoints && 0 <= i && i < limits.EndpointPlaces
// @ ensures   IsCall(c.Process, c.Place) && (ok ==> Reached(k.Epoch(), c.Process))
// @ ensures   k.End(int(at)) === endpoint.WithFlights(old(k.End(int(at))), k.End(int(at)).Flights)
// @ ensures   !endpoint.InUse(k.End(int(at)).Flights.Places[int(i)])
// @ ensures   forall j int :: { k.End(int(at)).Flights.Places[j] } 0 <= j && j < endpoint.Places && j != int(i) ==>
// @ 	k.End(int(at)).Flights.Places[j] == old(k.End(int(at))).Flights.Places[j]
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// land ends the call in flight at place i of an endpoint, if there is one, and answers who waits for its return. It fails when nobody does.
func (k *Kernel) land(at, i uint32) (c endpoint.Ref, ok bool) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	id, ok := k.endpoints[at].FlightAt(i)
	if !ok {
		return endpoint.Ref{}, false
	}
	// @ ghost was := k.endpoints[at].View()
	// @ FlightWaits(was, id)
	c, orphan, _ := k.endpoints[at].InFlight(id)
	// @ k.reachFlight(at, k.endpoints[at].View().Flights.Places[int(i)])
	k.endpoints[at].Finish(id)
	// @ FlightEnds(was, k.endpoints[at].View().Flights, id)
	// @ k.touchEnd(at)
	return c, !orphan
}
