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

// @ preserves q.Mem()
// @ ensures   ok == (len(old(q.View())) < limits.Parked)
// @ ensures   q.View() == (ok ? old(q.View()) ++ seq[Waiter]{w} : old(q.View()))
// @ decreases

// Push puts w at the end. It fails, and changes nothing, when the queue is full.
func (q *Queue) Push(w Waiter) (ok bool) {
	// @ ghost was := q.View()
	// @ unfold q.Mem()
	if q.count == limits.Parked {
		// @ fold q.Mem()
		return false
	}
	// @ ghost prev := seq(q.places)
	q.places[q.count] = w
	// @ assert seq(q.places) == prev[int(q.count) = w]
	q.count = q.count + 1
	// @ assert seq(q.places)[:int(q.count)] == was ++ seq[Waiter]{w}
	// @ fold q.Mem()
	return true
}

// @ preserves acc(q.Mem(), 1/4)
// @ ensures   ok == (len(q.View()) > 0)
// @ ensures   w == (ok ? q.View()[0] : Waiter{})
// @ decreases

// First answers who came first. It fails when nobody waits.
func (q *Queue) First() (w Waiter, ok bool) {
	// @ unfold acc(q.Mem(), 1/4)
	// @ defer fold acc(q.Mem(), 1/4)
	if q.count == 0 {
		return Waiter{}, false
	}
	return q.places[0], true
}

// @ preserves q.Mem()
// @ ensures   ok == (FirstAt(old(q.View()), offset) < len(old(q.View())))
// @ ensures   w == (ok ? old(q.View())[FirstAt(old(q.View()), offset)] : Waiter{})
// @ ensures   q.View() == Without(old(q.View()), FirstAt(old(q.View()), offset))
// @ decreases

// Take removes the first that waits at offset, and keeps the order of the others. It fails when nobody waits there.
func (q *Queue) Take(offset uint64) (w Waiter, ok bool) {
	i := q.waitingAt(offset)
	// @ unfold q.Mem()
	if i == q.count {
		// @ fold q.Mem()
		return Waiter{}, false
	}
	w = q.places[i]
	// @ fold q.Mem()
	q.drop(i)
	return w, true
}

// @ preserves q.Mem()
// @ ensures   ok == (FirstOf(old(q.View()), process, place) < len(old(q.View())))
// @ ensures   q.View() == Without(old(q.View()), FirstOf(old(q.View()), process, place))
// @ decreases

// Remove removes the first that is the call at place of a process, and keeps the order of the others. It fails when it does not wait.
func (q *Queue) Remove(process, place uint32) (ok bool) {
	i := q.find(process, place)
	// @ unfold q.Mem()
	ok = i < q.count
	// @ fold q.Mem()
	if ok {
		q.drop(i)
	}
	return ok
}

// @ preserves acc(q.Mem(), 1/4)
// @ ensures   int(i) == FirstAt(q.View(), offset)
// @ decreases

// waitingAt answers how many wait before the first that waits at offset, or the length of the queue when nobody waits there.
func (q *Queue) waitingAt(offset uint64) (i uint32) {
	// @ ghost was := q.View()
	// @ unfold acc(q.Mem(), 1/4)
	// @ defer fold acc(q.Mem(), 1/4)
	// @ invariant acc(q, 1/4) && 0 <= i && i <= q.count && q.count <= limits.Parked && was == seq(q.places)[:int(q.count)]
	// @ invariant FirstAt(was, offset) >= int(i)
	// @ decreases q.count - i
	for i = 0; i < q.count; i++ {
		// @ assert was[int(i)] == q.places[i]
		if q.places[i].Offset == offset {
			return i
		}
	}
	return i
}

// @ preserves acc(q.Mem(), 1/4)
// @ ensures   int(i) == FirstOf(q.View(), process, place)
// @ decreases

// find answers how many wait before the call at place of a process, or the length of the queue when it does not wait.
func (q *Queue) find(process, place uint32) (i uint32) {
	// @ ghost was := q.View()
	// @ unfold acc(q.Mem(), 1/4)
	// @ defer fold acc(q.Mem(), 1/4)
	// @ invariant acc(q, 1/4) && 0 <= i && i <= q.count && q.count <= limits.Parked && was == seq(q.places)[:int(q.count)]
	// @ invariant FirstOf(was, process, place) >= int(i)
	// @ decreases q.count - i
	for i = 0; i < q.count; i++ {
		// @ assert was[int(i)] == q.places[i]
		if q.places[i].Process == process && q.places[i].Place == place {
			return i
		}
	}
	return i
}

// @ preserves q.Mem()
// @ requires  0 <= i && int(i) < len(q.View())
// @ ensures   q.View() == Without(old(q.View()), int(i))
// @ decreases

// drop removes waiter i, and keeps the order of the others. Precondition: i < count.
func (q *Queue) drop(i uint32) {
	// @ ghost was := q.View()
	// @ unfold q.Mem()
	// @ ghost k := int(i)
	// @ ghost all := seq(q.places)
	q.count = q.count - 1
	// @ invariant acc(q) && q.count < limits.Parked && int(q.count) == len(was) - 1 && k <= int(i) && i <= q.count
	// @ invariant Shifted(all, seq(q.places), len(was), k, int(i))
	// @ decreases q.count - i
	for ; i < q.count; i++ {
		// @ ghost prev := seq(q.places)
		q.places[i] = q.places[i+1]
		// @ assert seq(q.places) == prev[int(i) = prev[int(i)+1]]
	}
	// @ assert seq(q.places)[:int(q.count)] == was[:k] ++ was[k+1:]
	// @ fold q.Mem()
}
