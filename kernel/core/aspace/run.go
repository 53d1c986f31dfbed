// +gobra

package aspace

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/memory"
	// @ "warrant/kernel/limits"
)

// @ preserves s.Mem() && ram.Mem() && frames.Mem() && charge.Mem() && acc(content, 1/2)
// @ preserves s.In(ram) && Managed(ram, frames)
// @ requires  0 <= va && va <= 18446744073709551615 && 0 <= n && n <= 4294967295
// @ ensures   done <= n && (err == OK ==> done == n)
// @ ensures   s.Forgot() && s.Top() == old(s.Top()) && s.Whose() == old(s.Whose())
// @ ensures   ram.Size() == old(ram.Size()) && frames.View().Total == old(frames.View()).Total
// @ ensures   Taken(old(frames.View()).Owner, frames.View().Owner, s.Whose())
// @ ensures   Paid(old(frames.View()).Owner, frames.View().Owner, s.Whose(), old(charge.InUse()), charge.InUse()) && charge.Most() == old(charge.Most())
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && !Mine(frames.View().Owner, s.Whose(), b) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// MapRun maps fresh frames at the n pages from va on. They hold the bytes of content, as many as they have room for, and zeros behind them.
// done is how many pages are mapped now: fewer than n when err says why. Tables that were added on the way stay, owned and paid for, until
// Destroy. It fails, and changes nothing, when s is no address space. Invariants: AS-1, FR-1, FR-2.
func (s *Space) MapRun(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, va abi.VirtAddr, n uint32, a Access, content []byte) (done uint32, err Err) {
	s.forget()
	if !whole(va, n) {
		return 0, BadAddress
	}
	if !s.lives(frames) {
		return 0, BadTable
	}
	// @ unfold acc(s.Mem(), 1/4)
	owner := s.owner
	// @ fold acc(s.Mem(), 1/4)
	at := memory.NoFrame
	// @ invariant acc(s.Mem(), 1/2) && ram.Mem() && frames.Mem() && charge.Mem() && acc(content, 1/2) && done <= n
	// @ invariant s.In(ram) && s.Forgot() && s.Top() == old(s.Top()) && s.Whose() == owner && Managed(ram, frames) && frame.IsHolder(owner)
	// @ invariant IsOwned(frames.View().Owner, int(s.Top()), owner) && (done > 0 ==> IsOwned(frames.View().Owner, int(at), owner))
	// @ invariant ram.Size() == old(ram.Size()) && frames.View().Total == old(frames.View()).Total
	// @ invariant Taken(old(frames.View()).Owner, frames.View().Owner, owner)
	// @ invariant Paid(old(frames.View()).Owner, frames.View().Owner, owner, old(charge.InUse()), charge.InUse()) && charge.Most() == old(charge.Most())
	// @ invariant forall b int :: { ram.At(b) } b % 8 == 0 && !Mine(frames.View().Owner, owner, b) ==> ram.At(b) == old(ram.At(b))
	// @ decreases n - done
	for done < n {
		here := uint64(va) + uint64(done)*memory.FrameSize
		if done == 0 || index(here, leafLevel) == 0 {
			at, err = s.leafTable(ram, frames, charge, here)
			if err != OK {
				return done, err
			}
		}
		place := slot(at, here, leafLevel)
		if Entry(ram.Word(place)).Present() {
			return done, BadAddress
		}
		// @ ghost owners := frames.View().Owner
		f, bad := claim(ram, frames, charge, owner)
		if bad != OK {
			return done, bad
		}
		// @ frame.OwnedAt(owners, owner, int(f), owner, limits.Frames)
		ram.Fill(f, content, uint64(done)*memory.FrameSize)
		ram.SetWord(place, uint64(leaf(f, a)))
		done = done + 1
	}
	return done, OK
}

// @ requires 0 <= va && va <= 18446744073709551615 && 0 <= n && n <= 4294967295
// @ ensures  ok == (va < abi.UserTop && va % memory.FrameSize == 0 && int(va) + int(n) * memory.FrameSize <= int(abi.UserTop))
// @ decreases

// whole says that the n pages from va on are whole pages of user space.
func whole(va abi.VirtAddr, n uint32) (ok bool) {
	return va < abi.UserTop && uint64(va)%memory.FrameSize == 0 && uint64(n) <= uint64(abi.UserTop-va)/memory.FrameSize
}

// @ preserves s.Mem() && ram.Mem() && frames.Mem() && charge.Mem()
// @ preserves s.In(ram) && Managed(ram, frames)
// @ requires  0 <= va && va <= 18446744073709551615 && 0 <= n && n <= 4294967295
// @ ensures   s.Forgot() && s.Top() == old(s.Top()) && s.Whose() == old(s.Whose())
// @ ensures   ram.Size() == old(ram.Size()) && frames.View().Total == old(frames.View()).Total
// @ ensures   Given(old(frames.View()).Owner, frames.View().Owner, s.Whose())
// @ ensures   Repaid(old(frames.View()).Owner, frames.View().Owner, s.Whose(), old(charge.InUse()), charge.InUse()) && charge.Most() == old(charge.Most())
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && !Mine(old(frames.View()).Owner, s.Whose(), b) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// UnmapRun takes the pages that are mapped among the n from va on out of the space, and gives their frames back if they are the process's own.
// The processor may remember the pages until translations are flushed. Invariants: FR-1, LG-3.
func (s *Space) UnmapRun(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, va abi.VirtAddr, n uint32) {
	s.forget()
	if !whole(va, n) || !s.lives(frames) {
		return
	}
	// @ unfold acc(s.Mem(), 1/4)
	owner := s.owner
	// @ fold acc(s.Mem(), 1/4)
	at, ok := memory.NoFrame, false
	done := uint64(0)
	// @ invariant acc(s.Mem(), 1/2) && ram.Mem() && frames.Mem() && charge.Mem() && 0 <= done && done <= uint64(n) + memory.Words
	// @ invariant s.In(ram) && s.Forgot() && s.Top() == old(s.Top()) && s.Whose() == owner && Managed(ram, frames) && frame.IsHolder(owner)
	// @ invariant ok ==> IsOwned(old(frames.View()).Owner, int(at), owner) && 0 < done
	// @ invariant ram.Size() == old(ram.Size()) && frames.View().Total == old(frames.View()).Total
	// @ invariant Given(old(frames.View()).Owner, frames.View().Owner, owner)
	// @ invariant Repaid(old(frames.View()).Owner, frames.View().Owner, owner, old(charge.InUse()), charge.InUse()) && charge.Most() == old(charge.Most())
	// @ invariant forall b int :: { ram.At(b) } b % 8 == 0 && !Mine(old(frames.View()).Owner, owner, b) ==> ram.At(b) == old(ram.At(b))
	// @ decreases uint64(n) + memory.Words - done
	for done < uint64(n) {
		here := uint64(va) + done*memory.FrameSize
		i := index(here, leafLevel)
		if done == 0 || i == 0 {
			at, ok = s.lastTable(ram, frames, here)
		}
		if !ok {
			done = done + memory.Words - i
			continue
		}
		place := slot(at, here, leafLevel)
		e := Entry(ram.Word(place))
		if !e.Present() {
			done = done + uint64(ram.Next(at, uint32(i)+1)) - i
			continue
		}
		ram.SetWord(place, 0)
		give(ram, frames, charge, owner, e.Frame())
		done = done + 1
	}
}
