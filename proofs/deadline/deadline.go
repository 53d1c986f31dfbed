// Package deadline has the bounded proofs of kernel/core/deadline, from any heap of a few places that satisfies the invariant.
//
// Only gosure prove runs these functions. The package may not be imported.
package deadline

import (
	"warrant/kernel/core/deadline"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// HeapPlaces is the number of places that can be in the heap in these proofs, the first ones of all: three levels of the tree, so that a
// place can rise and sink twice.
const HeapPlaces = 7

// mirror is deadline.Heap with its fields in reach.
type mirror struct {
	due   [deadline.Places]uint64
	order [deadline.Places]uint32
	index [deadline.Places]uint32
	count uint32
}

// valid is the invariant: order and index are each other's inverse, no place is due before its parent, and no other place is in the heap.
func valid(h mirror) bool {
	ok := h.count <= HeapPlaces
	for i := uint32(0); i < HeapPlaces; i++ {
		in := h.index[i] != 0
		ok = logic.All(ok, h.index[i] <= h.count, h.order[i] < HeapPlaces,
			logic.Implies(in, h.order[(h.index[i]+7)%8%HeapPlaces] == i),
			logic.Implies(i < h.count, h.index[h.order[i]%8%HeapPlaces] == i+1))
		if i > 0 {
			ok = logic.All(ok, logic.Implies(i < h.count, h.due[h.order[(i-1)/2]%8%HeapPlaces] <= h.due[h.order[i]%8%HeapPlaces]))
		}
	}
	return ok
}

// anyHeap returns any heap of at most HeapPlaces places that satisfies the invariant.
func anyHeap() mirror {
	var h mirror
	h.count = uint32(prove.Any[uint8]() % (HeapPlaces + 1))
	for i := range HeapPlaces {
		h.due[i] = prove.Any[uint64]()
		h.order[i] = uint32(prove.Any[uint8]() % HeapPlaces)
		h.index[i] = uint32(prove.Any[uint8]() % (HeapPlaces + 1))
	}
	prove.Assume(valid(h))
	return h
}

// ProofAdd: a place that is not in the heap gets in with its time, all others stay, and the invariant holds. Invariant: SC-2.
func ProofAdd() {
	before := anyHeap()
	place, due := uint32(prove.Any[uint8]()%HeapPlaces), prove.Any[uint64]()
	heap := prove.Reshape[deadline.Heap](before)
	ok := heap.Add(place, due)
	after := prove.Reshape[mirror](heap)
	prove.Cover(ok && after.index[place] == 1 && after.count > 3, "it rises to the root")
	prove.Assert(ok == (before.index[place] == 0))
	if !ok {
		prove.Assert(after == before)
		return
	}
	prove.Assert(after.count == before.count+1 && after.due[place] == due && valid(after))
	for i := range uint32(HeapPlaces) {
		if i != place {
			prove.Assert((after.index[i] != 0) == (before.index[i] != 0) && after.due[i] == before.due[i])
		}
	}
}

// ProofAddTwin claims that what is added is first.
func ProofAddTwin() {
	heap := prove.Reshape[deadline.Heap](anyHeap())
	place := uint32(prove.Any[uint8]() % HeapPlaces)
	if heap.Add(place, prove.Any[uint64]()) {
		first, _, _ := heap.First()
		prove.Assert(first == place)
	}
}

// ProofRemove: a place leaves the heap, all others stay with their times, and the invariant holds. Invariant: SC-2.
func ProofRemove() {
	before := anyHeap()
	place := uint32(prove.Any[uint8]() % HeapPlaces)
	heap := prove.Reshape[deadline.Heap](before)
	ok := heap.Remove(place)
	after := prove.Reshape[mirror](heap)
	prove.Cover(ok && before.index[place] == 1 && before.count > 4, "the root of three levels")
	prove.Assert(ok == (before.index[place] != 0))
	if !ok {
		prove.Assert(after == before)
		return
	}
	prove.Assert(after.count == before.count-1 && after.index[place] == 0 && valid(after) && after.due == before.due)
	for i := range uint32(HeapPlaces) {
		if i != place {
			prove.Assert((after.index[i] != 0) == (before.index[i] != 0))
		}
	}
}

// ProofRemoveTwin claims that the first place stays first.
func ProofRemoveTwin() {
	heap := prove.Reshape[deadline.Heap](anyHeap())
	first, _, _ := heap.First()
	heap.Remove(uint32(prove.Any[uint8]() % HeapPlaces))
	now, _, ok := heap.First()
	prove.Assert(!ok || now == first)
}

// ProofFirst: nothing in the heap is due before the first. Invariant: SC-3.
func ProofFirst() {
	before := anyHeap()
	heap := prove.Reshape[deadline.Heap](before)
	place, due, ok := heap.First()
	other := prove.Any[uint8]() % HeapPlaces
	prove.Cover(ok && due < before.due[other] && before.index[other] != 0)
	prove.Assert(ok == (before.count > 0))
	prove.Assert(!ok || before.index[place] == 1 && due == before.due[place])
	prove.Assert(before.index[other] == 0 || due <= before.due[other])
}

// ProofFirstTwin claims that the first is due before every other.
func ProofFirstTwin() {
	before := anyHeap()
	heap := prove.Reshape[deadline.Heap](before)
	place, due, ok := heap.First()
	other := uint32(prove.Any[uint8]() % HeapPlaces)
	prove.Assert(!ok || before.index[other] == 0 || other == place || due < before.due[other])
}
