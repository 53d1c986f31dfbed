package captable

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// step does one operation, whichever, on a table, and answers the slot and the spare place that it may have touched.
func step(table *captable.Table, id abi.CapID, hold captable.Hold) {
	switch prove.Any[uint8]() % 6 {
	case 0:
		table.Insert(hold)
	case 1:
		table.Release(id)
	case 2:
		table.Reserve(id)
	case 3:
		table.Restore(id)
	case 4:
		table.Commit(id)
	default:
		table.Reset()
	}
}

// assumeSound assumes the invariant where one operation on id, and the claim about slot i and the spare places a and b, look. That a slot
// in use leaves a spare place is a matter of counting, which the contracts prove.
func assumeSound(t mirror, id abi.CapID, i, a, b uint32) {
	last, used := t.spares-1, uint32(id)%captable.Slots
	prove.Assume(counted(t))
	prove.Assume(slotSound(t, i) && slotSound(t, used) && slotSound(t, t.fresh) && slotSound(t, t.spare[last%captable.Slots]))
	prove.Assume(spareSound(t, a, b) && spareSound(t, b, a) && spareSound(t, last, a) && spareSound(t, a, last) && spareSound(t, last, b))
	inUse := logic.Any(t.slots[used].State == captable.Live, t.slots[used].State == captable.Reserved)
	prove.Assume(!inUse || t.spares < t.fresh)
}

// ProofInvariant: from any table that satisfies the invariant, every operation leads to one that does, for any slot and any two spare
// places. Invariants: CAP-1, CAP-3, CAP-5.
func ProofInvariant() {
	before, id, hold := prove.Any[mirror](), prove.Any[abi.CapID](), prove.Any[captable.Hold]()
	i, a, b := prove.Any[uint32]()%captable.Slots, prove.Any[uint32]()%captable.Slots, prove.Any[uint32]()%captable.Slots
	assumeSound(before, id, i, a, b)
	table := prove.Reshape[captable.Table](before)
	step(&table, id, hold)
	after := prove.Reshape[mirror](table)
	prove.Cover(after.spares > before.spares, "a slot became free")
	prove.Cover(after.spares < before.spares, "a slot came into use again")
	prove.Assert(counted(after), "the numbers of places")
	prove.Assert(slotSound(after, i), "each slot")
	prove.Assert(spareSound(after, a, b), "each spare place")
}

// ProofInvariantTwin claims that the invariant keeps every generation below the last.
func ProofInvariantTwin() {
	before, id, i := prove.Any[mirror](), prove.Any[abi.CapID](), prove.Any[uint32]()%captable.Slots
	assumeSound(before, id, i, 0, 0)
	prove.Assume(before.slots[i].Gen < captable.LastGen)
	table := prove.Reshape[captable.Table](before)
	step(&table, id, captable.Hold{})
	prove.Assert(prove.Reshape[mirror](table).slots[i].Gen < captable.LastGen)
}

// ProofOtherIds: whatever one operation does to one id, each other id names what it named before, unless the table was made new or the
// other id is the one that was handed out. Invariants: CAP-1, CAP-3, CAP-5.
func ProofOtherIds() {
	before, id, other := prove.Any[mirror](), prove.Any[abi.CapID](), prove.Any[abi.CapID]()
	assumeSound(before, id, uint32(other)%captable.Slots, 0, 0)
	table := prove.Reshape[captable.Table](before)
	known, named := table.Lookup(other)
	prove.Assume(named && other != id)
	operation := prove.Any[uint8]()
	switch operation % 5 {
	case 0:
		given, ok := table.Insert(prove.Any[captable.Hold]())
		prove.Cover(ok && given%captable.Slots < other%captable.Slots)
		prove.Assert(!ok || given != other, "an id in use is not handed out")
	case 1:
		table.Release(id)
	case 2:
		table.Reserve(id)
	case 3:
		table.Restore(id)
	default:
		table.Commit(id)
	}
	hold, ok := table.Lookup(other)
	prove.Assert(ok && hold == known)
}

// ProofOtherIdsTwin claims that a release leaves the slot of the id alone too.
func ProofOtherIdsTwin() {
	before, id := prove.Any[mirror](), prove.Any[abi.CapID]()
	assumeSound(before, id, 0, 0, 0)
	table := prove.Reshape[captable.Table](before)
	_, named := table.Lookup(id)
	table.Release(id)
	_, ok := table.Lookup(id)
	prove.Assert(ok == named)
}
