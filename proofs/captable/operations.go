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
	k := prove.Any[uint32]() % captable.Slots
	prove.Assert(prove.Reshape[mirror](table).slots[k] == before.slots[k])
}

// ProofLookupTwin claims that a live slot answers whatever the generation is.
func ProofLookupTwin() {
	before, id := prove.Any[mirror](), prove.Any[abi.CapID]()
	table := prove.Reshape[captable.Table](before)
	_, ok := table.Lookup(id)
	prove.Assert(ok == (before.slots[id%captable.Slots].State == captable.Live))
}

// ProofInsert: a hold goes into the slot that is spare last, or the first that was never used, under that slot's generation, and every
// other slot k stays. What the proof needs of the invariant is that this slot is free. Invariant: CAP-1.
func ProofInsert() {
	before, k := prove.Any[mirror](), prove.Any[uint32]()%captable.Slots
	last := before.spare[(before.spares+captable.Slots-1)%captable.Slots]
	prove.Assume(before.fresh <= captable.Slots && before.spares <= before.fresh && last < captable.Slots)
	prove.Assume(before.slots[last%captable.Slots].Gen <= captable.LastGen && before.slots[before.fresh%captable.Slots].Gen <= captable.LastGen)
	table := prove.Reshape[captable.Table](before)
	h := prove.Any[captable.Hold]()
	id, ok := table.Insert(h)
	after := prove.Reshape[mirror](table)
	prove.Cover(ok && before.spares > 0, "into a slot that was used before")
	prove.Cover(!ok, "no room")
	prove.Assert(ok == (before.spares > 0 || before.fresh < captable.Slots))
	i := uint32(id) % captable.Slots
	if !ok {
		prove.Assert(after.slots[k] == before.slots[k] && after.spares == before.spares && after.fresh == before.fresh)
		return
	}
	prove.Assert(i == last || before.spares == 0 && i == before.fresh)
	prove.Assert(after.slots[i] == captable.Slot{State: captable.Live, Gen: before.slots[i].Gen, Hold: h} && names(after, id, captable.Live))
	prove.Assert(k == i || after.slots[k] == before.slots[k])
	prove.Assert(after.spares+captable.Slots-after.fresh == before.spares+captable.Slots-before.fresh-1, "one place less")
}

// ProofInsertTwin claims that an empty slot always has generation 0.
func ProofInsertTwin() {
	before := prove.Any[mirror]()
	prove.Assume(before.spares < captable.Slots && before.spare[0] < captable.Slots && before.spares == 1)
	table := prove.Reshape[captable.Table](before)
	id, ok := table.Insert(captable.Hold{})
	prove.Assert(!ok || id < captable.Slots)
}

// ProofRelease: what is given up is gone, its generation ended, and nothing else changed, slot k being any. That a slot in use leaves a
// spare place is a matter of counting, which the contracts prove. Invariants: CAP-1, CAP-3.
func ProofRelease() {
	before, id, k := prove.Any[mirror](), prove.Any[abi.CapID](), prove.Any[uint32]()%captable.Slots
	prove.Assume(before.spares < captable.Slots)
	table := prove.Reshape[captable.Table](before)
	_, ok := table.Release(id)
	after := prove.Reshape[mirror](table)
	prove.Cover(ok && before.slots[id%captable.Slots].Gen == captable.LastGen, "the last generation")
	prove.Assert(ok == names(before, id, captable.Live))
	want := before
	if ok {
		want = vacated(before, uint32(id)%captable.Slots)
	}
	prove.Assert(after.slots[k] == want.slots[k] && after.spare[k] == want.spare[k] && after.spares == want.spares && after.fresh == want.fresh)
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
