package deadline

import (
	"math"
	"math/rand/v2"
	"testing"

	"warrant/kernel/limits"
)

// There is a place for everything that can wait: each call of each process, and each process. Invariant: SC-2
func TestPlaces(t *testing.T) {
	if Places != limits.Processes*(limits.OutstandingCalls+1) || PerProcess*limits.Processes != Places {
		t.Errorf("%d places, %d of each process", Places, PerProcess)
	}
}

func TestEmpty(t *testing.T) {
	var h Heap
	if place, due, ok := h.First(); ok || h.Len() != 0 {
		t.Errorf("the empty heap answers %d, %d, of %d", place, due, h.Len())
	}
	if h.Remove(0) || h.Remove(Places-1) {
		t.Error("the empty heap gave a place back")
	}
}

// Every place has room, at every due time, and they come out in order.
func TestFull(t *testing.T) {
	for name, due := range map[string]func(place uint32) uint64{
		"ascending":  func(place uint32) uint64 { return uint64(place) },
		"descending": func(place uint32) uint64 { return math.MaxUint64 - uint64(place) },
		"equal":      func(uint32) uint64 { return 1 },
		"at once":    func(uint32) uint64 { return 0 },
		"never":      func(uint32) uint64 { return math.MaxUint64 },
	} {
		t.Run(name, func(t *testing.T) {
			h := new(Heap)
			for place := uint32(0); place < Places; place++ {
				if !h.Add(place, due(place)) {
					t.Fatalf("no room for %d", place)
				}
			}
			before := *h
			if h.Add(0, 5) || h.Add(Places-1, 5) || *h != before {
				t.Error("a place is in the heap twice")
			}
			last := uint64(0)
			for range uint32(Places) {
				place, at, ok := h.First()
				if !ok || at != due(place) || at < last {
					t.Fatalf("First = %d, %d, %v after %d", place, at, ok, last)
				}
				last = at
				if !h.Remove(place) || h.Remove(place) {
					t.Fatalf("place %d cannot be removed exactly once", place)
				}
			}
			if h.Len() != 0 {
				t.Errorf("%d left", h.Len())
			}
		})
	}
}

// Removing any one place of a small heap leaves the others in order: each shape of a hole.
func TestRemoveEach(t *testing.T) {
	due := []uint64{1, 10, 2, 11, 12, 3, 4, 13, 14, 15, 16, 5, 6}
	for gone := range due {
		h := new(Heap)
		for place, at := range due {
			h.Add(uint32(place), at)
		}
		if !h.Remove(uint32(gone)) {
			t.Fatalf("place %d is not there", gone)
		}
		last := uint64(0)
		for range len(due) - 1 {
			place, at, ok := h.First()
			if !ok || int(place) == gone || at != due[place] || at < last {
				t.Fatalf("without %d: First = %d, %d, %v after %d", gone, place, at, ok, last)
			}
			last = at
			h.Remove(place)
		}
	}
}

// The heap against a map from place to due time. Invariant: SC-2
func TestModel(t *testing.T) {
	for seed := uint64(0); seed < 20; seed++ {
		r := rand.New(rand.NewPCG(seed, 5))
		h := new(Heap)
		want := map[uint32]uint64{}
		spread := uint64(1) << r.IntN(64) // few or many equal times
		for step := range 3000 {
			place := r.Uint32N(40)
			if r.IntN(20) == 0 {
				place = Places - 1 - place
			}
			_, in := want[place]
			switch r.IntN(5) {
			case 0, 1, 2:
				at := r.Uint64N(spread)
				if h.Add(place, at) == in {
					t.Fatalf("seed %d, step %d: Add(%d) with it in: %v", seed, step, place, in)
				}
				if !in {
					want[place] = at
				}
			case 3:
				if h.Remove(place) != in {
					t.Fatalf("seed %d, step %d: Remove(%d) with it in: %v", seed, step, place, in)
				}
				delete(want, place)
			case 4:
				if first, _, ok := h.First(); ok {
					h.Remove(first)
					delete(want, first)
				}
			}
			earliest := uint64(math.MaxUint64)
			for _, at := range want {
				earliest = min(earliest, at)
			}
			first, at, ok := h.First()
			if h.Len() != uint32(len(want)) || ok != (len(want) > 0) || ok && (at != earliest || want[first] != at) {
				t.Fatalf("seed %d, step %d: First = %d, %d, %v of %d; want time %d of %d", seed, step, first, at, ok, h.Len(),
					earliest, len(want))
			}
		}
	}
}
