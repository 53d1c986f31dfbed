// +gobra

// Package session counts the members of each session: a group of processes that started from one login and share one identity towards the
// services that they call.
//
// A session's place is used again when its last member is gone; its serial number never is. The package may not know who the members are.
package session

import "warrant/kernel/limits"

// LastSerial is the last serial number.
const LastSerial = 18446744073709551615

// Session is one place.
type Session struct {
	// Serial is the number of the session, or of the last one that was here.
	Serial uint64
	// Members is the number of processes in the session, 0 when the place is free.
	Members uint32
}

// Table holds the sessions that have members: never more than there are processes. The zero value has none. Invariant: TH-3, a number
// never comes back.
type Table struct {
	places [limits.Processes]Session
	given  uint64
}

// @ preserves t.Mem()
// @ ensures   ok == (Used(old(t.View()).Places, limits.Processes) < limits.Processes && old(t.View()).Given < LastSerial)
// @ ensures   ok ==> 0 <= s && s < limits.Processes && old(t.View()).Places[int(s)].Members == 0
// @ ensures   ok ==> t.View() === Started(old(t.View()), int(s))
// @ ensures   !ok ==> s == 0 && t.View() === old(t.View())
// @ decreases

// Start makes a session with one member and answers its place. It fails, and changes nothing, when every place is in use, or all serial
// numbers are given. Invariant: TH-3.
func (t *Table) Start() (s uint32, ok bool) {
	// @ unfold t.Mem()
	// @ defer fold t.Mem()
	s = t.vacant()
	if s == limits.Processes || t.given == LastSerial {
		return 0, false
	}
	// @ ghost prev := seq(t.places)
	// @ UsedLess(prev, int(s), limits.Processes)
	t.given = t.given + 1
	t.places[s] = Session{Serial: t.given, Members: 1}
	// @ assert seq(t.places) == prev[int(s) = Session{t.given, 1}]
	return s, true
}

// @ preserves acc(t, 1/2)
// @ ensures   0 <= s && s <= limits.Processes
// @ ensures   s < limits.Processes ==> t.places[s].Members == 0
// @ ensures   s == limits.Processes ==> Used(seq(t.places), limits.Processes) == limits.Processes
// @ decreases

// vacant answers the first free place, or limits.Processes when there is none.
func (t *Table) vacant() (s uint32) {
	// @ invariant acc(t, 1/2) && 0 <= s && s <= limits.Processes && Used(seq(t.places), int(s)) == int(s)
	// @ decreases limits.Processes - s
	for s = 0; s < limits.Processes; s++ {
		if t.places[s].Members == 0 {
			return s
		}
	}
	return s
}

// @ preserves t.Mem()
// @ requires  0 <= s && s < limits.Processes
// @ ensures   t.View() === (CanJoin(old(t.View()), int(s)) ?
// @ 	WithMembers(old(t.View()), int(s), old(t.View()).Places[int(s)].Members + 1) : old(t.View()))
// @ decreases

// Join counts one more member of a session that has members, and fewer than there are processes; any other place stays as it is.
// Precondition: s < limits.Processes.
func (t *Table) Join(s uint32) {
	// @ unfold t.Mem()
	// @ defer fold t.Mem()
	p := t.places[s]
	if p.Members == 0 || p.Members >= limits.Processes {
		return
	}
	// @ ghost prev := seq(t.places)
	t.places[s] = Session{Serial: p.Serial, Members: p.Members + 1}
	// @ assert seq(t.places) == prev[int(s) = Session{p.Serial, p.Members + 1}]
}

// @ preserves t.Mem()
// @ requires  0 <= s && s < limits.Processes
// @ ensures   t.View() === (0 < old(t.View()).Places[int(s)].Members ?
// @ 	WithMembers(old(t.View()), int(s), old(t.View()).Places[int(s)].Members - 1) : old(t.View()))
// @ decreases

// Leave counts one member less. When it was the last, the place is free; a free place stays as it is. Precondition: s < limits.Processes.
func (t *Table) Leave(s uint32) {
	// @ unfold t.Mem()
	// @ defer fold t.Mem()
	p := t.places[s]
	if p.Members == 0 {
		return
	}
	// @ ghost prev := seq(t.places)
	t.places[s] = Session{Serial: p.Serial, Members: p.Members - 1}
	// @ assert seq(t.places) == prev[int(s) = Session{p.Serial, p.Members - 1}]
}

// @ preserves acc(t.Mem(), 1/2)
// @ requires  0 <= s && s < limits.Processes
// @ ensures   n == t.View().Places[int(s)].Serial
// @ decreases

// Serial answers the number of the session at a place, which no other session ever has. Precondition: s < limits.Processes.
func (t *Table) Serial(s uint32) (n uint64) {
	// @ unfold acc(t.Mem(), 1/2)
	// @ defer fold acc(t.Mem(), 1/2)
	return t.places[s].Serial
}
