// +gobra

// Package endpoint is one endpoint: the calls and the receives that wait at it, the calls in flight, its client facets, and the numbers by
// which its owner tells its clients apart.
//
// It may not know what a call carries, which process holds a capability, or who runs. Whoever puts a Ref into an endpoint takes it out
// before what the Ref names ends.
package endpoint

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

// Open makes a fresh live endpoint: nothing waits, nothing is in flight, no client is known, and the facets' epochs go on.
// Preconditions: Usable; nobody waits.
func (e *Endpoint) Open(owner uint32) {
	e.Live = true
	e.Owner = owner
	e.flights.Reset()
	e.clients.Forget()
}

// Close ends the endpoint and all its facets, for ever. Preconditions: Live; nothing waits or is in flight. Invariant: CAP-8.
func (e *Endpoint) Close() {
	e.facets.RevokeAll()
	e.Live = false
	if e.Generation == LastGeneration {
		e.Retired = true
		return
	}
	e.Generation = e.Generation + 1
}

// Usable says that the endpoint can be opened.
func (e *Endpoint) Usable() (ok bool) {
	return !e.Live && !e.Retired
}

// PushCall puts a call behind those that wait. It fails, and changes nothing, when there is no place. Invariant: EP-1.
func (e *Endpoint) PushCall(r Ref) (ok bool) {
	return e.calls.Push(r)
}

// FirstCall answers the call that waits longest. It fails when none waits.
func (e *Endpoint) FirstCall() (r Ref, ok bool) {
	return e.calls.First()
}

// PopCall takes the call that waits longest. It fails when none waits.
func (e *Endpoint) PopCall() (r Ref, ok bool) {
	return e.calls.Pop()
}

// RemoveCall takes a call out of the order, which stays for the others. It fails when the call does not wait.
func (e *Endpoint) RemoveCall(r Ref) (ok bool) {
	return e.calls.Remove(r)
}

// PushReceiver puts a receive behind those that wait, and reserves a place for its call in flight. It fails, and changes nothing, when there is
// no such place. Invariant: EP-1.
func (e *Endpoint) PushReceiver(r Ref) (ok bool) {
	if e.receivers.Len() >= e.flights.Room() {
		return false
	}
	return e.receivers.Push(r)
}

// FirstReceiver answers the receive that waits longest. It fails when none waits.
func (e *Endpoint) FirstReceiver() (r Ref, ok bool) {
	return e.receivers.First()
}

// PopReceiver takes the receive that waits longest. It fails when none waits. Behind it Begin does not fail.
func (e *Endpoint) PopReceiver() (r Ref, ok bool) {
	return e.receivers.Pop()
}

// RemoveReceiver takes a receive out of the order, which stays for the others. It fails when the receive does not wait.
func (e *Endpoint) RemoveReceiver(r Ref) (ok bool) {
	return e.receivers.Remove(r)
}

// Begin puts a call in flight and answers its id. It fails, and changes nothing, when every place is taken, retired or reserved for a receive
// that waits. Invariant: EP-2.
func (e *Endpoint) Begin(caller Ref) (id uint32, ok bool) {
	if e.receivers.Len() >= e.flights.Room() {
		return 0, false
	}
	return e.flights.Begin(caller)
}

// InFlight answers the call that id names, and whether its caller is gone. It fails when id names no call in flight. Invariant: EP-2.
func (e *Endpoint) InFlight(id uint32) (caller Ref, orphan bool, ok bool) {
	return e.flights.Named(id)
}

// Finish ends the call that id names; id names no call any more until the endpoint is opened again. It fails, and changes nothing, when id
// names no call in flight. Invariant: EP-2.
func (e *Endpoint) Finish(id uint32) (ok bool) {
	return e.flights.Finish(id)
}

// Orphan says that the caller of the call that id names is gone. The call stays in flight. It fails as Finish does. Invariant: EP-5.
func (e *Endpoint) Orphan(id uint32) (ok bool) {
	return e.flights.Orphan(id)
}

// FlightAt answers the id of the call in flight at a place. It fails when there is none. Precondition: place < Places.
func (e *Endpoint) FlightAt(place uint32) (id uint32, ok bool) {
	return e.flights.At(place)
}

// Waiting answers the number of calls that wait.
func (e *Endpoint) Waiting() (n uint32) {
	return e.calls.Len()
}

// Receivers answers the number of receives that wait.
func (e *Endpoint) Receivers() (n uint32) {
	return e.receivers.Len()
}

// Flights answers the number of calls in flight.
func (e *Endpoint) Flights() (n uint32) {
	return e.flights.Open()
}

// AddFacet makes a client facet and answers its place and epoch. It fails, and changes nothing, when there is no place.
func (e *Endpoint) AddFacet(iface uint64) (facet, epoch uint32, ok bool) {
	return e.facets.Add(iface)
}

// HasFacet says that a facet is live and not revoked since. Invariant: CAP-8.
func (e *Endpoint) HasFacet(facet, epoch uint32) (ok bool) {
	return e.facets.Has(facet, epoch)
}

// FacetAt answers what is at a facet's place. Precondition: facet < limits.Facets.
func (e *Endpoint) FacetAt(facet uint32) (p Facet) {
	return e.facets.At(facet)
}

// RevokeFacet ends a facet, for ever. It fails, and changes nothing, when the place has none. Invariant: CAP-8.
func (e *Endpoint) RevokeFacet(facet uint32) (ok bool) {
	return e.facets.Revoke(facet)
}

// FacetCount answers the number of live facets.
func (e *Endpoint) FacetCount() (n uint32) {
	return e.facets.Count()
}

// Client answers the number by which the owner knows a session. It fails when all numbers are given.
// Precondition: sessionPlace < limits.Processes.
func (e *Endpoint) Client(sessionPlace uint32, serial uint64) (number uint64, ok bool) {
	return e.clients.Number(sessionPlace, serial)
}
