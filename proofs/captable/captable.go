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

// anyTable returns any table. Of the holds only the object's number is any, and the spare slots are numbers below 256: the code moves a hold
// as a whole, and the invariant admits no spare slot beyond the table.
func anyTable() mirror {
	t := mirror{spares: prove.Any[uint32](), fresh: prove.Any[uint32]()}
	for i := range t.slots {
		t.slots[i].State, t.slots[i].Gen = captable.State(prove.Any[uint8]()), prove.Any[uint32]()
		t.slots[i].Hold.Index = prove.Any[uint32]()
		t.spare[i] = uint32(prove.Any[uint8]())
	}
	return t
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
