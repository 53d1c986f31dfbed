package captable

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"warrant/kernel/abi"
)

// model is what a table is to its user: the ids that name something, those that are reserved, and those that never may again.
type model struct {
	live, reserved map[abi.CapID]Hold
	past           map[abi.CapID]bool
	retired        int
}

func (m *model) used() int { return len(m.live) + len(m.reserved) + m.retired }

// pick answers an id: most often one that was issued once.
func (m *model) pick(r *rand.Rand) abi.CapID {
	var from []abi.CapID
	switch r.IntN(4) {
	case 0:
		from = slices.Sorted(maps.Keys(m.live))
	case 1:
		from = slices.Sorted(maps.Keys(m.reserved))
	case 2:
		from = slices.Sorted(maps.Keys(m.past))
	}
	if len(from) == 0 {
		return abi.CapID(r.Uint32())
	}
	return from[r.IntN(len(from))]
}

// end moves id from one set to the past.
func (m *model) end(id abi.CapID, from map[abi.CapID]Hold) {
	delete(from, id)
	m.past[id] = true
	if uint32(id)/Slots == LastGen {
		m.retired++
	}
}

// check compares everything that can be seen of the table with the model. Invariant: CAP-4 for the number of slots in use.
func (m *model) check(t *testing.T, table *Table) {
	t.Helper()
	for i := uint32(0); i < Slots; i++ {
		id, ok := table.At(i)
		if _, live := m.live[id]; ok && !live {
			t.Fatalf("slot %d holds %d, which is not live", i, id)
		}
	}
	for id, h := range m.live {
		if got, ok := table.Lookup(id); !ok || got != h {
			t.Fatalf("live id %d answers %+v, %v", id, got, ok)
		}
		if at, ok := table.At(uint32(id) % Slots); !ok || at != id {
			t.Fatalf("the slot of %d says %d, %v", id, at, ok)
		}
	}
	for id := range m.reserved {
		if _, ok := table.Lookup(id); ok {
			t.Fatalf("reserved id %d can be used", id)
		}
	}
	used := 0
	for _, s := range table.slots {
		if s.State != Free {
			used++
		}
	}
	if used != m.used() || table.Room() != uint32(Slots-used) {
		t.Fatalf("%d slots in use, room for %d, want %d in use", used, table.Room(), m.used())
	}
}

// Invariants: CAP-1, CAP-3, CAP-5
func TestModel(t *testing.T) {
	for seed := uint64(0); seed < 30; seed++ {
		r := rand.New(rand.NewPCG(seed, 2))
		var table Table
		if seed%3 == 0 { // towards the end of the generations
			for i := range table.slots {
				table.slots[i].Gen = LastGen - r.Uint32N(3)
			}
		}
		m := &model{live: map[abi.CapID]Hold{}, reserved: map[abi.CapID]Hold{}, past: map[abi.CapID]bool{}}
		for step := range 1500 {
			m.step(t, &table, r, uint32(step))
			if step%50 == 0 {
				m.check(t, &table)
			}
		}
		m.check(t, &table)
	}
}

// step does one operation on both.
func (m *model) step(t *testing.T, table *Table, r *rand.Rand, n uint32) {
	t.Helper()
	id := m.pick(r)
	h, live := m.live[id]
	kept, reserved := m.reserved[id]
	var got, want bool
	switch operation := r.IntN(8); operation {
	case 0, 1, 2:
		h = hold(n)
		id, got = table.Insert(h)
		want = m.used() < Slots
		if got {
			if _, taken := m.reserved[id]; taken || m.past[id] {
				t.Fatalf("Insert answered %d, which was issued before", id)
			}
			if _, taken := m.live[id]; taken {
				t.Fatalf("Insert answered %d, which is live", id)
			}
			m.live[id] = h
		}
	case 3:
		var had Hold
		had, got = table.Release(id)
		want = live
		if got && had != h {
			t.Fatalf("Release(%d) answered %+v, want %+v", id, had, h)
		}
		if live {
			m.end(id, m.live)
		}
	case 4, 5:
		got, want = table.Reserve(id), live
		if live {
			delete(m.live, id)
			m.reserved[id] = h
		}
	case 6:
		got, want = table.Restore(id), reserved
		if reserved {
			delete(m.reserved, id)
			m.live[id] = kept
		}
	case 7:
		var had Hold
		had, got = table.Commit(id)
		want = reserved && had == kept
		if reserved {
			m.end(id, m.reserved)
		}
	}
	if got != want {
		t.Fatalf("step %d on id %d says %v, want %v", n, id, got, want)
	}
}
