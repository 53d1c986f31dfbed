package endpoint

import (
	"warrant/kernel/core/endpoint"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// flights is endpoint.Flights with its fields in reach.
type flights struct {
	places [places]endpoint.Flight
	spare  [places]uint32
	spares uint32
	fresh  uint32
	open   uint32
}

// anyFlights returns any calls in flight, with spare places below 256.
func anyFlights() flights {
	f := flights{places: prove.Any[[places]endpoint.Flight](), spares: prove.Any[uint32](), fresh: prove.Any[uint32](), open: prove.Any[uint32]()}
	for i := range f.spare {
		f.spare[i] = uint32(prove.Any[uint8]())
	}
	return f
}

// names says that id names a call in flight, in the words of EP-2.
func names(f flights, id uint32) bool {
	p := f.places[id%places]
	return logic.All(logic.Any(p.State == endpoint.Flying, p.State == endpoint.Orphaned), p.Gen == id/places)
}

// ProofBegin: a call gets the place that is spare last, or the first that was never used, and an id of that place in its generation; every
// other place k stays. What the proof needs of the invariant is that this place is free and that fewer calls are open than there are places.
// Invariant: EP-2.
func ProofBegin() {
	before, k, other := anyFlights(), prove.Any[uint32]()%places, prove.Any[uint32]()
	last := before.spare[(before.spares+places-1)%places]
	prove.Assume(before.fresh <= places && before.spares <= before.fresh && last < places && before.open <= places)
	prove.Assume(before.places[last%places].State == endpoint.Free && before.places[before.fresh%places].State == endpoint.Free)
	prove.Assume(before.places[last%places].Gen <= endpoint.LastGen && before.places[before.fresh%places].Gen <= endpoint.LastGen)
	f, caller := prove.Reshape[endpoint.Flights](before), prove.Any[endpoint.Ref]()
	id, ok := f.Begin(caller)
	after := prove.Reshape[flights](f)
	prove.Cover(ok && before.spares > 0 && id/places == endpoint.LastGen, "the last generation")
	prove.Cover(!ok, "no place")
	prove.Assert(ok == (before.spares > 0 || before.fresh < places))
	if !ok {
		prove.Assert(after == before)
		return
	}
	i := id % places
	prove.Assert(after.places[i] == endpoint.Flight{State: endpoint.Flying, Gen: id / places, Caller: caller} && id/places == before.places[i].Gen)
	prove.Assert(k == i || after.places[k] == before.places[k])
	prove.Assert(after.open == before.open+1 && names(after, id) && !names(before, id))
	prove.Assert(!names(before, other) || names(after, other), "all calls keep their ids")
}

// ProofBeginTwin claims that an id says nothing but the place.
func ProofBeginTwin() {
	before := anyFlights()
	prove.Assume(before.spares == 1 && before.spare[0] < places && before.open < places)
	f := prove.Reshape[endpoint.Flights](before)
	id, ok := f.Begin(endpoint.Ref{})
	prove.Assert(!ok || id < places)
}

// ProofFinish: a call ends exactly when the id names it, and then the id names nothing, whatever comes after in the place; every other place k stays.
// An id that names nothing changes nothing. Invariant: EP-2.
func ProofFinish() {
	before, id, k := anyFlights(), prove.Any[uint32](), prove.Any[uint32]()%places
	prove.Assume(before.spares < places && before.open > 0)
	f := prove.Reshape[endpoint.Flights](before)
	ok := f.Finish(id)
	after := prove.Reshape[flights](f)
	prove.Cover(ok && id/places == endpoint.LastGen, "the last generation")
	prove.Assert(ok == names(before, id))
	if !ok {
		prove.Assert(after == before)
		return
	}
	i := id % places
	prove.Assert(after.open == before.open-1 && (k == i || after.places[k] == before.places[k]))
	if id/places == endpoint.LastGen {
		prove.Assert(after.places[i] == endpoint.Flight{State: endpoint.Retired, Gen: endpoint.LastGen})
		return
	}
	prove.Assert(after.places[i] == endpoint.Flight{State: endpoint.Free, Gen: id/places + 1} && after.spare[before.spares] == i)
	_, _, named := f.Named(id)
	next, begun := f.Begin(endpoint.Ref{})
	prove.Assert(!named && begun && next%places == i && next == id+places, "the next call there has another id")
}

// ProofFinishTwin claims that the generation does not matter.
func ProofFinishTwin() {
	before, id := anyFlights(), prove.Any[uint32]()
	prove.Assume(before.spares < places && before.open > 0)
	f := prove.Reshape[endpoint.Flights](before)
	prove.Assert(f.Finish(id) == (before.places[id%places].State == endpoint.Flying || before.places[id%places].State == endpoint.Orphaned))
}

// ProofOrphan: an orphan stays in flight, without a caller, and nothing else changes. Invariants: EP-2, EP-5.
func ProofOrphan() {
	before, id, k := anyFlights(), prove.Any[uint32](), prove.Any[uint32]()%places
	f := prove.Reshape[endpoint.Flights](before)
	ok := f.Orphan(id)
	after := prove.Reshape[flights](f)
	prove.Cover(ok)
	prove.Assert(ok == names(before, id))
	caller, orphan, found := f.Named(id)
	prove.Assert(found == ok && orphan == ok && caller == endpoint.Ref{})
	prove.Assert((ok && k == id%places) || after.places[k] == before.places[k])
	prove.Assert(after.spares == before.spares && after.fresh == before.fresh && after.open == before.open && after.spare[k] == before.spare[k])
}

// ProofOrphanTwin claims that an orphan still has its caller.
func ProofOrphanTwin() {
	before, id := anyFlights(), prove.Any[uint32]()
	f := prove.Reshape[endpoint.Flights](before)
	then, _, _ := f.Named(id)
	f.Orphan(id)
	now, _, _ := f.Named(id)
	prove.Assert(now == then)
}

// ProofIDs: four operations on a new endpoint, whatever they are, never give one id twice. Invariant: EP-2.
func ProofIDs() {
	const steps = 4
	var f endpoint.Flights
	var ids [steps]uint32
	count := 0
	for range steps {
		if prove.Any[bool]() && count > 0 {
			f.Finish(ids[prove.Any[uint8]()%steps])
			continue
		}
		id, ok := f.Begin(endpoint.Ref{})
		prove.Assert(ok)
		for k := range count {
			prove.Assert(ids[k] != id)
		}
		ids[count] = id
		count++
	}
	prove.Cover(count == 3)
}

// ProofIDsTwin claims that a place is never used twice.
func ProofIDsTwin() {
	var f endpoint.Flights
	first, _ := f.Begin(endpoint.Ref{})
	f.Finish(first)
	second, _ := f.Begin(endpoint.Ref{})
	prove.Assert(first%places != second%places)
}
