package captable

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/verify/prove"
)

// ProofLookup: in any table, an id is answered exactly when its slot is live and of its generation. Invariants: CAP-1, CAP-5.
func ProofLookup() {
	before, id := prove.Any[mirror](), prove.Any[abi.CapID]()
	table := prove.Reshape[captable.Table](before)
	h, ok := table.Lookup(id)
	prove.Cover(ok, "an id that names something")
	prove.Cover(!ok && before.slots[id%captable.Slots].State == captable.Live, "a stale id")
	prove.Assert(ok == names(before, id, captable.Live))
	prove.Assert(!ok || h == before.slots[id%captable.Slots].Hold)
	prove.Assert(prove.Reshape[mirror](table) == before)
}

// ProofLookupTwin claims that a live slot answers whatever the generation is.
func ProofLookupTwin() {
	before, id := prove.Any[mirror](), prove.Any[abi.CapID]()
	table := prove.Reshape[captable.Table](before)
	_, ok := table.Lookup(id)
	prove.Assert(ok == (before.slots[id%captable.Slots].State == captable.Live))
}

// ProofInsert: a hold goes into a free slot under that slot's generation, all else stays, and the invariant holds. Invariant: CAP-1.
func ProofInsert() {
	before, o := anyTable()
	table := prove.Reshape[captable.Table](before)
	h := prove.Any[captable.Hold]()
	room := table.Room()
	id, ok := table.Insert(h)
	after := prove.Reshape[mirror](table)
	prove.Cover(ok && before.spares > 0, "into a slot that was used before")
	prove.Cover(!ok, "no room")
	prove.Assert(ok == (room > 0))
	prove.Assert(valid(after, o), "the invariant holds")
	if !ok {
		prove.Assert(after == before)
		return
	}
	prove.Assert(names(before, id, captable.Free))
	prove.Assert(table.Room() == room-1)
	before.slots[id%captable.Slots] = captable.Slot{State: captable.Live, Gen: uint32(id) / captable.Slots, Hold: h}
	prove.Assert(after.slots == before.slots)
}

// ProofInsertTwin claims that an empty slot always has generation 0.
func ProofInsertTwin() {
	before := prove.Any[mirror]()
	prove.Assume(before.spares < captable.Slots && before.spare[0] < captable.Slots && before.spares == 1)
	table := prove.Reshape[captable.Table](before)
	id, ok := table.Insert(captable.Hold{})
	prove.Assert(!ok || id < captable.Slots)
}

// ProofRelease: what is given up is gone, its generation ended, nothing else changed, and the invariant holds. Invariants: CAP-1, CAP-3.
func ProofRelease() {
	before, o := anyTable()
	table := prove.Reshape[captable.Table](before)
	id := prove.Any[abi.CapID]()
	h, ok := table.Release(id)
	after := prove.Reshape[mirror](table)
	prove.Assert(ok == names(before, id, captable.Live))
	if !ok {
		prove.Assert(after == before)
		return
	}
	i := uint32(id) % captable.Slots
	prove.Cover(before.slots[i].Gen == captable.LastGen, "the last generation")
	prove.Assert(h == before.slots[i].Hold)
	want, o := vacated(before, o, i)
	prove.Assert(after == want)
	prove.Assert(valid(want, o), "the invariant holds")
	_, again := table.Lookup(id)
	prove.Assert(!again)
}

// ProofReleaseTwin claims that a slot is free after a release, whatever its generation.
func ProofReleaseTwin() {
	before := prove.Any[mirror]()
	prove.Assume(before.spares < captable.Slots)
	table := prove.Reshape[captable.Table](before)
	id := prove.Any[abi.CapID]()
	_, ok := table.Release(id)
	after := prove.Reshape[mirror](table)
	prove.Assert(!ok || after.slots[id%captable.Slots].State == captable.Free)
}
