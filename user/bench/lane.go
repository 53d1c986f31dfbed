package main

import (
	"warrant/kernel/abi"
	"warrant/lib/little"
	"warrant/user/rt"
)

// Lane is the process's ring, used without any of user/rt's care: entries that stand in the queue already are handed in again.
type Lane struct {
	page *rt.Page
	tail uint32
	head uint32
}

// Fill writes e into every slot of the submission queue.
func (l *Lane) Fill(e rt.Entry) {
	l.attach()
	for i := uint32(0); i < abi.SQEntries; i++ {
		e.Store(l.page, i)
	}
}

// FillOdd writes e into every second slot.
func (l *Lane) FillOdd(e rt.Entry) {
	for i := uint32(1); i < abi.SQEntries; i += 2 {
		e.Store(l.page, i)
	}
}

// Align sees to it that the next entry is of an even slot, with one that does nothing if need be.
func (l *Lane) Align() {
	l.Fill(rt.Entry{Opcode: abi.OpNop})
	if l.tail%2 == 1 {
		l.Go(1)
	}
}

// Go hands in the next n entries, waits for as many completions, and takes them unseen but for the last one's code.
func (l *Lane) Go(n uint32) {
	l.tail += n
	little.PutUint32(l.page[:], abi.RingSQTail, l.tail)
	rt.SystemCall(abi.SysCapEnter, uint64(n), abi.TimeoutForever)
	l.head += n
	little.PutUint32(l.page[:], abi.RingCQHead, l.head)
	last := int(abi.RingCQ + (l.head-1)%abi.CQEntries*abi.CQESize)
	if abi.Code(little.Uint32(l.page[:], last+abi.CQEResult)) < 0 {
		rt.Fail("what is measured fails")
	}
}

// Leave hands in e alone, and does not wait for its completion.
func (l *Lane) Leave(e rt.Entry) {
	l.Fill(e)
	l.tail++
	l.page.Store32(abi.RingSQTail, l.tail)
	rt.SystemCall(abi.SysCapEnter, 0, abi.TimeoutPoll)
}

// attach begins where the kernel is.
func (l *Lane) attach() {
	l.page = rt.Main().Page()
	l.tail = l.page.Load32(abi.RingSQHead)
	l.head = l.page.Load32(abi.RingCQTail)
}
