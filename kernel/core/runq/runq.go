// Package runq is the queue of processes that can run, longest waiting first.
//
// It has room for every process, so that waking one never needs memory. It may not know why a process can run.
package runq

import "warrant/kernel/limits"

// Queue is a first-in first-out queue of process numbers. The zero value is empty. Invariants: SC-1, each process at most once; SC-2.
type Queue struct {
	places [limits.Processes]uint32
	head   uint32
	count  uint32
	queued [limits.Processes]bool
}

// Push puts process p at the end. It fails, and changes nothing, when p is in the queue already. Precondition: p < limits.Processes.
func (q *Queue) Push(p uint32) (ok bool) {
	if q.queued[p] || q.count >= limits.Processes {
		return false
	}
	q.places[(q.head+q.count)%limits.Processes] = p
	q.count = q.count + 1
	q.queued[p] = true
	return true
}

// Pop takes the process at the front. It fails when the queue is empty.
func (q *Queue) Pop() (p uint32, ok bool) {
	if q.count == 0 {
		return 0, false
	}
	p = q.places[q.head]
	q.head = (q.head + 1) % limits.Processes
	q.count = q.count - 1
	q.queued[p] = false
	return p, true
}

// Remove takes process p out of the queue, wherever it stands; the others keep their order. It fails, and changes nothing, when p is not
// in the queue. Precondition: p < limits.Processes.
func (q *Queue) Remove(p uint32) (ok bool) {
	if !q.queued[p] {
		return false
	}
	kept := uint32(0)
	for i := uint32(0); i < q.count; i++ {
		other := q.places[(q.head+i)%limits.Processes]
		if other != p {
			q.places[(q.head+kept)%limits.Processes] = other
			kept = kept + 1
		}
	}
	q.count = kept
	q.queued[p] = false
	return true
}

// Len answers the number of processes in the queue.
func (q *Queue) Len() (n uint32) {
	return q.count
}
