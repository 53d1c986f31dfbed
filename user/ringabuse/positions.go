package main

import (
	"warrant/kernel/abi"
	"warrant/user/rt"
)

// positions corrupts the positions in the ring page: the kernel counts it, does nothing for it, and goes on from its own positions. Each
// time the ring is put right before anything is checked, since a check that fails speaks through it.
func (a *abuse) positions() {
	page := a.ring.Page()
	for _, ahead := range [4]uint32{abi.SQEntries + 1, 1 << 31, 0xffffffff, 0xfffffff0} {
		tail := page.Load32(abi.RingSQTail)
		seen := a.ring.Recoveries()
		page.Store32(abi.RingSQTail, tail+ahead)
		n, code := a.ring.Enter(0, abi.TimeoutPoll)
		taken := page.Load32(abi.RingSQHead)
		a.ring.Resume()
		a.Code(code, abi.CodeOK, "entering with a corrupt submission tail")
		a.Number(uint64(n), 0, "completions of a corrupt submission tail")
		a.Number(uint64(taken), uint64(tail), "the submission head after a corrupt tail")
		a.That(a.ring.Recoveries() != seen, "a corrupt submission tail is counted")
	}
	for _, ahead := range [4]uint32{1, abi.CQEntries, 1 << 31, 0xffffffff} {
		seen := a.ring.Recoveries()
		page.Store32(abi.RingCQHead, page.Load32(abi.RingCQTail)+ahead)
		_, code := a.ring.Enter(0, abi.TimeoutPoll)
		a.ring.Resume()
		a.Code(code, abi.CodeOK, "entering with a corrupt completion head")
		a.That(a.ring.Recoveries() != seen, "a corrupt completion head is counted")
	}
	a.outputs()
	a.completes(rt.Entry{Opcode: abi.OpNop}, abi.CodeOK, "NOP after all that")
}

// outputs overwrites what the kernel writes: that changes nothing for the kernel.
func (a *abuse) outputs() {
	page := a.ring.Page()
	tail := page.Load32(abi.RingSQTail)
	head := page.Load32(abi.RingCQHead)
	page.Store32(abi.RingSQHead, tail+5)
	page.Store32(abi.RingCQTail, head+7)
	(&rt.Entry{Opcode: abi.OpNop}).Store(page, tail)
	page.Store32(abi.RingSQTail, tail+1)
	n, code := a.ring.Enter(0, abi.TimeoutPoll)
	taken := page.Load32(abi.RingSQHead)
	posted := page.Load32(abi.RingCQTail)
	a.ring.Resume()
	a.Code(code, abi.CodeOK, "entering with the kernel's words overwritten")
	a.Number(uint64(n), 1, "completions after that")
	a.Number(uint64(taken), uint64(tail+1), "the submission head, written anew")
	a.Number(uint64(posted), uint64(head+1), "the completion tail, written anew")
}

// overflow fills the completion queue and goes on: what does not fit is counted, what does is kept, in order.
func (a *abuse) overflow() {
	page := a.ring.Page()
	tail := page.Load32(abi.RingSQTail)
	head := page.Load32(abi.RingCQHead)
	lost := a.ring.Overflows()
	const batches = 3
	for batch := uint32(0); batch < batches; batch++ {
		for i := uint32(0); i < abi.SQEntries; i++ {
			(&rt.Entry{Opcode: abi.OpNop, UserData: uint64(batch*abi.SQEntries + i)}).Store(page, tail)
			tail++
		}
		page.Store32(abi.RingSQTail, tail)
		a.ring.Enter(0, abi.TimeoutPoll)
	}
	found := page.Load32(abi.RingCQTail) - head
	ordered := true
	for i := uint32(0); i < abi.CQEntries; i++ {
		at := abi.RingCQ + (head+i)%abi.CQEntries*abi.CQESize
		ordered = ordered && page.Load64(at+abi.CQEUserData) == uint64(i)
	}
	a.ring.Resume()
	a.Number(uint64(a.ring.Overflows()-lost), batches*abi.SQEntries-abi.CQEntries, "completions that found no room")
	a.Number(uint64(found), abi.CQEntries, "completions that found room")
	a.That(ordered, "completions are in the order of the submissions")
	a.completes(rt.Entry{Opcode: abi.OpNop}, abi.CodeOK, "NOP after an overflow")
}
