package deduce_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"warrant/verify/deduce"
)

// keptModule is a module whose functions depend on each other in every way that there is.
var keptModule = map[string]string{
	"go.mod": "module kept\n\ngo 1.26\n",
	"base/base.go": `// +gobra

package base

// Most bounds a count.
const Most = 9

// Count is a number.
type Count uint8

// Start never changes.
var Start = uint8(3)

// Cell holds a number.
type Cell struct{ N uint8 }

// @ pred (c *Cell) Mem() { acc(c) && c.N <= 9 }

// @ ensures r <= 20
// @ decreases

func Small() (r uint8) {
	return 7
}

// @ decreases

func Idle() {
	_ = 1
}
`,
	"base/lemmas.gobra": `// +gobra

package base

ghost
opaque
decreases
pure func Weight(x int) int { return x + 1 }

ghost
ensures Weight(x) == x + 1
decreases
func Weighs(x int) {
	assert reveal Weight(x) == x + 1
}
`,
	"top/top.go": `// +gobra

package top

import "kept/base"

// Limit bounds a result.
const Limit = 40

type pair struct{ a, b uint8 }

// @ pred (p *pair) Mem() { acc(p) && p.a < p.b }

// @ ensures r <= 5
// @ decreases

func five() (r uint8) {
	return 5
}

// @ ensures r <= 10
// @ decreases

func CallsNear() (r uint8) {
	return five() * 2
}

// @ ensures r <= 40
// @ decreases

func CallsFar() (r uint8) {
	return base.Small() * 2
}

// @ ensures r <= 510
// @ decreases

func FarType(c base.Count) (r uint16) {
	return uint16(c) * 2
}

// @ ensures r <= 90
// @ decreases

func FarConstant() (r uint8) {
	return base.Most * 10
}

// @ ensures r == 3
// @ decreases

func FarVariable() (r uint8) {
	return base.Start
}

// @ preserves c.Mem()
// @ ensures r <= 9
// @ decreases

func FarPredicate(c *base.Cell) (r uint8) {
	// @ unfold c.Mem()
	r = c.N
	// @ fold c.Mem()
	return r
}

// @ decreases

func FarLemma() {
	// @ base.Weighs(3)
	// @ assert base.Weight(3) == 4
}

// @ requires p.Mem()
// @ ensures r > 0
// @ decreases

func NearPredicate(p *pair) (r uint8) {
	// @ unfold p.Mem()
	return p.b
}

// @ ensures r <= 255
// @ decreases

func NearType(p pair) (r uint16) {
	return uint16(p.a)
}

// @ ensures r == 40
// @ decreases

func NearConstant() (r uint8) {
	return Limit
}

// @ decreases n

func ping(n uint8) {
	pong(n)
}

// @ decreases n

func pong(n uint8) {
	if n > 0 {
		_ = n
	}
}
`,
	"top/lemmas.gobra": `// +gobra

package top

ghost
opaque
decreases
pure func Mass(x int) int { return x + 2 }

ghost
ensures Mass(x) == x + 2
decreases
func Masses(x int) {
	assert reveal Mass(x) == x + 2
}

ghost
decreases
func NearLemma() {
	Masses(3)
	assert Mass(3) == 5
}
`,
}

// TestNothingStale edits a module that is proved. What an earlier run left behind must never be believed of what an edit can affect, and must be believed
// of the rest; and what a run says must be, word for word and line for line, what a run that remembers nothing says.
func TestNothingStale(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	rows := []struct {
		name, file, from, to string
		// refused are those that must not be proved any more, other are some that nothing must be done for.
		refused, other []string
	}{
		{"nothing", "top/top.go", "package top", "package top", nil, []string{"five", "CallsNear", "FarLemma", "NearLemma", "ping", "pong", "(*pair).Mem", "Mass", "Small", "Weighs"}},
		{"a body", "top/top.go", "return 5", "return 6", []string{"five"}, []string{"CallsNear", "CallsFar", "NearPredicate", "pong", "Masses"}},
		{"a longer body", "top/top.go", "return 5", "r = 4\n\n\treturn r", nil, []string{"CallsNear", "FarPredicate", "NearLemma", "ping"}},
		{"the body of a lemma", "base/lemmas.gobra", "assert reveal Weight(x) == x + 1", "assert true", []string{"Weighs"}, []string{"FarLemma", "CallsFar", "Small"}},
		{"another's body", "base/base.go", "_ = 1", "_ = 2", nil, []string{"Small", "CallsFar", "FarLemma", "five"}},
		{"a near contract", "top/top.go", "r <= 5\n", "r <= 6\n", []string{"CallsNear"}, []string{"Small", "Weighs"}},
		{"a far contract", "base/base.go", "r <= 20", "r <= 21", []string{"CallsFar"}, nil},
		{"a far type", "base/base.go", "type Count uint8", "type Count uint16", []string{"FarType"}, nil},
		{"a far constant", "base/base.go", "Most = 9", "Most = 10", []string{"FarConstant"}, nil},
		{"a far variable", "base/base.go", "uint8(3)", "uint8(4)", []string{"FarVariable"}, nil},
		{"a variable that begins to change", "base/base.go", "_ = 1", "Start = 4", []string{"FarVariable"}, nil},
		{"a far predicate", "base/base.go", "c.N <= 9", "c.N <= 10", []string{"FarPredicate"}, nil},
		{"a far lemma", "base/lemmas.gobra", "ensures Weight(x) == x + 1", "ensures Weight(x) > x", []string{"FarLemma"}, nil},
		{"a far pure function", "base/lemmas.gobra", "return x + 1", "return x + 3", []string{"Weighs"}, nil},
		{"a near type", "top/top.go", "a, b uint8", "a, b uint16", []string{"NearType"}, []string{"Small", "Weighs"}},
		{"a near constant", "top/top.go", "Limit = 40", "Limit = 41", []string{"NearConstant"}, []string{"Small", "Weighs"}},
		{"a near predicate", "top/top.go", "p.a < p.b", "p.a <= p.b", []string{"NearPredicate"}, []string{"Small", "Weighs"}},
		{"a near lemma", "top/lemmas.gobra", "ensures Mass(x) == x + 2", "ensures Mass(x) > x", []string{"NearLemma"}, []string{"Small", "Weighs"}},
		{"a near pure function", "top/lemmas.gobra", "return x + 2", "return x + 3", []string{"Masses"}, []string{"Small", "Weighs"}},
		{"a circle of calls", "top/top.go", "_ = n", "ping(n)", []string{"ping", "pong"}, []string{"five", "CallsNear", "NearLemma"}},
		{"a body that Go refuses", "top/top.go", "return 5", "return true", []string{"five", "CallsNear", "NearLemma"}, []string{"Small", "Weighs"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			dir := t.TempDir()
			write := func(files map[string]string) {
				for name, text := range files {
					full := filepath.Join(dir, name)
					if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
			run := func(noCache bool) *deduce.Report {
				report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Patterns: []string{"./..."}, Backend: "smt", NoCache: noCache}, nil)
				if err != nil {
					t.Fatal(err)
				}
				return report
			}
			write(keptModule)
			if before := run(false); !before.Verified() {
				t.Fatalf("the module itself: %+v %v", before.Failed(), before.Problems)
			}
			text := keptModule[row.file]
			if strings.Count(text, row.from) != 1 {
				t.Fatalf("%s has %q %d times", row.file, row.from, strings.Count(text, row.from))
			}
			write(map[string]string{row.file: strings.Replace(text, row.from, row.to, 1)})
			after, fresh := run(false), run(true)
			if d := cmp.Diff(fresh.Obligations(), after.Obligations()); d != "" {
				t.Errorf("a run that remembers says something else: %s", d)
			}
			if len(fresh.Problems) != len(after.Problems) || fresh.Verified() != after.Verified() {
				t.Errorf("problems %v and %v", fresh.Problems, after.Problems)
			}
			for i, p := range fresh.Packages {
				if q := after.Packages[i]; p.Functions != q.Functions || p.Proved != q.Proved {
					t.Errorf("package %s: %d functions, %d proved; from memory %d and %d", p.Path, p.Functions, p.Proved, q.Functions, q.Proved)
				}
			}
			proved := map[string]bool{}
			var kept []string
			for _, f := range after.Functions {
				if old, said := proved[f.Title]; !said || old {
					proved[f.Title] = f.Proved()
				}
				if f.Kept {
					kept = append(kept, f.Title)
				}
			}
			for _, title := range row.refused {
				if proved[title] {
					t.Errorf("%s counts as proved", title)
				}
			}
			for _, title := range row.other {
				if !strings.Contains(" "+strings.Join(kept, " ")+" ", " "+title+" ") {
					t.Errorf("%s was lowered again; kept are %v", title, kept)
				}
			}
		})
	}
}

// TestOtherSettings demands that a result made with other settings is not believed.
func TestOtherSettings(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module p\n\ngo 1.26\n", "p.go": "// +gobra\n\npackage p\n\n// @ decreases\n\nfunc f(x uint8) (r uint8) {\n\treturn x + 1\n}\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, unbounded := range []bool{true, false, true} {
		report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Backend: "smt", Unbounded: unbounded}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if report.Verified() != unbounded {
			t.Errorf("unbounded %v: proved %v", unbounded, report.Verified())
		}
	}
}
