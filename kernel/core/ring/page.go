package ring

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/sqe"
)

// Ring is a process's ring page and the kernel's positions in it.
type Ring struct {
	at         Positions
	page       memory.Frame
	overflow   uint32 // completions that found the queue full, modulo 2^32
	recoveries uint32 // positions that made no sense, modulo 2^32
}

// Completion is what a completion queue entry says.
type Completion struct {
	UserData uint64
	Code     abi.Code
	CapCount uint16
	CallID   uint32
}

// Attach makes r an empty ring in the zeroed frame page.
func (r *Ring) Attach(page memory.Frame) {
	*r = Ring{page: page}
}

// Pending answers the number of submissions that the process has made; 0 when its position makes no sense, which is counted.
func (r *Ring) Pending(ram *memory.RAM) (n uint32) {
	n, ok := r.at.Pending(ram.Half(r.page.Address() + abi.RingSQTail))
	if !ok {
		r.recover(ram)
		return 0
	}
	return n
}

// Take copies the next submission out of the page, once. Precondition: the last Pending answered more than the number of Take since.
// Invariant: RING-6.
func (r *Ring) Take(ram *memory.RAM) (e sqe.Entry) {
	slot := r.at.TakeSlot()
	a := r.page.Address() + abi.RingSQ + memory.PhysAddr(slot)*abi.SQESize
	var w [abi.SQESize / 8]uint64
	for i := uint32(0); i < abi.SQESize/8; i++ {
		w[i] = ram.Word(a + memory.PhysAddr(i)*8)
	}
	return sqe.Decode(w)
}

// Taken tells the process how far the kernel has taken its submissions.
func (r *Ring) Taken(ram *memory.RAM) {
	ram.SetHalf(r.page.Address()+abi.RingSQHead, r.at.sqHead)
}

// Available reads how far the process has taken its completions, and answers how many are left. A position that makes no sense is
// counted and ignored.
func (r *Ring) Available(ram *memory.RAM) (n uint32) {
	if !r.at.Consume(ram.Half(r.page.Address() + abi.RingCQHead)) {
		r.recover(ram)
	}
	return r.at.Available()
}

// Post posts c, or counts it as overflow when the queue is full. Invariant: RING-4.
func (r *Ring) Post(ram *memory.RAM, c Completion) {
	r.Available(ram)
	slot, ok := r.at.PostSlot()
	if !ok {
		r.overflow = Next(r.overflow)
		ram.SetHalf(r.page.Address()+abi.RingCQOverflow, r.overflow)
		return
	}
	a := r.page.Address() + abi.RingCQ + memory.PhysAddr(slot)*abi.CQESize
	ram.SetWord(a+abi.CQEUserData, c.UserData)
	ram.SetWord(a+abi.CQEResult, resultWord(c))
	ram.SetWord(a+abi.CQECallID, uint64(c.CallID))
	ram.SetWord(a+abi.CQECallID+8, 0)
	ram.SetHalf(r.page.Address()+abi.RingCQTail, r.at.cqTail)
}

// resultWord answers the word of a completion queue entry that holds its code, its flags and its capability count.
func resultWord(c Completion) (w uint64) {
	return (uint64(int64(c.Code)+modulus) % modulus) + uint64(c.CapCount)*0x1000000000000
}

// recover counts a position that made no sense and shows the count to the process.
func (r *Ring) recover(ram *memory.RAM) {
	r.recoveries = Next(r.recoveries)
	ram.SetHalf(r.page.Address()+abi.RingRecoveries, r.recoveries)
}
