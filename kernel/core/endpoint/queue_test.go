package endpoint

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// ref answers a Ref that is told apart from others by n.
func ref(n uint32) Ref { return Ref{Process: n % 5, Place: n / 5} }

// list is the content of a queue, first one first.
func (q *Queue) list() (all []Ref) {
	for i := range q.count {
		all = append(all, q.places[(q.head+i)%Places])
	}
	return all
}

// turned is a queue of refs 0 to n-1 whose first one is at place head.
func turned(t *testing.T, head, n uint32) (q Queue) {
	t.Helper()
	q.head = head
	for i := range n {
		if !q.Push(ref(i)) {
			t.Fatalf("no place for %d", i)
		}
	}
	return q
}

// Every queue at every turn of its places. Invariant: EP-1
func TestQueueBounds(t *testing.T) {
	for head := range uint32(Places) {
		for n := range uint32(Places + 1) {
			q := turned(t, head, n)
			first, some := q.First()
			if some != (n > 0) || some && first != ref(0) || q.Len() != n {
				t.Fatalf("head %d: First = %v, %v, Len = %d of %d", head, first, some, q.Len(), n)
			}
			full := q
			if full.Push(ref(99)) != (n < Places) || n == Places && full != q {
				t.Fatalf("head %d: a push behind %d", head, n)
			}
			popped := q
			if r, ok := popped.Pop(); ok != (n > 0) || ok && r != ref(0) || !ok && (r != Ref{} || popped != q) {
				t.Fatalf("head %d: Pop of %d = %v, %v", head, n, r, ok)
			}
			if n > 0 && !slices.Equal(popped.list(), q.list()[1:]) {
				t.Fatalf("head %d: Pop left %v of %v", head, popped.list(), q.list())
			}
		}
	}
}

// Each place of each queue taken out at every turn of its places.
func TestQueueRemove(t *testing.T) {
	for head := range uint32(Places) {
		for n := range uint32(Places + 1) {
			for k := range n {
				q := turned(t, head, n)
				want := slices.Delete(q.list(), int(k), int(k)+1)
				if !q.Remove(ref(k)) || !slices.Equal(q.list(), want) {
					t.Fatalf("head %d, %d queued: without %d it is %v, want %v", head, n, k, q.list(), want)
				}
			}
			q := turned(t, head, n)
			before := q
			if q.Remove(ref(n)) || q != before {
				t.Fatalf("head %d: %d is taken out of a queue that does not have it", head, n)
			}
		}
	}
}

// Of two that are equal, the first goes.
func TestQueueRemoveFirstOfTwo(t *testing.T) {
	q := turned(t, Places-1, 0)
	for _, n := range []uint32{1, 2, 1, 3} {
		q.Push(ref(n))
	}
	if want := []Ref{ref(2), ref(1), ref(3)}; !q.Remove(ref(1)) || !slices.Equal(q.list(), want) {
		t.Errorf("%v is left, want %v", q.list(), want)
	}
}

// The queue against a slice. Invariant: EP-1
func TestQueueModel(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 6))
		var q Queue
		var want []Ref
		for step := range 3000 {
			c := ref(r.Uint32N(40))
			switch r.IntN(7) {
			case 0, 1, 2, 3:
				room := len(want) < Places
				if q.Push(c) != room {
					t.Fatalf("seed %d, step %d: Push with %d queued says %v", seed, step, len(want), !room)
				}
				if room {
					want = append(want, c)
				}
			case 4:
				got, ok := q.Pop()
				if ok != (len(want) > 0) || ok && got != want[0] {
					t.Fatalf("seed %d, step %d: Pop = %v, %v, want the first of %v", seed, step, got, ok, want)
				}
				if ok {
					want = want[1:]
				}
			default:
				at := slices.Index(want, c)
				if q.Remove(c) != (at >= 0) {
					t.Fatalf("seed %d, step %d: Remove(%v) from %v says %v", seed, step, c, want, at < 0)
				}
				if at >= 0 {
					want = slices.Delete(want, at, at+1)
				}
			}
			if !slices.Equal(q.list(), want) {
				t.Fatalf("seed %d, step %d: %v, want %v", seed, step, q.list(), want)
			}
		}
	}
}
