package annot

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPortable(t *testing.T) {
	const head = "// +gobra\n\npackage p\n\n"
	const slots = "type slot struct{ used bool }\n\ntype table struct {\n\tslots [4]slot\n\tcells [4]int\n}\n\n"
	for _, row := range []struct{ src, want string }{
		{"package p\n\n// @ ensures true\nfunc f() {}\n", "annotated file without the head // +gobra"},
		{head + "// @ ensures true\nfunc f(seq int) {}\n", "seq is a word of the annotation language"},
		{head + "// @ ensures true\nfunc f() (r int) { return 1_000 }\n", "number 1_000 with underscores"},
		{head + "// @ ensures true\nfunc f(x int) (r int) { return x & 15 }\n", "bit operation &"},
		{head + "//@ ensures true\nfunc f() {}\n", "write // @ with one space"},
		{head + "// @ ensures true\nfunc f() int { return 1 }\n", "result without a name"},
		{head + "// @ ensures true\n// f does nothing.\nfunc f() {}\n", "the doc comment needs a blank line"},
		{head + "// @ ensures true\n\n// f does nothing.\nfunc f() {}\n", ""},
		{head + "// @ ensures true\nfunc f() {\n\tswitch 1 {\n\tcase 1:\n\t\tfallthrough\n\tdefault:\n\t}\n}\n", "statement fallthrough"},
		{head + "// @ ensures true\nfunc f() {\n\tfor range 10 {\n\t}\n}\n", "range over an integer"},
		{head + "// @ ensures true\nfunc f(x, y int) (r int) { return min(x, y) }\n", "built-in function min"},
		{head + "// @ ensures true\nfunc min(x, y int) (r int) { return x }\n", ""},
		{head + "// @ ensures true\nfunc f(x s) (r int) { return x.max() }\n", ""},
		{head + "// @ ensures true\nfunc f() {}\n\n// F is any.\ntype F [n]int\n\nconst n = 3\n", ""},
		{head + "// @ ensures true\nfunc f() {}\n\n// F is any.\ntype F [p.N]int\n", ""},
		{head + "// @ ghost\n// @ pure\n// @ func f() bool { return true }\n", "f is pure or ghost and has no decreases"},
		{head + "// @ decreases\n// @ pure\n// @ trusted\nfunc f() (r bool) { return true }\n", "f is trusted and pure"},
		{head + "type s struct{ x int }\n\n// @ requires acc(p)\n\n// f reads.\nfunc f(p *s) (r int) { return *&p.x }\n", ""},
		{head + slots + "// @ preserves acc(t) && forall i int :: { t.slots[i] } 0 <= i && i < 4 ==> t.slots[i].used\nfunc f(t *table) {}\n", "quantified fact about t.slots[i]"},
		{head + slots + "/*@ pred (t *table) Mem() { acc(t) && exists i int :: (0 <= i && i < 4 && t.slots[3 - i].used) } @*/\n", "quantified fact about t.slots[3 - i]"},
		{head + slots + "// @ preserves acc(t)\n// @ ensures forall i int :: { t.slots[i] } 0 <= i && i < 4 ==> t.slots[i] == old(t.slots[i])\nfunc f(t *table) {}\n", ""},
		{head + slots + "// @ requires acc(t) && forall i int :: { seq(t.slots)[i] } 0 <= i && i < 4 ==> seq(t.slots)[i].used\nfunc f(t *table) {}\n", ""},
		{head + slots + "// @ preserves acc(t) && forall i int :: { &t.slots[i] } 0 <= i && i < 4 ==> t.slots[i].used\nfunc f(t *table) {}\n", ""},
		{head + slots + "// @ requires forall i int :: { &t.slots[i] } 0 <= i && i < 4 ==> acc(&t.slots[i]) && acc(&t.slots[i].used, 1/2)\nfunc f(t *table) {}\n", ""},
		{head + slots + "// @ requires acc(t) && t.slots[2].used && forall i int :: { t.cells[i] } 0 <= i && i < 4 ==> t.cells[i] > 0\nfunc f(t *table) {}\n", ""},
		{head + "// @ requires x > 0\nfunc f(x int) {\n\t// @ ghost before := x\n}\n", "before is a word of the annotation language"},
		{head + "// @ requires len(b) > 0\nfunc f(b []int, cap int) {\n}\n", "cap is a word of the annotation language"},
		{head + "// @ requires forall opaque int :: { f(3) } f(3)\nfunc g() {}\n", "opaque is a word"},
		{head + "// @ ensures forall i int :: { f(i) }\n// @ \tf(i)\nfunc g() {}\n", "the line ends here"},
		{head + "// @ ensures forall i int :: { f(i) } i > 0 ==>\n// @ \tf(i)\nfunc g() {}\n", ""},
		{head + "// @ ensures forall i int :: { f(n+i) } f(n+i)\nfunc g(n int) {}\n", "trigger f(n + i) calculates n + i with a bound variable"},
		{head + "// @ ensures forall i int :: { f(i > 3 ? i : 3) } f(i)\nfunc g(n int) {}\n", "calculates"},
		{head + "// @ ensures forall i int :: { f(i, n-1) } { s[:n-1][i] } f(i, n-1)\nfunc g(n int) {}\n", ""},
		{head + "// @ pure\n// @ ensures acc(p, _)\n// @ decreases\nfunc g(p *int) (n int) { return 1 }\n", "permission in what the pure function g ensures"},
	} {
		errs, err := Portable("p.go", row.src)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case row.want == "" && len(errs) > 0:
			t.Errorf("%s: %v", row.src, errs[0])
		case row.want != "" && (len(errs) != 1 || !strings.Contains(errs[0].Message, row.want)):
			t.Errorf("%s: got %v, want %s", row.src, errs, row.want)
		}
	}
}

// TestIdiomsArePortable keeps the idioms inside what the official tool accepts; beyond/ is outside on purpose.
func TestIdiomsArePortable(t *testing.T) {
	err := filepath.WalkDir("../testdata/gobra", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.Contains(path, "beyond") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		errs, err := Portable(path, string(src))
		for _, e := range errs {
			t.Error(e)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
