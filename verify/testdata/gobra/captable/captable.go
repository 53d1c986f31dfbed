// +gobra

// Package captable keeps capabilities in fixed slots with generations.
package captable

// Slots is the number of slots of a table.
const Slots = 64

// GenLimit is the last generation of a slot.
const GenLimit = 1000

// Slot is one entry.
type Slot struct {
	live  bool
	gen   uint32
	iface uint64
	obj   uint32
}

// Table is a process's capability table.
type Table struct {
	slots [Slots]Slot
	used  uint32
}

/*@
pred (t *Table) Mem() {
	acc(t) && 0 <= t.used && t.used <= Slots
}

ghost
requires acc(t.Mem(), _)
decreases
pure func (t *Table) Abs() (res seq[Slot]) {
	return unfolding acc(t.Mem(), _) in seq(t.slots)
}
@*/

// @ requires  t.Mem()
// @ requires  0 <= index
// @ ensures   t.Mem()
// @ ensures   ok ==> index < Slots && t.Abs()[index].live && t.Abs()[index].gen == gen && obj == t.Abs()[index].obj
// @ ensures   !ok && index < Slots ==> !(t.Abs()[index].live && t.Abs()[index].gen == gen)
// @ ensures   t.Abs() == old(t.Abs())
// @ decreases

// Lookup finds the object.
func (t *Table) Lookup(index, gen uint32) (obj uint32, ok bool) {
	// @ unfold t.Mem()
	// @ defer fold t.Mem()
	if index >= Slots {
		return 0, false
	}
	if !t.slots[index].live || t.slots[index].gen != gen {
		return 0, false
	}
	return t.slots[index].obj, true
}

// @ requires  t.Mem()
// @ requires  0 <= index
// @ ensures   t.Mem()
// @ ensures   ok ==> index < Slots && t.Abs() == old(t.Abs())[index = Slot{false, gen + 1, 0, 0}]
// @ ensures   !ok ==> t.Abs() == old(t.Abs())
// @ decreases

// Release frees a slot.
func (t *Table) Release(index, gen uint32) (ok bool) {
	// @ unfold t.Mem()
	// @ defer fold t.Mem()
	if index >= Slots {
		return false
	}
	if !t.slots[index].live || t.slots[index].gen != gen {
		return false
	}
	if t.used == 0 || gen >= GenLimit {
		return false
	}
	t.slots[index] = Slot{live: false, gen: gen + 1, iface: 0, obj: 0}
	t.used = t.used - 1
	return true
}
