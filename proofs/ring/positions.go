// Package ring has the bounded proofs of kernel/core/ring: from any positions that satisfy the invariant, whatever the process wrote,
// and with a process that writes at any moment.
//
// Only gosure prove runs these functions. The package may not be imported.
package ring

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/ring"
	"warrant/verify/prove"
)

// positions is ring.Positions with its fields in reach.
type positions struct{ sqHead, cqTail, cqHead uint32 }

// unread answers how many completions wait, as the difference of wrapping counters.
func (p positions) unread() uint32 { return p.cqTail - p.cqHead }

// anyPositions returns any positions that satisfy RING-3: at most as many completions wait as there are places.
func anyPositions() (ring.Positions, positions) {
	m := prove.Any[positions]()
	prove.Assume(m.unread() <= abi.CQEntries)
	return prove.Reshape[ring.Positions](m), m
}

// ProofPending: whatever tail the process wrote, what is pending is the wrapping difference and at most the ring's size. Invariants:
// RING-2, RING-5.
func ProofPending() {
	p, before := anyPositions()
	tail := prove.Any[uint32]()
	n, ok := p.Pending(tail)
	prove.Cover(ok && tail < before.sqHead, "the counters wrapped")
	prove.Cover(!ok)
	prove.Assert(ok == (tail-before.sqHead <= abi.SQEntries))
	prove.Assert(ok && n == tail-before.sqHead || !ok && n == 0)
	prove.Assert(prove.Reshape[positions](p) == before, "the process's word is not believed")
}

// ProofPendingTwin claims that a tail is right as soon as it is not behind the head.
func ProofPendingTwin() {
	p, before := anyPositions()
	tail := prove.Any[uint32]()
	_, ok := p.Pending(tail)
	prove.Assert(ok == (tail >= before.sqHead))
}

// ProofTakeSlot: the slot of a submission is inside the queue whatever the position, and the position goes one on. Invariants: RING-1,
// RING-5.
func ProofTakeSlot() {
	m := prove.Any[positions]()
	p := prove.Reshape[ring.Positions](m)
	slot := p.TakeSlot()
	prove.Cover(m.sqHead == 0xffffffff, "the last position")
	prove.Assert(slot < abi.SQEntries && slot == m.sqHead&(abi.SQEntries-1))
	m.sqHead++
	prove.Assert(prove.Reshape[positions](p) == m)
}

// ProofTakeSlotTwin claims that the slot is the position.
func ProofTakeSlotTwin() {
	m := prove.Any[positions]()
	p := prove.Reshape[ring.Positions](m)
	prove.Assert(p.TakeSlot() == m.sqHead)
}

// ProofConsume: a head is believed exactly when it lies among the completions that wait; else nothing changes. Invariants: RING-3,
// RING-5.
func ProofConsume() {
	p, before := anyPositions()
	head := prove.Any[uint32]()
	ok := p.Consume(head)
	prove.Cover(ok && head != before.cqHead)
	prove.Cover(!ok)
	prove.Assert(ok == (head-before.cqHead <= before.unread()))
	want := before
	if ok {
		want.cqHead = head
	}
	prove.Assert(prove.Reshape[positions](p) == want)
	prove.Assert(want.unread() <= abi.CQEntries && p.Available() == want.unread())
}

// ProofConsumeTwin claims that any head within a ring's size of the tail is believed, even one that goes back.
func ProofConsumeTwin() {
	p, before := anyPositions()
	head := prove.Any[uint32]()
	prove.Assert(p.Consume(head) == (before.cqTail-head <= abi.CQEntries))
}

// ProofPostSlot: a completion gets a place exactly when there is one, inside the queue and none that waits. Invariants: RING-1, RING-3,
// RING-4.
func ProofPostSlot() {
	p, before := anyPositions()
	ok := p.Available() < abi.CQEntries
	prove.Cover(ok && before.cqTail == 0xffffffff)
	prove.Cover(!ok)
	prove.Assert(ok == (before.unread() < abi.CQEntries))
	want := before
	if ok {
		slot := p.PostSlot()
		want.cqTail++
		waiting := prove.Any[uint32]()
		if waiting < before.unread() {
			prove.Assert(slot != (before.cqHead+waiting)%abi.CQEntries, "no completion that waits is overwritten")
		}
		prove.Assert(slot == before.cqTail%abi.CQEntries)
	}
	prove.Assert(prove.Reshape[positions](p) == want && want.unread() <= abi.CQEntries)
}

// ProofPostSlotTwin claims that there is always a place.
func ProofPostSlotTwin() {
	p, _ := anyPositions()
	prove.Assert(p.Available() < abi.CQEntries)
}

// ProofFirstInFirstOut: three hostile steps in any order keep the invariant, and submissions are taken in order. Invariants: RING-2,
// RING-3.
func ProofFirstInFirstOut() {
	const steps = 3
	p, now := anyPositions()
	for range steps {
		switch word := prove.Any[uint32](); prove.Any[uint8]() % 3 {
		case 0:
			if n, ok := p.Pending(word); ok && n > 0 {
				prove.Assert(p.TakeSlot() == now.sqHead%abi.SQEntries)
				now.sqHead++
			}
		case 1:
			p.Consume(word)
		default:
			if p.Available() < abi.CQEntries {
				p.PostSlot()
			}
		}
	}
	after := prove.Reshape[positions](p)
	prove.Cover(after.unread() == abi.CQEntries)
	prove.Assert(after.unread() <= abi.CQEntries && after.sqHead == now.sqHead)
}

// ProofFirstInFirstOutTwin claims that two completions always find a place.
func ProofFirstInFirstOutTwin() {
	p, before := anyPositions()
	p.Consume(prove.Any[uint32]())
	if p.Available() < abi.CQEntries {
		p.PostSlot()
	}
	prove.Assert(p.Available() < abi.CQEntries || before.unread() == abi.CQEntries)
}
