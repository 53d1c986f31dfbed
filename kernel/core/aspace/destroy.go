// +gobra

package aspace

import (
	"warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/memory"
	// @ "warrant/kernel/limits"
)

// @ preserves s.Mem() && acc(ram.Mem(), 1/2) && frames.Mem() && charge.Mem()
// @ preserves s.In(ram) && Managed(ram, frames)
// @ ensures   s.Top() == memory.NoFrame && (s.Whose() == old(s.Whose()) || s.Whose() == frame.Unmanaged)
// @ ensures   Given(old(frames.View()).Owner, frames.View().Owner, old(s.Whose())) && frames.View().Total == old(frames.View()).Total
// @ ensures   Repaid(old(frames.View()).Owner, frames.View().Owner, old(s.Whose()), old(charge.InUse()), charge.InUse()) && charge.Most() == old(charge.Most())
// @ ensures   old(s.Top()) != memory.NoFrame ==> !IsOwned(frames.View().Owner, int(old(s.Top())), old(s.Whose()))
// @ decreases

// Destroy gives back every frame of the space, pages and tables, and makes s none. The processor must not be using the space any more.
// Invariant: AS-2.
func (s *Space) Destroy(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger) {
	// @ unfold s.Mem()
	// @ defer fold s.Mem()
	if s.root == memory.NoFrame {
		return
	}
	drop(ram, frames, charge, s.owner, s.root, kernelHalf, rootLevel)
	*s = Space{}
}

// @ preserves acc(ram.Mem(), 1/4) && frames.Mem() && charge.Mem() && Managed(ram, frames)
// @ requires  frame.IsHolder(owner) && 0 <= f && f <= 4294967295 && ram.Holds(int(f) * memory.FrameSize, memory.FrameSize)
// @ requires  0 <= entries && entries <= memory.Words && 0 <= level && level <= rootLevel
// @ ensures   Given(old(frames.View()).Owner, frames.View().Owner, owner) && frames.View().Total == old(frames.View()).Total
// @ ensures   Repaid(old(frames.View()).Owner, frames.View().Owner, owner, old(charge.InUse()), charge.InUse()) && charge.Most() == old(charge.Most())
// @ ensures   !IsOwned(frames.View().Owner, int(f), owner) && ram.Size() == old(ram.Size())
// @ decreases level

// drop gives back the table of the given level in f and all below it. Only its first entries can be the process's.
func drop(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, owner frame.Owner, f memory.Frame, entries, level uint32) {
	// @ ghost was := frames.View().Owner
	// @ invariant acc(ram.Mem(), 1/4) && frames.Mem() && charge.Mem() && Managed(ram, frames)
	// @ invariant 0 <= i && i <= memory.Words && ram.Size() == old(ram.Size())
	// @ invariant Given(was, frames.View().Owner, owner) && frames.View().Total == old(frames.View()).Total
	// @ invariant Repaid(was, frames.View().Owner, owner, old(charge.InUse()), charge.InUse()) && charge.Most() == old(charge.Most())
	// @ decreases memory.Words - i
	for i := uint32(0); i < entries; i++ {
		e := Entry(ram.Word(f.Address() + memory.PhysAddr(i)*8))
		below := e.Frame()
		if !e.Present() {
			i = ram.Next(f, i+1) - 1
		} else if level == leafLevel {
			give(ram, frames, charge, owner, below)
		} else if frames.Owner(below) == owner {
			drop(ram, frames, charge, owner, below, memory.Words, level-1)
		}
	}
	give(ram, frames, charge, owner, f)
}

// @ preserves acc(ram.Mem(), 1/8) && frames.Mem() && charge.Mem() && Managed(ram, frames)
// @ requires  frame.IsHolder(owner) && 0 <= f && f <= 4294967295
// @ ensures   Given(old(frames.View()).Owner, frames.View().Owner, owner) && frames.View().Total == old(frames.View()).Total
// @ ensures   Repaid(old(frames.View()).Owner, frames.View().Owner, owner, old(charge.InUse()), charge.InUse()) && charge.Most() == old(charge.Most())
// @ ensures   !IsOwned(frames.View().Owner, int(f), owner)
// @ decreases

// give returns f and its unit, if f is owner's. Invariants: FR-1, LG-3.
func give(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, owner frame.Owner, f memory.Frame) {
	// @ ghost owners := frames.View().Owner
	if frames.Give(f, owner) {
		// @ frame.OwnedSome(owners, owner, int(f), limits.Frames)
		// @ frame.OwnedAt(owners, owner, int(f), frame.Free, limits.Frames)
		charge.Give(1)
	}
}
