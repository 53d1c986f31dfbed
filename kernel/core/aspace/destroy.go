package aspace

import (
	"warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/memory"
)

// Destroy gives back every frame of the space, pages and tables, and makes s none. The processor must not be using the space any more.
// Invariant: AS-2.
func (s *Space) Destroy(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger) {
	if s.root == memory.NoFrame {
		return
	}
	for i := memory.PhysAddr(0); i < kernelHalf; i++ {
		e := Entry(ram.Word(s.root.Address() + i*8))
		if e.Present() {
			s.drop3(ram, frames, charge, e.Frame())
		}
	}
	s.give(frames, charge, s.root)
	*s = Space{}
}

// drop3 gives back the third-level table in f and all below it.
func (s *Space) drop3(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, f memory.Frame) {
	for i := memory.PhysAddr(0); i < memory.Words; i++ {
		e := Entry(ram.Word(f.Address() + i*8))
		if e.Present() {
			s.drop2(ram, frames, charge, e.Frame())
		}
	}
	s.give(frames, charge, f)
}

// drop2 gives back the second-level table in f and all below it.
func (s *Space) drop2(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, f memory.Frame) {
	for i := memory.PhysAddr(0); i < memory.Words; i++ {
		e := Entry(ram.Word(f.Address() + i*8))
		if e.Present() {
			s.drop1(ram, frames, charge, e.Frame())
		}
	}
	s.give(frames, charge, f)
}

// drop1 gives back the last-level table in f and the pages that it maps.
func (s *Space) drop1(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, f memory.Frame) {
	for i := memory.PhysAddr(0); i < memory.Words; i++ {
		e := Entry(ram.Word(f.Address() + i*8))
		if e.Present() {
			s.give(frames, charge, e.Frame())
		}
	}
	s.give(frames, charge, f)
}

// give returns f and its unit, if f is the space's owner's.
func (s *Space) give(frames *frame.Allocator, charge *ledger.Ledger, f memory.Frame) {
	if frames.Give(f, s.owner) {
		charge.Give(1)
	}
}
