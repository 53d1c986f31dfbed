// +gobra

// Package endpoint is one endpoint: the calls and the receives that wait at it, the calls in flight, its client facets, and the numbers by
// which its owner tells its clients apart.
//
// It may not know what a call carries, which process holds a capability, or who runs. Whoever puts a Ref into an endpoint takes it out
// before what the Ref names ends.
package endpoint

// @ import "warrant/kernel/limits"

// LastGeneration is the generation of an endpoint that is not opened again once it is closed.
const LastGeneration = 4294967295

// Endpoint is one endpoint. The zero value was never open.
type Endpoint struct {
	// Live is true between Open and Close.
	Live bool
	// Retired is true when the endpoint will not be opened any more.
	Retired bool
	// Owner is the place of the process that holds the owner capability.
	Owner uint32
	// Generation is the epoch of the owner capability. It only grows.
	Generation uint32
	calls      Queue
	receivers  Queue
	flights    Flights
	facets     Facets
	clients    Clients
}

// @ preserves e.Mem()
// @ requires  !e.View().Live && !e.View().Retired
// @ ensures   Opened(old(e.View()), e.View(), owner)
// @ ensures   Later(old(e.View()), e.View())
// @ decreases

// Open makes a fresh live endpoint: nothing waits, nothing is in flight, no client is known, and the facets' epochs go on.
// Preconditions: Usable; nobody waits.
func (e *Endpoint) Open(owner uint32) {
	// @ unfold e.Mem()
	// @ defer fold e.Mem()
	e.Live = true
	e.Owner = owner
	e.flights.Reset()
	e.clients.Forget()
}

// @ preserves e.Mem()
// @ requires  Idle(e.View())
// @ ensures   old(e.View()).Live ? Closed(old(e.View()), e.View()) : e.View() === old(e.View())
// @ ensures   Later(old(e.View()), e.View())
// @ decreases

// Close ends the endpoint and all its facets, for ever; one that is not live stays as it is. Precondition: nothing waits or is in flight.
// Invariant: CAP-8.
func (e *Endpoint) Close() {
	// @ unfold e.Mem()
	// @ defer fold e.Mem()
	if !e.Live {
		return
	}
	e.facets.RevokeAll()
	e.Live = false
	if e.Generation == LastGeneration {
		e.Retired = true
		return
	}
	e.Generation = e.Generation + 1
}

// @ preserves acc(e.Mem(), 1/2)
// @ ensures   ok == (!e.View().Live && !e.View().Retired)
// @ decreases

// Usable says that the endpoint can be opened.
func (e *Endpoint) Usable() (ok bool) {
	// @ unfold acc(e.Mem(), 1/2)
	// @ defer fold acc(e.Mem(), 1/2)
	return !e.Live && !e.Retired
}

// @ preserves acc(e.Mem(), 1/2)
// @ ensures   live == e.View().Live && owner == e.View().Owner
// @ decreases

// Ownership says whether the endpoint is live, and whose process holds the owner capability, or did last.
func (e *Endpoint) Ownership() (live bool, owner uint32) {
	// @ unfold acc(e.Mem(), 1/2)
	// @ defer fold acc(e.Mem(), 1/2)
	return e.Live, e.Owner
}

// @ preserves e.Mem()
// @ ensures   e.View() === WithOwner(old(e.View()), owner)
// @ decreases

// SetOwner says whose process holds the owner capability from now on.
func (e *Endpoint) SetOwner(owner uint32) {
	// @ unfold e.Mem()
	// @ defer fold e.Mem()
	e.Owner = owner
}

// @ preserves acc(e.Mem(), 1/2)
// @ ensures   epoch == e.View().Generation
// @ decreases

// Epoch answers the epoch of the owner capability.
func (e *Endpoint) Epoch() (epoch uint32) {
	// @ unfold acc(e.Mem(), 1/2)
	// @ defer fold acc(e.Mem(), 1/2)
	return e.Generation
}

// @ preserves e.Mem()
// @ requires  e.View().Live
// @ ensures   ok == (len(old(e.View()).Calls) < Places)
// @ ensures   e.View() === (ok ? WithCalls(old(e.View()), old(e.View()).Calls ++ seq[Ref]{r}) : old(e.View()))
// @ decreases

// PushCall puts a call behind those that wait. It fails, and changes nothing, when there is no place. Invariant: EP-1.
func (e *Endpoint) PushCall(r Ref) (ok bool) {
	// @ unfold e.Mem()
	// @ defer fold e.Mem()
	return e.calls.Push(r)
}

// @ preserves acc(e.Mem(), 1/2)
// @ ensures   ok == (len(e.View().Calls) > 0)
// @ ensures   r == (ok ? e.View().Calls[0] : Ref{})
// @ decreases

// FirstCall answers the call that waits longest. It fails when none waits.
func (e *Endpoint) FirstCall() (r Ref, ok bool) {
	// @ unfold acc(e.Mem(), 1/2)
	// @ defer fold acc(e.Mem(), 1/2)
	return e.calls.First()
}

// @ preserves e.Mem()
// @ ensures   ok == (len(old(e.View()).Calls) > 0)
// @ ensures   ok ==> r == old(e.View()).Calls[0] && e.View() === WithCalls(old(e.View()), old(e.View()).Calls[1:])
// @ ensures   !ok ==> r == Ref{} && e.View() === old(e.View())
// @ decreases

// PopCall takes the call that waits longest. It fails when none waits.
func (e *Endpoint) PopCall() (r Ref, ok bool) {
	// @ unfold e.Mem()
	// @ defer fold e.Mem()
	return e.calls.Pop()
}

// @ preserves e.Mem()
// @ ensures   ok == (First(old(e.View()).Calls, r) < len(old(e.View()).Calls))
// @ ensures   e.View() === WithCalls(old(e.View()), Without(old(e.View()).Calls, r))
// @ decreases

// RemoveCall takes a call out of the order, which stays for the others. It fails when the call does not wait.
func (e *Endpoint) RemoveCall(r Ref) (ok bool) {
	// @ unfold e.Mem()
	// @ defer fold e.Mem()
	return e.calls.Remove(r)
}

// @ preserves e.Mem()
// @ ensures   ok == (old(e.View()).Live && len(old(e.View()).Receivers) < Room(old(e.View()).Flights))
// @ ensures   e.View() === (ok ? WithReceivers(old(e.View()), old(e.View()).Receivers ++ seq[Ref]{r}) : old(e.View()))
// @ decreases

// PushReceiver puts a receive behind those that wait, and reserves a place for its call in flight. It fails, and changes nothing, when there is
// no such place or the endpoint is not live. Invariant: EP-1.
func (e *Endpoint) PushReceiver(r Ref) (ok bool) {
	// @ unfold e.Mem()
	// @ defer fold e.Mem()
	if !e.Live || e.receivers.Len() >= e.flights.Room() {
		return false
	}
	return e.receivers.Push(r)
}

// @ preserves acc(e.Mem(), 1/2)
// @ ensures   ok == (len(e.View().Receivers) > 0)
// @ ensures   r == (ok ? e.View().Receivers[0] : Ref{})
// @ decreases

// FirstReceiver answers the receive that waits longest. It fails when none waits.
func (e *Endpoint) FirstReceiver() (r Ref, ok bool) {
	// @ unfold acc(e.Mem(), 1/2)
	// @ defer fold acc(e.Mem(), 1/2)
	return e.receivers.First()
}

// @ preserves e.Mem()
// @ ensures   ok == (len(old(e.View()).Receivers) > 0)
// @ ensures   ok ==> r == old(e.View()).Receivers[0] && e.View() === WithReceivers(old(e.View()), old(e.View()).Receivers[1:])
// @ ensures   !ok ==> r == Ref{} && e.View() === old(e.View())
// @ decreases

// PopReceiver takes the receive that waits longest. It fails when none waits.
func (e *Endpoint) PopReceiver() (r Ref, ok bool) {
	// @ unfold e.Mem()
	// @ defer fold e.Mem()
	return e.receivers.Pop()
}

// @ preserves e.Mem()
// @ ensures   ok == (First(old(e.View()).Receivers, r) < len(old(e.View()).Receivers))
// @ ensures   e.View() === WithReceivers(old(e.View()), Without(old(e.View()).Receivers, r))
// @ decreases

// RemoveReceiver takes a receive out of the order, which stays for the others. It fails when the receive does not wait.
func (e *Endpoint) RemoveReceiver(r Ref) (ok bool) {
	// @ unfold e.Mem()
	// @ defer fold e.Mem()
	return e.receivers.Remove(r)
}

// @ preserves e.Mem()
// @ ensures   ok == (len(old(e.View()).Calls) > 0 && len(old(e.View()).Receivers) > 0)
// @ ensures   ok ==> Met(old(e.View()), e.View(), id) && Names(e.View().Flights, id)
// @ ensures   ok ==> !Names(old(e.View()).Flights, id) && !Spent(old(e.View()).Flights, id)
// @ ensures   !ok ==> id == 0 && e.View() === old(e.View())
// @ decreases

// Meet gives the call that waits longest to the receive that waits longest: both wait no more, and the call is in flight by the id that it
// answers. It fails, and changes nothing, when not both wait. Invariant: EP-2.
func (e *Endpoint) Meet() (id uint32, ok bool) {
	// @ unfold e.Mem()
	// @ defer fold e.Mem()
	if e.calls.Len() == 0 || e.receivers.Len() == 0 {
		return 0, false
	}
	caller, _ := e.calls.Pop()
	e.receivers.Pop()
	return e.flights.Begin(caller)
}

// @ preserves acc(e.Mem(), 1/2)
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == Names(e.View().Flights, id)
// @ ensures   caller == (ok ? e.View().Flights.Places[int(id) % Places].Caller : Ref{})
// @ ensures   orphan == (ok && e.View().Flights.Places[int(id) % Places].State == Orphaned)
// @ decreases

// InFlight answers the call that id names, and whether its caller is gone. It fails when id names no call in flight. Invariant: EP-2.
func (e *Endpoint) InFlight(id uint32) (caller Ref, orphan bool, ok bool) {
	// @ unfold acc(e.Mem(), 1/2)
	// @ defer fold acc(e.Mem(), 1/2)
	return e.flights.Named(id)
}

// @ preserves e.Mem()
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == Names(old(e.View()).Flights, id)
// @ ensures   ok ==> Finished(old(e.View()).Flights, e.View().Flights, int(id) % Places) && Spent(e.View().Flights, id)
// @ ensures   e.View() === (ok ? WithFlights(old(e.View()), e.View().Flights) : old(e.View()))
// @ decreases

// Finish ends the call that id names; id names no call any more until the endpoint is opened again. It fails, and changes nothing, when id
// names no call in flight. Invariant: EP-2.
func (e *Endpoint) Finish(id uint32) (ok bool) {
	// @ unfold e.Mem()
	// @ defer fold e.Mem()
	return e.flights.Finish(id)
}

// @ preserves e.Mem()
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == Names(old(e.View()).Flights, id)
// @ ensures   ok ==> e.View() === WithFlights(old(e.View()), WithOrphan(old(e.View()).Flights, int(id) % Places))
// @ ensures   !ok ==> e.View() === old(e.View())
// @ decreases

// Orphan says that the caller of the call that id names is gone. The call stays in flight. It fails as Finish does. Invariant: EP-5.
func (e *Endpoint) Orphan(id uint32) (ok bool) {
	// @ unfold e.Mem()
	// @ defer fold e.Mem()
	return e.flights.Orphan(id)
}

// @ preserves acc(e.Mem(), 1/2)
// @ requires  0 <= place && place < Places
// @ ensures   ok == InUse(e.View().Flights.Places[int(place)])
// @ ensures   ok ==> 0 <= id && int(id) % Places == int(place) && Names(e.View().Flights, id)
// @ ensures   !ok ==> id == 0
// @ decreases

// FlightAt answers the id of the call in flight at a place. It fails when there is none. Precondition: place < Places.
func (e *Endpoint) FlightAt(place uint32) (id uint32, ok bool) {
	// @ unfold acc(e.Mem(), 1/2)
	// @ defer fold acc(e.Mem(), 1/2)
	return e.flights.At(place)
}

// @ preserves acc(e.Mem(), 1/2)
// @ ensures   int(n) == len(e.View().Calls)
// @ decreases

// Waiting answers the number of calls that wait.
func (e *Endpoint) Waiting() (n uint32) {
	// @ unfold acc(e.Mem(), 1/2)
	// @ defer fold acc(e.Mem(), 1/2)
	return e.calls.Len()
}

// @ preserves acc(e.Mem(), 1/2)
// @ ensures   int(n) == len(e.View().Receivers)
// @ decreases

// Receivers answers the number of receives that wait.
func (e *Endpoint) Receivers() (n uint32) {
	// @ unfold acc(e.Mem(), 1/2)
	// @ defer fold acc(e.Mem(), 1/2)
	return e.receivers.Len()
}

// @ preserves acc(e.Mem(), 1/2)
// @ ensures   int(n) == e.View().Flights.Open
// @ decreases

// Flights answers the number of calls in flight.
func (e *Endpoint) Flights() (n uint32) {
	// @ unfold acc(e.Mem(), 1/2)
	// @ defer fold acc(e.Mem(), 1/2)
	return e.flights.Open()
}

// @ preserves e.Mem()
// @ requires  0 <= iface
// @ ensures   ok == (old(e.View()).Live && CountTaken(old(e.View()).Facets.Places, limits.Facets) < limits.Facets)
// @ ensures   ok ==> Added(old(e.View()).Facets, e.View().Facets, facet, epoch, iface) && HasFacet(e.View().Facets, facet, epoch)
// @ ensures   ok ==> !Gone(old(e.View()).Facets, facet, epoch)
// @ ensures   e.View() === (ok ? WithFacets(old(e.View()), e.View().Facets) : old(e.View())) && (!ok ==> facet == 0 && epoch == 0)
// @ ensures   Later(old(e.View()), e.View())
// @ decreases

// AddFacet makes a client facet and answers its place and epoch. It fails, and changes nothing, when there is no place or the endpoint is not
// live.
func (e *Endpoint) AddFacet(iface uint64) (facet, epoch uint32, ok bool) {
	// @ unfold e.Mem()
	// @ defer fold e.Mem()
	if !e.Live {
		return 0, 0, false
	}
	return e.facets.Add(iface)
}

// @ preserves acc(e.Mem(), 1/2)
// @ requires  0 <= facet && 0 <= epoch
// @ ensures   ok == HasFacet(e.View().Facets, facet, epoch) && (ok ==> e.View().Live)
// @ decreases

// HasFacet says that a facet is live and not revoked since; so is the endpoint then. Invariant: CAP-8.
func (e *Endpoint) HasFacet(facet, epoch uint32) (ok bool) {
	// @ unfold acc(e.Mem(), 1/2)
	// @ defer fold acc(e.Mem(), 1/2)
	// @ ghost if HasFacet(e.facets.View(), facet, epoch) {
	// @ 	LiveMore(e.facets.View().Places, int(facet), limits.Facets)
	// @ }
	return e.facets.Has(facet, epoch)
}

// @ preserves acc(e.Mem(), 1/2)
// @ requires  0 <= facet && facet < limits.Facets
// @ ensures   p == e.View().Facets.Places[int(facet)]
// @ decreases

// FacetAt answers what is at a facet's place. Precondition: facet < limits.Facets.
func (e *Endpoint) FacetAt(facet uint32) (p Facet) {
	// @ unfold acc(e.Mem(), 1/2)
	// @ defer fold acc(e.Mem(), 1/2)
	return e.facets.At(facet)
}

// @ preserves e.Mem()
// @ requires  0 <= facet
// @ ensures   ok == (facet < limits.Facets && old(e.View()).Facets.Places[int(facet)].Live)
// @ ensures   ok ==> e.View() === WithFacets(old(e.View()), Revoked(old(e.View()).Facets, int(facet)))
// @ ensures   !ok ==> e.View() === old(e.View())
// @ ensures   Later(old(e.View()), e.View())
// @ decreases

// RevokeFacet ends a facet, for ever. It fails, and changes nothing, when the place has none. Invariant: CAP-8.
func (e *Endpoint) RevokeFacet(facet uint32) (ok bool) {
	// @ unfold e.Mem()
	// @ defer fold e.Mem()
	return e.facets.Revoke(facet)
}

// @ preserves acc(e.Mem(), 1/2)
// @ ensures   int(n) == e.View().Facets.Live
// @ decreases

// FacetCount answers the number of live facets.
func (e *Endpoint) FacetCount() (n uint32) {
	// @ unfold acc(e.Mem(), 1/2)
	// @ defer fold acc(e.Mem(), 1/2)
	return e.facets.Count()
}

// @ preserves e.Mem()
// @ requires  0 <= sessionPlace && sessionPlace < limits.Processes && 0 <= serial
// @ ensures   ok == (Known(old(e.View()).Clients, int(sessionPlace), serial) || old(e.View()).Clients.Given < LastNumber)
// @ ensures   ok == Known(e.View().Clients, int(sessionPlace), serial)
// @ ensures   number == (ok ? e.View().Clients.Guests[int(sessionPlace)].Number : 0)
// @ ensures   !ok || Known(old(e.View()).Clients, int(sessionPlace), serial) ==> e.View() === old(e.View())
// @ ensures   ok && !Known(old(e.View()).Clients, int(sessionPlace), serial) ==>
// @	e.View() === WithClients(old(e.View()), Welcomed(old(e.View()).Clients, int(sessionPlace), serial))
// @ decreases

// Client answers the number by which the owner knows a session. It fails when all numbers are given.
// Precondition: sessionPlace < limits.Processes.
func (e *Endpoint) Client(sessionPlace uint32, serial uint64) (number uint64, ok bool) {
	// @ unfold e.Mem()
	// @ defer fold e.Mem()
	return e.clients.Number(sessionPlace, serial)
}
