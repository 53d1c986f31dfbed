// +gobra

package userbuf

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/memory"
)

// Most is the greatest length of a buffer, in bytes. A buffer of that length touches at most two pages.
const Most = 4096

// @ requires 0 <= p && p <= 18446744073709551615 && 0 <= n && n <= 4294967295
// @ ensures  ok == InUser(int(p), int(n))
// @ decreases

// InRange says that the n bytes from p on lie in user space. No bytes lie anywhere. Invariants: UB-1, UB-4.
func InRange(p abi.VirtAddr, n uint32) (ok bool) {
	return n == 0 || (p <= abi.UserTop && uint64(n) <= uint64(abi.UserTop-p))
}

// @ requires 0 <= p && p <= 18446744073709551615 && 0 < n && n <= 4294967295
// @ ensures  int(step) == FirstPart(int(p), int(n)) && 0 < step && step <= n && step <= memory.FrameSize
// @ decreases

// inPage answers how many of the n bytes from p on are in p's page.
func inPage(p abi.VirtAddr, n uint32) (step uint32) {
	room := uint32(memory.FrameSize - uint64(p)%memory.FrameSize)
	if n < room {
		return n
	}
	return room
}

// @ requires 0 <= p && p <= 18446744073709551615 && 0 <= n && n <= 4294967295
// @ ensures  ok == (p < abi.UserTop && FirstPart(int(p), int(n)) == int(n))
// @ ensures  ok ==> n <= Most && InUser(int(p), int(n))
// @ decreases

// inOnePage says that the n bytes from p on lie in one page of user space, as those of nearly all buffers do.
func inOnePage(p abi.VirtAddr, n uint32) (ok bool) {
	return uint64(p)%memory.FrameSize+uint64(n) <= memory.FrameSize && p < abi.UserTop
}

// @ preserves acc(ram.Mem(), 1/2) && acc(s.Mem(), 1/2) && s.In(ram)
// @ requires  0 <= p && p < abi.UserTop && 0 <= n && FirstPart(int(p), int(n)) == int(n) && n <= Most && InUser(int(p), int(n)) && s.Keeps(uint64(p))
// @ ensures   s.Right(ram) ==> Usable(ram, s.Top(), int(p), int(n), write)
// @ ensures   s.Right(ram) ==> int(at) == Place(ram, s.Top(), int(p))
// @ ensures   0 <= at && ram.Holds(int(at), int(n))
// @ decreases

// locate answers where the n bytes of one page from p on are in RAM, which the space knows that the process may read and write. Invariant: UB-2.
func locate(ram *memory.RAM, s *aspace.Space, p abi.VirtAddr /*@, ghost n uint32, ghost write bool @*/) (at memory.PhysAddr) {
	at = s.Known(p /*@, ram @*/).Frame().Address() + memory.PhysAddr(uint64(p)%memory.FrameSize)
	// @ assert s.Right(ram) ==> int(at) == reveal Place(ram, s.Top(), int(p))
	return at
}

// span is where the bytes of a buffer are in RAM: the first ones from first on, the others, if any, from second on.
type span struct {
	first, second memory.PhysAddr
	step          uint32
}

// @ preserves acc(ram.Mem(), 1/2) && s.Mem() && s.In(ram)
// @ requires  0 <= p && p <= 18446744073709551615 && 0 < n && n <= 4294967295
// @ ensures   s.Top() == old(s.Top()) && s.Whose() == old(s.Whose()) && (old(s.Right(ram)) ==> s.Right(ram))
// @ ensures   old(s.Right(ram)) ==> ok == Usable(ram, s.Top(), int(p), int(n), write)
// @ ensures   ok ==> int(at.step) == FirstPart(int(p), int(n)) && 0 < at.step && at.step <= n
// @ ensures   ok && old(s.Right(ram)) ==> int(at.first) == Place(ram, s.Top(), int(p))
// @ ensures   ok ==> n <= Most && 0 <= at.first && ram.Holds(int(at.first), int(at.step))
// @ ensures   ok && at.step < n && old(s.Right(ram)) ==> int(at.second) == Place(ram, s.Top(), int(p) + int(at.step))
// @ ensures   ok && at.step < n ==> 0 <= at.second && ram.Holds(int(at.second), int(n) - int(at.step))
// @ ensures   ok && at.step < n ==> int(at.second) + int(n) - int(at.step) <= int(at.first) || int(at.first) + int(at.step) <= int(at.second)
// @ decreases

// resolve answers where the n bytes from p on are in RAM. It fails when they are more than Most, or when the process may not
// read one of them, or with write not write one. Invariants: UB-1, UB-2.
//
//go:noinline
func resolve(ram *memory.RAM, s *aspace.Space, p abi.VirtAddr, n uint32, write bool) (at span, ok bool) {
	if n > Most || !InRange(p, n) {
		return span{}, false
	}
	step := inPage(p, n)
	e := s.Walk(ram, p)
	if !e.Allows(write) {
		return span{}, false
	}
	first := e.Frame().Address() + memory.PhysAddr(uint64(p)%memory.FrameSize)
	// @ assert old(s.Right(ram)) ==> int(first) == reveal Place(ram, s.Top(), int(p))
	if step == n {
		return span{first: first, step: step}, true
	}
	e = s.Walk(ram, p+abi.VirtAddr(step))
	if !e.Allows(write) {
		return span{}, false
	}
	second := e.Frame().Address()
	// @ assert old(s.Right(ram)) ==> int(second) == reveal Place(ram, s.Top(), int(p) + int(step))
	return span{first: first, second: second, step: step}, true
}
