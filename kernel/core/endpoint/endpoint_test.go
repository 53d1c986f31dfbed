package endpoint

import (
	"math/rand/v2"
	"slices"
	"testing"

	"warrant/kernel/limits"
)

// The life of an endpoint's place. Invariant: CAP-8
func TestOpenClose(t *testing.T) {
	var e Endpoint
	if !e.Usable() {
		t.Fatal("the zero value cannot be opened")
	}
	for life := range uint32(3) {
		e.Open(life + 4)
		if !e.Live || e.Owner != life+4 || e.Generation != life || e.Usable() {
			t.Fatalf("life %d: %+v", life, e)
		}
		if number, ok := e.Client(0, 1); number != uint64(life+1) || !ok {
			t.Errorf("life %d: the client is number %d, %v", life, number, ok)
		}
		facet, epoch, ok := e.AddFacet(7)
		if facet != 0 || epoch != life || !ok || !e.HasFacet(facet, epoch) || e.FacetCount() != 1 || e.FacetAt(0).Interface != 7 {
			t.Errorf("life %d: facet %d, %d, %v", life, facet, epoch, ok)
		}
		e.PushCall(ref(1))
		e.PushReceiver(ref(2))
		if id, ok := e.Meet(); id != 0 || !ok || e.Flights() != 1 || !e.Finish(id) {
			t.Errorf("life %d: the first call is %d, %v", life, id, ok)
		}
		e.Close()
		if e.Live || e.Generation != life+1 || e.HasFacet(facet, epoch) || e.FacetCount() != 0 || !e.Usable() {
			t.Fatalf("life %d ends as %+v", life, e)
		}
	}
}

// An endpoint that is not live gets no facet and no receiver, and does not end once more. Invariants: CAP-8, EP-1
func TestNotLive(t *testing.T) {
	for _, before := range []Endpoint{{}, {Generation: 4}, {Retired: true, Generation: LastGeneration}} {
		e := before
		if facet, epoch, ok := e.AddFacet(7); ok || facet != 0 || epoch != 0 {
			t.Errorf("%+v got facet %d of epoch %d", before, facet, epoch)
		}
		if e.PushReceiver(ref(1)) {
			t.Errorf("%+v got a receiver", before)
		}
		if e.Close(); e != before {
			t.Errorf("%+v became %+v", before, e)
		}
	}
}

func TestGenerationsEnd(t *testing.T) {
	for _, tt := range []struct {
		generation, after uint32
		usable            bool
	}{
		{0, 1, true},
		{LastGeneration - 1, LastGeneration, true},
		{LastGeneration, LastGeneration, false},
	} {
		e := Endpoint{Generation: tt.generation}
		e.Open(1)
		e.Close()
		if e.Usable() != tt.usable || e.Generation != tt.after || e.Live {
			t.Errorf("after generation %d: %d, usable %v", tt.generation, e.Generation, e.Usable())
		}
	}
}

// A receive that waits has a place for its call, whatever else happens, retired places included. Invariants: EP-1, EP-2
func TestReceiverHasPlace(t *testing.T) {
	for retired := range uint32(Places + 1) {
		for flights := range Places - retired + 1 {
			var e Endpoint
			e.Open(1)
			for i := range retired {
				e.flights.places[i].Gen = LastGen
			}
			for range retired {
				e.flights.Begin(ref(0))
			}
			for i := range retired {
				e.Finish(LastGen*Places + i)
			}
			for range flights {
				if _, ok := e.flights.Begin(ref(1)); !ok {
					t.Fatalf("%d retired: no place for flight %d", retired, flights)
				}
			}
			room := Places - retired - flights
			for i := range room {
				if !e.PushReceiver(ref(i)) {
					t.Fatalf("%d retired, %d in flight: no place for receive %d", retired, flights, i)
				}
			}
			before := e
			if e.PushReceiver(ref(90)) || e != before {
				t.Fatalf("%d retired, %d in flight, %d receives: one more", retired, flights, room)
			}
			if _, ok := e.Meet(); ok || e != before {
				t.Fatalf("%d retired, %d in flight, %d receives: a receive meets no call", retired, flights, room)
			}
			for i := range room {
				if r, ok := e.FirstReceiver(); r != ref(i) || !ok {
					t.Fatalf("receive %d is %v, %v", i, r, ok)
				}
				e.PushCall(ref(2))
				if _, ok := e.Meet(); !ok {
					t.Fatalf("%d retired, %d in flight: no place for the call of receive %d", retired, flights, i)
				}
			}
			if e.Flights() != Places-retired {
				t.Fatalf("%d in flight", e.Flights())
			}
		}
	}
}

// The queues of calls and of receives are two.
func TestQueuesAreTwo(t *testing.T) {
	var e Endpoint
	e.Open(1)
	e.PushCall(ref(1))
	e.PushCall(ref(2))
	e.PushReceiver(ref(3))
	if r, ok := e.FirstCall(); r != ref(1) || !ok {
		t.Errorf("FirstCall = %v, %v", r, ok)
	}
	if r, ok := e.FirstReceiver(); r != ref(3) || !ok {
		t.Errorf("FirstReceiver = %v, %v", r, ok)
	}
	if e.RemoveCall(ref(3)) || e.RemoveReceiver(ref(1)) || !e.RemoveCall(ref(1)) || !e.RemoveReceiver(ref(3)) {
		t.Error("one queue knows what waits in the other")
	}
	if r, ok := e.PopCall(); r != ref(2) || !ok || e.Waiting() != 0 || e.Receivers() != 0 {
		t.Errorf("PopCall = %v, %v, and %d, %d wait", r, ok, e.Waiting(), e.Receivers())
	}
}

// endpointModel is what an endpoint is to its user.
type endpointModel struct {
	calls, receivers []Ref
	flights          map[uint32]Ref
	gone             map[uint32]bool
}

// The endpoint against slices and maps. Invariants: EP-1, EP-2, EP-5
func TestEndpointModel(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 11))
		var e Endpoint
		e.Open(1)
		m := endpointModel{flights: map[uint32]Ref{}, gone: map[uint32]bool{}}
		for step := range 3000 {
			m.step(t, &e, r, uint32(step))
			if e.Waiting() != uint32(len(m.calls)) || e.Receivers() != uint32(len(m.receivers)) || e.Flights() != uint32(len(m.flights)) {
				t.Fatalf("seed %d, step %d: %d wait, %d receive, %d in flight; want %+v", seed, step, e.Waiting(), e.Receivers(), e.Flights(), m)
			}
			for id, caller := range m.flights {
				if got, orphan, ok := e.InFlight(id); got != caller || orphan != (caller == Ref{}) || !ok {
					t.Fatalf("seed %d, step %d: call %d is %v, %v, %v, want %v", seed, step, id, got, orphan, ok, caller)
				}
				if at, ok := e.FlightAt(id % limits.EndpointPlaces); at != id || !ok {
					t.Fatalf("seed %d, step %d: the place of %d holds %d", seed, step, id, at)
				}
			}
		}
	}
}

// step does one operation on both.
func (m *endpointModel) step(t *testing.T, e *Endpoint, r *rand.Rand, n uint32) {
	t.Helper()
	c := ref(1 + n)
	id := r.Uint32()
	for flying := range m.flights {
		id = flying // any one
	}
	_, flies := m.flights[id]
	var got, want bool
	operation := r.IntN(7)
	switch operation {
	case 0:
		got, want = e.PushCall(c), len(m.calls) < Places
		if want {
			m.calls = append(m.calls, c)
		}
	case 1:
		got, want = e.PushReceiver(c), len(m.receivers)+len(m.flights) < Places
		if want {
			m.receivers = append(m.receivers, c)
		}
	case 2: // rendezvous
		caller, _ := e.FirstCall()
		receiver, _ := e.FirstReceiver()
		before := *e
		id, ok := e.Meet()
		if len(m.calls) == 0 || len(m.receivers) == 0 {
			if ok || *e != before {
				t.Fatalf("%d calls and %d receivers meet as %d, %v", len(m.calls), len(m.receivers), id, ok)
			}
			return
		}
		if _, twice := m.flights[id]; caller != m.calls[0] || receiver != m.receivers[0] || !ok || twice || m.gone[id] {
			t.Fatalf("%v meets %v as call %d, %v; want %v and %v", caller, receiver, id, ok, m.calls[0], m.receivers[0])
		}
		m.calls, m.receivers, m.flights[id] = m.calls[1:], m.receivers[1:], caller
		return
	case 3:
		got, want = e.Finish(id), flies
		if flies {
			delete(m.flights, id)
			m.gone[id] = true
		}
	case 4:
		got, want = e.Orphan(id), flies
		if flies {
			m.flights[id] = Ref{}
		}
	case 5:
		if len(m.calls) > 0 {
			c = m.calls[r.IntN(len(m.calls))]
		}
		got, want = e.RemoveCall(c), len(m.calls) > 0
		m.calls = slices.DeleteFunc(m.calls, func(w Ref) bool { return w == c })
	case 6:
		if len(m.receivers) > 0 {
			c = m.receivers[r.IntN(len(m.receivers))]
		}
		got, want = e.RemoveReceiver(c), len(m.receivers) > 0
		m.receivers = slices.DeleteFunc(m.receivers, func(w Ref) bool { return w == c })
	}
	if got != want {
		t.Fatalf("step %d: operation %d says %v, want %v", n, operation, got, want)
	}
}
