// Package ring is the kernel's side of a process's ring page: where it stands in the two queues, and how it takes and posts entries.
//
// The kernel's own positions rule; what the process writes is an allegation that is checked each time. The package may not act on an
// entry, and it never indexes with a value that it has not reduced.
package ring

import "warrant/kernel/abi"

// modulus is the number of values of a position: positions are 32-bit counters that wrap.
const modulus = 4294967296

// Positions is where the kernel stands. The zero value is an empty ring. Invariant: RING-5; cqTail is at most CQEntries ahead of cqHead.
type Positions struct {
	sqHead uint32 // next submission to take
	cqTail uint32 // next completion to post
	cqHead uint32 // oldest completion that was not taken, by the last head that made sense
}

// Distance answers how far position a is behind position b.
func Distance(a, b uint32) (n uint32) {
	return uint32((uint64(b) + modulus - uint64(a)) % modulus)
}

// Next answers the position after a.
func Next(a uint32) (b uint32) {
	return uint32((uint64(a) + 1) % modulus)
}

// Pending answers the number of submissions when the process says that its queue ends at tail. It fails when the process cannot be
// right. Invariant: RING-2.
func (p *Positions) Pending(tail uint32) (n uint32, ok bool) {
	n = Distance(p.sqHead, tail)
	if n > abi.SQEntries {
		return 0, false
	}
	return n, true
}

// TakeSlot answers the slot of the next submission, and steps over it. Invariant: RING-1.
func (p *Positions) TakeSlot() (slot uint32) {
	slot = p.sqHead % abi.SQEntries
	p.sqHead = Next(p.sqHead)
	return slot
}

// Consume believes the process that it has taken all completions before head. It fails, and changes nothing, when the process cannot be
// right. Invariant: RING-3.
func (p *Positions) Consume(head uint32) (ok bool) {
	if Distance(head, p.cqTail) > Distance(p.cqHead, p.cqTail) {
		return false
	}
	p.cqHead = head
	return true
}

// Available answers the number of completions that the process has not taken.
func (p *Positions) Available() (n uint32) {
	return Distance(p.cqHead, p.cqTail)
}

// PostSlot answers the slot for one more completion, and steps over it. It fails when the queue is full.
func (p *Positions) PostSlot() (slot uint32, ok bool) {
	if p.Available() >= abi.CQEntries {
		return 0, false
	}
	slot = p.cqTail % abi.CQEntries
	p.cqTail = Next(p.cqTail)
	return slot, true
}
