// +gobra

// Package captable is broken: Lookup accepts a stale generation. It is a fixed table of capabilities with generations.
package captable

// @ import "samples/minikernel/machine"

// Slots is the number of slots of a table.
const Slots = 16

// LastGen is the generation after which a slot is retired.
const LastGen = 268435455

// State is the life of a slot.
type State uint8

// The states of a slot.
const (
	Free State = iota
	Live
	Retired
)

// Slot is one entry.
type Slot struct {
	State State
	Gen   uint32
	Obj   uint32
}

// Table holds the capabilities of one process.
type Table struct {
	slots [Slots]Slot
}

// @ preserves acc(t.Mem(), 1/2)
// @ ensures   ok == Names(t.Abs(), id)
// @ ensures   ok ==> obj == t.Abs()[int(id) % Slots].Obj
// @ decreases

// Lookup answers the object that id names. Invariant: CAP-1.
func (t *Table) Lookup(id uint32) (obj uint32, ok bool) {
	// @ machine.Uint32(id)
	// @ unfold acc(t.Mem(), 1/2)
	// @ defer fold acc(t.Mem(), 1/2)
	s := t.slots[id%Slots]
	if s.State != Live {
		return 0, false
	}
	return s.Obj, true
}

// @ preserves t.Mem()
// @ ensures   ok ==> 0 <= id && old(t.Abs())[int(id) % Slots].State == Free
// @ ensures   ok ==> t.Abs() == old(t.Abs())[int(id) % Slots = Slot{Live, id / Slots, obj}]
// @ ensures   ok ==> id / Slots == old(t.Abs())[int(id) % Slots].Gen
// @ ensures   ok ==> Count(t.Abs(), Slots) == Count(old(t.Abs()), Slots) + 1
// @ ensures   !ok ==> t.Abs() == old(t.Abs())
// @ ensures   ok == HasFree(old(t.Abs()))
// @ decreases

// Insert puts obj into the first free slot. It fails when there is none.
func (t *Table) Insert(obj uint32) (id uint32, ok bool) {
	// @ unfold t.Mem()
	// @ ghost prev := seq(t.slots)
	// @ invariant acc(t) && 0 <= i && i <= Slots && seq(t.slots) == prev && Inv(prev)
	// @ invariant forall j int :: { prev[j] } 0 <= j && j < int(i) ==> prev[j].State != Free
	// @ decreases Slots - i
	for i := uint32(0); i < Slots; i++ {
		if t.slots[i].State == Free {
			// @ assert prev[int(i)].State == Free
			gen := t.slots[i].Gen
			t.slots[i] = Slot{State: Live, Gen: gen, Obj: obj}
			// @ assert seq(t.slots) == prev[int(i) = Slot{Live, gen, obj}]
			// @ CountAt(prev, int(i), Slot{Live, gen, obj}, Slots)
			// @ fold t.Mem()
			return gen*Slots + i, true
		}
	}
	// @ fold t.Mem()
	return 0, false
}

// @ preserves t.Mem()
// @ ensures   ok == Names(old(t.Abs()), id)
// @ ensures   ok ==> obj == old(t.Abs())[int(id) % Slots].Obj
// @ ensures   ok ==> t.Abs() == old(t.Abs())[int(id) % Slots = Freed(old(t.Abs())[int(id) % Slots])]
// @ ensures   ok ==> Count(t.Abs(), Slots) == Count(old(t.Abs()), Slots) - 1
// @ ensures   !ok ==> t.Abs() == old(t.Abs())
// @ decreases

// Release frees the slot that id names, and so ends every id of this generation. Invariant: CAP-3.
func (t *Table) Release(id uint32) (obj uint32, ok bool) {
	obj, ok = t.Lookup(id)
	if !ok {
		return 0, false
	}
	// @ machine.Uint32(id)
	// @ unfold t.Mem()
	// @ ghost prev := seq(t.slots)
	i := id % Slots
	t.slots[i] = freed(t.slots[i])
	// @ assert seq(t.slots) == prev[int(i) = Freed(prev[int(i)])]
	// @ CountAt(prev, int(i), Freed(prev[int(i)]), Slots)
	// @ fold t.Mem()
	return obj, true
}

// @ preserves t.Mem()
// @ ensures   t.Abs() == Cleared(old(t.Abs()), Slots)
// @ ensures   Count(t.Abs(), Slots) == 0
// @ decreases

// Clear frees every live slot.
func (t *Table) Clear() {
	// @ unfold t.Mem()
	// @ ghost prev := seq(t.slots)
	// @ invariant acc(t) && 0 <= i && i <= Slots && Inv(prev)
	// @ invariant seq(t.slots) == Cleared(prev, int(i))
	// @ decreases Slots - i
	for i := uint32(0); i < Slots; i++ {
		// @ ghost cur := seq(t.slots)
		if t.slots[i].State == Live {
			t.slots[i] = freed(t.slots[i])
			// @ assert seq(t.slots) == cur[int(i) = Freed(prev[int(i)])]
		}
		// @ assert seq(t.slots) == Cleared(prev, int(i) + 1)
	}
	// @ CountNone(seq(t.slots), Slots)
	// @ fold t.Mem()
}

// @ requires 0 <= s.Gen && s.Gen <= LastGen
// @ ensures  r == Freed(s)
// @ decreases

// freed is what a live slot becomes.
func freed(s Slot) (r Slot) {
	if s.Gen == LastGen {
		return Slot{State: Retired, Gen: LastGen}
	}
	return Slot{State: Free, Gen: s.Gen + 1}
}
