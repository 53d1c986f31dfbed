package aspace

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/memory"
)

// Space is an address space. The zero value is none.
type Space struct {
	root  memory.Frame
	owner frame.Owner
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
)

// kernelHalf is the first entry of a root that belongs to the kernel; from there on each root is a copy of the kernel's.
const kernelHalf = memory.Words / 2

// Create makes s an empty space of the process owner, with the kernel's half of kernelRoot. It fails, and takes nothing, when there is
// no frame or no unit in charge.
func (s *Space) Create(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, owner frame.Owner, kernelRoot memory.Frame) (err Err) {
	f, err := take(ram, frames, charge, owner)
	if err != OK {
		return err
	}
	for i := memory.PhysAddr(kernelHalf); i < memory.Words; i++ {
		ram.SetWord(f.Address()+i*8, ram.Word(kernelRoot.Address()+i*8))
	}
	*s = Space{root: f, owner: owner}
	return OK
}

// Root answers the frame of the top-level table, which the processor wants.
func (s *Space) Root() (f memory.Frame) {
	return s.root
}

// Map maps a fresh zeroed frame at va, and answers it. On failure va stays unmapped; tables that were added on the way stay, owned and
// paid for, until Destroy. Invariants: AS-1, FR-2.
func (s *Space) Map(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, va abi.VirtAddr, a Access) (f memory.Frame, err Err) {
	if va >= abi.UserTop || uint64(va)%memory.FrameSize != 0 {
		return memory.NoFrame, BadAddress
	}
	at := s.root
	for level := uint32(rootLevel); level > leafLevel; level-- {
		at, err = s.descend(ram, frames, charge, slot(at, uint64(va), level))
		if err != OK {
			return memory.NoFrame, err
		}
	}
	place := slot(at, uint64(va), leafLevel)
	if Entry(ram.Word(place)).Present() {
		return memory.NoFrame, BadAddress
	}
	f, err = take(ram, frames, charge, s.owner)
	if err != OK {
		return memory.NoFrame, err
	}
	ram.SetWord(place, uint64(leaf(f, a)))
	return f, OK
}

// descend answers the table that the entry at place refers to, and adds it when there is none.
func (s *Space) descend(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, place memory.PhysAddr) (f memory.Frame, err Err) {
	e := Entry(ram.Word(place))
	if e.Present() {
		return e.Frame(), OK
	}
	f, err = take(ram, frames, charge, s.owner)
	if err != OK {
		return memory.NoFrame, err
	}
	ram.SetWord(place, uint64(table(f)))
	return f, OK
}

// take answers a zeroed frame that is owner's and paid for.
func take(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, owner frame.Owner) (f memory.Frame, err Err) {
	if !charge.Take(1) {
		return memory.NoFrame, OverLimit
	}
	f, ok := frames.Take(owner)
	if !ok {
		charge.Give(1)
		return memory.NoFrame, OutOfFrames
	}
	ram.Zero(f)
	return f, OK
}
