// +gobra

package aspace

import (
	"warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/memory"
	// @ "warrant/kernel/limits"
)

// @ preserves acc(s.Mem(), 1/4) && ram.Mem() && frames.Mem() && charge.Mem()
// @ preserves s.In(ram) && Managed(ram, frames) && s.Lives(frames)
// @ requires  0 <= va && va <= 18446744073709551615
// @ ensures   err == OK ==> IsOwned(frames.View().Owner, int(f), s.Whose())
// @ ensures   ram.Size() == old(ram.Size()) && frames.View().Total == old(frames.View()).Total
// @ ensures   Taken(old(frames.View()).Owner, frames.View().Owner, s.Whose())
// @ ensures   Paid(old(frames.View()).Owner, frames.View().Owner, s.Whose(), old(charge.InUse()), charge.InUse()) && charge.Most() == old(charge.Most())
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && !Mine(frames.View().Owner, s.Whose(), b) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// leafTable answers the last-level table for va, and adds the tables that are missing on the way to it.
func (s *Space) leafTable(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, va uint64) (f memory.Frame, err Err) {
	// @ unfold acc(s.Mem(), 1/4)
	// @ defer fold acc(s.Mem(), 1/4)
	f, err = descend(ram, frames, charge, s.owner, slot(s.root, va, rootLevel))
	if err != OK {
		return memory.NoFrame, err
	}
	f, err = descend(ram, frames, charge, s.owner, slot(f, va, 2))
	if err != OK {
		return memory.NoFrame, err
	}
	return descend(ram, frames, charge, s.owner, slot(f, va, 1))
}

// @ preserves ram.Mem() && frames.Mem() && charge.Mem() && Managed(ram, frames)
// @ requires  frame.IsHolder(owner) && 0 <= place && place % 8 == 0 && ram.Holds(int(place), 8)
// @ requires  Mine(frames.View().Owner, owner, int(place))
// @ ensures   err == OK ==> IsOwned(frames.View().Owner, int(f), owner) && ram.At(int(place)) % 2 == 1 && Refers(ram, int(place)) == int(f)
// @ ensures   err != OK ==> forall b int :: { ram.At(b) } b % 8 == 0 ==> ram.At(b) == old(ram.At(b))
// @ ensures   old(ram.At(int(place))) % 2 == 1 ==> frames.View() === old(frames.View()) &&
// @ 	(forall b int :: { ram.At(b) } b % 8 == 0 ==> ram.At(b) == old(ram.At(b)))
// @ ensures   ram.Size() == old(ram.Size()) && frames.View().Total == old(frames.View()).Total
// @ ensures   Taken(old(frames.View()).Owner, frames.View().Owner, owner)
// @ ensures   Paid(old(frames.View()).Owner, frames.View().Owner, owner, old(charge.InUse()), charge.InUse()) && charge.Most() == old(charge.Most())
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && !Mine(frames.View().Owner, owner, b) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// descend answers the table of owner's that the entry at place refers to, and adds it when there is none.
func descend(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, owner frame.Owner, place memory.PhysAddr) (f memory.Frame, err Err) {
	e := Entry(ram.Word(place))
	if e.Present() {
		f = e.Frame()
		if frames.Owner(f) != owner {
			return memory.NoFrame, BadTable
		}
		return f, OK
	}
	// @ ghost owners := frames.View().Owner
	f, err = take(ram, frames, charge, owner)
	if err != OK {
		return memory.NoFrame, err
	}
	// @ frame.OwnedAt(owners, owner, int(f), owner, limits.Frames)
	ram.SetWord(place, uint64(table(f)))
	return f, OK
}

// @ preserves ram.Mem() && frames.Mem() && charge.Mem() && Managed(ram, frames)
// @ requires  frame.IsHolder(owner)
// @ ensures   err == OK ==> IsOwned(frames.View().Owner, int(f), owner) && old(frames.View()).Owner[int(f)] == frame.Free
// @ ensures   err == OK ==> frames.View().Owner == old(frames.View()).Owner[int(f) = owner]
// @ ensures   err == OK ==> forall b int :: { ram.At(b) } b % 8 == 0 && In(int(f), b) ==> ram.At(b) == 0
// @ ensures   err != OK ==> f == memory.NoFrame && frames.View() === old(frames.View())
// @ ensures   charge.InUse() == old(charge.InUse()) + (err == OK ? 1 : 0) && charge.Most() == old(charge.Most())
// @ ensures   ram.Size() == old(ram.Size()) && frames.View().Total == old(frames.View()).Total
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && (err != OK || !In(int(f), b)) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// take answers a zeroed frame that is owner's and paid for. Invariants: FR-1, FR-2, LG-2.
func take(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, owner frame.Owner) (f memory.Frame, err Err) {
	f, err = claim(ram, frames, charge, owner)
	if err != OK {
		return memory.NoFrame, err
	}
	ram.Zero(f)
	return f, OK
}

// @ preserves acc(ram.Mem(), 1/4) && frames.Mem() && charge.Mem() && Managed(ram, frames)
// @ requires  frame.IsHolder(owner)
// @ ensures   err == OK ==> IsOwned(frames.View().Owner, int(f), owner) && old(frames.View()).Owner[int(f)] == frame.Free
// @ ensures   err == OK ==> frames.View().Owner == old(frames.View()).Owner[int(f) = owner]
// @ ensures   err != OK ==> f == memory.NoFrame && frames.View() === old(frames.View())
// @ ensures   charge.InUse() == old(charge.InUse()) + (err == OK ? 1 : 0) && charge.Most() == old(charge.Most())
// @ ensures   frames.View().Total == old(frames.View()).Total
// @ decreases

// claim answers a frame that is owner's and paid for, with whatever its last owner left in it: the caller writes all of it. Invariants: FR-1,
// LG-2.
func claim(ram *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, owner frame.Owner) (f memory.Frame, err Err) {
	if !charge.Take(1) {
		return memory.NoFrame, OverLimit
	}
	f, ok := frames.Take(owner)
	if !ok {
		charge.Give(1)
		return memory.NoFrame, OutOfFrames
	}
	return f, OK
}
