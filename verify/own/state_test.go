package own

import (
	"math/big"
	"testing"
)

func TestHalvesAreNotTheWhole(t *testing.T) {
	half := big.NewRat(1, 2)
	s := New()
	s.Give("p.x", half)
	if err := s.Take("p.x", Full); err == nil {
		t.Error("the whole was taken out of a half")
	}
	s.Give("p.x", half)
	if err := s.Take("p.x", Full); err != nil {
		t.Error(err)
	}
	if s.Held("p.x").Sign() != 0 {
		t.Error("something is left")
	}
}

func TestMoreThanTheWholeIsImpossible(t *testing.T) {
	s := New()
	if !s.Give("p.x", Full) || s.Give("p.x", big.NewRat(1, 8)) {
		t.Error("nine eighths of a location were accepted")
	}
}

func TestCovers(t *testing.T) {
	s := New()
	s.Give("t.slots", Full)
	for _, row := range []struct {
		path string
		want bool
	}{{"t.slots", true}, {"t.slots[*].gen", true}, {"t.slotsize", false}, {"t.used", false}, {"t", false}} {
		if _, got := s.Covers(row.path); got != row.want {
			t.Errorf("Covers(%s) = %v", row.path, got)
		}
	}
}

func TestElementsOfAFamily(t *testing.T) {
	s := New()
	s.Give(Instance("Mem", "k.procs[*]"), Full)
	if others, err := s.TakeElement("Mem k.procs[*]", "Mem k.procs[*]", "i", Full); err != nil || len(others) != 0 {
		t.Fatal(others, err)
	}
	others, err := s.TakeElement("Mem k.procs[*]", "Mem k.procs[*]", "j", Full)
	if err != nil || len(others) != 1 || others[0] != "i" {
		t.Error("the second element need not differ from the first", others, err)
	}
	if s.GiveElement("Mem k.procs[*]", "m", Full) {
		t.Error("an element came back that was never out")
	}
	if !s.GiveElement("Mem k.procs[*]", "i", Full) || len(s.Holes()) != 1 {
		t.Error("i did not come back")
	}
}

func TestElementsOfACover(t *testing.T) {
	s := New()
	s.Give("k.lists", Full)
	if _, err := s.TakeElement("k.lists[*].Count", "k.lists", "i", Full); err != nil {
		t.Fatal(err)
	}
	others, err := s.TakeElement("k.lists[*].Items", "k.lists", "i", Full)
	if err != nil || len(others) != 0 {
		t.Error("two parts of an element are in each other's way", others, err)
	}
	if others, err = s.TakeElement("k.lists[*].Count", "k.lists", "j", Full); err != nil || len(others) != 1 {
		t.Error("the same part of another element need not differ", others, err)
	}
}

func TestMeetKeepsTheLess(t *testing.T) {
	a, b := New(), New()
	a.Give("x", Full)
	a.Give("y", Full)
	b.Give("x", big.NewRat(1, 2))
	m := Meet(a, b)
	if m.Held("x").Cmp(big.NewRat(1, 2)) != 0 || m.Held("y").Sign() != 0 {
		t.Error(m)
	}
}
