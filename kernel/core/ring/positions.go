// +gobra

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

// @ requires IsPosition(a) && IsPosition(b)
// @ ensures  IsPosition(n) && n == Apart(a, b)
// @ decreases

// Distance answers how far position a is behind position b.
func Distance(a, b uint32) (n uint32) {
	return uint32((uint64(b) + modulus - uint64(a)) % modulus)
}

// @ requires IsPosition(a)
// @ ensures  IsPosition(b) && b == After(a)
// @ decreases

// Next answers the position after a.
func Next(a uint32) (b uint32) {
	return uint32((uint64(a) + 1) % modulus)
}

// @ preserves acc(p.Mem(), 1/4)
// @ requires  IsPosition(tail)
// @ ensures   ok == (Apart(p.View().SQHead, tail) <= abi.SQEntries)
// @ ensures   n == (ok ? Apart(p.View().SQHead, tail) : 0)
// @ ensures   0 <= n && n <= abi.SQEntries
// @ decreases

// Pending answers the number of submissions when the process says that its queue ends at tail. It fails when the process cannot be
// right. Invariant: RING-2.
func (p *Positions) Pending(tail uint32) (n uint32, ok bool) {
	// @ unfold acc(p.Mem(), 1/4)
	// @ defer fold acc(p.Mem(), 1/4)
	n = Distance(p.sqHead, tail)
	if n > abi.SQEntries {
		return 0, false
	}
	return n, true
}

// @ preserves p.Mem()
// @ ensures   0 <= slot && slot < abi.SQEntries && slot == old(p.View()).SQHead % abi.SQEntries
// @ ensures   p.View() === Taken(old(p.View()))
// @ decreases

// TakeSlot answers the slot of the next submission, and steps over it. Invariant: RING-1.
func (p *Positions) TakeSlot() (slot uint32) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	slot = p.sqHead % abi.SQEntries
	p.sqHead = Next(p.sqHead)
	return slot
}

// @ preserves p.Mem()
// @ requires  IsPosition(head)
// @ ensures   ok == (Apart(head, old(p.View()).CQTail) <= Unread(old(p.View())))
// @ ensures   p.View() === (ok ? Consumed(old(p.View()), head) : old(p.View()))
// @ decreases

// Consume believes the process that it has taken all completions before head. It fails, and changes nothing, when the process cannot be
// right. Invariant: RING-3.
func (p *Positions) Consume(head uint32) (ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	if Distance(head, p.cqTail) > Distance(p.cqHead, p.cqTail) {
		return false
	}
	p.cqHead = head
	return true
}

// @ preserves acc(p.Mem(), 1/4)
// @ ensures   n == Unread(p.View()) && 0 <= n && n <= abi.CQEntries
// @ decreases

// Available answers the number of completions that the process has not taken.
func (p *Positions) Available() (n uint32) {
	// @ unfold acc(p.Mem(), 1/4)
	// @ defer fold acc(p.Mem(), 1/4)
	return Distance(p.cqHead, p.cqTail)
}

// @ preserves p.Mem()
// @ requires  Unread(p.View()) < abi.CQEntries
// @ ensures   0 <= slot && slot < abi.CQEntries && slot == old(p.View()).CQTail % abi.CQEntries
// @ ensures   p.View() === Posted(old(p.View())) && Unread(p.View()) == Unread(old(p.View())) + 1
// @ decreases

// PostSlot answers the slot for one more completion, and steps over it. Precondition: Available is below abi.CQEntries. Invariant: RING-4.
func (p *Positions) PostSlot() (slot uint32) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	slot = p.cqTail % abi.CQEntries
	p.cqTail = Next(p.cqTail)
	return slot
}
