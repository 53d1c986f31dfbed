// +gobra

// Package captable is a process's table of capabilities: slots with generations.
//
// An id names a slot and a generation, so an id that was given up never names what comes after it. The table may not count for the
// ledger, may not know what a hold refers to, and has no place for authority that is not in a slot.
package captable

import "warrant/kernel/abi"

// Slots is the number of slots of a table.
const Slots = abi.CapSlots

// LastGen is the generation after which a slot is retired, so that no id ever comes back: ids are generation*Slots + slot in 32 bits.
const LastGen = 67108863

// State is the life of a slot: Free, Live, then Free again with the next generation; Reserved while its hold is about to move.
type State uint8

// The states of a slot.
const (
	// Free holds nothing.
	Free State = iota
	// Live holds a capability.
	Live
	// Reserved holds a capability that an unfinished transaction will take or give back.
	Reserved
	// Retired holds nothing, for ever.
	Retired
)

// Origin says how a process came to a hold.
type Origin uint8

// The origins.
const (
	// FromKernel: granted by the kernel at boot.
	FromKernel Origin = iota
	// FromSpawn: granted by the parent at spawn.
	FromSpawn
	// FromResult: the result of a call on a kernel object.
	FromResult
	// FromTransfer: travelled with a message of another process.
	FromTransfer
)

// Travel says how a hold can leave its table.
type Travel uint8

// The ways. Invariant: CAP-6.
const (
	// Stays: not at all.
	Stays Travel = iota
	// Moves: to one other table, and out of this one.
	Moves
	// Copies: to other tables, moved or copied.
	Copies
)

// Hold is one edge of the authority graph: what a slot refers to.
type Hold struct {
	// Interface is the interface id that a call must state.
	Interface uint64
	// Kind, Index and Epoch name the object; package sys gives them their meaning.
	Kind   uint32
	Index  uint32
	Epoch  uint32
	Travel Travel
	Origin Origin
}

// Slot is one place of a table.
type Slot struct {
	State State
	Gen   uint32
	Hold  Hold
}

// Table holds the capabilities of one process. The zero value is an empty table. Its free slots are those in spare[0..spares) and those
// from fresh on.
type Table struct {
	slots  [Slots]Slot
	spare  [Slots]uint32
	spares uint32
	fresh  uint32
}

// @ requires acc(t)
// @ ensures  t.Mem() && Empty(t.View()) && Held(t.View().Slots, Slots) == 0
// @ decreases

// Reset makes t an empty table. Every id of before may name something again: only for a process that is new.
func (t *Table) Reset() {
	*t = Table{}
	// @ fold t.Mem()
	// @ HeldNone(t.View().Slots, Slots)
}

// @ preserves acc(t.Mem(), 1/4)
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == Names(t.View(), id, Live)
// @ ensures   h == (ok ? t.View().Slots[int(id) % Slots].Hold : Hold{})
// @ decreases

// Lookup answers what id names. It fails when id names no live slot of its generation. Invariant: CAP-1.
func (t *Table) Lookup(id abi.CapID) (h Hold, ok bool) {
	// @ unfold acc(t.Mem(), 1/4)
	// @ defer fold acc(t.Mem(), 1/4)
	if !t.names(id) {
		return Hold{}, false
	}
	return t.slots[uint32(id)%Slots].Hold, true
}

// @ preserves acc(&t.slots, 1/8)
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == (t.slots[int(id) % Slots].State == Live && t.slots[int(id) % Slots].Gen == uint32(id) / Slots)
// @ decreases

// names says that id names a live slot of its generation.
func (t *Table) names(id abi.CapID) (ok bool) {
	i := uint32(id) % Slots
	return t.slots[i].State == Live && t.slots[i].Gen == uint32(id)/Slots
}

// @ preserves acc(t.Mem(), 1/4) && acc(h)
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == (Names(t.View(), id, Live) && t.View().Slots[int(id) % Slots].Hold.Interface == iface)
// @ ensures   *h == (ok ? t.View().Slots[int(id) % Slots].Hold : old(*h))
// @ decreases

// Find makes h what id names. It fails, and leaves h as it was, when id names no live slot of its generation, or one of another interface.
// Invariants: CAP-1, CAP-2.
func (t *Table) Find(id abi.CapID, iface uint64, h *Hold) (ok bool) {
	// @ unfold acc(t.Mem(), 1/4)
	// @ defer fold acc(t.Mem(), 1/4)
	if !t.names(id) || t.slots[uint32(id)%Slots].Hold.Interface != iface {
		return false
	}
	*h = t.slots[uint32(id)%Slots].Hold
	return true
}

// @ preserves t.Mem()
// @ ensures   ok == (Room(old(t.View())) > 0)
// @ ensures   ok ==> Inserted(old(t.View()), t.View(), id, h)
// @ ensures   !ok ==> id == 0 && t.View() === old(t.View())
// @ ensures   Later(old(t.View()), t.View())
// @ decreases

// Insert puts h into a free slot. It fails when there is none.
func (t *Table) Insert(h Hold) (id abi.CapID, ok bool) {
	// @ unfold t.Mem()
	// @ ghost prev := seq(t.slots)
	i := t.fresh
	if t.spares > 0 {
		t.spares = t.spares - 1
		i = t.spare[t.spares]
	} else if i < Slots {
		t.fresh = i + 1
	} else {
		// @ fold t.Mem()
		return 0, false
	}
	gen := t.slots[i].Gen
	t.slots[i].State = Live
	t.slots[i].Hold = h
	// @ assert seq(t.slots) == prev[int(i) = Slot{Live, gen, h}]
	// @ FreeAt(prev, int(i), Slot{Live, gen, h}, int(t.fresh))
	// @ fold t.Mem()
	return abi.CapID(gen*Slots + i), true
}

// @ preserves t.Mem()
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == Names(old(t.View()), id, Live)
// @ ensures   h == (ok ? old(t.View()).Slots[int(id) % Slots].Hold : Hold{})
// @ ensures   ok ==> Vacated(old(t.View()), t.View(), int(id) % Slots)
// @ ensures   !ok ==> t.View() === old(t.View())
// @ ensures   Later(old(t.View()), t.View())
// @ decreases

// Release gives up what id names, and so ends every id of this generation. It fails as Lookup does. Invariant: CAP-3.
func (t *Table) Release(id abi.CapID) (h Hold, ok bool) {
	h, ok = t.Lookup(id)
	if !ok {
		return Hold{}, false
	}
	t.vacate(uint32(id) % Slots)
	return h, true
}

// @ preserves t.Mem()
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == Names(old(t.View()), id, Live)
// @ ensures   ok ==> t.View() === Marked(old(t.View()), int(id) % Slots, Reserved)
// @ ensures   !ok ==> t.View() === old(t.View())
// @ ensures   Later(old(t.View()), t.View())
// @ decreases

// Reserve takes what id names out of use until Commit or Restore. It fails as Lookup does. Invariant: CAP-5.
func (t *Table) Reserve(id abi.CapID) (ok bool) {
	// @ unfold t.Mem()
	// @ ghost prev := seq(t.slots)
	if !t.names(id) {
		// @ fold t.Mem()
		return false
	}
	i := uint32(id) % Slots
	t.slots[i].State = Reserved
	// @ assert seq(t.slots) == prev[int(i) = Slot{Reserved, prev[int(i)].Gen, prev[int(i)].Hold}]
	// @ FreeAt(prev, int(i), Slot{Reserved, prev[int(i)].Gen, prev[int(i)].Hold}, int(t.fresh))
	// @ fold t.Mem()
	return true
}

// @ preserves t.Mem()
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == Names(old(t.View()), id, Reserved)
// @ ensures   ok ==> t.View() === Marked(old(t.View()), int(id) % Slots, Live)
// @ ensures   !ok ==> t.View() === old(t.View())
// @ ensures   Later(old(t.View()), t.View())
// @ decreases

// Restore ends a reservation and leaves the table as it was before Reserve. It fails when id names no reserved slot.
func (t *Table) Restore(id abi.CapID) (ok bool) {
	// @ unfold t.Mem()
	// @ ghost prev := seq(t.slots)
	i := uint32(id) % Slots
	if t.slots[i].State != Reserved || t.slots[i].Gen != uint32(id)/Slots {
		// @ fold t.Mem()
		return false
	}
	t.slots[i].State = Live
	// @ assert seq(t.slots) == prev[int(i) = Slot{Live, prev[int(i)].Gen, prev[int(i)].Hold}]
	// @ FreeAt(prev, int(i), Slot{Live, prev[int(i)].Gen, prev[int(i)].Hold}, int(t.fresh))
	// @ fold t.Mem()
	return true
}

// @ preserves t.Mem()
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == Names(old(t.View()), id, Reserved)
// @ ensures   h == (ok ? old(t.View()).Slots[int(id) % Slots].Hold : Hold{})
// @ ensures   ok ==> Vacated(old(t.View()), t.View(), int(id) % Slots)
// @ ensures   !ok ==> t.View() === old(t.View())
// @ ensures   Later(old(t.View()), t.View())
// @ decreases

// Commit ends a reservation, and answers the hold, which is gone from this table. It fails when id names no reserved slot.
func (t *Table) Commit(id abi.CapID) (h Hold, ok bool) {
	i := uint32(id) % Slots
	// @ unfold t.Mem()
	if t.slots[i].State != Reserved || t.slots[i].Gen != uint32(id)/Slots {
		// @ fold t.Mem()
		return Hold{}, false
	}
	h = t.slots[i].Hold
	// @ fold t.Mem()
	t.vacate(i)
	return h, true
}

// @ preserves acc(t.Mem(), 1/4)
// @ requires  0 <= i && i < Slots
// @ ensures   ok == (t.View().Slots[int(i)].State == Live)
// @ ensures   ok ==> 0 <= id && int(id) % Slots == int(i) && Names(t.View(), id, Live)
// @ ensures   !ok ==> id == 0
// @ decreases

// At answers the id that names slot i's hold, if slot i is live. Precondition: i < Slots.
func (t *Table) At(i uint32) (id abi.CapID, ok bool) {
	// @ unfold acc(t.Mem(), 1/4)
	// @ defer fold acc(t.Mem(), 1/4)
	if t.slots[i].State != Live {
		return 0, false
	}
	return abi.CapID(t.slots[i].Gen*Slots + i), true
}

// @ preserves acc(t.Mem(), 1/4)
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == Names(t.View(), id, Live)
// @ ensures   ok ==> kind == t.View().Slots[int(id) % Slots].Hold.Kind && index == t.View().Slots[int(id) % Slots].Hold.Index
// @ ensures   !ok ==> kind == 0 && index == 0
// @ decreases

// Object answers which object what id names is of. It fails as Lookup does. Invariant: CAP-1.
func (t *Table) Object(id abi.CapID) (kind, index uint32, ok bool) {
	// @ unfold acc(t.Mem(), 1/4)
	// @ defer fold acc(t.Mem(), 1/4)
	i := uint32(id) % Slots
	if !t.names(id) {
		return 0, 0, false
	}
	return t.slots[i].Hold.Kind, t.slots[i].Hold.Index, true
}

// @ preserves acc(t.Mem(), 1/4)
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == Names(t.View(), id, Live)
// @ ensures   w == (ok ? t.View().Slots[int(id) % Slots].Hold.Travel : Stays)
// @ decreases

// Travel answers how what id names can leave the table. It fails as Lookup does. Invariant: CAP-6.
func (t *Table) Travel(id abi.CapID) (w Travel, ok bool) {
	// @ unfold acc(t.Mem(), 1/4)
	// @ defer fold acc(t.Mem(), 1/4)
	if !t.names(id) {
		return Stays, false
	}
	return t.slots[uint32(id)%Slots].Hold.Travel, true
}

// @ preserves acc(t.Mem(), 1/4)
// @ requires  0 <= i && i < Slots
// @ ensures   kind == t.View().Slots[int(i)].Hold.Kind && index == t.View().Slots[int(i)].Hold.Index
// @ decreases

// ObjectAt answers which object slot i's hold is of, whatever its state. Precondition: i < Slots.
func (t *Table) ObjectAt(i uint32) (kind, index uint32) {
	// @ unfold acc(t.Mem(), 1/4)
	// @ defer fold acc(t.Mem(), 1/4)
	return t.slots[i].Hold.Kind, t.slots[i].Hold.Index
}

// @ preserves acc(t.Mem(), 1/4)
// @ requires  0 <= i && i < Slots
// @ ensures   s == t.View().Slots[int(i)]
// @ decreases

// Peek answers slot i as it is, for the monitor. Precondition: i < Slots.
func (t *Table) Peek(i uint32) (s Slot) {
	// @ unfold acc(t.Mem(), 1/4)
	// @ defer fold acc(t.Mem(), 1/4)
	return t.slots[i]
}

// @ preserves acc(t.Mem(), 1/4)
// @ ensures   int(n) == Room(t.View())
// @ decreases

// Room answers how many more holds fit. A retired slot is no room.
func (t *Table) Room() (n uint32) {
	// @ unfold acc(t.Mem(), 1/4)
	// @ defer fold acc(t.Mem(), 1/4)
	return t.spares + (Slots - t.fresh)
}

// @ preserves t.Mem()
// @ requires  0 <= i && i < Slots
// @ requires  t.View().Slots[int(i)].State == Live || t.View().Slots[int(i)].State == Reserved
// @ ensures   Vacated(old(t.View()), t.View(), int(i))
// @ ensures   Later(old(t.View()), t.View())
// @ decreases

// vacate ends slot i's generation. Preconditions: i < Slots; slot i is live or reserved, so that it is not among the spare ones.
func (t *Table) vacate(i uint32) {
	// @ unfold t.Mem()
	// @ ghost prev := seq(t.slots)
	gen := t.slots[i].Gen
	if gen == LastGen {
		t.slots[i] = Slot{State: Retired, Gen: LastGen}
		// @ assert seq(t.slots) == prev[int(i) = Slot{Retired, LastGen, Hold{}}]
		// @ FreeAt(prev, int(i), Slot{Retired, LastGen, Hold{}}, int(t.fresh))
		// @ fold t.Mem()
		return
	}
	// @ NotAllFree(prev, int(i), int(t.fresh))
	t.slots[i] = Slot{}
	t.slots[i].Gen = gen + 1
	// @ assert seq(t.slots) == prev[int(i) = Slot{Free, gen + 1, Hold{}}]
	// @ FreeAt(prev, int(i), Slot{Free, gen + 1, Hold{}}, int(t.fresh))
	// @ ghost spare := seq(t.spare)
	t.spare[t.spares] = i
	// @ assert seq(t.spare) == spare[int(t.spares) = i]
	t.spares = t.spares + 1
	// @ fold t.Mem()
}
