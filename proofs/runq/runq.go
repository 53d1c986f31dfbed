// Package runq has the bounded proofs of kernel/core/runq, from any queue that satisfies the invariant.
//
// Only gosure prove runs these functions. The package may not be imported.
package runq

import (
	"warrant/kernel/core/runq"
	"warrant/kernel/limits"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

const places = limits.Processes

// mirror is runq.Queue with its fields in reach.
type mirror struct {
	places [places]uint32
	head   uint32
	count  uint32
	queued [places]bool
}

// sound is the part of the invariant that speaks of all processes: as many are marked as queued as wait. Invariant: SC-2.
func sound(q mirror) bool {
	return logic.All(q.head < places, q.count == logic.Count(q.queued[:]))
}

// turnsHold is the invariant for the turns j and k, counted from the front: they belong to processes that are marked as queued, and not
// to the same. Invariant: SC-1.
func turnsHold(q mirror, j, k uint32) bool {
	p := q.places[(q.head+k)%places]
	marked := logic.All(p < places, q.queued[p%places])
	return logic.All(logic.Implies(k < q.count, marked),
		logic.Implies(logic.All(j != k, j < q.count, k < q.count), q.places[(q.head+j)%places] != p))
}

// anyTurns returns any queue, and any two turns.
func anyTurns() (q mirror, j, k uint32) {
	return prove.Any[mirror](), uint32(prove.Any[uint8]() % places), uint32(prove.Any[uint8]() % places)
}

// ProofPush: a process that is not queued always finds a place, behind all others; one that is changes nothing; and the invariant holds
// for the turns j and k, which are any. Invariants: SC-1, SC-2.
func ProofPush() {
	before, j, k := anyTurns()
	p := prove.Any[uint32]() % places
	prove.Assume(sound(before) && turnsHold(before, j, k) && turnsHold(before, k, j))
	q := prove.Reshape[runq.Queue](before)
	ok := q.Push(p)
	after := prove.Reshape[mirror](q)
	prove.Cover(ok && before.count == places-1, "the last place")
	prove.Assert(ok == !before.queued[p])
	if !ok {
		prove.Assert(after.count == before.count && after.places[k] == before.places[k] && after.queued[k] == before.queued[k])
		return
	}
	prove.Assert(before.count < places, "there is room")
	prove.Assert(after.head == before.head && after.count == before.count+1 && after.places[(before.head+before.count)%places] == p)
	prove.Assert(after.queued[k] == (k == p || before.queued[k]), "one process more is marked")
	prove.Assert(turnsHold(after, j, k), "the invariant holds")
}

// ProofPushTwin claims that a process gets a place even when it has one.
func ProofPushTwin() {
	q := prove.Any[runq.Queue]()
	prove.Assert(q.Push(uint32(prove.Any[uint8]() % places)))
}

// ProofPop: the process at the front leaves the queue, and only that one; and the invariant holds for the turns j and k, which are any.
// Invariants: SC-1, SC-3.
func ProofPop() {
	before, j, k := anyTurns()
	prove.Assume(before.head < places && before.count <= places)
	prove.Assume(turnsHold(before, 0, 0) && turnsHold(before, (j+1)%places, (k+1)%places) && turnsHold(before, 0, (k+1)%places))
	q := prove.Reshape[runq.Queue](before)
	p, ok := q.Pop()
	after := prove.Reshape[mirror](q)
	prove.Cover(ok && before.head == places-1, "the ring wraps")
	prove.Cover(!ok, "nobody waits")
	prove.Assert(ok == (before.count > 0))
	if !ok {
		prove.Assert(after.count == 0 && after.queued[k] == before.queued[k])
		return
	}
	prove.Assert(p == before.places[before.head] && before.queued[p%places])
	prove.Assert(after.head == (before.head+1)%places && after.count == before.count-1 && after.places[k] == before.places[k])
	prove.Assert(after.queued[k] == (k != p && before.queued[k]), "one process less is marked")
	prove.Assert(turnsHold(after, j, k), "the invariant holds")
}

// ProofPopTwin claims that the process that leaves was queued last.
func ProofPopTwin() {
	before := prove.Any[mirror]()
	prove.Assume(before.head < places && before.count < places && before.places[before.head] < places)
	q := prove.Reshape[runq.Queue](before)
	p, ok := q.Pop()
	prove.Assert(!ok || p == before.places[(before.head+before.count-1)%places])
}

// ProofTurns: three processes that are pushed into an empty queue leave it in the order in which they came. Invariant: SC-3.
func ProofTurns() {
	var q runq.Queue
	p := prove.Any[[3]uint8]()
	var pushed [3]bool
	for i := range p {
		pushed[i] = q.Push(uint32(p[i] % places))
	}
	prove.Cover(pushed[1] && pushed[2])
	for i := range p {
		if pushed[i] {
			first, ok := q.Pop()
			prove.Assert(ok && first == uint32(p[i]%places))
		}
	}
	prove.Assert(q.Len() == 0)
}

// ProofTurnsTwin claims that two pushes always make two turns.
func ProofTurnsTwin() {
	var q runq.Queue
	q.Push(uint32(prove.Any[uint8]() % places))
	q.Push(uint32(prove.Any[uint8]() % places))
	prove.Assert(q.Len() == 2)
}
