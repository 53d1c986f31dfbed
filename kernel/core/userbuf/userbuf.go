// Package userbuf copies between the kernel and a process's memory, after walking the process's page tables for that very access.
//
// It reads and writes through RAM, never through the process's own addresses, so a bad address is a false and never a fault. It may not
// keep what it learnt: the next access is checked anew.
package userbuf

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/memory"
)

// Writable says that the process may write all n bytes from p on. No bytes are always writable. Invariants: UB-2, UB-4.
func Writable(ram *memory.RAM, s *aspace.Space, p abi.VirtAddr, n uint32) (ok bool) {
	if !InRange(p, n) {
		return false
	}
	for done := uint32(0); done < n; {
		at := p + abi.VirtAddr(done)
		e := s.Walk(ram, at)
		if !e.Allows(true) {
			return false
		}
		done = done + inPage(at, n-done)
	}
	return true
}

// CopyIn fills dst from address p. It fails, and dst means nothing, when the process may not read all of it. Precondition: len(dst) is
// at most 2^32-1. Invariants: UB-2 to UB-5.
func CopyIn(ram *memory.RAM, s *aspace.Space, dst []byte, p abi.VirtAddr) (ok bool) {
	n := uint32(len(dst))
	if !InRange(p, n) {
		return false
	}
	for done := uint32(0); done < n; {
		at := p + abi.VirtAddr(done)
		e := s.Walk(ram, at)
		if !e.Allows(false) {
			return false
		}
		step := inPage(at, n-done)
		ram.Read(dst[done:done+step], address(e, at))
		done = done + step
	}
	return true
}

// CopyOut copies src to address p. It fails, and changes nothing, when the process may not write all of it. Precondition: len(src) is at
// most 2^32-1. Invariants: UB-2 to UB-5.
func CopyOut(ram *memory.RAM, s *aspace.Space, p abi.VirtAddr, src []byte) (ok bool) {
	n := uint32(len(src))
	if !Writable(ram, s, p, n) {
		return false
	}
	for done := uint32(0); done < n; {
		at := p + abi.VirtAddr(done)
		step := inPage(at, n-done)
		ram.Write(address(s.Walk(ram, at), at), src[done:done+step])
		done = done + step
	}
	return true
}

// address answers where in RAM address p is, given its entry.
func address(e aspace.Entry, p abi.VirtAddr) (a memory.PhysAddr) {
	return e.Frame().Address() + memory.PhysAddr(uint64(p)%memory.FrameSize)
}
