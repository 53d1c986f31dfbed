package deduce_test

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"testing"

	"warrant/verify/deduce"
)

// TestHints writes functions that lack something and looks for the hint that names it.
func TestHints(t *testing.T) {
	for _, row := range []struct{ name, src, want string }{
		{"invariant", "// @ ensures r == 4\n// @ decreases\nfunc f() (r int) {\n\t// @ invariant 0 <= i && i <= 4\n\t// @ decreases 4 - i\n\tfor i := 0; i < 4; i++ {\n\t\tr = 4\n\t}\n\treturn r\n}", "the loop in line 22 changes r, of which no invariant speaks"},
		{"permission", "// @ decreases\nfunc f(p *s) (r int) { return p.n }", "unfold the predicate that owns the location, or require acc of it"},
		{"bound", "// @ decreases\nfunc f(x uint8) (r uint8) { return x + 1 }", "bound the operands by requires or an invariant"},
	} {
		dir := t.TempDir()
		place(t, dir, map[string]string{"go.mod": "module p\n\ngo 1.26\n", "p.go": languageHead + row.src + "\n"})
		report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Jobs: 1}, nil)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, o := range report.Failed() {
			found = found || strings.Contains(o.Detail, row.want)
		}
		if !found {
			t.Errorf("%s: no hint %q in %+v", row.name, row.want, report.Failed())
		}
	}
}

// TestBrokenPackage demands that nothing of a package that does not compile counts as proved.
func TestBrokenPackage(t *testing.T) {
	dir := t.TempDir()
	place(t, dir, map[string]string{"go.mod": "module p\n\ngo 1.26\n", "p.go": languageHead + "// @ ensures r == 4\n// @ decreases\nfunc f() (r int) { return 4 }\n\nfunc g() (r int) { return true }\n"})
	report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Func: "f"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if report.Verified() || len(report.Functions) != 0 || !report.Packages[0].Broken || len(report.Problems) == 0 {
		t.Errorf("functions %d, packages %+v, problems %v", len(report.Functions), report.Packages[0], report.Problems)
	}
}

// TestValues fails a clause about one field of a large struct and a parameter, which the counterexample must not leave out for the others.
func TestValues(t *testing.T) {
	var fields strings.Builder
	for i := range 40 {
		fmt.Fprintf(&fields, "\tf%d int\n", i)
	}
	src := languageHead + "type big struct {\n" + fields.String() + "}\n\n// @ preserves acc(b)\n// @ ensures b.f39 == n\n// @ decreases\nfunc f(b *big, n int) {}\n"
	dir := t.TempDir()
	place(t, dir, map[string]string{"go.mod": "module p\n\ngo 1.26\n", "p.go": src})
	report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Jobs: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	failed := report.Failed()
	if len(failed) != 1 {
		t.Fatalf("%d failures, want 1: %+v", len(failed), failed)
	}
	_, values, _ := strings.Cut(failed[0].Detail, "where: ")
	first, second, _ := strings.Cut(values, ", ")
	second, _, _ = strings.Cut(second, ", ")
	names := []string{strings.Fields(first)[0], strings.Fields(second)[0]}
	sort.Strings(names)
	if names[0] != "b.f39" || names[1] != "n" {
		t.Errorf("the counterexample starts with %v: %s", names, failed[0].Detail)
	}
}
