package deduce_test

import (
	"strings"
	"testing"

	"warrant/verify/deduce"
)

// alike are members of two packages that have one name for the provers, since underscores stand for what an identifier cannot have: what two files say, and what a
// third proves of both.
var alike = []struct{ name, one, other, both string }{
	{"pure functions",
		"// @ ghost\n// @ decreases\n// @ pure func F() int { return 1 }\n",
		"// @ ghost\n// @ decreases\n// @ pure func F() int { return 2 }\n",
		"// @ ghost\n// @ ensures one.F() == other.F()\n// @ decreases\n// @ func f() {}\n"},
	{"types",
		"// T is one.\ntype T struct{ A, B, C, D, E, F, G, H, I, J, K, L, M, N uint8 }\n",
		"// T is the other.\ntype T struct{ A, B, C, D, E, F, G, H, I, J, K, L, M, N uint16 }\n",
		"// @ requires acc(t) && acc(u)\n// @ ensures u.A <= 255\n// @ decreases\nfunc f(t *one.T, u *other.T) {}\n"},
	{"predicates",
		"// T is one.\ntype T struct{ N int }\n\n// @ pred (t *T) Mem() { acc(t) && t.N == 1 }\n",
		"// T is the other.\ntype T struct{ N int }\n\n// @ pred (t *T) Mem() { acc(t) && t.N == 2 }\n",
		"// @ requires t.Mem() && u.Mem()\n// @ ensures false\n// @ decreases\nfunc f(t *one.T, u *other.T) {\n\t// @ unfold t.Mem()\n\t// @ unfold u.Mem()\n}\n"},
}

// TestOneNameTwice demands that two members of one name are refused: the provers would take one for the other, and prove what is false.
func TestOneNameTwice(t *testing.T) {
	for _, row := range alike {
		for _, backend := range []string{"smt", "heap"} {
			if backend == "heap" && row.name == "types" {
				continue // a heap has cells, of which each use says what the type of its own field says
			}
			t.Run(row.name+" "+backend, func(t *testing.T) {
				dir := t.TempDir()
				place(t, dir, map[string]string{"go.mod": "module p\n\ngo 1.26\n", "a/b/b.go": "// +gobra\n\npackage b\n\n" + row.one,
					"a_b/b.go": "// +gobra\n\npackage b\n\n" + row.other,
					"c/c.go":   "// +gobra\n\npackage c\n\nimport (\n\tone \"p/a/b\"\n\tother \"p/a_b\"\n)\n\n" + row.both})
				res, report, err := deduce.Load(&deduce.Options{Dir: dir, Patterns: []string{"./c"}, Backend: backend})
				if err != nil {
					t.Fatal(err)
				}
				refused := false
				for _, p := range append(report.Problems, res.Problems...) {
					refused = refused || strings.Contains(p.Err.Error(), "for the provers")
				}
				if !refused {
					t.Errorf("problems are %v and %v", report.Problems, res.Problems)
				}
			})
		}
	}
}
