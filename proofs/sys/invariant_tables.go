package sys

import (
	"warrant/kernel/core/captable"
	"warrant/kernel/sys/object"
	"warrant/proofs/logic"
)

// inUse says that a slot holds a capability, which may be about to move.
func inUse(s *captable.Slot) bool {
	return logic.Any(s.State == captable.Live, s.State == captable.Reserved)
}

// tablesSound: free slots are those that are spare and those that were never used, and the ledger counts the others. Invariants: CAP-3,
// CAP-4.
func tablesSound(k *kernel) bool {
	ok := true
	for p := range k.procs {
		t := &k.procs[p].caps
		used, free := uint32(0), uint32(0)
		ok = logic.All(ok, t.fresh <= captable.Slots, t.spares <= t.fresh)
		for i := uint32(0); i < captable.Slots; i++ {
			s := &t.slots[i]
			used += one(inUse(s))
			spare := uint32(0)
			for j := uint32(0); j < captable.Slots; j++ {
				spare += one(logic.All(j < t.spares, t.spare[j] == i))
			}
			ok = logic.All(ok, s.Gen <= captable.LastGen, s.State <= captable.Retired, logic.Any(i >= t.spares, t.spare[i] < captable.Slots),
				logic.Implies(i >= t.fresh, logic.All(s.State == captable.Free, spare == 0)),
				logic.Implies(i < t.fresh, spare == one(s.State == captable.Free)),
				logic.Any(inUse(s), s.Hold == captable.Hold{}))
			free += spare
		}
		ok = logic.All(ok, free == t.spares, used == k.procs[p].capUnits.used)
	}
	return ok
}

// travelOf answers how holds of a kind may leave their table.
func travelOf(kind uint32) captable.Travel {
	moves := logic.Any(kind == object.Endpoint, kind == object.Notification, kind == object.MemoryObject)
	if kind == object.ProcessHandle {
		return captable.Stays
	}
	if moves {
		return captable.Moves
	}
	return captable.Copies
}

// one answers 1 for what holds.
func one(holds bool) uint32 {
	if holds {
		return 1
	}
	return 0
}
