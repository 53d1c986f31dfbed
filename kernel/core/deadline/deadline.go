// Package deadline keeps what waits for a time, earliest first.
//
// It has a place for everything that can wait, so that waiting never needs memory. It may not know the time or what happens then.
package deadline

import "warrant/kernel/limits"

// PerProcess is the number of places of one process: one for each outstanding call, and one for the process itself.
const PerProcess = limits.OutstandingCalls + 1

// Places is the number of places.
const Places = limits.Processes * PerProcess

// Heap is a binary heap of places by due time; among equal times the order is not defined. The zero value is empty.
type Heap struct {
	due   [Places]uint64 // due[place], ns, for each place in the heap
	order [Places]uint32 // order[0..count) are the places in the heap; due[order[i]] <= due[order[2i+1]], due[order[2i+2]]
	index [Places]uint32 // order[index[place]-1] == place for each place in the heap, 0 for the others
	count uint32
}

// Add makes place due at the given time, in ns. It fails, and changes nothing, when place is in the heap. Precondition: place < Places.
func (h *Heap) Add(place uint32, due uint64) (ok bool) {
	if h.index[place] != 0 || h.count >= Places {
		return false
	}
	h.due[place] = due
	h.put(h.count, place)
	h.count = h.count + 1
	h.rise(h.count - 1)
	return true
}

// Remove takes place out of the heap. It fails, and changes nothing, when place is not in the heap. Precondition: place < Places.
func (h *Heap) Remove(place uint32) (ok bool) {
	if h.index[place] == 0 {
		return false
	}
	hole := h.index[place] - 1
	h.index[place] = 0
	h.count = h.count - 1
	if hole != h.count {
		h.put(hole, h.order[h.count])
		h.sink(hole)
		h.rise(hole)
	}
	return true
}

// First answers the place with the earliest due time, and that time in ns. It fails when the heap is empty.
func (h *Heap) First() (place uint32, due uint64, ok bool) {
	if h.count == 0 {
		return 0, 0, false
	}
	place = h.order[0]
	return place, h.due[place], true
}

// Len answers the number of places in the heap.
func (h *Heap) Len() (n uint32) {
	return h.count
}

// put stores place at position i of the order. Preconditions: i < Places; place < Places.
func (h *Heap) put(i, place uint32) {
	h.order[i] = place
	h.index[place] = i + 1
}

// rise moves the place at position i towards the root until its parent is not later. Precondition: i < count.
func (h *Heap) rise(i uint32) {
	for i > 0 {
		parent := (i - 1) / 2
		if h.due[h.order[parent]] <= h.due[h.order[i]] {
			return
		}
		h.swap(i, parent)
		i = parent
	}
}

// sink moves the place at position i away from the root until no child is earlier. Precondition: i < count.
func (h *Heap) sink(i uint32) {
	for 2*i+1 < h.count {
		child := 2*i + 1
		if child+1 < h.count && h.due[h.order[child+1]] < h.due[h.order[child]] {
			child = child + 1
		}
		if h.due[h.order[i]] <= h.due[h.order[child]] {
			return
		}
		h.swap(i, child)
		i = child
	}
}

// swap exchanges the places at positions i and j. Preconditions: i < count; j < count.
func (h *Heap) swap(i, j uint32) {
	a, b := h.order[i], h.order[j]
	h.put(i, b)
	h.put(j, a)
}
