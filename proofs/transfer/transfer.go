// Package transfer has the bounded proofs of kernel/core/transfer: a transaction over any capability table, with a list of up to two
// capabilities.
//
// The process is a real one, whose table and ledger are any; what a ledger does is proved in proofs/ledger and proofs/process.
//
// Only gosure prove runs these functions. The package may not be imported.
package transfer

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/core/transfer"
	"warrant/verify/prove"
)

// items is the greatest number of capabilities in the lists of the proofs: each pair shows what two do to each other.
const items = 2

// anyList returns any list of up to items capabilities.
func anyList() transfer.List {
	var l transfer.List
	for i := range items {
		l.Items[i] = prove.Any[transfer.Descriptor]()
	}
	l.Count = prove.Any[uint32]() % (items + 1)
	return l
}

// lookup stands in for process.Process.Lookup: any table, of which one capability is asked at a time.
func lookup(_ *process.Process, id abi.CapID) (h captable.Hold, ok bool) {
	return held[id%slots], live[id%slots] == id && id != 0
}

// travel stands in for process.Process.Travel.
func travel(p *process.Process, id abi.CapID) (w captable.Travel, ok bool) {
	h, ok := lookup(p, id)
	if !ok {
		return captable.Stays, false
	}
	return h.Travel, true
}

// slots is the size of the table of the stand-ins.
const slots = 4

// held, live and reserved are the table of the stand-ins: what each slot holds, and which id it has, 0 for none.
var (
	held     [slots]captable.Hold
	live     [slots]abi.CapID
	reserved [slots]abi.CapID
)

// reserve stands in for process.Process.Reserve.
func reserve(_ *process.Process, id abi.CapID) bool {
	if live[id%slots] != id || id == 0 {
		return false
	}
	live[id%slots], reserved[id%slots] = 0, id
	return true
}

// restore stands in for process.Process.Restore.
func restore(_ *process.Process, id abi.CapID) bool {
	if reserved[id%slots] != id || id == 0 {
		return false
	}
	live[id%slots], reserved[id%slots] = id, 0
	return true
}

// commit stands in for process.Process.Commit.
func commit(_ *process.Process, id abi.CapID) (h captable.Hold, ok bool) {
	if reserved[id%slots] != id || id == 0 {
		return captable.Hold{}, false
	}
	reserved[id%slots] = 0
	return held[id%slots], true
}

// anyTable makes the table of the stand-ins any table in which each id names its slot and nothing is reserved.
func anyTable() {
	held, live = prove.Any[[slots]captable.Hold](), prove.Any[[slots]abi.CapID]()
	for i := range live {
		prove.Assume(live[i] == 0 || live[i]%slots == abi.CapID(i))
	}
}

// ProofCheck: a list is accepted exactly when each of its capabilities is live, may travel as it is to, and is named once.
// Invariants: CAP-5, CAP-6.
func ProofCheck() {
	prove.Stub((*process.Process).Lookup, lookup)
	prove.Stub((*process.Process).Travel, travel)
	anyTable()
	l := anyList()
	ok := transfer.Check(nil, &l)
	prove.Cover(ok && l.Count == items)
	want := l.Count < 2 || l.Items[0].Cap != l.Items[1].Cap
	for i := uint32(0); i < l.Count; i++ {
		d := l.Items[i]
		travel := held[d.Cap%slots].Travel
		may := travel == captable.Copies || travel == captable.Moves && d.Move
		want = want && live[d.Cap%slots] == d.Cap && d.Cap != 0 && may
	}
	prove.Assert(ok == want)
}

// ProofCheckTwin claims that a hold that only moves can be copied.
func ProofCheckTwin() {
	prove.Stub((*process.Process).Lookup, lookup)
	prove.Stub((*process.Process).Travel, travel)
	anyTable()
	l := anyList()
	prove.Assume(l.Count == 1 && live[l.Items[0].Cap%slots] == l.Items[0].Cap && l.Items[0].Cap != 0)
	prove.Assert(transfer.Check(nil, &l) == (held[l.Items[0].Cap%slots].Travel != captable.Stays))
}

// ProofRollback: after Check and Reserve, Restore leaves the table as it was, and nothing that is reserved answers meanwhile.
// Invariants: CAP-5, TX-2.
func ProofRollback() {
	prove.Stub((*process.Process).Lookup, lookup)
	prove.Stub((*process.Process).Travel, travel)
	prove.Stub((*process.Process).Reserve, reserve)
	prove.Stub((*process.Process).Restore, restore)
	anyTable()
	l, before := anyList(), live
	prove.Assume(transfer.Check(nil, &l))
	transfer.Reserve(nil, &l)
	for i := uint32(0); i < l.Count; i++ {
		d := l.Items[i]
		prove.Assert((live[d.Cap%slots] == 0) == d.Move)
	}
	transfer.Restore(nil, &l)
	prove.Cover(l.Count == items && l.Items[0].Move && !l.Items[1].Move)
	prove.Assert(live == before && reserved == [slots]abi.CapID{})
}

// ProofRollbackTwin claims that a reservation is no change.
func ProofRollbackTwin() {
	prove.Stub((*process.Process).Lookup, lookup)
	prove.Stub((*process.Process).Travel, travel)
	prove.Stub((*process.Process).Reserve, reserve)
	anyTable()
	l, before := anyList(), live
	prove.Assume(transfer.Check(nil, &l))
	transfer.Reserve(nil, &l)
	prove.Assert(live == before)
}

// ProofTake: after Check and Reserve, everything is ready; Take answers each hold, marked as transferred, and takes away exactly what moves.
// Invariants: CAP-6, TX-1, TX-3.
func ProofTake() {
	prove.Stub((*process.Process).Lookup, lookup)
	prove.Stub((*process.Process).Travel, travel)
	prove.Stub((*process.Process).Reserve, reserve)
	prove.Stub((*process.Process).Commit, commit)
	anyTable()
	l, before := anyList(), live
	prove.Assume(transfer.Check(nil, &l))
	transfer.Reserve(nil, &l)
	prove.Assert(transfer.Ready(nil, &l))
	var holds transfer.Holds
	transfer.Take(nil, &l, &holds)
	prove.Cover(l.Count == items && l.Items[0].Move != l.Items[1].Move)
	moved := [slots]bool{}
	for i := uint32(0); i < l.Count; i++ {
		want := held[l.Items[i].Cap%slots]
		want.Origin = captable.FromTransfer
		prove.Assert(holds[i] == want && want.Travel != captable.Stays)
		moved[l.Items[i].Cap%slots] = moved[l.Items[i].Cap%slots] || l.Items[i].Move
	}
	for i := range live {
		prove.Assert(moved[i] && live[i] == 0 || !moved[i] && live[i] == before[i])
	}
	prove.Assert(reserved == [slots]abi.CapID{}, "no reservation is left")
}

// ProofTakeTwin claims that what is copied is gone too.
func ProofTakeTwin() {
	prove.Stub((*process.Process).Lookup, lookup)
	prove.Stub((*process.Process).Travel, travel)
	prove.Stub((*process.Process).Reserve, reserve)
	prove.Stub((*process.Process).Commit, commit)
	anyTable()
	l := anyList()
	prove.Assume(transfer.Check(nil, &l) && l.Count == 1)
	transfer.Reserve(nil, &l)
	var holds transfer.Holds
	transfer.Take(nil, &l, &holds)
	prove.Assert(live[l.Items[0].Cap%slots] == 0)
}
