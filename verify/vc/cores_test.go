package vc

import (
	"context"
	"testing"

	"warrant/verify/ir"
)

// handmade is a script of three goals: one that needs the first of two hypotheses, one that is false, and one behind a contradiction.
func handmade() *Script {
	step := func(text, demand string) Step {
		return Step{Text: text, Goal: &Goal{Kind: Prove, X: ir.V(ir.Var{Name: "g", Type: ir.BoolType})}, Guard: "true", Demand: demand, Ask: "(not " + demand + ")"}
	}
	return &Script{Head: "(declare-fun |x| () Int)\n(assert (< 3 |x|))\n(assert (< |x| 9))\n", Steps: []Step{
		step("", "(< 2 |x|)"),
		step("", "(< 4 |x|)"),
		step("(declare-fun |y| () Int)\n(assert false)\n", "(= |y| 1)"),
		{},
	}}
}

func z3(t *testing.T) *Solver {
	t.Helper()
	s, err := Find("z3", 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// TestCoresProveNothingFalse gives a false goal every core that there can be, also of hypotheses that stand behind it and of some that do not exist.
func TestCoresProveNothingFalse(t *testing.T) {
	s, script := z3(t), handmade()
	parts := apart(script)
	if len(parts.hypotheses) != 3 || len(parts.goals) != 3 {
		t.Fatalf("the script was taken apart wrongly: %+v", parts)
	}
	var names []string
	for _, h := range parts.hypotheses {
		names = append(names, nameOf(h, HypothesisName))
	}
	for _, c := range []struct {
		core   string
		proved bool // the true goal
	}{
		{"", false},
		{names[0], true},
		{names[1], false},
		{names[0] + names[1], true},
		{names[2], false}, // stands behind both
		{names[0] + names[1] + names[2], false},
		{"none", false},
		{names[0] + "none", false},
	} {
		outcomes, replayed, err := s.Solve(context.Background(), script, nil, Cores{parts.names[0]: c.core, parts.names[1]: c.core})
		if err != nil {
			t.Fatal(err)
		}
		if replayed.Proved[0] != c.proved || replayed.Proved[1] || replayed.Proved[2] {
			t.Errorf("core %q: by it hold %v", c.core, replayed.Proved)
		}
		if len(replayed.Names) != len(replayed.Proved) || replayed.Names[parts.names[0]] != c.proved {
			t.Errorf("core %q: %v do not name %v", c.core, replayed.Names, replayed.Proved)
		}
		if outcomes[0].Answer != Holds || outcomes[1].Answer != Fails || outcomes[2].Answer != Holds {
			t.Errorf("core %q: %v", c.core, outcomes)
		}
	}
}

// TestCoresOfPlaces: whether a place can be reached is never asked with fewer hypotheses, which would hide that it cannot.
func TestCoresOfPlaces(t *testing.T) {
	s, script := z3(t), handmade()
	reach := Step{Goal: &Goal{Kind: Reach}, Guard: "true", Demand: "true", Ask: "true"}
	script.Steps = append(script.Steps[:3:3], reach, Step{})
	parts := apart(script)
	outcomes, replayed, err := s.Solve(context.Background(), script, nil, Cores{parts.names[3]: ""})
	if err != nil || outcomes[3].Answer != Holds || len(replayed.Proved) != 0 {
		t.Errorf("%v %+v %v: the place behind a contradiction was not found out", outcomes, replayed, err)
	}
}

// TestRecord: what is recorded is what a goal needs, of goals that hold; it is the same each time, and kept while it serves.
func TestRecord(t *testing.T) {
	s, script := z3(t), handmade()
	parts := apart(script)
	want := Cores{parts.names[0]: nameOf(parts.hypotheses[0], HypothesisName), parts.names[2]: nameOf(parts.hypotheses[2], HypothesisName)}
	for _, before := range []Cores{nil, want, {parts.names[0]: "none"}} {
		got, err := s.Record(context.Background(), script, nil, before, 1)
		if err != nil || len(got) != len(want) || got[parts.names[0]] != want[parts.names[0]] || got[parts.names[2]] != want[parts.names[2]] {
			t.Errorf("after %v: recorded %v, %v; want %v", before, got, err, want)
		}
	}
	larger := Cores{parts.names[0]: want[parts.names[0]] + nameOf(parts.hypotheses[1], HypothesisName)}
	if got, err := s.Record(context.Background(), script, nil, larger, 1); err != nil || got[parts.names[0]] != larger[parts.names[0]] {
		t.Errorf("%v, %v: a core that serves was not kept", got, err)
	}
	if got, err := s.Record(context.Background(), script, nil, nil, 1_000_000); err != nil || len(got) != 0 {
		t.Errorf("%v, %v: a cheap script has cores", got, err)
	}
}
