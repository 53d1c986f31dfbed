// +gobra

// Package runq is the queue of turns: processes in the order in which they get the processor.
//
// It has room for every process, so that waking one never needs memory. A turn stays when its process ends or blocks; whoever takes the
// turn looks whether the process can run. The package may not know why a process can run.
package runq

import "warrant/kernel/limits"

// Queue is a first-in first-out queue of process numbers. The zero value is empty. Invariants: SC-1, each process at most once; SC-2.
type Queue struct {
	places [limits.Processes]uint32
	head   uint32
	count  uint32
	queued [limits.Processes]bool
}

// @ preserves q.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   ok == !old(q.View()).Queued[int(p)]
// @ ensures   ok ==> q.View() === Pushed(old(q.View()), p)
// @ ensures   !ok ==> q.View() === old(q.View())
// @ decreases

// Push puts process p at the end. It fails, and changes nothing, when p is in the queue already. Precondition: p < limits.Processes.
// Invariants: SC-1, SC-2.
func (q *Queue) Push(p uint32) (ok bool) {
	// @ ghost was := q.View()
	// @ unfold q.Mem()
	if q.queued[p] {
		// @ fold q.Mem()
		return false
	}
	// @ NotAllQueued(seq(q.queued), int(p), limits.Processes)
	// @ ghost prev := seq(q.places)
	q.places[(q.head+q.count)%limits.Processes] = p
	// @ assert seq(q.places) == prev[(int(q.head) + int(q.count)) % limits.Processes = p]
	q.count = q.count + 1
	// @ ghost marks := seq(q.queued)
	q.queued[p] = true
	// @ assert seq(q.queued) == marks[int(p) = true]
	// @ QueuedAt(marks, int(p), true, limits.Processes)
	// @ ghost now := order(seq(q.places), int(q.head), int(q.count))
	// @ assert forall i int :: { now[i] } 0 <= i && i < len(was.Order) ==> now[i] == was.Order[i]
	// @ assert now == was.Order ++ seq[uint32]{p}
	// @ fold q.Mem()
	return true
}

// @ preserves q.Mem()
// @ ensures   ok == (len(old(q.View()).Order) > 0)
// @ ensures   ok ==> p == old(q.View()).Order[0] && 0 <= p && p < limits.Processes
// @ ensures   ok ==> q.View() === Popped(old(q.View()))
// @ ensures   !ok ==> p == 0 && q.View() === old(q.View())
// @ decreases

// Pop takes the process at the front. It fails when the queue is empty.
func (q *Queue) Pop() (p uint32, ok bool) {
	// @ ghost was := q.View()
	// @ unfold q.Mem()
	if q.count == 0 {
		// @ fold q.Mem()
		return 0, false
	}
	p = q.places[q.head]
	// @ assert was.Order[0] == p
	q.head = (q.head + 1) % limits.Processes
	q.count = q.count - 1
	// @ ghost marks := seq(q.queued)
	q.queued[p] = false
	// @ assert seq(q.queued) == marks[int(p) = false]
	// @ QueuedAt(marks, int(p), false, limits.Processes)
	// @ ghost now := order(seq(q.places), int(q.head), int(q.count))
	// @ assert forall i int :: { now[i] } 0 <= i && i < len(now) ==> now[i] == was.Order[i+1]
	// @ assert now == was.Order[1:]
	// @ fold q.Mem()
	return p, true
}

// @ preserves acc(q.Mem(), 1/2)
// @ ensures   int(n) == len(q.View().Order)
// @ decreases

// Len answers the number of processes in the queue.
func (q *Queue) Len() (n uint32) {
	// @ unfold acc(q.Mem(), 1/2)
	// @ defer fold acc(q.Mem(), 1/2)
	return q.count
}
