package endpoint

import (
	"warrant/kernel/core/endpoint"
	"warrant/kernel/limits"
	"warrant/verify/prove"
)

// whole is endpoint.Endpoint with its fields in reach.
type whole struct {
	Live       bool
	Retired    bool
	Owner      uint32
	Generation uint32
	calls      queue
	receivers  queue
	flights    flights
	facets     facets
	clients    clients
}

// ProofReceiver: a receive that waits always finds a place for its call, and no receive waits without one. Invariants: EP-1, EP-2.
func ProofReceiver() {
	e := whole{Live: true, receivers: anyQueue(), flights: anyFlights()}
	last := e.flights.spare[(e.flights.spares+places-1)%places]
	prove.Assume(e.flights.fresh <= places && e.flights.spares <= e.flights.fresh && last < places)
	prove.Assume(e.flights.places[last%places].Gen <= endpoint.LastGen && e.flights.places[e.flights.fresh%places].Gen <= endpoint.LastGen)
	room := e.flights.spares + places - e.flights.fresh
	prove.Assume(e.receivers.count <= room && e.flights.open <= places-room)
	before := prove.Reshape[endpoint.Endpoint](e)
	after := before
	pushed := after.PushReceiver(endpoint.Ref{Process: 1})
	prove.Assert(pushed == (e.receivers.count < room) && after.Receivers() <= room)
	prove.Cover(!pushed && room == 3, "every place is reserved")
	after = before
	after.PushCall(endpoint.Ref{})
	_, met := after.Meet()
	prove.Cover(met && room == 1, "the last place")
	prove.Assert(met == (e.receivers.count > 0), "a receive has the place that it reserved")
}

// ProofReceiverTwin claims that every call finds a receive.
func ProofReceiverTwin() {
	e := whole{Live: true, receivers: anyQueue()}
	after := prove.Reshape[endpoint.Endpoint](e)
	after.PushCall(endpoint.Ref{})
	_, met := after.Meet()
	prove.Assert(met)
}

// ProofClose: an endpoint that is closed has another generation or is never opened again, and no facet of it, of which any is looked at, is
// live. Invariant: CAP-8.
func ProofClose() {
	e := whole{Live: true, Generation: prove.Any[uint32](), facets: anyFacets()}
	after := prove.Reshape[endpoint.Endpoint](e)
	after.Close()
	facet, epoch := prove.Any[uint32](), prove.Any[uint32]()
	prove.Assert(!after.HasFacet(facet, epoch) && after.FacetCount() == 0 && !after.Live)
	prove.Cover(after.Usable())
	prove.Assert(after.Usable() == (after.Generation != e.Generation) && after.Usable() == (after.Generation == e.Generation+1 && after.Generation != 0))
	prove.Assert(prove.Reshape[whole](after).facets.places[facet%limits.Facets].Epoch >= e.facets.places[facet%limits.Facets].Epoch, "epochs only grow")
}

// ProofCloseTwin claims that an endpoint can always be opened again.
func ProofCloseTwin() {
	after := prove.Reshape[endpoint.Endpoint](whole{Live: true, Generation: prove.Any[uint32]()})
	after.Close()
	prove.Assert(after.Usable())
}
