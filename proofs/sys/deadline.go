package sys

import (
	"warrant/kernel/core/deadline"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// addDeadline, removeDeadline and firstDeadline stand in for deadline.Heap by its contract: a set of places with times, of which the first is
// one of the earliest. Only index and due count; the order is left out.
func addDeadline(h *deadline.Heap, place uint32, due uint64) bool {
	s := prove.Reshape[heap](*h)
	if s.index[place] != 0 {
		return false
	}
	s.index[place], s.due[place] = 1, due
	*h = prove.Reshape[deadline.Heap](s)
	return true
}

func removeDeadline(h *deadline.Heap, place uint32) bool {
	s := prove.Reshape[heap](*h)
	if s.index[place] == 0 {
		return false
	}
	s.index[place] = 0
	*h = prove.Reshape[deadline.Heap](s)
	return true
}

func firstDeadline(h *deadline.Heap) (uint32, uint64, bool) {
	s := prove.Reshape[heap](*h)
	some := false
	for i := range s.index {
		some = logic.Any(some, s.index[i] != 0)
	}
	if !some {
		return 0, 0, false
	}
	place := prove.Any[uint32]()
	prove.Assume(place < deadline.Places)
	prove.Assume(s.index[place] != 0)
	for i := range s.index {
		prove.Assume(logic.Any(s.index[i] == 0, s.due[place] <= s.due[i]))
	}
	return place, s.due[place], true
}
