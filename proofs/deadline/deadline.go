// Package deadline has the bounded proofs of kernel/core/deadline: any heap with a few members, which may be any of the real places.
//
// Only gosure prove runs these functions. The package may not be imported.
package deadline

import (
	"warrant/kernel/core/deadline"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// members is the greatest number of places in the heaps of the proofs: a parent with two children, and a grandchild.
const members = 4

// mirror is deadline.Heap with its fields in reach.
type mirror struct {
	due   [deadline.Places]uint64
	order [deadline.Places]uint32
	index [deadline.Places]uint32
	count uint32
}

// sound says that the first n positions of the order are in step with the index, and that no place is due before its parent.
// Invariant: SC-2.
func sound(h mirror, n uint32) bool {
	ok := h.count <= n
	for i := range n {
		place := h.order[i]
		within := i < h.count
		ok = logic.All(ok, logic.Implies(within, logic.All(place < deadline.Places, h.index[place%deadline.Places] == i+1)))
		if i > 0 {
			parent := h.order[(i-1)/2]
			ok = logic.All(ok, logic.Implies(within, h.due[parent%deadline.Places] <= h.due[place%deadline.Places]))
		}
	}
	return ok
}

// anyHeap returns a heap of up to members places in which the places j and k are either at a position of the order or out of the heap.
func anyHeap(j, k uint32) mirror {
	h := prove.Any[mirror]()
	prove.Assume(sound(h, members))
	for _, place := range [2]uint32{j, k} {
		at := h.index[place]
		prove.Assume(at <= h.count && (at == 0 || h.order[(at-1)%members] == place))
	}
	return h
}

// ProofAdd: a place that is not in the heap always finds room, and the earliest of all is still first; one that is in it changes nothing.
// Another place k keeps its time. Invariant: SC-2.
func ProofAdd() {
	place, k, due := prove.Any[uint32]()%deadline.Places, prove.Any[uint32]()%deadline.Places, prove.Any[uint64]()
	before := anyHeap(place, k)
	h := prove.Reshape[deadline.Heap](before)
	ok := h.Add(place, due)
	after := prove.Reshape[mirror](h)
	prove.Cover(ok && before.count == members && after.order[0] == place, "a place rises to the root")
	prove.Assert(ok == (before.index[place] == 0))
	prove.Assert(sound(after, members+1), "the invariant holds")
	if ok {
		prove.Assert(after.count == before.count+1 && after.index[place] != 0 && after.due[place] == due)
	} else {
		prove.Assert(after.count == before.count && after.due[place] == before.due[place])
	}
	prove.Assert(k == place || after.due[k] == before.due[k] && (after.index[k] == 0) == (before.index[k] == 0))
}

// ProofAddTwin claims that a place that is added last is never first.
func ProofAddTwin() {
	place := prove.Any[uint32]() % deadline.Places
	before := anyHeap(place, place)
	prove.Assume(before.count > 0 && before.index[place] == 0)
	h := prove.Reshape[deadline.Heap](before)
	h.Add(place, prove.Any[uint64]())
	first, _, _ := h.First()
	prove.Assert(first != place)
}

// ProofRemove: a place leaves the heap exactly when it is in it, and only that one; the earliest of the others is first. Invariant: SC-2.
func ProofRemove() {
	place, k := prove.Any[uint32]()%deadline.Places, prove.Any[uint32]()%deadline.Places
	before := anyHeap(place, k)
	h := prove.Reshape[deadline.Heap](before)
	ok := h.Remove(place)
	after := prove.Reshape[mirror](h)
	prove.Cover(ok && before.count == members && before.index[place] == 2, "a hole in the middle")
	prove.Assert(ok == (before.index[place] != 0))
	prove.Assert(sound(after, members), "the invariant holds")
	if ok {
		prove.Assert(after.count == before.count-1 && after.index[place] == 0)
	} else {
		prove.Assert(after.count == before.count)
	}
	prove.Assert(k == place || after.due[k] == before.due[k] && (after.index[k] == 0) == (before.index[k] == 0))
}

// ProofRemoveTwin claims that the last of the order takes the place of what leaves.
func ProofRemoveTwin() {
	place := prove.Any[uint32]() % deadline.Places
	before := anyHeap(place, place)
	prove.Assume(before.index[place] != 0 && before.count > 2)
	h := prove.Reshape[deadline.Heap](before)
	h.Remove(place)
	after := prove.Reshape[mirror](h)
	at := before.index[place] - 1
	prove.Assert(at == before.count-1 || after.order[at%members] == before.order[(before.count-1)%members])
}

// ProofFirst: what First answers is in the heap, and nothing in it is due before. Invariant: SC-2.
func ProofFirst() {
	k := prove.Any[uint32]() % deadline.Places
	before := anyHeap(k, k)
	h := prove.Reshape[deadline.Heap](before)
	place, due, ok := h.First()
	prove.Cover(ok && k != place && before.index[k] != 0)
	prove.Assert(ok == (before.count > 0))
	prove.Assert(!ok || before.index[place] == 1 && before.due[place] == due)
	prove.Assert(!ok || before.index[k] == 0 || due <= before.due[k])
}

// ProofFirstTwin claims that the first is due before all others and never with them.
func ProofFirstTwin() {
	k := prove.Any[uint32]() % deadline.Places
	before := anyHeap(k, k)
	h := prove.Reshape[deadline.Heap](before)
	place, due, ok := h.First()
	prove.Assert(!ok || before.index[k] == 0 || k == place || due < before.due[k])
}
