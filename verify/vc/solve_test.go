package vc

import (
	"math/big"
	"strings"
	"testing"

	"warrant/verify/ir"
)

func TestOnlyUnsatIsAProof(t *testing.T) {
	for text, want := range map[string]Answer{
		"unsat\n": Holds,
		"sat\n":   Fails,
		"unknown\n(:reason-unknown \"(incomplete quantifiers)\")\n":   Fails,
		"unknown\n(:reason-unknown \"max. resource limit exceeded\")": NoAnswer,
		"unknown\n(:reason-unknown \"canceled\")":                     NoAnswer,
		"timeout\n":                              NoAnswer,
		"":                                       NoAnswer,
		"(error \"line 3: unknown constant\")\n": NoAnswer,
	} {
		if got := outcomeOf(text).Answer; got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

func TestKeyHoldsVersionAndOptions(t *testing.T) {
	a := Solver{Name: "z3", Version: "4.8.12", Effort: 1}
	b, c := a, a
	b.Version, c.Effort = "4.9.0", 2
	if a.Key() == b.Key() || a.Key() == c.Key() {
		t.Error("a result would be found for another solver or another limit")
	}
	d, e := Solver{Name: "cvc5", Effort: 1}, Solver{Name: "cvc5", Effort: 2}
	if d.Key() == e.Key() {
		t.Error("cvc5's result would be found for another limit")
	}
}

// TestBitWidth: a word is wide enough for every intermediate value, so that nothing overflows on the way.
func TestBitWidth(t *testing.T) {
	x := ir.V(ir.Var{Name: "x", Type: ir.IntType})
	facts := []*ir.Expr{ir.Between(ir.I(0), x, ir.I(255))}
	or := &ir.Expr{Op: ir.OpBits, Name: "oru", Int: big.NewInt(8), Type: ir.IntType, Args: []*ir.Expr{x, ir.I(1)}}
	product := ir.New(ir.OpMul, ir.IntType, or, ir.I(1000))
	script, ok := bitScript(facts, &Goal{X: ir.AtMost(product, ir.I(255000)), Guard: ir.True}, 1000)
	if !ok || !strings.Contains(script, "(_ BitVec 20)") { // 255000 has 18 bits, and two more are for sign and room
		t.Errorf("%v %s", ok, script)
	}
	y := ir.V(ir.Var{Name: "y", Type: ir.IntType}) // no bounds are known
	if _, ok := bitScript(facts, &Goal{X: ir.AtMost(y, ir.I(3)), Guard: ir.True}, 1000); ok {
		t.Error("an integer without bounds became a word")
	}
}
