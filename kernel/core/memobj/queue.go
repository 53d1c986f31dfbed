// +gobra

package memobj

import "warrant/kernel/limits"

// Waiter is a call that waits at a word of the object.
type Waiter struct {
	// Process is the place of the process, and Place that of the call among its calls.
	Process uint32
	Place   uint32
	// Offset is where the word is in the object, in bytes.
	Offset uint64
}

// Queue holds the waiters of one object in the order in which they came. The zero value is empty.
type Queue struct {
	places [limits.Parked]Waiter
	count  uint32
}

// Push puts w at the end. It fails, and changes nothing, when the queue is full.
func (q *Queue) Push(w Waiter) (ok bool) {
	if q.count == limits.Parked {
		return false
	}
	q.places[q.count] = w
	q.count = q.count + 1
	return true
}

// First answers who came first. It fails when nobody waits.
func (q *Queue) First() (w Waiter, ok bool) {
	if q.count == 0 {
		return Waiter{}, false
	}
	return q.places[0], true
}

// Take removes the first that waits at offset, and keeps the order of the others. It fails when nobody waits there.
func (q *Queue) Take(offset uint64) (w Waiter, ok bool) {
	for i := uint32(0); i < q.count; i++ {
		if q.places[i].Offset == offset {
			w = q.places[i]
			q.drop(i)
			return w, true
		}
	}
	return Waiter{}, false
}

// Remove removes the first that is the call at place of a process, and keeps the order of the others. It fails when it does not wait.
func (q *Queue) Remove(process, place uint32) (ok bool) {
	for i := uint32(0); i < q.count; i++ {
		if q.places[i].Process == process && q.places[i].Place == place {
			q.drop(i)
			return true
		}
	}
	return false
}

// drop removes waiter i, and keeps the order of the others. Precondition: i < count.
func (q *Queue) drop(i uint32) {
	q.count = q.count - 1
	for ; i < q.count; i++ {
		q.places[i] = q.places[i+1]
	}
}
