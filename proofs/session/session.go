// Package session has the bounded proofs of kernel/core/session: serial numbers and members.
//
// Only gosure prove runs these functions. The package may not be imported.
package session

import (
	"warrant/kernel/core/session"
	"warrant/kernel/limits"
	"warrant/verify/prove"
)

const places = limits.Processes

// table is session.Table with its fields in reach.
type table struct {
	places [places]session.Session
	given  uint64
}

// anyTable returns any table.
func anyTable() table {
	return table{places: prove.Any[[places]session.Session](), given: prove.Any[uint64]()}
}

// ProofStart: a session starts at a free place with one member and a serial number above all that were given; every other place k stays. A
// refusal changes nothing, and means that no place is free or no number left. Invariant: TH-3.
func ProofStart() {
	before, k := anyTable(), prove.Any[uint32]()%places
	t := prove.Reshape[session.Table](before)
	s, ok := t.Start()
	after := prove.Reshape[table](t)
	prove.Cover(ok && s == places-1, "the last place")
	prove.Cover(!ok && before.given == 3, "no place")
	if !ok {
		prove.Assert(after == before && s == 0 && (before.given == session.LastSerial || before.places[k].Members > 0))
		return
	}
	prove.Assert(s < places && before.places[s].Members == 0)
	prove.Assert(after.places[s].Members == 1 && t.Serial(s) > before.given && t.Serial(s) == after.given)
	prove.Assert(k == s || after.places[k] == before.places[k])
}

// ProofStartTwin claims that a place always has the same serial number.
func ProofStartTwin() {
	var t session.Table
	first, _ := t.Start()
	serial := t.Serial(first)
	if prove.Any[bool]() {
		t.Leave(first)
	}
	second, _ := t.Start()
	prove.Assert(first != second || t.Serial(second) == serial)
}

// ProofMembers: who joins and leaves counts for one session only, and its serial number stays; every other place k stays. Invariant: TH-3.
func ProofMembers() {
	before, k, s := anyTable(), prove.Any[uint32]()%places, prove.Any[uint32]()%places
	prove.Assume(0 < before.places[s].Members && before.places[s].Members < places)
	t := prove.Reshape[session.Table](before)
	want := before.places[s].Members
	if prove.Any[bool]() {
		t.Join(s)
		want++
	} else {
		t.Leave(s)
		want--
	}
	after := prove.Reshape[table](t)
	prove.Cover(want == 0, "the last member")
	prove.Assert(after.places[s] == session.Session{Serial: before.places[s].Serial, Members: want} && after.given == before.given)
	prove.Assert(k == s || after.places[k] == before.places[k])
}

// ProofMembersTwin claims that a session never ends.
func ProofMembersTwin() {
	var t session.Table
	s, _ := t.Start()
	if prove.Any[bool]() {
		t.Join(s)
	}
	t.Leave(s)
	prove.Assert(prove.Reshape[table](t).places[s].Members > 0)
}
