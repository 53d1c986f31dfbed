package session

import (
	"math/rand/v2"
	"testing"

	"warrant/kernel/limits"
)

// Invariant: TH-3
func TestSerialsEnd(t *testing.T) {
	for _, tt := range []struct {
		name  string
		given uint64
		ok    bool
	}{
		{"the first", 0, true},
		{"the last", LastSerial - 1, true},
		{"behind the last", LastSerial, false},
	} {
		table := Table{given: tt.given}
		before := table
		s, ok := table.Start()
		if ok != tt.ok || s != 0 || !ok && table != before || ok && table.Serial(s) != tt.given+1 {
			t.Errorf("%s: Start = %d, %v", tt.name, s, ok)
		}
	}
}

func TestPlacesEnd(t *testing.T) {
	var table Table
	for i := range uint32(limits.Processes) {
		if s, ok := table.Start(); s != i || !ok || table.Serial(s) != uint64(i+1) {
			t.Fatalf("session %d is at %d, %v", i, s, ok)
		}
	}
	before := table
	if s, ok := table.Start(); s != 0 || ok || table != before {
		t.Errorf("one session more: %d, %v", s, ok)
	}
	for range limits.Processes - 1 {
		table.Join(5)
	}
	for range limits.Processes {
		if _, ok := table.Start(); ok {
			t.Error("the place of a session that has members is free")
		}
		table.Leave(5)
	}
	if s, ok := table.Start(); s != 5 || !ok || table.Serial(5) != limits.Processes+1 {
		t.Errorf("the place of the session that ended: %d, %v with serial %d", s, ok, table.Serial(5))
	}
}

// Nobody joins a session that has no members, or more often than there are processes, and nobody leaves one without members.
func TestMembersEnd(t *testing.T) {
	var table Table
	table.Join(3)
	table.Leave(3)
	if table != (Table{}) {
		t.Errorf("a place without a session became %+v", table)
	}
	s, _ := table.Start()
	for range 2 * limits.Processes {
		table.Join(s)
	}
	if n := table.places[s].Members; n != limits.Processes {
		t.Errorf("%d members, of at most %d", n, limits.Processes)
	}
}

// The table against the list of all members. Invariant: TH-3
func TestModel(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 12))
		var table Table
		type member struct {
			place  uint32
			serial uint64
		}
		var members []member
		last := uint64(0)
		for step := range 3000 {
			switch r.IntN(5) {
			case 0:
				used := map[uint32]bool{}
				for _, m := range members {
					used[m.place] = true
				}
				s, ok := table.Start()
				if ok != (len(used) < limits.Processes) || ok && (used[s] || table.Serial(s) <= last) {
					t.Fatalf("seed %d, step %d: Start = %d, %v with %d sessions", seed, step, s, ok, len(used))
				}
				if ok {
					last = table.Serial(s)
					members = append(members, member{s, last})
				}
			case 1, 2:
				if 0 < len(members) && len(members) < limits.Processes {
					m := members[r.IntN(len(members))]
					table.Join(m.place)
					members = append(members, m)
				}
			default:
				if len(members) > 0 {
					i := r.IntN(len(members))
					table.Leave(members[i].place)
					members = append(members[:i], members[i+1:]...)
				}
			}
			count := map[uint32]uint32{}
			for _, m := range members {
				count[m.place]++
				if table.Serial(m.place) != m.serial {
					t.Fatalf("seed %d, step %d: place %d has serial %d, want %d", seed, step, m.place, table.Serial(m.place), m.serial)
				}
			}
			for s, place := range table.places {
				if place.Members != count[uint32(s)] {
					t.Fatalf("seed %d, step %d: place %d has %d members, want %d", seed, step, s, place.Members, count[uint32(s)])
				}
			}
		}
	}
}
