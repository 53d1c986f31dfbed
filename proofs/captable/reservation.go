package captable

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/verify/prove"
)

// ProofReserve: in any table, a reserved capability refuses every use, and Restore gives back the very table; neither touches the spare
// slots. Invariants: CAP-1, CAP-5.
func ProofReserve() {
	before, id, k := prove.Any[mirror](), prove.Any[abi.CapID](), prove.Any[uint32]()%captable.Slots
	table := prove.Reshape[captable.Table](before)
	ok := table.Reserve(id)
	after := prove.Reshape[mirror](table)
	prove.Assert(ok == names(before, id, captable.Live))
	want := before.slots[k]
	if ok && k == uint32(id)%captable.Slots {
		want.State = captable.Reserved
	}
	prove.Assert(after.slots[k] == want && after.spares == before.spares && after.fresh == before.fresh && after.spare[k] == before.spare[k])
	if !ok {
		return
	}
	prove.Cover(true, "a reservation")
	_, found := table.Lookup(id)
	_, released := table.Release(id)
	again := table.Reserve(id)
	prove.Assert(!found && !released && !again, "a reserved capability answers nothing")
	prove.Assert(table.Restore(id))
	restored := prove.Reshape[mirror](table)
	prove.Assert(restored.slots[k] == before.slots[k] && restored.spare[k] == before.spare[k])
	prove.Assert(restored.spares == before.spares && restored.fresh == before.fresh)
}

// ProofReserveTwin claims that a reserved capability can still be looked up.
func ProofReserveTwin() {
	table, id := prove.Any[captable.Table](), prove.Any[abi.CapID]()
	ok := table.Reserve(id)
	_, found := table.Lookup(id)
	prove.Assert(!ok || found)
}

// ProofCommit: the end of a reservation ends the generation; Commit and Restore want a reserved slot.
// Invariants: CAP-3, CAP-5.
func ProofCommit() {
	before, id, k := prove.Any[mirror](), prove.Any[abi.CapID](), prove.Any[uint32]()%captable.Slots
	prove.Assume(before.spares < captable.Slots)
	table := prove.Reshape[captable.Table](before)
	restored := table
	_, ok := table.Commit(id)
	after := prove.Reshape[mirror](table)
	prove.Cover(ok, "a commit")
	prove.Assert(ok == names(before, id, captable.Reserved))
	prove.Assert(restored.Restore(id) == ok)
	want := before
	if ok {
		want = vacated(before, uint32(id)%captable.Slots)
	}
	prove.Assert(after.slots[k] == want.slots[k] && after.spare[k] == want.spare[k] && after.spares == want.spares && after.fresh == want.fresh)
}

// ProofCommitTwin claims that a live capability can be committed without a reservation.
func ProofCommitTwin() {
	before, id := prove.Any[mirror](), prove.Any[abi.CapID]()
	prove.Assume(before.spares < captable.Slots)
	table := prove.Reshape[captable.Table](before)
	_, ok := table.Commit(id)
	prove.Assert(ok == names(before, id, captable.Live))
}

// ProofSteps: four operations on a new table, whatever they are, never let two ids that were handed out be equal. Invariant: CAP-3.
func ProofSteps() {
	const steps = 4
	var table captable.Table
	var ids [steps]abi.CapID
	count := 0
	for range steps {
		if prove.Any[bool]() && count > 0 {
			table.Release(ids[prove.Any[uint8]()%steps])
			continue
		}
		id, ok := table.Insert(captable.Hold{})
		prove.Assert(ok)
		for k := range count {
			prove.Assert(ids[k] != id)
		}
		ids[count] = id
		count++
	}
	prove.Cover(count == 3)
}

// ProofStepsTwin claims that a slot is never used twice.
func ProofStepsTwin() {
	var table captable.Table
	first, _ := table.Insert(captable.Hold{})
	table.Release(first)
	second, _ := table.Insert(captable.Hold{})
	prove.Assert(first%captable.Slots != second%captable.Slots)
}
