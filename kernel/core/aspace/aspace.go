// +gobra

package aspace

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/memory"
	// @ "warrant/kernel/limits"
)

// Space is an address space. The zero value is none.
type Space struct {
	root    memory.Frame
	owner   frame.Owner
	pages   [kept]uint64 // numbers of the pages of the last walks, by number modulo kept
	entries [kept]Entry  // what those walks found; 0 is none
}

// Err is why a page was not mapped; zero is success.
type Err uint8

// The reasons.
const (
	// OK: mapped.
	OK Err = iota
	// OutOfFrames: no frame is free.
	OutOfFrames
	// OverLimit: the process's ledger has no unit left.
	OverLimit
	// BadAddress: not a page of user space, or mapped already.
	BadAddress
	// BadTable: a table entry leads to a frame that is not the process's. The kernel makes no such entry.
	BadTable
)

// kernelHalf is the first entry of a root that belongs to the kernel; from there on each root is a copy of the kernel's.
const kernelHalf = memory.Words / 2

// @ preserves s.Mem() && ram.Mem() && frames.Mem() && charge.Mem() && Managed(ram, frames)
// @ requires  0 <= kernelRoot && ram.Holds(int(kernelRoot) * memory.FrameSize, memory.FrameSize) && frame.IsHolder(owner) && owner <= 255
// @ ensures   err == OK ==> s.Forgot() && s.In(ram) && s.Whose() == owner && IsOwned(frames.View().Owner, int(s.Top()), owner)
// @ ensures   err == OK ==> forall b int :: { ram.At(b) } b % 8 == 0 && In(int(s.Top()), b) && b % memory.FrameSize < 2048 ==> ram.At(b) == 0
// @ ensures   err == OK && s.Top() != kernelRoot ==> forall b int :: { ram.At(b) } b % 8 == 0 && In(int(s.Top()), b) &&
// @ 	2048 <= b % memory.FrameSize ==> ram.At(b) == old(ram.At(int(kernelRoot) * memory.FrameSize + b % memory.FrameSize))
// @ ensures   err != OK ==> s.Top() == old(s.Top()) && s.Whose() == old(s.Whose()) && frames.View() === old(frames.View())
// @ ensures   err != OK && old(s.In(ram)) ==> s.In(ram)
// @ ensures   ram.Size() == old(ram.Size()) && frames.View().Total == old(frames.View()).Total
// @ ensures   Taken(old(frames.View()).Owner, frames.View().Owner, owner)
// @ ensures   Paid(old(frames.View()).Owner, frames.View().Owner, owner, old(charge.InUse()), charge.InUse()) && charge.Most() == old(charge.Most())
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && !Mine(frames.View().Owner, owner, b) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// Create makes s an empty space of the process owner, with the kernel's half of kernelRoot. It fails, and takes nothing, when there is
// no frame or no unit in charge.
func (s *Space) Create(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, owner frame.Owner, kernelRoot memory.Frame) (err Err) {
	// @ ghost owners := frames.View().Owner
	f, err := take(ram, frames, charge, owner)
	if err != OK {
		return err
	}
	// @ frame.OwnedAt(owners, owner, int(f), owner, limits.Frames)
	ram.Copy(f.Address()+kernelHalf*8, kernelRoot.Address()+kernelHalf*8, memory.Words-kernelHalf)
	// @ unfold s.Mem()
	*s = Space{root: f, owner: owner}
	// @ fold s.Mem()
	return OK
}

// @ preserves acc(s.Mem(), 1/4)
// @ ensures   f == s.Top()
// @ decreases

// Root answers the frame of the top-level table, which the processor wants.
func (s *Space) Root() (f memory.Frame) {
	// @ unfold acc(s.Mem(), 1/4)
	// @ defer fold acc(s.Mem(), 1/4)
	return s.root
}

// @ preserves acc(s.Mem(), 1/4) && acc(frames.Mem(), 3/4)
// @ ensures   ok == s.Lives(frames)
// @ ensures   ok ==> frame.IsHolder(s.Whose())
// @ decreases

// lives says that s is an address space whose top-level table is its owner's.
func (s *Space) lives(frames *frame.Allocator) (ok bool) {
	// @ unfold acc(s.Mem(), 1/4)
	// @ defer fold acc(s.Mem(), 1/4)
	return s.root != memory.NoFrame && frames.Owner(s.root) == s.owner
}

// @ preserves s.Mem() && ram.Mem() && frames.Mem() && charge.Mem()
// @ preserves s.In(ram) && Managed(ram, frames)
// @ requires  0 <= va && va <= 18446744073709551615
// @ ensures   s.Forgot() && s.Top() == old(s.Top()) && s.Whose() == old(s.Whose())
// @ ensures   va >= abi.UserTop || uint64(va) % memory.FrameSize != 0 ==> err == BadAddress
// @ ensures   err != OK ==> f == memory.NoFrame
// @ ensures   err == OK ==> s.Lives(frames) && va < abi.UserTop && uint64(va) % memory.FrameSize == 0
// @ ensures   err == OK ==> forall b int :: { ram.At(b) } b % 8 == 0 && In(int(f), b) ==> ram.At(b) == 0
// @ ensures   err == OK ==> Written(ram, frames.View().Owner, s.Whose(), uint64(va), Leaf(int(f), a))
// @ ensures   err == OK ==> IsOwned(frames.View().Owner, int(f), s.Whose()) && old(frames.View()).Owner[int(f)] == frame.Free
// @ ensures   ram.Size() == old(ram.Size()) && frames.View().Total == old(frames.View()).Total
// @ ensures   Taken(old(frames.View()).Owner, frames.View().Owner, s.Whose())
// @ ensures   Paid(old(frames.View()).Owner, frames.View().Owner, s.Whose(), old(charge.InUse()), charge.InUse()) && charge.Most() == old(charge.Most())
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && !Mine(frames.View().Owner, s.Whose(), b) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// Map maps a fresh zeroed frame at va, and answers it. On failure va stays unmapped; tables that were added on the way stay, owned and
// paid for, until Destroy. It fails, and changes nothing, when s is no address space. Nothing but the process's own frames is written.
// Invariants: AS-1, FR-1, FR-2.
func (s *Space) Map(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, va abi.VirtAddr, a Access) (f memory.Frame, err Err) {
	s.forget()
	if va >= abi.UserTop || uint64(va)%memory.FrameSize != 0 {
		return memory.NoFrame, BadAddress
	}
	if !s.lives(frames) {
		return memory.NoFrame, BadTable
	}
	at, err := s.leafTable(ram, frames, charge, uint64(va))
	if err != OK {
		return memory.NoFrame, err
	}
	place := slot(at, uint64(va), leafLevel)
	if Entry(ram.Word(place)).Present() {
		return memory.NoFrame, BadAddress
	}
	// @ unfold acc(s.Mem(), 1/4)
	// @ defer fold acc(s.Mem(), 1/4)
	// @ ghost owners := frames.View().Owner
	f, err = take(ram, frames, charge, s.owner)
	if err != OK {
		return memory.NoFrame, err
	}
	// @ frame.OwnedAt(owners, s.owner, int(f), s.owner, limits.Frames)
	ram.SetWord(place, uint64(leaf(f, a)))
	// @ assert frames.View().Owner[int(at)] == s.owner
	return f, OK
}
