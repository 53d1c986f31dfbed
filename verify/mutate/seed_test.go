package mutate

import (
	"testing"

	"warrant/verify/annot"
)

const source = `package p

type pair struct {
	a, b uint32
}

// @ requires acc(p) && p.a < 5
// @ ensures  acc(p)
func (p *pair) f(x uint32) (r uint32) {
	// @ assert p.a < 5
	if x <= 3 && !false {
		p.a = x - 1
	}
	return -p.b
}
`

func TestSeed(t *testing.T) {
	f, err := annot.Parse("p.go", source)
	if err != nil {
		t.Fatal(err)
	}
	list, err := Seed("p.go", source, f)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"<= -> <", "3 -> 3+1", "&& -> ||", "! dropped", "false -> true", ".a -> .b", "- -> +", "1 -> 1+1", ".b -> .a", "dropped: p.a = x - 1"}
	if len(list) != len(want) {
		t.Errorf("%d mutants, want %d", len(list), len(want))
	}
	for i, m := range list {
		if i < len(want) && m.Change != want[i] {
			t.Errorf("mutant %d: %s, want %s", i, m.Change, want[i])
		}
		if m.Text == source {
			t.Errorf("mutant %d changes nothing", i)
		}
	}
}
