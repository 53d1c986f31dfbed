// +gobra

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

// @ preserves acc(ram.Mem(), 3/4) && s.Mem() && s.In(ram)
// @ requires  0 <= p && p <= 18446744073709551615 && 0 <= n && n <= 4294967295
// @ ensures   s.Top() == old(s.Top()) && s.Whose() == old(s.Whose()) && (old(s.Right(ram)) ==> s.Right(ram))
// @ ensures   ok ==> n <= Most
// @ ensures   old(s.Right(ram)) ==> ok == (n == 0 || Usable(ram, s.Top(), int(p), int(n), true))
// @ decreases

// Writable says that the process may write all n bytes from p on. No bytes are always writable, more than Most never.
// Invariants: UB-2, UB-4.
func Writable(ram *memory.RAM, s *aspace.Space, p abi.VirtAddr, n uint32) (ok bool) {
	if n == 0 {
		return true
	}
	if inOnePage(p, n) && s.Knows(p) {
		// @ Kept(ram, s, p, n, true)
		return true
	}
	_, ok = resolve(ram, s, p, n, true)
	return ok
}

// @ preserves acc(ram.Mem(), 3/4) && s.Mem() && s.In(ram)
// @ requires  0 <= p && p <= 18446744073709551615 && 0 <= n && n <= 4294967295
// @ ensures   s.Top() == old(s.Top()) && s.Whose() == old(s.Whose()) && (old(s.Right(ram)) ==> s.Right(ram))
// @ ensures   old(s.Right(ram)) ==> ok == (n == 0 || Usable(ram, s.Top(), int(p), int(n), false))
// @ decreases

// Readable says that the process may read all n bytes from p on. No bytes are always readable, more than Most never.
// Invariants: UB-2, UB-4.
func Readable(ram *memory.RAM, s *aspace.Space, p abi.VirtAddr, n uint32) (ok bool) {
	if n == 0 {
		return true
	}
	if inOnePage(p, n) && s.Knows(p) {
		// @ Kept(ram, s, p, n, false)
		return true
	}
	_, ok = resolve(ram, s, p, n, false)
	return ok
}

// @ preserves acc(ram.Mem(), 3/4) && s.Mem() && s.In(ram) && acc(dst)
// @ requires  0 <= p && p <= 18446744073709551615 && len(dst) <= 4294967295
// @ ensures   s.Top() == old(s.Top()) && s.Whose() == old(s.Whose()) && (old(s.Right(ram)) ==> s.Right(ram))
// @ ensures   old(s.Right(ram)) ==> ok == (len(dst) == 0 || Usable(ram, s.Top(), int(p), len(dst), false))
// @ ensures   ok && old(s.Right(ram)) ==> forall k int :: { &dst[k] } 0 <= k && k < len(dst) ==> dst[k] == ram.Byte(Home(ram, s.Top(), int(p), len(dst), k))
// @ ensures   !ok ==> forall k int :: { &dst[k] } 0 <= k && k < len(dst) ==> dst[k] == old(dst[k])
// @ decreases

// CopyIn fills dst from address p. It fails, and leaves dst as it was, when the process may not read all of it or it is longer than Most.
// Invariants: UB-2 to UB-5.
func CopyIn(ram *memory.RAM, s *aspace.Space, dst []byte, p abi.VirtAddr) (ok bool) {
	n := uint32(len(dst))
	if n == 0 {
		return true
	}
	if inOnePage(p, n) && s.Knows(p) {
		ram.Read(dst, locate(ram, s, p /*@, n, false @*/))
		return true
	}
	return copyInAny(ram, s, dst, p)
}

// @ preserves acc(ram.Mem(), 3/4) && s.Mem() && s.In(ram) && acc(dst)
// @ requires  0 <= p && p <= 18446744073709551615 && 0 < len(dst) && len(dst) <= 4294967295
// @ ensures   s.Top() == old(s.Top()) && s.Whose() == old(s.Whose()) && (old(s.Right(ram)) ==> s.Right(ram))
// @ ensures   old(s.Right(ram)) ==> ok == (len(dst) == 0 || Usable(ram, s.Top(), int(p), len(dst), false))
// @ ensures   ok && old(s.Right(ram)) ==> forall k int :: { &dst[k] } 0 <= k && k < len(dst) ==> dst[k] == ram.Byte(Home(ram, s.Top(), int(p), len(dst), k))
// @ ensures   !ok ==> forall k int :: { &dst[k] } 0 <= k && k < len(dst) ==> dst[k] == old(dst[k])
// @ decreases

// copyInAny is CopyIn of any bytes. Precondition: there are some.
//
//go:noinline
func copyInAny(ram *memory.RAM, s *aspace.Space, dst []byte, p abi.VirtAddr) (ok bool) {
	n := uint32(len(dst))
	at, ok := resolve(ram, s, p, n, false)
	if !ok {
		return false
	}
	head, tail := dst[:at.step], dst[at.step:]
	// @ assert forall k int :: { &head[k] } 0 <= k && k < len(head) ==> &head[k] == &dst[k]
	// @ assert forall k int :: { &tail[k] } 0 <= k && k < len(tail) ==> &tail[k] == &dst[int(at.step) + k]
	ram.Read(head, at.first)
	if at.step < n {
		ram.Read(tail, at.second)
	}
	return true
}

// @ preserves ram.Mem() && s.Mem() && s.In(ram) && acc(src, 1/2)
// @ requires  0 <= p && p <= 18446744073709551615 && len(src) <= 4294967295
// @ ensures   ram.Size() == old(ram.Size()) && s.Top() == old(s.Top()) && s.Whose() == old(s.Whose())
// @ ensures   old(s.Right(ram)) ==> ok == (len(src) == 0 || old(Usable(ram, s.Top(), int(p), len(src), true)))
// @ ensures   ok && old(s.Right(ram)) ==> forall k int :: { &src[k] } 0 <= k && k < len(src) ==> ram.Byte(old(Home(ram, s.Top(), int(p), len(src), k))) == src[k]
// @ ensures   old(s.Right(ram)) ==> forall a int :: { ram.Byte(a) } !(ok && old(Covers(ram, s.Top(), int(p), len(src), a))) ==> ram.Byte(a) == old(ram.Byte(a))
// @ ensures   !ok ==> forall b int :: { ram.At(b) } b % 8 == 0 ==> ram.At(b) == old(ram.At(b))
// @ ensures   ok && old(s.Right(ram)) ==> forall b int :: { ram.At(b) } b % 8 == 0 && !old(Touches(ram, s.Top(), int(p), len(src), b)) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// CopyOut copies src to address p. It fails, and changes nothing, when the process may not write all of it or it is longer than Most.
// Invariants: UB-2 to UB-5.
func CopyOut(ram *memory.RAM, s *aspace.Space, p abi.VirtAddr, src []byte) (ok bool) {
	n := uint32(len(src))
	if n == 0 {
		return true
	}
	if inOnePage(p, n) && s.Knows(p) {
		ram.Write(locate(ram, s, p /*@, n, true @*/), src)
		return true
	}
	return copyOutAny(ram, s, p, src)
}

// @ preserves ram.Mem() && s.Mem() && s.In(ram) && acc(src, 1/2)
// @ requires  0 <= p && p <= 18446744073709551615 && 0 < len(src) && len(src) <= 4294967295
// @ ensures   ram.Size() == old(ram.Size()) && s.Top() == old(s.Top()) && s.Whose() == old(s.Whose())
// @ ensures   old(s.Right(ram)) ==> ok == (len(src) == 0 || old(Usable(ram, s.Top(), int(p), len(src), true)))
// @ ensures   ok && old(s.Right(ram)) ==> forall k int :: { &src[k] } 0 <= k && k < len(src) ==> ram.Byte(old(Home(ram, s.Top(), int(p), len(src), k))) == src[k]
// @ ensures   old(s.Right(ram)) ==> forall a int :: { ram.Byte(a) } !(ok && old(Covers(ram, s.Top(), int(p), len(src), a))) ==> ram.Byte(a) == old(ram.Byte(a))
// @ ensures   !ok ==> forall b int :: { ram.At(b) } b % 8 == 0 ==> ram.At(b) == old(ram.At(b))
// @ ensures   ok && old(s.Right(ram)) ==> forall b int :: { ram.At(b) } b % 8 == 0 && !old(Touches(ram, s.Top(), int(p), len(src), b)) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// copyOutAny is CopyOut of any bytes. Precondition: there are some.
//
//go:noinline
func copyOutAny(ram *memory.RAM, s *aspace.Space, p abi.VirtAddr, src []byte) (ok bool) {
	n := uint32(len(src))
	at, ok := resolve(ram, s, p, n, true)
	if !ok {
		return false
	}
	head, tail := src[:at.step], src[at.step:]
	// @ assert forall k int :: { &head[k] } 0 <= k && k < len(head) ==> &head[k] == &src[k]
	// @ assert forall k int :: { &tail[k] } 0 <= k && k < len(tail) ==> &tail[k] == &src[int(at.step) + k]
	ram.Write(at.first, head)
	if at.step < n {
		ram.Write(at.second, tail)
	}
	return true
}
