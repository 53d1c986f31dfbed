package deduce_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"warrant/verify/deduce"
)

// TestFoldPartByPart breaks each part of a long predicate in turn, and demands that the fold fails in that part and in no other: parts are asked
// together, and each may rest on those before it.
func TestFoldPartByPart(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	const parts = 15
	dir := t.TempDir()
	for broken := -1; broken < parts; broken++ {
		var fields, says, sets strings.Builder
		for i := range parts {
			fmt.Fprintf(&fields, "\tf%d uint8\n", i)
			value := i
			if i == broken {
				value++
			}
			switch {
			case i%3 == 2: // its index is known by the part before
				fmt.Fprintf(&says, " && p.t[p.f%d] == %d", i-1, i)
				fmt.Fprintf(&sets, "\tp.t[%d] = %d\n", i-1, value)
			default:
				fmt.Fprintf(&says, " && p.f%d == %d", i, i)
				fmt.Fprintf(&sets, "\tp.f%d = %d\n", i, value)
			}
		}
		place(t, dir, map[string]string{"go.mod": "module p\n\ngo 1.26\n", "p.go": fmt.Sprintf(
			"// +gobra\n\npackage p\n\ntype parts struct {\n%s\tt [20]uint8\n}\n\n// @ pred (p *parts) Mem() { acc(p)%s }\n\n// @ requires acc(p)\n// @ ensures p.Mem()\n// @ decreases\n\nfunc fill(p *parts) {\n%s\t// @ fold p.Mem()\n}\n",
			&fields, &says, &sets)})
		report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Backend: "smt", Terse: true}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var failed []string
		for _, o := range report.Failed() {
			if strings.HasPrefix(o.ID.Expression, "fold ") {
				failed = append(failed, o.ID.Expression)
			}
		}
		want := fmt.Sprintf("== %d", broken)
		if broken < 0 && !report.Verified() || broken >= 0 && (len(failed) == 0 || !strings.HasSuffix(failed[0], want)) {
			t.Errorf("part %d broken: failed are %q, problems %v", broken, failed, report.Problems)
		}
		if broken%3 != 1 && len(failed) > 1 {
			t.Errorf("part %d broken: failed are %q", broken, failed)
		}
	}
}
