// Package captable has the bounded proofs of kernel/core/captable: from any table that satisfies the invariant, each operation does
// what it says and keeps the invariant.
//
// Only gosure prove runs these functions. The package may not be imported.
package captable

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// mirror is captable.Table with its fields in reach.
type mirror struct {
	slots  [captable.Slots]captable.Slot
	spare  [captable.Slots]uint32
	spares uint32
	fresh  uint32
}

// order is a permutation of the slots and its inverse: first the spare slots as they stand in the table, then the other slots below
// fresh, then the rest, each in its own place. It turns "each free slot once" and the counting that follows from it into look-ups, which
// solvers find easy, where counting is hard for them.
type order struct {
	place [captable.Slots]uint8 // of each slot
	slot  [captable.Slots]uint8 // at each place
}

// valid is the invariant of a table: the spare slots are the free ones below fresh, each once; those from fresh on are free.
func valid(t mirror, o order) bool {
	ok := logic.All(t.fresh <= captable.Slots, t.spares <= t.fresh)
	for i := uint32(0); i < captable.Slots; i++ {
		place, slot := o.place[i]%captable.Slots, o.slot[i]%captable.Slots
		free := t.slots[i].State == captable.Free
		isSpare := logic.All(free, i < t.fresh)
		ok = logic.All(ok, t.slots[i].State <= captable.Retired, t.slots[i].Gen <= captable.LastGen, logic.Implies(i >= t.fresh, free),
			o.place[i] == place, o.slot[i] == slot, uint32(o.slot[place]) == i, uint32(o.place[slot]) == i,
			logic.Implies(i >= t.fresh, uint32(place) == i), isSpare == (uint32(place) < t.spares),
			logic.Implies(i < t.spares, t.spare[i] == uint32(slot)))
	}
	return ok
}

// names says that id names a slot of its generation in the given state, in the words of CAP-1.
func names(t mirror, id abi.CapID, state captable.State) bool {
	slot := t.slots[id%captable.Slots]
	return logic.All(slot.State == state, slot.Gen == uint32(id)/captable.Slots)
}

// vacated returns t with slot i empty and its generation ended, in the words of CAP-3, and the order of the slots then.
// Precondition: t has a spare place.
func vacated(t mirror, o order, i uint32) (mirror, order) {
	slot := t.slots[i]
	if slot.Gen == captable.LastGen {
		t.slots[i] = captable.Slot{State: captable.Retired, Gen: captable.LastGen}
		return t, o
	}
	t.slots[i] = captable.Slot{State: captable.Free, Gen: slot.Gen + 1}
	end := t.spares % captable.Slots
	t.spare[end] = i
	t.spares++
	from, other := o.place[i]%captable.Slots, o.slot[end]%captable.Slots
	o.place[i], o.slot[end] = uint8(end), uint8(i)
	o.place[other], o.slot[from] = from, other
	return t, o
}

// anyTable returns any table that satisfies the invariant, with the order of its slots.
func anyTable() (mirror, order) {
	t, o := prove.Any[mirror](), prove.Any[order]()
	prove.Assume(valid(t, o))
	return t, o
}
