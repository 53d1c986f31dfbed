// Package memobj has the bounded proofs of kernel/core/memobj: who waits at a memory object, its pages and its epochs.
//
// Only gosure prove runs these functions. The package may not be imported.
package memobj

import (
	"warrant/kernel/core/memobj"
	"warrant/kernel/core/memory"
	"warrant/kernel/limits"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// waiters is the greatest number that wait where somebody is taken out of the middle.
const waiters = 4

// queue is memobj.Queue with its fields in reach.
type queue struct {
	places [limits.Parked]memobj.Waiter
	count  uint32
}

// anyQueue returns any queue of up to most waiters, each a process and an offset below 256.
func anyQueue(most uint32) (q queue) {
	for i := range q.places {
		q.places[i].Process, q.places[i].Offset = uint32(prove.Any[uint8]()), uint64(prove.Any[uint8]())
	}
	q.count = uint32(prove.Any[uint8]())
	prove.Assume(q.count <= most)
	return q
}

// ProofPark: who comes waits behind all others, of whom k is any, unless all places are taken; and the first one stays the first.
func ProofPark() {
	before, k, w := anyQueue(limits.Parked), prove.Any[uint8]()%limits.Parked, prove.Any[memobj.Waiter]()
	q := prove.Reshape[memobj.Queue](before)
	ok := q.Push(w)
	after := prove.Reshape[queue](q)
	first, some := q.First()
	prove.Cover(ok && before.count == limits.Parked-1, "the last place")
	prove.Assert(ok == (before.count < limits.Parked))
	if !ok {
		prove.Assert(after == before)
		return
	}
	prove.Assert(after.count == before.count+1 && after.places[before.count] == w)
	prove.Assert(logic.Implies(uint32(k) < before.count, after.places[k] == before.places[k]))
	prove.Assert(some && (first == w && before.count == 0 || first == before.places[0] && before.count > 0))
}

// ProofParkTwin claims that there is always a place.
func ProofParkTwin() {
	q := prove.Reshape[memobj.Queue](anyQueue(limits.Parked))
	prove.Assert(q.Push(memobj.Waiter{}))
}

// without returns q without the first of the waiters that match, and whether there was one.
func without(q queue, match func(w memobj.Waiter) bool) (queue, bool) {
	at := q.count
	for i := uint32(waiters); i > 0; i-- {
		if logic.All(i-1 < q.count, match(q.places[i-1])) {
			at = i - 1
		}
	}
	if at == q.count {
		return q, false
	}
	for i := uint32(0); i < waiters; i++ {
		if logic.All(i >= at, i+1 < q.count) {
			q.places[i] = q.places[i+1]
		}
	}
	q.count--
	return q, true
}

// same says that two queues hold the same waiters.
func same(a, b queue) bool {
	ok := a.count == b.count
	for i := uint32(0); i < waiters; i++ {
		ok = logic.All(ok, logic.Implies(i < a.count, a.places[i] == b.places[i]))
	}
	return ok
}

// ProofUnpark: the first that waits at the offset goes, and the others keep their order; if nobody waits there, nothing changes.
func ProofUnpark() {
	before, offset := anyQueue(waiters), uint64(prove.Any[uint8]())
	q := prove.Reshape[memobj.Queue](before)
	w, ok := q.Take(offset)
	after := prove.Reshape[queue](q)
	want, found := without(before, func(w memobj.Waiter) bool { return w.Offset == offset })
	prove.Cover(ok && before.count == 3 && before.places[0].Offset != offset && before.places[2].Offset == offset, "not the first of all")
	prove.Assert(ok == found && same(after, want))
	prove.Assert(logic.Implies(ok, w.Offset == offset))
}

// ProofUnparkTwin claims that nobody waits there any more.
func ProofUnparkTwin() {
	offset := uint64(prove.Any[uint8]())
	q := prove.Reshape[memobj.Queue](anyQueue(waiters))
	q.Take(offset)
	_, ok := q.Take(offset)
	prove.Assert(!ok)
}

// ProofUnparked: the call that is named goes, and the others keep their order; if it does not wait, nothing changes.
func ProofUnparked() {
	before, process, place := anyQueue(waiters), uint32(prove.Any[uint8]()), prove.Any[uint32]()
	q := prove.Reshape[memobj.Queue](before)
	ok := q.Remove(process, place)
	after := prove.Reshape[queue](q)
	want, found := without(before, func(w memobj.Waiter) bool { return logic.All(w.Process == process, w.Place == place) })
	prove.Cover(ok && before.count == waiters)
	prove.Assert(ok == found && same(after, want))
}

// ProofUnparkedTwin claims that the place does not matter.
func ProofUnparkedTwin() {
	before, process := anyQueue(waiters), uint32(prove.Any[uint8]())
	q := prove.Reshape[memobj.Queue](before)
	_, found := without(before, func(w memobj.Waiter) bool { return w.Process == process })
	prove.Assert(q.Remove(process, prove.Any[uint32]()) == found)
}

// anyEpochs returns any object with nothing in it.
func anyEpochs() (o memobj.Object) {
	o.Live, o.Generation, o.Views = true, prove.Any[uint32](), prove.Any[uint32]()
	return o
}

// ProofEpochs: views that are revoked, and an object that is closed, never come back: the epoch is another one, or there is no next life.
// Invariant: CAP-8.
func ProofEpochs() {
	o := anyEpochs()
	before := o
	revoked := o.RevokeViews()
	prove.Assert(revoked == (before.Views != memobj.LastEpoch) && o.Generation == before.Generation && o.Live)
	prove.Assert(!revoked || o.Views > before.Views)
	prove.Assert(revoked || o.Views == before.Views)
	o = before
	o.Close()
	prove.Cover(o.Usable() && o.Generation == memobj.LastEpoch)
	prove.Cover(!o.Usable() && before.Generation == 5, "only the views are used up")
	prove.Assert(!o.Live && o.Generation >= before.Generation && o.Views >= before.Views)
	prove.Assert(!o.Usable() || o.Generation > before.Generation && o.Views > before.Views)
	if o.Usable() {
		generation, views := o.Generation, o.Views
		o.Open(3)
		prove.Assert(o.Live && o.Owner == 3 && o.Pages() == 0 && o.Generation == generation && o.Views == views)
	}
}

// ProofEpochsTwin claims that an object can always be opened again.
func ProofEpochsTwin() {
	o := anyEpochs()
	o.Close()
	prove.Assert(o.Usable())
}

// object is memobj.Object with its fields in reach.
type object struct {
	Live       bool
	Retired    bool
	Owner      uint32
	Generation uint32
	Views      uint32
	count      uint32
	frames     [limits.ObjectPages]memory.Frame
	parked     queue
}

// ProofPages: pages come and go at the end, and page k, which is any, keeps its frame.
func ProofPages() {
	before := object{Live: true, count: prove.Any[uint32](), frames: prove.Any[[limits.ObjectPages]memory.Frame]()}
	prove.Assume(before.count <= limits.ObjectPages)
	k := prove.Any[uint32]() % limits.ObjectPages
	o := prove.Reshape[memobj.Object](before)
	f := prove.Any[memory.Frame]()
	ok := o.Add(f)
	prove.Cover(!ok)
	prove.Assert(ok == (before.count < limits.ObjectPages))
	prove.Assert(k >= before.count || o.Frame(k) == before.frames[k])
	if ok {
		prove.Assert(o.Pages() == before.count+1 && o.Frame(before.count) == f)
		last, some := o.RemoveLast()
		prove.Assert(some && last == f)
	}
	prove.Assert(o.Pages() == before.count && (k >= before.count || o.Frame(k) == before.frames[k]))
}

// ProofPagesTwin claims that the first page goes first.
func ProofPagesTwin() {
	var o memobj.Object
	first := prove.Any[memory.Frame]()
	o.Add(first)
	o.Add(prove.Any[memory.Frame]())
	last, _ := o.RemoveLast()
	prove.Assert(last == first)
}
