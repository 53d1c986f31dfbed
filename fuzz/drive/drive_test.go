package drive

import (
	"bytes"
	"strings"
	"testing"
)

func TestRunIsTheSameAgain(t *testing.T) {
	list := func(seed uint64) (all []string) {
		m := NewMutator(seed, [][]byte{[]byte("one"), []byte("two")}, [][]byte{[]byte("word")}, 16)
		for range 1000 {
			in := m.Next()
			if len(in) > 16 {
				t.Fatalf("%d bytes", len(in))
			}
			all = append(all, string(in))
		}
		return all
	}
	a, b, c := list(1), list(1), list(2)
	if strings.Join(a, "|") != strings.Join(b, "|") {
		t.Error("the same seed gives other inputs")
	}
	if strings.Join(a, "|") == strings.Join(c, "|") {
		t.Error("another seed gives the same inputs")
	}
}

func TestRunCounts(t *testing.T) {
	runs := uint64(0)
	r := Run(func([]byte) int { runs++; return 1 }, Plan{Executions: 5000, Corpus: [][]byte{{1}, {2}}})
	if r.Executions != 5000 || runs != 5000 || r.Accepted != 5000 || r.Crashes != nil {
		t.Errorf("%d runs, result %+v", runs, r)
	}
}

func TestShorten(t *testing.T) {
	run := func(b []byte) int {
		if bytes.Contains(b, []byte("xy")) {
			panic("xy")
		}
		return 0
	}
	c := Crash{Input: []byte("0123456xy789"), Place: try(run, []byte("xy")).Place}
	if shorten(run, &c); string(c.Input) != "xy" {
		t.Errorf("shortened to %q", c.Input)
	}
}
