package deduce_test

import (
	"context"
	"strings"
	"testing"

	"warrant/verify/deduce"
	"warrant/verify/ir"
	"warrant/verify/vc"
)

// typingHead has types with so many parts that what they say of a value is said by a function.
const typingHead = `type cell struct {
	a, b, c, d, e, f, g, h, i, j, k, l, m uint8
	n                                     [4]int16
	name                                  string
}

type table struct {
	rows  [8]cell
	one   cell
	count uint32
	// @ ghost seen marks
	// @ ghost last [5]int
}

/*@
ghost type marks ghost struct {
	at [3]uint8
	of uint8
}
@*/

`

// typings have what follows from types of many parts, with "" for proved, and what does not, with what is said of that.
var typings = []struct{ name, src, said string }{
	{"the range of a number deep inside", "// @ preserves acc(t)\n// @ ensures r <= 255 && 0 <= r\n// @ decreases\nfunc f(t *table) (r int) { return int(t.rows[3].m) }", ""},
	{"and no smaller one", "// @ preserves acc(t)\n// @ ensures r <= 254\n// @ decreases\nfunc f(t *table) (r int) { return int(t.rows[3].m) }", "postcondition may not hold"},
	{"the least of a signed number", "// @ preserves acc(t)\n// @ ensures -32768 <= r\n// @ decreases\nfunc f(t *table, i uint32) (r int) { return int(t.rows[i%8].n[i%4]) }", ""},
	{"and no greater one", "// @ preserves acc(t)\n// @ ensures -32767 <= r\n// @ decreases\nfunc f(t *table, i uint32) (r int) { return int(t.rows[i%8].n[i%4]) }", "postcondition may not hold"},
	{"the length of an array", "// @ preserves acc(t)\n// @ decreases\nfunc f(t *table, i uint32) (r uint8) { return t.rows[i%8].a }", ""},
	{"and no longer one", "// @ preserves acc(t)\n// @ decreases\nfunc f(t *table, i uint32) (r uint8) { return t.rows[i%9].a }", "index may be out of range"},
	{"the length of an array in an array", "// @ preserves acc(t)\n// @ decreases\nfunc f(t *table, i uint32) (r int16) { return t.rows[i%8].n[i%5] }", "index may be out of range"},
	{"what has changed is a value still", "// @ preserves acc(t)\n// @ ensures r <= 255\n// @ decreases\nfunc f(t *table, i uint32) (r int) {\n\tt.rows[2].a = 7\n\tt.one = t.rows[i%8]\n\treturn int(t.one.b)\n}", ""},
	{"what a call has changed as well", "// @ preserves acc(t)\n// @ decreases\nfunc g(t *table) { t.count = 1 }\n\n// @ preserves acc(t)\n// @ ensures r <= 255\n// @ decreases\nfunc f(t *table, i uint32) (r int) {\n\tg(t)\n\treturn int(t.rows[i%8].b)\n}", ""},
	{"a value that a call answers", "// @ preserves acc(t)\n// @ decreases\nfunc g(t *table) (c cell) { return t.one }\n\n// @ preserves acc(t)\n// @ ensures r <= 255\n// @ decreases\nfunc f(t *table) (r int) { return int(g(t).b) }", ""},
	{"what a loop has changed", "// @ preserves acc(t)\n// @ ensures r <= 255\n// @ decreases\nfunc f(t *table) (r int) {\n\t// @ invariant acc(t)\n\tfor i := range 8 {\n\t\tt.rows[i].a = 1\n\t}\n\treturn int(t.rows[5].b)\n}", ""},
	{"types contradict nothing", "// @ preserves acc(t)\n// @ ensures false\n// @ decreases\nfunc f(t *table) {}", "postcondition may not hold"},
	{"an array of a ghost field is as long as its type says", "// @ ghost\n// @ ensures len(t.last) == 5 && len(t.seen.at) == 3\n// @ decreases\n// @ func f(t table) {}", ""},
	{"and no longer", "// @ ghost\n// @ ensures len(t.last) == 6\n// @ decreases\n// @ func f(t table) {}", "postcondition may not hold"},
	{"a ghost value may come from exact arithmetic", "// @ ghost\n// @ ensures t.one.a <= 255\n// @ decreases\n// @ func f(t table) {}", "postcondition may not hold"},
	{"a pure function relies on lengths", "// @ ghost\n// @ ensures len(result) == 4\n// @ decreases\n// @ pure func last(t table) (result [4]int16) { return t.rows[7].n }", ""},
	{"and on no ranges", "// @ ghost\n// @ ensures result <= 255\n// @ decreases\n// @ pure func last(t table) (result uint8) { return t.rows[7].a }", "postcondition of the pure function may not hold"},
}

// TestTypings proves what types of many parts say, and refuses what they do not.
func TestTypings(t *testing.T) {
	for _, row := range typings {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			said, proved := judged(t, typingHead+row.src, false)
			if proved != (row.said == "") || !strings.Contains(said, row.said) {
				t.Errorf("proved %v, said %q, want %q", proved, said, row.said)
			}
		})
	}
}

// TestTypedIsShaped proves what functions of types answer for, that what is typed is shaped: from the function's body, with what is said of its parts. Of
// a type with ghost parts, of which typed says nothing, it must be refused.
func TestTypedIsShaped(t *testing.T) {
	dir := t.TempDir()
	place(t, dir, map[string]string{"go.mod": "module p\n\ngo 1.26\n", "p.go": "// +gobra\n\npackage p\n\n" + typingHead +
		"type large struct{ a, b, c, d, e [4]cell }\n\ntype marked struct {\n\tl large\n\t// @ ghost last [5]int\n}\n\n" +
		"// @ preserves acc(t) && acc(q)\n// @ decreases\nfunc f(t *marked, q *[2]large) {}\n\n" +
		"// @ ghost\n// @ decreases\n// @ pure func g(t marked, q [2]large) int { return len(t.last) }\n"})
	res, _, err := deduce.Load(&deduce.Options{Dir: dir, Backend: "smt"})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range res.Problems {
		t.Fatal(p.Err)
	}
	funcs := res.Program.Funcs
	solver, err := vc.Find("z3", 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	defer solver.Close()
	for name, want := range map[string]bool{"p_large": true, "array2$p_large": true, "p_marked": false} {
		typed, shaped := funcs["typed$"+name], funcs["shaped$"+name]
		if typed == nil || shaped == nil {
			t.Fatalf("%s has no functions", name)
		}
		if (len(typed.Post) == 1) != want {
			t.Errorf("%s: typed says %v", name, typed.Post)
		}
		typed.Post = nil
		by := map[string]*ir.Expr{shaped.Params[0].Name: ir.V(typed.Params[0])}
		m := &ir.Method{Name: name, Title: name, Params: typed.Params, Body: []ir.Stmt{&ir.Assume{X: typed.Body}, &ir.Assert{X: ir.Subst(shaped.Body, by)}}}
		outcomes, _, err := solver.Solve(context.Background(), vc.Generate(res.Program, m).Script(res.Program), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		proved := true
		for _, o := range outcomes {
			proved = proved && o.Answer == vc.Holds
		}
		if proved != want {
			t.Errorf("%s: that what is typed is shaped: proved %v, want %v", name, proved, want)
		}
	}
}
