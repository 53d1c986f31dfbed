// +gobra

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

// @ requires r.Mem() && 0 <= page && page <= 4294967295
// @ ensures  r.Mem() && r.View() === State{Where{0, 0, 0}, page, 0, 0}
// @ decreases

// Attach makes r an empty ring in the zeroed frame page.
func (r *Ring) Attach(page memory.Frame) {
	// @ unfold r.Mem()
	// @ unfold r.at.Mem()
	*r = Ring{page: page}
	// @ fold r.at.Mem()
	// @ fold r.Mem()
}

// @ preserves r.Mem() && ram.Mem()
// @ requires  ram.Holds(r.View().Base(), memory.FrameSize)
// @ ensures   ram.Size() == old(ram.Size()) && 0 <= n && n <= abi.SQEntries
// @ ensures   n == PendingAt(old(r.View()), Low(old(ram.At(r.View().Base()))))
// @ ensures   r.View() === Looked(old(r.View()), old(ram.At(r.View().Base())))
// @ ensures   ram.At(r.View().Base() + abi.RingCQOverflow) == Counted(old(ram.At(r.View().Base() + abi.RingCQOverflow)), old(r.View()), r.View())
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && b != r.View().Base() + abi.RingCQOverflow ==> ram.At(b) == old(ram.At(b))
// @ decreases

// Pending reads, once, how far the process has come with both queues, and answers the number of submissions that it has made. A position that
// makes no sense is counted and ignored: then nothing is pending, or no completion taken. Invariants: RING-2, RING-3.
func (r *Ring) Pending(ram *memory.RAM) (n uint32) {
	// @ unfold r.Mem()
	// @ defer fold r.Mem()
	w := ram.Word(r.page.Address() + abi.RingSQTail)
	if !r.at.Consume(uint32(w / modulus)) {
		r.recovered(ram)
	}
	n, ok := r.at.Pending(uint32(w % modulus))
	if !ok {
		r.recovered(ram)
		return 0
	}
	return n
}

// @ preserves acc(r.Mem(), 1/4)
// @ ensures   n == Unread(r.View().At) && 0 <= n && n <= abi.CQEntries
// @ decreases

// Left answers how many completions the process has not taken, as far as the kernel has looked.
func (r *Ring) Left() (n uint32) {
	// @ unfold acc(r.Mem(), 1/4)
	// @ defer fold acc(r.Mem(), 1/4)
	return r.at.Available()
}

// @ preserves r.Mem() && acc(ram.Mem(), 1/2) && acc(e)
// @ requires  ram.Holds(r.View().Base(), memory.FrameSize)
// @ ensures   r.View() === State{Taken(old(r.View()).At), old(r.View()).Page, old(r.View()).Overflow, old(r.View()).Recoveries}
// @ ensures   *e == EntryAt(ram, old(r.View()).Base() + abi.RingSQ + int(old(r.View()).At.SQHead) % abi.SQEntries * abi.SQESize)
// @ decreases

// Take copies the next submission out of the page to e, each word once. Precondition: the last Pending answered more than the number of
// Take since. Invariants: RING-1, RING-6.
func (r *Ring) Take(ram *memory.RAM, e *sqe.Entry) {
	// @ unfold r.Mem()
	// @ defer fold r.Mem()
	slot := r.at.TakeSlot()
	w0, w1, w2, w3, w4, w5, w6, w7 := ram.Line(r.page, abi.RingSQ+memory.PhysAddr(slot)*abi.SQESize)
	e.Decode(w0, w1, w2, w3, w4, w5, w6, w7)
}

// @ preserves acc(r.Mem(), 1/2) && ram.Mem()
// @ requires  ram.Holds(r.View().Base(), memory.FrameSize)
// @ ensures   ram.Size() == old(ram.Size())
// @ ensures   Low(ram.At(r.View().Base() + abi.RingSQHead)) == r.View().At.SQHead
// @ ensures   High(ram.At(r.View().Base() + abi.RingSQHead)) == High(old(ram.At(r.View().Base() + abi.RingSQHead)))
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && b != r.View().Base() + abi.RingSQHead ==> ram.At(b) == old(ram.At(b))
// @ decreases

// Taken tells the process how far the kernel has taken its submissions.
func (r *Ring) Taken(ram *memory.RAM) {
	// @ unfold acc(r.Mem(), 1/2)
	// @ defer fold acc(r.Mem(), 1/2)
	// @ unfold acc(r.at.Mem(), 1/4)
	ram.SetHalf(r.page, abi.RingSQHead, r.at.sqHead)
	// @ fold acc(r.at.Mem(), 1/4)
}

// @ preserves r.Mem() && ram.Mem()
// @ requires  ram.Holds(r.View().Base(), memory.FrameSize)
// @ ensures   ram.Size() == old(ram.Size()) && n == Unread(r.View().At) && 0 <= n && n <= abi.CQEntries
// @ ensures   r.View() === Believed(old(r.View()), High(old(ram.At(r.View().Base()))))
// @ ensures   ram.At(r.View().Base() + abi.RingCQOverflow) == Counted(old(ram.At(r.View().Base() + abi.RingCQOverflow)), old(r.View()), r.View())
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && b != r.View().Base() + abi.RingCQOverflow ==> ram.At(b) == old(ram.At(b))
// @ decreases

// Available reads how far the process has taken its completions, and answers how many are left. A position that makes no sense is
// counted and ignored. Invariant: RING-3.
func (r *Ring) Available(ram *memory.RAM) (n uint32) {
	// @ unfold r.Mem()
	// @ defer fold r.Mem()
	if !r.at.Consume(ram.Half(r.page, abi.RingCQHead)) {
		r.recovered(ram)
	}
	return r.at.Available()
}

// @ preserves acc(&r.page, 1/2) && acc(&r.recoveries) && ram.Mem() && 0 <= r.page && r.page <= 4294967295 && IsPosition(r.recoveries)
// @ requires  ram.Holds(int(r.page) * memory.FrameSize, memory.FrameSize)
// @ ensures   ram.Size() == old(ram.Size()) && r.recoveries == After(old(r.recoveries))
// @ ensures   ram.At(int(r.page) * memory.FrameSize + abi.RingCQOverflow) ==
// @ 	old(ram.At(int(r.page) * memory.FrameSize + abi.RingCQOverflow)) % modulus + uint64(r.recoveries) * modulus
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && b != int(r.page) * memory.FrameSize + abi.RingCQOverflow ==> ram.At(b) == old(ram.At(b))
// @ decreases

// recovered counts a position that made no sense. Invariants: RING-2, RING-3.
//
//go:noinline
func (r *Ring) recovered(ram *memory.RAM) {
	r.recoveries = Next(r.recoveries)
	ram.SetHalf(r.page, abi.RingRecoveries, r.recoveries)
}

// @ preserves acc(r.Mem(), 1/2)
// @ ensures   n == r.View().Overflow
// @ decreases

// Overflows answers the number of completions that found the queue full, modulo 2^32.
func (r *Ring) Overflows() (n uint32) {
	// @ unfold acc(r.Mem(), 1/2)
	// @ defer fold acc(r.Mem(), 1/2)
	return r.overflow
}

// @ preserves acc(r.Mem(), 1/2)
// @ ensures   n == r.View().Recoveries
// @ decreases

// Recoveries answers the number of positions that made no sense, modulo 2^32.
func (r *Ring) Recoveries() (n uint32) {
	// @ unfold acc(r.Mem(), 1/2)
	// @ defer fold acc(r.Mem(), 1/2)
	return r.recoveries
}

// @ preserves r.Mem() && ram.Mem()
// @ requires  ram.Holds(r.View().Base(), memory.FrameSize)
// @ requires  0 <= c.UserData && c.UserData <= 18446744073709551615 && -2147483648 <= c.Code && c.Code <= 2147483647
// @ requires  0 <= c.CapCount && c.CapCount <= 65535 && 0 <= c.CallID && c.CallID <= 4294967295
// @ ensures   ram.Size() == old(ram.Size())
// @ ensures   r.View() === Answered(Seen(old(r.View()), High(old(ram.At(r.View().Base())))))
// @ ensures   Told(r.View().At.CQTail, r.View().Overflow) == Following(old(Told(r.View().At.CQTail, r.View().Overflow)))
// @ ensures   !Full(old(r.View()), old(ram.At(r.View().Base()))) ==> Shows(ram, old(r.View()), c)
// @ ensures   High(ram.At(r.View().Base() + abi.RingSQHead)) == (Full(old(r.View()), old(ram.At(r.View().Base()))) ? High(old(ram.At(r.View().Base() + abi.RingSQHead))) : r.View().At.CQTail)
// @ ensures   Low(ram.At(r.View().Base() + abi.RingCQOverflow)) == (Full(old(r.View()), old(ram.At(r.View().Base()))) ? r.View().Overflow : Low(old(ram.At(r.View().Base() + abi.RingCQOverflow))))
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && (b < r.View().Base() + abi.RingSQHead || r.View().Base() + memory.FrameSize <= b) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// Post posts c, or counts it as overflow when the queue is full. How far the process has taken its completions is read only when the
// queue would be full without. Invariant: RING-4.
func (r *Ring) Post(ram *memory.RAM, c Completion) {
	// @ OneMore(r.View().At.CQTail, r.View().Overflow)
	if r.Left() >= abi.CQEntries {
		// Not by &&, of which the compiler makes a value: five instructions for each completion.
		if r.Available(ram) >= abi.CQEntries {
			r.lose(ram)
			return
		}
	}
	// @ unfold r.Mem()
	// @ defer fold r.Mem()
	slot := r.at.PostSlot()
	// @ unfold acc(r.at.Mem(), 1/2)
	ram.Publish(r.page, abi.RingCQ+memory.PhysAddr(slot)*abi.CQESize, c.UserData, resultWord(c), uint64(c.CallID), 0, abi.RingCQTail, r.at.cqTail)
	// @ fold acc(r.at.Mem(), 1/2)
}

// @ preserves r.Mem() && ram.Mem()
// @ requires  ram.Holds(r.View().Base(), memory.FrameSize)
// @ ensures   ram.Size() == old(ram.Size())
// @ ensures   r.View() === State{old(r.View()).At, old(r.View()).Page, After(old(r.View()).Overflow), old(r.View()).Recoveries}
// @ ensures   Low(ram.At(r.View().Base() + abi.RingCQOverflow)) == r.View().Overflow
// @ ensures   High(ram.At(r.View().Base() + abi.RingCQOverflow)) == High(old(ram.At(r.View().Base() + abi.RingCQOverflow)))
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && b != r.View().Base() + abi.RingCQOverflow ==> ram.At(b) == old(ram.At(b))
// @ decreases

// lose counts a completion that found the queue full. Invariant: RING-4.
//
//go:noinline
func (r *Ring) lose(ram *memory.RAM) {
	// @ unfold r.Mem()
	// @ defer fold r.Mem()
	r.overflow = Next(r.overflow)
	ram.SetHalf(r.page, abi.RingCQOverflow, r.overflow)
}

// @ requires -2147483648 <= c.Code && c.Code <= 2147483647 && 0 <= c.CapCount && c.CapCount <= 65535
// @ ensures  0 <= w && w <= 18446744073709551615
// @ ensures  int64(w % modulus) == (int64(c.Code) + modulus) % modulus
// @ ensures  w / modulus % 65536 == 0 && w / 281474976710656 == uint64(c.CapCount)
// @ decreases

// resultWord answers the word of a completion queue entry that holds its code, its flags and its capability count.
func resultWord(c Completion) (w uint64) {
	return uint64((int64(c.Code)+modulus)%modulus) + uint64(c.CapCount)*0x1000000000000
}
