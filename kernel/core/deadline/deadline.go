// +gobra

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

// @ preserves h.Mem()
// @ requires  0 <= place && place < Places && 0 <= due && due <= 18446744073709551615
// @ ensures   ok == (!Waits(old(h.View()), int(place)) && old(h.View()).Count < Places)
// @ ensures   ok ==> Waits(h.View(), int(place)) && h.View().Due == old(h.View()).Due[int(place) = due]
// @ ensures   ok ==> h.View().Count == old(h.View()).Count + 1
// @ ensures   ok ==> SameOthers(old(h.View()), h.View(), int(place))
// @ ensures   !ok ==> h.View() === old(h.View())
// @ decreases

// Add makes place due at the given time, in ns. It fails, and changes nothing, when place is in the heap. Precondition: place < Places.
func (h *Heap) Add(place uint32, due uint64) (ok bool) {
	// @ unfold h.Mem()
	// @ defer fold h.Mem()
	// @ unfold h.Part()
	if h.index[place] != 0 || h.count >= Places {
		// @ fold h.Part()
		return false
	}
	// @ ghost dues := seq(h.due)
	h.due[place] = due
	// @ assert seq(h.due) == dues[int(place) = due]
	last := h.count
	h.put(last, place)
	h.count = last + 1
	// @ fold h.Part()
	h.rise(last)
	return true
}

// @ preserves h.Mem()
// @ requires  0 <= place && place < Places
// @ ensures   ok == Waits(old(h.View()), int(place))
// @ ensures   ok ==> !Waits(h.View(), int(place)) && h.View().Due == old(h.View()).Due && h.View().Count == old(h.View()).Count - 1
// @ ensures   ok ==> SameOthers(old(h.View()), h.View(), int(place))
// @ ensures   !ok ==> h.View() === old(h.View())
// @ decreases

// Remove takes place out of the heap. It fails, and changes nothing, when place is not in the heap. Precondition: place < Places.
func (h *Heap) Remove(place uint32) (ok bool) {
	// @ unfold h.Mem()
	// @ defer fold h.Mem()
	// @ unfold h.Part()
	if h.index[place] == 0 {
		// @ fold h.Part()
		return false
	}
	hole := h.index[place] - 1
	// @ ghost due, order, index, n := seq(h.due), seq(h.order), seq(h.index), int(h.count)
	h.index[place] = 0
	// @ assert seq(h.index) == index[int(place) = 0]
	h.count = h.count - 1
	if hole == h.count {
		// @ fold h.Part()
		return true
	}
	h.put(hole, h.order[h.count])
	// @ LastMoves(View{due, order, index, n}, int(place), int(hole))
	// @ fold h.Part()
	h.sink(hole)
	h.rise(hole)
	return true
}

// @ preserves acc(h.Mem(), 1/2)
// @ ensures   ok == (h.View().Count > 0)
// @ ensures   ok ==> 0 <= place && place < Places && Waits(h.View(), int(place)) && due == h.View().Due[int(place)]
// @ ensures   ok ==> forall p int :: { h.View().Index[p] } 0 <= p && p < Places && Waits(h.View(), p) ==> due <= h.View().Due[p]
// @ ensures   !ok ==> place == 0 && due == 0
// @ decreases

// First answers the place with the earliest due time, and that time in ns. It fails when the heap is empty.
func (h *Heap) First() (place uint32, due uint64, ok bool) {
	// @ unfold acc(h.Mem(), 1/2)
	// @ defer fold acc(h.Mem(), 1/2)
	// @ RootLeast(h.Raw())
	// @ unfold acc(h.Part(), 1/2)
	// @ defer fold acc(h.Part(), 1/2)
	if h.count == 0 {
		return 0, 0, false
	}
	place = h.order[0]
	return place, h.due[place], true
}

// @ preserves acc(h.Mem(), 1/2)
// @ ensures   int(n) == h.View().Count
// @ decreases

// Len answers the number of places in the heap.
func (h *Heap) Len() (n uint32) {
	// @ unfold acc(h.Mem(), 1/2)
	// @ defer fold acc(h.Mem(), 1/2)
	// @ unfold acc(h.Part(), 1/2)
	// @ defer fold acc(h.Part(), 1/2)
	return h.count
}

// @ preserves acc(h)
// @ requires  0 <= i && i < Places && 0 <= place && place < Places
// @ ensures   seq(h.order) == old(seq(h.order))[int(i) = place] && seq(h.index) == old(seq(h.index))[int(place) = i + 1]
// @ ensures   seq(h.due) == old(seq(h.due)) && h.count == old(h.count)
// @ decreases

// put stores place at position i of the order. Preconditions: i < Places; place < Places.
func (h *Heap) put(i, place uint32) {
	// @ ghost order, index := seq(h.order), seq(h.index)
	h.order[i] = place
	// @ assert seq(h.order) == order[int(i) = place]
	h.index[place] = i + 1
	// @ assert seq(h.index) == index[int(place) = i + 1]
}

// @ preserves h.Part()
// @ requires  0 <= i && int(i) < h.Raw().Count && Rising(h.Raw(), int(i))
// @ ensures   Ordered(h.Raw()) && SameMembers(old(h.Raw()), h.Raw())
// @ decreases

// rise moves the place at position i towards the root until its parent is not later. Precondition: i < count.
func (h *Heap) rise(i uint32) {
	// @ ghost was := h.Raw()
	// @ invariant h.Part() && 0 <= i && int(i) < h.Raw().Count && Rising(h.Raw(), int(i)) && SameMembers(was, h.Raw())
	// @ decreases i
	for i > 0 {
		parent := (i - 1) / 2
		if !h.later(parent, i) {
			return
		}
		h.swap(i, parent)
		i = parent
	}
}

// @ preserves h.Part()
// @ requires  0 <= i && int(i) < h.Raw().Count && Sinking(h.Raw(), int(i), int(i))
// @ ensures   Rising(h.Raw(), int(i)) && SameMembers(old(h.Raw()), h.Raw())
// @ decreases

// sink moves the place at position i away from the root until no child is earlier. Precondition: i < count.
func (h *Heap) sink(i uint32) {
	// @ ghost was := h.Raw()
	// @ ghost top := int(i)
	n := h.size()
	// @ invariant h.Part() && 0 <= i && int(i) < h.Raw().Count && h.Raw().Count == int(n) && SameMembers(was, h.Raw())
	// @ invariant top <= int(i) && Sinking(h.Raw(), int(i), top)
	// @ decreases Places - i
	for 2*i+1 < n {
		child := 2*i + 1
		if child+1 < n && h.later(child, child+1) {
			child = child + 1
		}
		if !h.later(i, child) {
			return
		}
		// @ ghost v := h.Raw()
		h.swap(i, child)
		// @ SankBelow(v, h.Raw(), int(i), int(child), top, int(n))
		i = child
	}
}

// @ preserves acc(h.Part(), 1/2)
// @ ensures   int(n) == h.Raw().Count && 0 <= n && n <= Places
// @ decreases

// size answers the number of places in the heap.
func (h *Heap) size() (n uint32) {
	// @ unfold acc(h.Part(), 1/2)
	// @ defer fold acc(h.Part(), 1/2)
	return h.count
}

// @ preserves acc(h.Part(), 1/2)
// @ preserves 0 <= i && int(i) < h.Raw().Count && 0 <= j && int(j) < h.Raw().Count
// @ ensures   ok == (At(h.Raw(), int(i)) > At(h.Raw(), int(j)))
// @ decreases

// later says that the place at position i is due later than the one at position j. Preconditions: i < count; j < count.
func (h *Heap) later(i, j uint32) (ok bool) {
	// @ unfold acc(h.Part(), 1/2)
	// @ defer fold acc(h.Part(), 1/2)
	return h.due[h.order[i]] > h.due[h.order[j]]
}

// @ preserves h.Part()
// @ requires  0 <= i && int(i) < h.Raw().Count && 0 <= j && int(j) < h.Raw().Count && i != j
// @ ensures   h.Raw().Order == old(h.Raw()).Order[int(i) = old(h.Raw()).Order[int(j)]][int(j) = old(h.Raw()).Order[int(i)]]
// @ ensures   h.Raw().Due == old(h.Raw()).Due && SameMembers(old(h.Raw()), h.Raw())
// @ decreases

// swap exchanges the places at positions i and j. Preconditions: i < count; j < count; i != j.
func (h *Heap) swap(i, j uint32) {
	// @ unfold h.Part()
	// @ defer fold h.Part()
	a, b := h.order[i], h.order[j]
	h.put(i, b)
	h.put(j, a)
}
