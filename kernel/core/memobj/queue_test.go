package memobj

import (
	"math/rand/v2"
	"slices"
	"testing"

	"warrant/kernel/limits"
)

// waiter answers one that is told apart from others by n and waits at an offset that it shares with others.
func waiter(n uint32) Waiter { return Waiter{Process: n % 7, Place: n / 7, Offset: uint64(n%3) * 4} }

// list is the content of a queue, first one first.
func (q *Queue) list() []Waiter { return slices.Clone(q.places[:q.count]) }

// queued is a queue of waiters 0 to n-1.
func queued(t *testing.T, n uint32) (q Queue) {
	t.Helper()
	for i := range n {
		if !q.Push(waiter(i)) {
			t.Fatalf("no place for %d", i)
		}
	}
	return q
}

func TestQueueBounds(t *testing.T) {
	for n := range uint32(limits.Parked + 1) {
		q := queued(t, n)
		before := q
		if w, ok := q.First(); ok != (n > 0) || ok && w != waiter(0) || !ok && w != (Waiter{}) || q != before {
			t.Fatalf("First of %d = %v, %v", n, w, ok)
		}
		if q.Push(waiter(99)) != (n < limits.Parked) || n == limits.Parked && q != before {
			t.Fatalf("a push behind %d", n)
		}
		if w, ok := before.Take(1); ok || w != (Waiter{}) || before.Remove(9, 9) || !slices.Equal(before.list(), q.list()[:n]) {
			t.Fatalf("of %d, one that does not wait is taken", n)
		}
	}
}

func TestQueueRemove(t *testing.T) {
	for n := range uint32(limits.Parked + 1) {
		for k := range n {
			q := queued(t, n)
			want := slices.Delete(q.list(), int(k), int(k)+1)
			if !q.Remove(waiter(k).Process, waiter(k).Place) || !slices.Equal(q.list(), want) {
				t.Fatalf("of %d without %d: %v, want %v", n, k, q.list(), want)
			}
		}
	}
}

// The queue against a slice.
func TestQueueModel(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 14))
		var q Queue
		var want []Waiter
		for step := range 3000 {
			w := waiter(r.Uint32N(40))
			at := -1
			var got bool
			switch r.IntN(7) {
			case 0, 1, 2, 3:
				got = q.Push(w)
				if got != (len(want) < limits.Parked) {
					t.Fatalf("seed %d, step %d: Push with %d says %v", seed, step, len(want), got)
				}
				if got {
					want = append(want, w)
				}
			case 4, 5:
				at = slices.IndexFunc(want, func(o Waiter) bool { return o.Offset == w.Offset })
				var first Waiter
				first, got = q.Take(w.Offset)
				if got != (at >= 0) || got && first != want[at] {
					t.Fatalf("seed %d, step %d: Take(%d) from %v = %v, %v", seed, step, w.Offset, want, first, got)
				}
			case 6:
				at = slices.Index(want, w)
				got = q.Remove(w.Process, w.Place)
				if got != (at >= 0) {
					t.Fatalf("seed %d, step %d: Remove(%v) from %v says %v", seed, step, w, want, got)
				}
			}
			if at >= 0 {
				want = slices.Delete(want, at, at+1)
			}
			if !slices.Equal(q.list(), want) {
				t.Fatalf("seed %d, step %d: %v, want %v", seed, step, q.list(), want)
			}
		}
	}
}
