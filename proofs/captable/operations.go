package captable

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/verify/prove"
)

// ProofLookup: in any table, an id is answered exactly when its slot is live and of its generation. Invariants: CAP-1, CAP-5.
func ProofLookup() {
	before, id := anyTable(), prove.Any[abi.CapID]()
	table := prove.Reshape[captable.Table](before)
	h, ok := table.Lookup(id)
	prove.Cover(ok, "an id that names something")
	prove.Cover(!ok && before.slots[id%captable.Slots].State == captable.Live, "a stale id")
	prove.Assert(ok == names(before, id, captable.Live))
	prove.Assert(!ok || h == before.slots[id%captable.Slots].Hold)
	k := prove.Any[uint32]() % captable.Slots
	prove.Assert(prove.Reshape[mirror](table).slots[k] == before.slots[k])
}

// ProofLookupTwin claims that a live slot answers whatever the generation is.
func ProofLookupTwin() {
	before, id := anyTable(), prove.Any[abi.CapID]()
	table := prove.Reshape[captable.Table](before)
	_, ok := table.Lookup(id)
	prove.Assert(ok == (before.slots[id%captable.Slots].State == captable.Live))
}

// ProofInsert: a hold goes into a free slot under that slot's generation, all else stays, and the invariant holds for j and k, which are
// any. It is assumed only where the proof needs it. Invariant: CAP-1.
func ProofInsert() {
	before, j, k := anyTable(), prove.Any[uint32]()%captable.Slots, prove.Any[uint32]()%captable.Slots
	last := (before.spares + captable.Slots - 1) % captable.Slots
	prove.Assume(slotHolds(before, k) && spareHolds(before, j, k) && spareHolds(before, k, last))
	prove.Assume(slotHolds(before, before.fresh%captable.Slots) && slotHolds(before, before.spare[last]%captable.Slots))
	table := prove.Reshape[captable.Table](before)
	h := prove.Any[captable.Hold]()
	id, ok := table.Insert(h)
	after := prove.Reshape[mirror](table)
	prove.Cover(ok && before.spares > 0, "into a slot that was used before")
	prove.Cover(!ok, "no room")
	prove.Assert(ok == (before.spares > 0 || before.fresh < captable.Slots))
	prove.Assert(slotHolds(after, k) && spareHolds(after, j, k), "the invariant holds")
	i := uint32(id) % captable.Slots
	if !ok {
		prove.Assert(after.slots[k] == before.slots[k] && after.spares == before.spares && after.fresh == before.fresh)
		return
	}
	prove.Assert(names(before, id, captable.Free))
	prove.Assert(after.slots[i] == captable.Slot{State: captable.Live, Gen: uint32(id) / captable.Slots, Hold: h})
	prove.Assert(k == i || after.slots[k] == before.slots[k])
	prove.Assert(after.spares+captable.Slots-after.fresh == before.spares+captable.Slots-before.fresh-1, "one place less")
}

// ProofInsertTwin claims that an empty slot always has generation 0.
func ProofInsertTwin() {
	before := anyTable()
	prove.Assume(before.spares < captable.Slots && before.spare[0] < captable.Slots && before.spares == 1)
	table := prove.Reshape[captable.Table](before)
	id, ok := table.Insert(captable.Hold{})
	prove.Assert(!ok || id < captable.Slots)
}

// ProofRelease: what is given up is gone, its generation ended, nothing else changed, and the invariant holds for j and k, which are any.
// That a slot which is not free leaves a spare place is a matter of counting, which the contracts prove. Invariants: CAP-1, CAP-3.
func ProofRelease() {
	before, j, k := anyTable(), prove.Any[uint32]()%captable.Slots, prove.Any[uint32]()%captable.Slots
	id := prove.Any[abi.CapID]()
	i := uint32(id) % captable.Slots
	prove.Assume(slotHolds(before, k) && slotHolds(before, i) && spareHolds(before, j, k) && spareHolds(before, k, j))
	prove.Assume(before.slots[i].State == captable.Free || before.spares < before.fresh)
	table := prove.Reshape[captable.Table](before)
	h, ok := table.Release(id)
	after := prove.Reshape[mirror](table)
	prove.Assert(ok == names(before, id, captable.Live))
	want := before
	if ok {
		prove.Cover(before.slots[i].Gen == captable.LastGen, "the last generation")
		prove.Cover(before.spares > 0 && k != i, "a spare slot more")
		prove.Assert(h == before.slots[i].Hold)
		want = vacated(before, i)
	}
	prove.Assert(after.slots[k] == want.slots[k] && after.spare[k] == want.spare[k] && after.spares == want.spares && after.fresh == want.fresh)
	prove.Assert(slotHolds(after, k) && spareHolds(after, j, k), "the invariant holds")
	_, again := table.Lookup(id)
	prove.Assert(!again)
}

// ProofReleaseTwin claims that a slot is free after a release, whatever its generation.
func ProofReleaseTwin() {
	before := anyTable()
	prove.Assume(before.spares < captable.Slots)
	table := prove.Reshape[captable.Table](before)
	id := prove.Any[abi.CapID]()
	_, ok := table.Release(id)
	after := prove.Reshape[mirror](table)
	prove.Assert(!ok || after.slots[id%captable.Slots].State == captable.Free)
}
