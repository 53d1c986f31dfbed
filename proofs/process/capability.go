package process

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/verify/prove"
)

// changed tells whether a stand-in changed the table.
var changed bool

// insert stands in for captable.Table.Insert where only its outcome matters: any is possible.
func insert(_ *captable.Table, _ captable.Hold) (abi.CapID, bool) {
	changed = prove.Any[bool]()
	return prove.Any[abi.CapID](), changed
}

// remove stands in for captable.Table.Release and Commit.
func remove(_ *captable.Table, _ abi.CapID) (captable.Hold, bool) {
	changed = prove.Any[bool]()
	return prove.Any[captable.Hold](), changed
}

// ProofGrant: a unit is taken exactly when the table takes the hold, and never beyond the limit; a failure changes nothing. Invariants:
// CAP-4, LG-1, LG-2.
func ProofGrant() {
	prove.Stub((*captable.Table).Insert, insert)
	before := anyHolding()
	p := prove.Reshape[process.Process](before)
	_, ok := p.Grant(captable.Hold{})
	after := prove.Reshape[mirror](p)
	prove.Cover(ok)
	prove.Cover(!ok && before.capUnits.used < before.capUnits.limit, "the table is full before the ledger is")
	prove.Assert(after.capUnits.used <= after.capUnits.limit && after.capUnits.limit == before.capUnits.limit)
	if ok {
		prove.Assert(after.capUnits.used == before.capUnits.used+1)
		return
	}
	prove.Assert(after.capUnits == before.capUnits && !changed)
}

// ProofGrantTwin claims that a process always can be granted one more capability.
func ProofGrantTwin() {
	prove.Stub((*captable.Table).Insert, insert)
	p := prove.Reshape[process.Process](anyHolding())
	_, ok := p.Grant(captable.Hold{})
	prove.Assert(ok)
}

// found is what the table's stand-in answers to Lookup.
var found captable.Hold

// lookup stands in for captable.Table.Lookup.
func find(_ *captable.Table, _ abi.CapID, iface uint64, h *captable.Hold) bool {
	changed = prove.Any[bool]()
	if !changed || found.Interface != iface {
		return false
	}
	*h = found
	return true
}

// ProofCallable: a call is for what the table names, and only when that has the interface that the call states. Invariants: CAP-1, CAP-2.
func ProofCallable() {
	prove.Stub((*captable.Table).Find, find)
	found = prove.Any[captable.Hold]()
	p := prove.Reshape[process.Process](anyHolding())
	iface := prove.Any[uint64]()
	was := prove.Any[captable.Hold]()
	h := was
	ok := p.Callable(prove.Any[abi.CapID](), iface, &h)
	prove.Cover(ok)
	prove.Cover(!ok && changed, "another interface")
	prove.Assert(ok == (changed && found.Interface == iface))
	if ok {
		prove.Assert(h == found)
		return
	}
	prove.Assert(h == was)
}

// ProofCallableTwin claims that whatever the table names can be called.
func ProofCallableTwin() {
	prove.Stub((*captable.Table).Find, find)
	found = prove.Any[captable.Hold]()
	p := prove.Reshape[process.Process](anyHolding())
	var h captable.Hold
	ok := p.Callable(prove.Any[abi.CapID](), prove.Any[uint64](), &h)
	prove.Assert(ok == changed)
}

// ProofDrop: a unit comes back exactly when the table gave up a hold, for Drop and for Commit. Invariants: CAP-4, LG-2, LG-3.
func ProofDrop() {
	prove.Stub((*captable.Table).Release, remove)
	prove.Stub((*captable.Table).Commit, remove)
	before := anyHolding()
	prove.Assume(before.capUnits.used > 0)
	p := prove.Reshape[process.Process](before)
	id := prove.Any[abi.CapID]()
	var ok bool
	if prove.Any[bool]() {
		_, ok = p.Drop(id)
	} else {
		_, ok = p.Commit(id)
	}
	after := prove.Reshape[mirror](p)
	prove.Cover(ok)
	if ok {
		before.capUnits.used--
	}
	prove.Assert(after.capUnits == before.capUnits && ok == changed)
}

// ProofDropTwin claims that whatever is dropped gives a unit back.
func ProofDropTwin() {
	prove.Stub((*captable.Table).Release, remove)
	before := anyHolding()
	prove.Assume(before.capUnits.used > 0)
	p := prove.Reshape[process.Process](before)
	p.Drop(prove.Any[abi.CapID]())
	prove.Assert(prove.Reshape[mirror](p).capUnits.used == before.capUnits.used-1)
}
