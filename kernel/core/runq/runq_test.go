package runq

import (
	"math/rand/v2"
	"slices"
	"testing"

	"warrant/kernel/limits"
)

func TestOrder(t *testing.T) {
	var q Queue
	if p, ok := q.Pop(); ok {
		t.Fatalf("an empty queue answers %d", p)
	}
	for turn := range 5 { // the places wrap
		for p := uint32(0); p < limits.Processes; p++ {
			if !q.Push((p + 7) % limits.Processes) {
				t.Fatalf("turn %d: no room for %d", turn, p)
			}
		}
		if q.Len() != limits.Processes {
			t.Fatalf("%d in a full queue", q.Len())
		}
		for p := uint32(0); p < limits.Processes; p++ {
			if got, ok := q.Pop(); !ok || got != (p+7)%limits.Processes {
				t.Fatalf("turn %d: %d, %v comes out, want %d", turn, got, ok, (p+7)%limits.Processes)
			}
		}
		q.Push(1)
		q.Pop()
	}
}

// Invariant: SC-1
func TestPushTwice(t *testing.T) {
	var q Queue
	for _, p := range []uint32{0, limits.Processes - 1} {
		if !q.Push(p) {
			t.Fatalf("no room for %d", p)
		}
		before := q
		if q.Push(p) || q != before {
			t.Errorf("%d is in the queue twice", p)
		}
	}
}

func drain(q *Queue) (all []uint32) {
	for p, ok := q.Pop(); ok; p, ok = q.Pop() {
		all = append(all, p)
	}
	return all
}

// The queue against a slice. Invariants: SC-1, SC-2
func TestModel(t *testing.T) {
	for seed := uint64(0); seed < 20; seed++ {
		r := rand.New(rand.NewPCG(seed, 4))
		var q Queue
		var want []uint32
		for step := range 3000 {
			p := r.Uint32N(limits.Processes)
			queued := slices.Contains(want, p)
			switch r.IntN(3) {
			case 0, 1:
				if q.Push(p) == queued {
					t.Fatalf("seed %d, step %d: Push(%d) with it queued: %v", seed, step, p, queued)
				}
				if !queued {
					want = append(want, p)
				}
			case 2:
				got, ok := q.Pop()
				if ok != (len(want) > 0) || ok && got != want[0] {
					t.Fatalf("seed %d, step %d: Pop = %d, %v, want the first of %v", seed, step, got, ok, want)
				}
				if ok {
					want = want[1:]
				}
			}
			if q.Len() != uint32(len(want)) {
				t.Fatalf("seed %d, step %d: %d queued, want %v", seed, step, q.Len(), want)
			}
		}
		if got := drain(&q); !slices.Equal(got, want) {
			t.Fatalf("seed %d: left %v, want %v", seed, got, want)
		}
	}
}
