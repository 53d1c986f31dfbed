// +gobra

package aspace

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/memory"
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

// @ preserves s.Mem() && ram.Mem() && frames.Mem() && charge.Mem() && Sound(ram, frames, charge, owner)
// @ requires  0 <= kernelRoot && ram.Holds(int(kernelRoot) * memory.FrameSize, memory.FrameSize) && frame.IsHolder(owner) && owner <= 255
// @ ensures   err == OK ==> s.Forgot() && s.In(ram) && s.Whose() == owner && IsOwned(frames.View().Owner, int(s.Top()), owner)
// @ ensures   err == OK ==> forall b int :: { ram.At(b) } b % 8 == 0 && In(int(s.Top()), b) && b % memory.FrameSize < 2048 ==> ram.At(b) == 0
// @ ensures   err == OK && s.Top() != kernelRoot ==> forall b int :: { ram.At(b) } b % 8 == 0 && In(int(s.Top()), b) &&
// @ 	2048 <= b % memory.FrameSize ==> ram.At(b) == old(ram.At(int(kernelRoot) * memory.FrameSize + b % memory.FrameSize))
// @ ensures   err != OK ==> s.Top() == old(s.Top()) && s.Whose() == old(s.Whose()) && frames.View() === old(frames.View())
// @ ensures   ram.Size() == old(ram.Size()) && frames.View().Total == old(frames.View()).Total
// @ ensures   Taken(old(frames.View()).Owner, frames.View().Owner, owner)
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && !Mine(frames.View().Owner, owner, b) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// Create makes s an empty space of the process owner, with the kernel's half of kernelRoot. It fails, and takes nothing, when there is
// no frame or no unit in charge.
func (s *Space) Create(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, owner frame.Owner, kernelRoot memory.Frame) (err Err) {
	f, err := take(ram, frames, charge, owner)
	if err != OK {
		return err
	}
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

// @ preserves s.Mem() && ram.Mem() && frames.Mem() && charge.Mem()
// @ preserves s.In(ram) && Sound(ram, frames, charge, s.Whose()) && frame.IsHolder(s.Whose())
// @ preserves IsOwned(frames.View().Owner, int(s.Top()), s.Whose())
// @ requires  0 <= va && va <= 18446744073709551615
// @ ensures   s.Forgot() && s.Top() == old(s.Top()) && s.Whose() == old(s.Whose())
// @ ensures   va >= abi.UserTop || uint64(va) % memory.FrameSize != 0 ==> err == BadAddress
// @ ensures   err == OK ==> forall b int :: { ram.At(b) } b % 8 == 0 && In(int(f), b) ==> ram.At(b) == 0
// @ ensures   err == OK ==> Written(ram, frames.View().Owner, s.Whose(), uint64(va), Leaf(int(f), a))
// @ ensures   err == OK ==> IsOwned(frames.View().Owner, int(f), s.Whose()) && old(frames.View()).Owner[int(f)] == frame.Free
// @ ensures   ram.Size() == old(ram.Size()) && frames.View().Total == old(frames.View()).Total
// @ ensures   Taken(old(frames.View()).Owner, frames.View().Owner, s.Whose())
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && !Mine(frames.View().Owner, s.Whose(), b) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// Map maps a fresh zeroed frame at va, and answers it. On failure va stays unmapped; tables that were added on the way stay, owned and
// paid for, until Destroy. Nothing but the process's own frames is written. Invariants: AS-1, FR-1, FR-2.
func (s *Space) Map(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, va abi.VirtAddr, a Access) (f memory.Frame, err Err) {
	s.forget()
	if va >= abi.UserTop || uint64(va)%memory.FrameSize != 0 {
		return memory.NoFrame, BadAddress
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
	f, err = take(ram, frames, charge, s.owner)
	if err != OK {
		return memory.NoFrame, err
	}
	ram.SetWord(place, uint64(leaf(f, a)))
	// @ assert frames.View().Owner[int(at)] == s.owner
	return f, OK
}
