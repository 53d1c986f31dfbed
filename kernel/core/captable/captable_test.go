package captable

import (
	"math"
	"testing"

	"warrant/kernel/abi"
)

// hold answers a hold that is told apart from others by n.
func hold(n uint32) Hold {
	return Hold{Interface: uint64(n) << 20, Kind: n % 7, Index: n, Epoch: n / 3, Travel: Travel(n % 3), Origin: Origin(n % 3)}
}

func mustInsert(t *testing.T, table *Table, n uint32) abi.CapID {
	t.Helper()
	id, ok := table.Insert(hold(n))
	if !ok {
		t.Fatalf("no slot for hold %d", n)
	}
	return id
}

// The greatest id is that of the last slot in its last generation: no id is lost and none wraps.
func TestIDsFillTheirType(t *testing.T) {
	if uint64(LastGen)*Slots+Slots-1 != math.MaxUint32 {
		t.Errorf("the greatest id is %d, want %d", uint64(LastGen)*Slots+Slots-1, uint32(math.MaxUint32))
	}
}

// Every operation on every state of a slot, with the right and with wrong generations. Invariants: CAP-1, CAP-5
func TestOperationsByState(t *testing.T) {
	const gen, slot = 5, 3
	operations := map[string]func(*Table, abi.CapID) bool{
		"Lookup":  func(t *Table, id abi.CapID) bool { _, ok := t.Lookup(id); return ok },
		"Release": func(t *Table, id abi.CapID) bool { _, ok := t.Release(id); return ok },
		"Reserve": (*Table).Reserve,
		"Restore": (*Table).Restore,
		"Commit":  func(t *Table, id abi.CapID) bool { h, ok := t.Commit(id); return ok && h == hold(9) },
	}
	allowed := map[State]map[string]State{ // the state afterwards
		Free:     {},
		Live:     {"Lookup": Live, "Release": Free, "Reserve": Reserved},
		Reserved: {"Restore": Live, "Commit": Free},
		Retired:  {},
	}
	for state, next := range allowed {
		for name, operate := range operations {
			for _, g := range []uint32{0, gen - 1, gen, gen + 1, LastGen} {
				var table Table
				table.fresh = slot + 1
				table.slots[slot] = Slot{State: state, Gen: gen}
				if state == Live || state == Reserved {
					table.slots[slot].Hold = hold(9)
				}
				before := table
				after, can := next[name]
				can = can && g == gen
				if got := operate(&table, abi.CapID(g*Slots+slot)); got != can {
					t.Errorf("%s of generation %d on state %d of generation %d says %v", name, g, state, gen, got)
				}
				if !can {
					if table != before {
						t.Errorf("%s of generation %d on state %d failed and changed the table", name, g, state)
					}
					continue
				}
				s := table.slots[slot]
				if s.State != after {
					t.Errorf("%s on state %d leaves %d, want %d", name, state, s.State, after)
				}
				if after == Free && (s.Gen != gen+1 || s.Hold != Hold{}) {
					t.Errorf("%s leaves generation %d and hold %+v", name, s.Gen, s.Hold)
				}
				if after != Free && (s.Gen != gen || s.Hold != hold(9)) {
					t.Errorf("%s changed generation or hold: %+v", name, s)
				}
			}
		}
	}
}

// Invariant: CAP-1
func TestLookupAnswersTheHold(t *testing.T) {
	var table Table
	for n := uint32(0); n < Slots; n++ {
		id := mustInsert(t, &table, n)
		if h, ok := table.Lookup(id); !ok || h != hold(n) {
			t.Errorf("id %d answers %+v, %v", id, h, ok)
		}
	}
	for _, id := range []abi.CapID{Slots, 2*Slots - 1, math.MaxUint32 - Slots + 1, math.MaxUint32} {
		if h, ok := table.Lookup(id); ok || h != (Hold{}) {
			t.Errorf("id %d of another generation answers %+v, %v", id, h, ok)
		}
	}
}

func TestFullTable(t *testing.T) {
	var table Table
	var ids []abi.CapID
	for n := uint32(0); n < Slots; n++ {
		ids = append(ids, mustInsert(t, &table, n))
	}
	before := table
	if _, ok := table.Insert(hold(0)); ok || table != before {
		t.Error("a full table took one more")
	}
	if !table.Reserve(ids[10]) {
		t.Fatal("cannot reserve")
	}
	if _, ok := table.Insert(hold(0)); ok {
		t.Error("a reserved slot was given away")
	}
	if _, ok := table.Commit(ids[10]); !ok {
		t.Fatal("cannot commit")
	}
	id := mustInsert(t, &table, 99)
	if id%Slots != ids[10]%Slots || id == ids[10] {
		t.Errorf("id %d after %d was given up", id, ids[10])
	}
}

// A slot lives through its last generations and is then retired. Invariant: CAP-3
func TestLastGenerations(t *testing.T) {
	for _, end := range []struct {
		name string
		do   func(*Table, abi.CapID) bool
	}{
		{"Release", func(t *Table, id abi.CapID) bool { _, ok := t.Release(id); return ok }},
		{"Commit", func(t *Table, id abi.CapID) bool { t.Reserve(id); _, ok := t.Commit(id); return ok }},
	} {
		t.Run(end.name, func(t *testing.T) {
			var table Table
			for i := range table.slots {
				table.slots[i].Gen = LastGen - 1
			}
			seen := map[abi.CapID]bool{}
			for n := uint32(0); n < 2*Slots; n++ {
				id := mustInsert(t, &table, n)
				if seen[id] {
					t.Fatalf("id %d came back", id)
				}
				seen[id] = true
				if !end.do(&table, id) {
					t.Fatalf("id %d is not there", id)
				}
			}
			if _, ok := table.Insert(hold(0)); ok {
				t.Error("a table whose slots are all retired took a hold")
			}
			for i, s := range table.slots {
				if s != (Slot{State: Retired, Gen: LastGen}) {
					t.Errorf("slot %d is %+v", i, s)
				}
			}
			for id := range seen {
				if _, ok := table.Lookup(id); ok {
					t.Errorf("id %d names a retired slot", id)
				}
			}
		})
	}
}

func TestAt(t *testing.T) {
	var table Table
	a, b, c := mustInsert(t, &table, 1), mustInsert(t, &table, 2), mustInsert(t, &table, 3)
	table.Reserve(b)
	table.Release(c)
	for i, want := range []struct {
		id abi.CapID
		ok bool
	}{{a, true}, {0, false}, {0, false}, {0, false}} {
		if id, ok := table.At(uint32(i)); id != want.id || ok != want.ok {
			t.Errorf("At(%d) = %d, %v, want %d, %v", i, id, ok, want.id, want.ok)
		}
	}
	if _, ok := table.At(Slots - 1); ok {
		t.Error("the last slot of an almost empty table is live")
	}
}
