package captable

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/verify/prove"
)

// ProofReserve: in any table, a reserved capability refuses every use, and Restore gives back the very table, spare slots included, so
// the invariant holds. Invariants: CAP-1, CAP-5.
func ProofReserve() {
	before, id := prove.Any[mirror](), prove.Any[abi.CapID]()
	table := prove.Reshape[captable.Table](before)
	ok := table.Reserve(id)
	after := prove.Reshape[mirror](table)
	prove.Assert(ok == names(before, id, captable.Live))
	if !ok {
		prove.Assert(after == before)
		return
	}
	prove.Cover(true, "a reservation")
	_, found := table.Lookup(id)
	_, released := table.Release(id)
	again := table.Reserve(id)
	prove.Assert(!found && !released && !again, "a reserved capability answers nothing")
	prove.Assert(prove.Reshape[mirror](table) == after)
	want := before
	want.slots[id%captable.Slots].State = captable.Reserved
	prove.Assert(after == want)
	prove.Assert(table.Restore(id))
	prove.Assert(prove.Reshape[mirror](table) == before)
}

// ProofReserveTwin claims that a reserved capability can still be looked up.
func ProofReserveTwin() {
	table, id := prove.Any[captable.Table](), prove.Any[abi.CapID]()
	ok := table.Reserve(id)
	_, found := table.Lookup(id)
	prove.Assert(!ok || found)
}

// ProofCommit: the end of a reservation ends the generation; Commit and Restore want a reserved slot. That what is left satisfies the
// invariant is shown by ProofRelease, for a live and a reserved slot look alike to it. Invariants: CAP-3, CAP-5.
func ProofCommit() {
	before, id := prove.Any[mirror](), prove.Any[abi.CapID]()
	prove.Assume(before.spares < captable.Slots)
	table := prove.Reshape[captable.Table](before)
	restored := table
	ok := table.Commit(id)
	after := prove.Reshape[mirror](table)
	prove.Assert(ok == names(before, id, captable.Reserved))
	prove.Assert(restored.Restore(id) == ok)
	if !ok {
		prove.Assert(after == before && restored == prove.Reshape[captable.Table](before))
		return
	}
	prove.Cover(true, "a commit")
	want, _ := vacated(before, order{}, uint32(id)%captable.Slots)
	prove.Assert(after == want)
}

// ProofCommitTwin claims that a live capability can be committed without a reservation.
func ProofCommitTwin() {
	before, id := prove.Any[mirror](), prove.Any[abi.CapID]()
	prove.Assume(before.spares < captable.Slots)
	table := prove.Reshape[captable.Table](before)
	prove.Assert(table.Commit(id) == names(before, id, captable.Live))
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
