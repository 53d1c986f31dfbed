// Package captable has the bounded proofs of kernel/core/captable: from any table that satisfies the invariant, each operation does
// what it says and keeps the invariant.
//
// Only gosure prove runs these functions. The package may not be imported.
package captable

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/proofs/logic"
)

// mirror is captable.Table with its fields in reach.
type mirror struct {
	slots  [captable.Slots]captable.Slot
	spare  [captable.Slots]uint32
	spares uint32
	fresh  uint32
}

// names says that id names a slot of its generation in the given state, in the words of CAP-1.
func names(t mirror, id abi.CapID, state captable.State) bool {
	slot := t.slots[id%captable.Slots]
	return logic.All(slot.State == state, slot.Gen == uint32(id)/captable.Slots)
}

// vacated returns t with slot i empty and its generation ended, in the words of CAP-3. Precondition: t has a spare place.
func vacated(t mirror, i uint32) mirror {
	slot := t.slots[i]
	if slot.Gen == captable.LastGen {
		t.slots[i] = captable.Slot{State: captable.Retired, Gen: captable.LastGen}
		return t
	}
	t.slots[i] = captable.Slot{State: captable.Free, Gen: slot.Gen + 1}
	t.spare[t.spares%captable.Slots] = i
	t.spares++
	return t
}

// counted is the invariant's part about the numbers of places.
func counted(t mirror) bool { return logic.All(t.spares <= t.fresh, t.fresh <= captable.Slots) }

// slotSound is the invariant's part about slot i: its generation is one that an id has room for, one that was never used is as new, and
// one without a hold remembers none.
func slotSound(t mirror, i uint32) bool {
	slot := t.slots[i%captable.Slots]
	empty := logic.Any(slot.State == captable.Free, slot.State == captable.Retired)
	return logic.All(slot.Gen <= captable.LastGen, slot.State <= captable.Retired, logic.Implies(i >= t.fresh, slot == captable.Slot{}),
		logic.Implies(slot.State == captable.Retired, slot.Gen == captable.LastGen), logic.Implies(empty, slot.Hold == captable.Hold{}))
}

// spareSound is the invariant's part about the spare places a and b: they name free slots that were used before, and not the same.
func spareSound(t mirror, a, b uint32) bool {
	i := t.spare[a%captable.Slots]
	isSpare := logic.All(a < t.spares, a < captable.Slots)
	return logic.All(logic.Implies(isSpare, logic.All(i < t.fresh, t.slots[i%captable.Slots].State == captable.Free)),
		logic.Implies(logic.All(isSpare, b < t.spares, b < captable.Slots, a != b), t.spare[b%captable.Slots] != i))
}
