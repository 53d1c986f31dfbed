package obligation_test

import (
	"bytes"
	"go/parser"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"warrant/verify/obligation"
)

func TestNormaliseIgnoresLayout(t *testing.T) {
	for _, row := range []struct{ a, b string }{
		{"a[ i+1 ]", "a[i+1]"},
		{"f(x,\n\ty)", "f(x, y)"},
		{"t.slots[(id & 0xff)]", "t.slots[(id  &  0xff)]"},
	} {
		left, err := parser.ParseExpr(row.a)
		if err != nil {
			t.Fatal(err)
		}
		right, err := parser.ParseExpr(row.b)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := obligation.Normalise(left), obligation.Normalise(right); got != want {
			t.Errorf("%q gives %q, %q gives %q", row.a, got, row.b, want)
		}
	}
	if got := obligation.Normalise(nil); got != "" {
		t.Errorf("nil expression gives %q", got)
	}
}

func TestNumbererCountsEqualKeysOnly(t *testing.T) {
	var numberer obligation.Numberer
	key := obligation.ID{Package: "p", Function: "F", Kind: obligation.IndexBounds, Expression: "a[i]"}
	other := key
	other.Expression = "a[j]"
	for i, row := range []struct {
		id   obligation.ID
		want int
	}{{key, 1}, {key, 2}, {other, 1}, {key, 3}} {
		if got := numberer.Number(row.id).Ordinal; got != row.want {
			t.Errorf("row %d: ordinal %d, want %d", i, got, row.want)
		}
	}
}

func TestJSONRoundTripSortsAndRefusesOtherSchemas(t *testing.T) {
	late := obligation.Obligation{ID: obligation.ID{Package: "p", Function: "G", Kind: obligation.DivisionByZero, Ordinal: 1},
		Place: obligation.Place{File: "p.go", Line: 9}, Verdict: obligation.Failure, Detail: "d == 0 <"}
	early := obligation.Obligation{ID: obligation.ID{Package: "p", Function: "F", Kind: obligation.IndexBounds, Ordinal: 1},
		Place: obligation.Place{File: "p.go", Line: 3, Column: 2}, Verdict: obligation.Success, Class: obligation.Bounded}
	var text bytes.Buffer
	if err := obligation.WriteJSON(&text, "test", []obligation.Obligation{late, early}); err != nil {
		t.Fatal(err)
	}
	old := strings.Replace(text.String(), `"schema": 1`, `"schema": 0`, 1)
	list, err := obligation.ReadJSON(&text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]obligation.Obligation{early, late}, list.Obligations); diff != "" {
		t.Error(diff)
	}
	if _, err := obligation.ReadJSON(strings.NewReader(old)); err == nil {
		t.Error("a document of schema 0 was accepted")
	}
}

func TestVerdictsAndClasses(t *testing.T) {
	for verdict, holds := range map[obligation.Verdict]bool{
		obligation.Success: true, obligation.Unreachable: true, obligation.Satisfied: true,
		obligation.Failure: false, obligation.Undetermined: false, obligation.Unsatisfiable: false,
	} {
		if verdict.Holds() != holds {
			t.Errorf("%s.Holds() = %v", verdict, !holds)
		}
	}
	ladder := []obligation.Class{obligation.Proved, obligation.ProvedBitVector, obligation.Local, obligation.Bounded,
		obligation.CompilerProved, obligation.Assumed, obligation.Waived, obligation.Unproven}
	for i := 1; i < len(ladder); i++ {
		if !ladder[i-1].StrongerThan(ladder[i]) || ladder[i].StrongerThan(ladder[i-1]) {
			t.Errorf("%s and %s are out of order", ladder[i-1], ladder[i])
		}
	}
	if !obligation.IndexBounds.IsPanic() || obligation.Wraps.IsPanic() {
		t.Error("IsPanic does not separate panics from contract rules")
	}
}
