// Package endpoint has the bounded proofs of kernel/core/endpoint: its queues, its calls in flight, its facets and its clients.
//
// Only gosure prove runs these functions. The package may not be imported.
package endpoint

import (
	"warrant/kernel/core/endpoint"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

const places = endpoint.Places

// queue is endpoint.Queue with its fields in reach.
type queue struct {
	places [places]endpoint.Ref
	head   uint32
	count  uint32
}

// anyQueue returns any queue whose refs are told apart by their places, numbers below 256.
func anyQueue() (q queue) {
	for i := range q.places {
		q.places[i].Place = uint32(prove.Any[uint8]())
	}
	q.head, q.count = uint32(prove.Any[uint8]()), uint32(prove.Any[uint8]())
	prove.Assume(q.head < places && q.count <= places)
	return q
}

// at is who is number k from the front.
func (q *queue) at(k uint32) endpoint.Ref { return q.places[(q.head+k)%places] }

// ProofPush: who comes stands behind all others, of whom k is any, unless the queue is full. Invariant: EP-1.
func ProofPush() {
	before, k, r := anyQueue(), uint32(prove.Any[uint8]()), prove.Any[endpoint.Ref]()
	q := prove.Reshape[endpoint.Queue](before)
	ok := q.Push(r)
	after := prove.Reshape[queue](q)
	prove.Cover(ok && before.count == places-1, "the last place")
	prove.Cover(!ok, "a full queue")
	prove.Assert(ok == (before.count < places))
	if !ok {
		prove.Assert(after == before)
		return
	}
	prove.Assert(after.count == before.count+1 && after.at(before.count) == r)
	prove.Assert(logic.Implies(k < before.count, after.at(k) == before.at(k)))
}

// ProofPushTwin claims that there is always a place.
func ProofPushTwin() {
	before := anyQueue()
	q := prove.Reshape[endpoint.Queue](before)
	prove.Assert(q.Push(endpoint.Ref{}))
}

// ProofPop: who came first goes, and the others, of whom k is any, keep their order. Invariant: EP-1.
func ProofPop() {
	before, k := anyQueue(), uint32(prove.Any[uint8]())
	q := prove.Reshape[endpoint.Queue](before)
	first, some := q.First()
	r, ok := q.Pop()
	after := prove.Reshape[queue](q)
	prove.Cover(ok && before.head == places-1, "the ring wraps")
	prove.Assert(ok == (before.count > 0) && some == ok && first == r)
	if !ok {
		prove.Assert(after == before && r == endpoint.Ref{})
		return
	}
	prove.Assert(r == before.at(0) && after.count == before.count-1)
	prove.Assert(logic.Implies(k < after.count, after.at(k) == before.at(k+1)))
}

// ProofPopTwin claims that who came last goes first.
func ProofPopTwin() {
	before := anyQueue()
	q := prove.Reshape[endpoint.Queue](before)
	r, ok := q.Pop()
	prove.Assert(!ok || r == before.at(before.count-1))
}

// ProofRemove: of a queue of up to removed, the first that equals r goes and the others, of whom k is any, keep their order; if r does not wait, nothing
// changes. Invariant: EP-1.
func ProofRemove() {
	before, k, r := anyQueue(), uint32(prove.Any[uint8]()), endpoint.Ref{Place: uint32(prove.Any[uint8]())}
	prove.Assume(before.count <= removed)
	q := prove.Reshape[endpoint.Queue](before)
	ok := q.Remove(r)
	after := prove.Reshape[queue](q)
	at := before.count
	for i := uint32(removed); i > 0; i-- {
		if logic.All(i-1 < before.count, before.at(i-1) == r) {
			at = i - 1
		}
	}
	prove.Cover(ok && at == 1 && before.count == 3 && before.at(2) == r, "the first of two, in the middle")
	prove.Assert(ok == (at < before.count))
	if !ok {
		prove.Assert(after == before)
		return
	}
	prove.Assert(after.count == before.count-1)
	want := before.at(k)
	if k >= at {
		want = before.at(k + 1)
	}
	prove.Assert(logic.Implies(k < after.count, after.at(k) == want))
}

// removed is the length of the longest queue that something is removed from.
const removed = 4

// ProofRemoveTwin claims that r waits nowhere any more.
func ProofRemoveTwin() {
	before, r := anyQueue(), endpoint.Ref{Place: uint32(prove.Any[uint8]())}
	prove.Assume(before.count <= removed)
	q := prove.Reshape[endpoint.Queue](before)
	q.Remove(r)
	prove.Assert(!q.Remove(r))
}
