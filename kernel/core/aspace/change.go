// +gobra

package aspace

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/memory"
	// @ "warrant/kernel/limits"
)

// @ preserves s.Mem() && ram.Mem() && frames.Mem() && charge.Mem()
// @ preserves s.In(ram) && Managed(ram, frames)
// @ requires  0 <= va && va <= 18446744073709551615 && 0 <= f && f <= 4294967295
// @ ensures   va >= abi.UserTop || uint64(va) % memory.FrameSize != 0 ==> err == BadAddress
// @ ensures   err == OK ==> s.Lives(frames) && va < abi.UserTop && uint64(va) % memory.FrameSize == 0
// @ ensures   err == OK ==> Written(ram, frames.View().Owner, s.Whose(), uint64(va), Leaf(int(f), a))
// @ ensures   s.Forgot() && s.Top() == old(s.Top()) && s.Whose() == old(s.Whose())
// @ ensures   ram.Size() == old(ram.Size()) && frames.View().Total == old(frames.View()).Total
// @ ensures   Taken(old(frames.View()).Owner, frames.View().Owner, s.Whose())
// @ ensures   Paid(old(frames.View()).Owner, frames.View().Owner, s.Whose(), old(charge.InUse()), charge.InUse()) && charge.Most() == old(charge.Most())
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && !Mine(frames.View().Owner, s.Whose(), b) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// Share maps frame f, which belongs to a memory object, at va. On failure va stays as it was; tables that were added on the way stay, owned
// and paid for, until Destroy. It fails, and changes nothing, when s is no address space. Nothing but the process's own frames is written.
// Invariants: AS-1, FR-1.
func (s *Space) Share(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, va abi.VirtAddr, f memory.Frame, a Access) (err Err) {
	s.forget()
	if va >= abi.UserTop || uint64(va)%memory.FrameSize != 0 {
		return BadAddress
	}
	if !s.lives(frames) {
		return BadTable
	}
	at, err := s.leafTable(ram, frames, charge, uint64(va))
	if err != OK {
		return err
	}
	place := slot(at, uint64(va), leafLevel)
	if Entry(ram.Word(place)).Present() {
		return BadAddress
	}
	ram.SetWord(place, uint64(leaf(f, a)))
	// @ assert frames.View().Owner[int(at)] == s.Whose()
	return OK
}

// @ preserves s.Mem() && ram.Mem() && frames.Mem()
// @ preserves s.In(ram) && Managed(ram, frames)
// @ requires  0 <= va && va <= 18446744073709551615
// @ ensures   s.Forgot() && s.Top() == old(s.Top()) && s.Whose() == old(s.Whose())
// @ ensures   ok ==> va < abi.UserTop && uint64(va) % memory.FrameSize == 0
// @ ensures   ok ==> exists t int :: { frames.View().Owner[t] } 0 <= t && t < limits.Frames && frames.View().Owner[t] == s.Whose() &&
// @ 	old(ram.At(t * memory.FrameSize + 8 * IndexSpec(uint64(va), 0))) % 2 == 1 &&
// @ 	Entry(ram.At(t * memory.FrameSize + 8 * IndexSpec(uint64(va), 0))) ==
// @ 		Leaf(int(old(ram.At(t * memory.FrameSize + 8 * IndexSpec(uint64(va), 0))) / 4096 % 4294967296), a)
// @ ensures   !ok ==> forall b int :: { ram.At(b) } b % 8 == 0 ==> ram.At(b) == old(ram.At(b))
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 ==> ram.At(b) == old(ram.At(b)) || (b % memory.FrameSize == 8 * IndexSpec(uint64(va), 0) &&
// @ 	old(ram.At(b)) % 2 == 1 && Entry(ram.At(b)) == Leaf(int(old(ram.At(b)) / 4096 % 4294967296), a))
// @ ensures   ram.Size() == old(ram.Size()) && frames.View() === old(frames.View())
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && !Mine(frames.View().Owner, s.Whose(), b) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// Protect changes what the process may do with the page at va. It fails, and changes nothing, when none is mapped there. The processor may
// remember the old rights until translations are flushed. Invariant: AS-1.
func (s *Space) Protect(ram *memory.RAM, frames *frame.Allocator, va abi.VirtAddr, a Access) (ok bool) {
	s.forget()
	place, ok := s.leafPlace(ram, frames, va)
	if !ok {
		return false
	}
	// @ assert frames.View().Owner[int(place) / memory.FrameSize] == s.Whose()
	ram.SetWord(place, uint64(leaf(Entry(ram.Word(place)).Frame(), a)))
	return true
}

// @ preserves s.Mem() && ram.Mem() && frames.Mem() && charge.Mem()
// @ preserves s.In(ram) && Managed(ram, frames)
// @ requires  0 <= va && va <= 18446744073709551615
// @ ensures   s.Forgot() && s.Top() == old(s.Top()) && s.Whose() == old(s.Whose())
// @ ensures   ok ==> va < abi.UserTop && uint64(va) % memory.FrameSize == 0
// @ ensures   ok ==> exists t int :: { old(frames.View()).Owner[t] } 0 <= t && t < limits.Frames && old(frames.View()).Owner[t] == s.Whose() &&
// @ 	old(ram.At(t * memory.FrameSize + 8 * IndexSpec(uint64(va), 0))) % 2 == 1 &&
// @ 	ram.At(t * memory.FrameSize + 8 * IndexSpec(uint64(va), 0)) == 0
// @ ensures   !ok ==> frames.View() === old(frames.View()) && (forall b int :: { ram.At(b) } b % 8 == 0 ==> ram.At(b) == old(ram.At(b)))
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 ==> ram.At(b) == old(ram.At(b)) || (b % memory.FrameSize == 8 * IndexSpec(uint64(va), 0) &&
// @ 	old(ram.At(b)) % 2 == 1 && ram.At(b) == 0)
// @ ensures   ram.Size() == old(ram.Size()) && frames.View().Total == old(frames.View()).Total
// @ ensures   Given(old(frames.View()).Owner, frames.View().Owner, s.Whose())
// @ ensures   Repaid(old(frames.View()).Owner, frames.View().Owner, s.Whose(), old(charge.InUse()), charge.InUse()) && charge.Most() == old(charge.Most())
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && !Mine(old(frames.View()).Owner, s.Whose(), b) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// Unmap takes the page at va out of the space, and gives its frame back if it is the process's own. It fails, and changes nothing, when none
// is mapped there. The processor may remember the page until translations are flushed. Invariants: FR-1, LG-3.
func (s *Space) Unmap(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, va abi.VirtAddr) (ok bool) {
	s.forget()
	place, ok := s.leafPlace(ram, frames, va)
	if !ok {
		return false
	}
	// @ assert frames.View().Owner[int(place) / memory.FrameSize] == s.Whose()
	f := Entry(ram.Word(place)).Frame()
	ram.SetWord(place, 0)
	// @ unfold acc(s.Mem(), 1/4)
	// @ defer fold acc(s.Mem(), 1/4)
	give(ram, frames, charge, s.owner, f)
	return true
}

// @ preserves acc(s.Mem(), 1/4) && acc(ram.Mem(), 1/4) && acc(frames.Mem(), 3/4)
// @ requires  s.In(ram) && Managed(ram, frames)
// @ requires  0 <= va && va <= 18446744073709551615
// @ ensures   ok ==> s.Lives(frames) && va < abi.UserTop && uint64(va) % memory.FrameSize == 0 && ram.At(int(place)) % 2 == 1 && int(place) % memory.FrameSize == 8 * IndexSpec(uint64(va), 0)
// @ ensures   ok ==> 0 <= place && place % 8 == 0 && Mine(frames.View().Owner, s.Whose(), int(place)) && ram.Holds(int(place), 8)
// @ decreases

// leafPlace answers where the last-level entry for va is. It fails when no page is mapped at va, or on the way a table is not the process's.
func (s *Space) leafPlace(ram *memory.RAM, frames *frame.Allocator, va abi.VirtAddr) (place memory.PhysAddr, ok bool) {
	if va >= abi.UserTop || uint64(va)%memory.FrameSize != 0 || !s.lives(frames) {
		return 0, false
	}
	f, ok := s.lastTable(ram, frames, uint64(va))
	if !ok {
		return 0, false
	}
	place = slot(f, uint64(va), leafLevel)
	return place, Entry(ram.Word(place)).Present()
}

// @ preserves acc(s.Mem(), 1/8) && acc(ram.Mem(), 1/8) && acc(frames.Mem(), 2/3)
// @ requires  s.In(ram) && Managed(ram, frames) && frame.IsHolder(s.Whose())
// @ requires  0 <= va && va <= 18446744073709551615
// @ ensures   ok ==> int(f) == Last(ram, int(s.Top()), va)
// @ ensures   ok ==> IsOwned(frames.View().Owner, int(f), s.Whose())
// @ decreases

// lastTable answers the last-level table for va. It fails when there is none, or on the way a table is not the process's.
func (s *Space) lastTable(ram *memory.RAM, frames *frame.Allocator, va uint64) (f memory.Frame, ok bool) {
	// @ unfold acc(s.Mem(), 1/16)
	// @ defer fold acc(s.Mem(), 1/16)
	f, ok = below(ram, frames, s.owner, slot(s.root, va, rootLevel))
	if !ok {
		return memory.NoFrame, false
	}
	f, ok = below(ram, frames, s.owner, slot(f, va, 2))
	if !ok {
		return memory.NoFrame, false
	}
	return below(ram, frames, s.owner, slot(f, va, 1))
}

// @ preserves acc(ram.Mem(), 1/8) && acc(frames.Mem(), 2/3)
// @ requires  Managed(ram, frames) && frame.IsHolder(owner) && 0 <= place && place % 8 == 0 && ram.Holds(int(place), 8)
// @ ensures   ok == (ram.At(int(place)) % 2 == 1 && IsOwned(frames.View().Owner, Refers(ram, int(place)), owner))
// @ ensures   ok ==> int(f) == Refers(ram, int(place))
// @ ensures   ok ==> IsOwned(frames.View().Owner, int(f), owner)
// @ decreases

// below answers the table of owner's that the entry at place refers to. It fails when there is none.
func below(ram *memory.RAM, frames *frame.Allocator, owner frame.Owner, place memory.PhysAddr) (f memory.Frame, ok bool) {
	e := Entry(ram.Word(place))
	f = e.Frame()
	return f, e.Present() && frames.Owner(f) == owner
}
