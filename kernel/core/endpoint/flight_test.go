package endpoint

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The greatest id is that of the last place in its last generation: no id is lost and none wraps.
func TestIDsFillTheirType(t *testing.T) {
	if uint64(LastGen)*Places+Places-1 != math.MaxUint32 {
		t.Errorf("the greatest id is %d, want %d", uint64(LastGen)*Places+Places-1, uint32(math.MaxUint32))
	}
}

// Every operation on every state of a place, with the right and with wrong ids. Invariants: EP-2, EP-5
func TestFlightsByState(t *testing.T) {
	const gen, place = 7, 3
	operations := map[string]func(*Flights, uint32) bool{
		"Named":  func(f *Flights, id uint32) bool { _, _, ok := f.Named(id); return ok },
		"Finish": func(f *Flights, id uint32) bool { return f.Finish(id) },
		"Orphan": func(f *Flights, id uint32) bool { return f.Orphan(id) },
		"At":     func(f *Flights, id uint32) bool { at, ok := f.At(id % Places); return ok && at == id },
	}
	for name, operation := range operations {
		for state := Free; state <= Retired; state++ {
			for _, tt := range []struct {
				what string
				id   uint32
				ok   bool
			}{
				{"its id", gen*Places + place, state == Flying || state == Orphaned},
				{"the id before", (gen-1)*Places + place, false},
				{"the id after", (gen+1)*Places + place, false},
				{"the neighbour's id", gen*Places + place + 1, false},
				{"the greatest id", math.MaxUint32, false},
				{"the smallest id", 0, false},
			} {
				f := Flights{fresh: place + 1, open: 1}
				f.places[place] = Flight{State: state, Gen: gen, Caller: ref(9)}
				before := f
				if got := operation(&f, tt.id); got != tt.ok {
					t.Errorf("%s with %s of a place in state %d says %v", name, tt.what, state, got)
				}
				if !tt.ok && f != before {
					t.Errorf("%s with %s of a place in state %d fails and changes something", name, tt.what, state)
				}
			}
		}
	}
}

// What each operation makes of the call. Invariant: EP-5
func TestFlight(t *testing.T) {
	var f Flights
	id, ok := f.Begin(ref(11))
	if !ok || f.Open() != 1 || f.Room() != Places-1 {
		t.Fatalf("Begin = %d, %v; %d open, room %d", id, ok, f.Open(), f.Room())
	}
	if caller, orphan, ok := f.Named(id); caller != ref(11) || orphan || !ok {
		t.Errorf("Named = %v, %v, %v", caller, orphan, ok)
	}
	for range 2 { // an orphan stays one
		if !f.Orphan(id) {
			t.Error("no orphan")
		}
		if caller, orphan, ok := f.Named(id); caller != (Ref{}) || !orphan || !ok || f.Open() != 1 {
			t.Errorf("an orphan is %v, %v, %v", caller, orphan, ok)
		}
	}
	if !f.Finish(id) || f.Open() != 0 || f.Room() != Places {
		t.Errorf("%d open, room %d after all", f.Open(), f.Room())
	}
	if next, _ := f.Begin(ref(12)); next != id+Places {
		t.Errorf("the next id is %d, want %d", next, id+Places)
	}
	f.Reset()
	if f != (Flights{}) {
		t.Errorf("Reset leaves %+v", f)
	}
}

// A place in its last generation is used once more and never again. Invariant: EP-2
func TestRetire(t *testing.T) {
	for _, tt := range []struct {
		gen     uint32
		retired bool
	}{{LastGen - 1, false}, {LastGen, true}} {
		var f Flights
		for i := range f.places {
			f.places[i].Gen = tt.gen
		}
		id, _ := f.Begin(ref(1))
		if !f.Finish(id) || f.Open() != 0 {
			t.Fatalf("%d is not finished", id)
		}
		want := uint32(Places)
		if tt.retired {
			want = Places - 1
		}
		if f.Room() != want {
			t.Errorf("a place after generation %d: room %d, want %d", tt.gen, f.Room(), want)
		}
		next, ok := f.Begin(ref(2))
		if !ok || (next%Places != id%Places) != tt.retired {
			t.Errorf("after generation %d, %d follows %d", tt.gen, next, id)
		}
	}
}

// The calls in flight against a map from every id that was given. Invariant: EP-2
func TestFlightsModel(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 8))
		var f Flights
		if seed%2 == 0 { // towards the end of the generations
			for i := range f.places {
				f.places[i].Gen = LastGen - r.Uint32N(4)
			}
		}
		open, orphans, past, retired := map[uint32]Ref{}, map[uint32]bool{}, map[uint32]bool{}, 0
		for step := range 2000 {
			id := r.Uint32()
			if from := [][]uint32{slices.Sorted(maps.Keys(open)), slices.Sorted(maps.Keys(past))}[r.IntN(2)]; len(from) > 0 {
				id = from[r.IntN(len(from))]
			}
			caller, flies := open[id]
			switch r.IntN(5) {
			case 0, 1:
				c := ref(uint32(step))
				got, ok := f.Begin(c)
				if ok != (len(open)+retired < Places) {
					t.Fatalf("seed %d, step %d: Begin with %d open and %d retired says %v", seed, step, len(open), retired, ok)
				}
				if _, twice := open[got]; ok && (twice || past[got]) {
					t.Fatalf("seed %d, step %d: %d is given twice", seed, step, got)
				}
				if ok {
					open[got] = c
				}
			case 2:
				if f.Finish(id) != flies {
					t.Fatalf("seed %d, step %d: Finish(%d) says %v", seed, step, id, !flies)
				}
				if flies {
					delete(open, id)
					delete(orphans, id)
					past[id] = true
					if id/Places == LastGen {
						retired++
					}
				}
			case 3:
				if f.Orphan(id) != flies {
					t.Fatalf("seed %d, step %d: Orphan(%d) says %v", seed, step, id, !flies)
				}
				if flies {
					orphans[id], open[id] = true, Ref{}
				}
			case 4:
				got, orphan, ok := f.Named(id)
				if ok != flies || got != caller || orphan != orphans[id] {
					t.Fatalf("seed %d, step %d: Named(%d) = %v, %v, %v", seed, step, id, got, orphan, ok)
				}
			}
			var all []uint32
			for i := range uint32(Places) {
				if at, ok := f.At(i); ok {
					all = append(all, at)
				}
			}
			slices.Sort(all)
			if !slices.Equal(all, slices.Sorted(maps.Keys(open))) || f.Open() != uint32(len(open)) || f.Room() != uint32(Places-len(open)-retired) {
				t.Fatalf("seed %d, step %d: %v in flight, %d counted, room %d; want %v", seed, step, all, f.Open(), f.Room(), open)
			}
		}
	}
}
