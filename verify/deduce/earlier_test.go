package deduce_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"warrant/verify/deduce"
	"warrant/verify/obligation"
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

// Kept holds a number that proofs alone see.
type Kept struct {
	N uint8
	// @ ghost seen int
}

// @ requires 0 <= extra && extra <= 10
// @ ensures int(r) <= extra
// @ decreases

func Adds(n uint8 /*@, ghost extra int @*/) (r uint8) {
	return 0
}
`,
	"base/odd_linux.go": `// +gobra

package base

// Page is the same on every system, but for the file that it stands in.
const Page = 64
`,
	"base/lemmas.gobra": `// +gobra

package base

ghost
opaque
decreases
pure func Weight(x int) int {
	return x + 1
}

ghost
ensures Weight(x) == x + 1
decreases
func Weighs(x int) {
	assert reveal Weight(x) == x + 1
}
`,
	"aside/aside.go": `// +gobra

package aside

// @ decreases
// @ pure

func Same(n uint8) (r uint8) {
	return n
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

// @ requires acc(k)
// @ ensures acc(k) && k.seen == old(k.seen)
// @ decreases

func FarGhost(k *base.Kept) (r int) {
	// @ assert k.seen == old(k.seen)
	return 0
}

// @ ensures r == 64
// @ decreases

func FarFile() (r uint8) {
	return base.Page
}

// @ ensures r <= 20
// @ decreases

func FarGhostParameter() (r uint8) {
	return base.Adds(3 /*@, 10 @*/) * 2
}

// @ decreases

func wrapping(x uint8) (r uint8) {
	//gosure:wraps "it counts modulo 256"
	return x + 1
}

//gosure:reason "a test of trust"
// @ trusted
// @ ensures r == 3
// @ decreases

func trusts() (r uint8) {
	return 3
}

// @ ensures r == 3
// @ decreases

func CallsTrusted() (r uint8) {
	return trusts()
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
pure func Mass(x int) int {
	return x + 2
}

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
		{"nothing", "top/top.go", "package top", "package top", nil, []string{"five", "CallsNear", "FarLemma", "NearLemma", "ping", "pong", "(*pair).Mem", "Mass", "Small", "Weighs", "Same", "Adds", "wrapping", "CallsTrusted", "(*Cell).Mem"}},
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
		{"a longer circle of calls", "top/top.go", "return trusts()", "wrapping(3)\n\treturn trusts()", nil, []string{"wrapping", "five", "ping", "pong"}},
		{"a ghost field", "base/base.go", "// @ ghost seen int", "// @ ghost unseen int", []string{"FarGhost"}, nil},
		{"a ghost parameter", "base/base.go", "extra <= 10\n", "extra <= 9\n", []string{"FarGhostParameter"}, nil},
		{"a file of the build", "base/odd_linux.go", "Page = 64", "Page = 65", []string{"FarFile"}, nil},
		{"a file that leaves the build", "base/odd_linux.go", "// +gobra\n", "// +gobra\n\n//go:build !linux\n", []string{"FarFile"}, nil},
		{"a directive", "top/top.go", "//gosure:wraps \"it counts modulo 256\"", "//", []string{"wrapping"}, []string{"five", "CallsNear", "pong"}},
		{"an unknown directive", "top/top.go", "// Limit bounds", "//gosure:whatever\n// Limit bounds", nil, []string{"Small"}},
		{"a reason", "top/top.go", "//gosure:reason \"a test of trust\"", "//", nil, []string{"Small"}},
		{"trust in a far function", "base/base.go", "// @ ensures r <= 20", "// @ trusted\n// @ ensures r <= 20", nil, nil},
		{"an assumption", "top/top.go", "return 5", "// @ assume false\n\treturn 50", nil, []string{"CallsNear"}},
		{"a near opaque function", "top/lemmas.gobra", "opaque\n", "", nil, []string{"Small"}},
		{"a far measure", "base/base.go", "// @ ensures r <= 20\n// @ decreases\n", "// @ ensures r <= 20\n", []string{"CallsFar"}, nil},
		{"a far parameter", "base/lemmas.gobra", "func Weighs(x int)", "func Weighs(y int)", []string{"Weighs"}, nil},
		{"a far name", "base/base.go", "func Small", "func Little", []string{"CallsFar"}, nil},
		{"the module's version of Go", "go.mod", "go 1.26", "go 1.25", nil, nil},
		{"a function far aside that is named as predicates are", "aside/aside.go", "func Same", "func Mem", nil, nil},
		{"a body that Go refuses", "top/top.go", "return 5", "return true", []string{"five", "CallsNear", "NearLemma"}, []string{"Small", "Weighs"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			dir := t.TempDir()
			run := func(noCache bool) *deduce.Report {
				report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Patterns: []string{"./..."}, Backend: "smt", NoCache: noCache}, nil)
				if err != nil {
					t.Fatal(err)
				}
				return report
			}
			place(t, dir, keptModule)
			if before := run(false); !before.Verified() {
				t.Fatalf("the module itself: %+v %v", before.Failed(), before.Problems)
			}
			text := keptModule[row.file]
			if strings.Count(text, row.from) != 1 {
				t.Fatalf("%s has %q %d times", row.file, row.from, strings.Count(text, row.from))
			}
			place(t, dir, map[string]string{row.file: strings.Replace(text, row.from, row.to, 1)})
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

// TestCircleOutside demands that a circle of calls is seen when only one function of it is picked, or proved with a heap, or not known from before.
func TestCircleOutside(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	circle := "// +gobra\n\npackage p\n\n// @ decreases n\n\nfunc first(n uint8) {\n\tFIRST\n}\n\n// @ decreases n\n\nfunc second(n uint8) {\n\tSECOND\n}\n"
	falling := "if n > 0 {\n\t\tfirst(n - 1)\n\t}"
	for _, row := range []struct{ first, second, picked, fails string }{
		{"second(n)", "first(n)", "^first$", "second(n)"},
		{"second(n)", "first(n)", "^second$", "first(n)"},
		{"second(n)", "first(n)", "", "second(n)"},
		{"second(n)", falling, "^second$", ""},
		{"second(n)", falling, "^first$", "second(n)"},
		{"second(n)", "_ = n", "", ""},
		{"second(n)", "_ = n", "^first$", ""},
		{"second(n)", "first(n)", "^first$", "second(n)"},
		{"second(n)", "_ = func() {}\n\tfirst(n)", "^first$", "second(n)"}, // it cannot be lowered, and is judged by its names
		{"_ = n", "first(n)", "", ""},
		{"second(n)", "first(n)", "^first$", "second(n)"}, // what the other calls is known from before
		{"_ = n", "first(n)", "^second$", ""},
	} {
		place(t, dir, map[string]string{"go.mod": "module p\n\ngo 1.26\n", "p.go": strings.NewReplacer("FIRST", row.first, "SECOND", row.second).Replace(circle)})
		report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Backend: "smt", Func: row.picked}, nil)
		if err != nil {
			t.Fatal(err)
		}
		failed := map[string]bool{}
		for _, o := range report.Failed() {
			failed[o.ID.Expression] = true
		}
		if row.fails == "" && len(failed) > 0 || row.fails != "" && !failed[row.fails] {
			t.Errorf("%q and %q with %q picked: failed are %v, wanted %q", row.first, row.second, row.picked, failed, row.fails)
		}
	}
}

// TestAssumedMeasures demands that a measure `_` counts as trust, of a pure function as well.
func TestAssumedMeasures(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	place(t, dir, map[string]string{"go.mod": "module p\n\ngo 1.26\n",
		"p.gobra": "// +gobra\n\npackage p\n\nghost\ndecreases _\npure func less(x int) (r int) { return x <= 0 ? 0 : less(x - 2) }\n"})
	for range 2 {
		report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Backend: "smt"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(report.Trusts) != 1 || report.Verified() {
			t.Errorf("trusted are %v, verified %v", report.Trusts, report.Verified())
		}
	}
}

// TestKeptEntries demands that entries of the cache that are not what was kept are not believed, and that portability is asked of what is kept.
func TestKeptEntries(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	dir := t.TempDir()
	place(t, dir, map[string]string{"go.mod": "module p\n\ngo 1.26\n",
		"p.go": "// +gobra\n\npackage p\n\n// @ ensures r <= x\n// @ decreases\n\nfunc f(x uint8) (r uint8) {\n\treturn x / 2\n}\n\n// @ ensures r <= x\n// @ decreases\n\nfunc g(x uint8) (r uint8) {\n\treturn x / 3\n}\n"})
	run := func() *deduce.Report {
		report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Backend: "smt"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	fresh := run()
	files, err := filepath.Glob(filepath.Join(cache, "warrant", "verify", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	var entries []string
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil && strings.Contains(string(text), "\"Counted\"") {
			entries = append(entries, file)
		}
	}
	if len(entries) != 2 {
		t.Fatalf("%d entries are kept", len(entries))
	}
	texts := map[string]string{}
	for _, file := range entries {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[file] = string(text)
	}
	for _, row := range []struct {
		name   string
		damage func(text, other string) string
	}{
		{"nothing", func(string, string) string { return "" }},
		{"null", func(string, string) string { return "null" }},
		{"no members", func(string, string) string { return "{}" }},
		{"half", func(text, _ string) string { return text[:len(text)/2] }},
		{"another's", func(_, other string) string { return other }},
		{"no functions", func(text, _ string) string {
			return text[:strings.Index(text, "\"Functions\"")] + "\"Functions\":[],\"Counted\":1,\"Calls\":{}}"
		}},
		{"no obligations", func(text, _ string) string {
			return text[:strings.Index(text, "\"Functions\"")] + "\"Functions\":[{\"Backend\":\"smt\",\"Obligations\":[]}],\"Counted\":1,\"Calls\":{}}"
		}},
		{"a failure", func(text, _ string) string {
			return strings.Replace(text, string(obligation.Success), string(obligation.Failure), 1)
		}},
		{"another key", func(text, _ string) string { return strings.Replace(text, "\"Key\":\"", "\"Key\":\"0", 1) }},
		{"no calls", func(text, _ string) string { return text[:strings.Index(text, "\"Calls\"")] + "\"Calls\":null}" }},
	} {
		for i, file := range entries {
			damaged := row.damage(texts[file], texts[entries[1-i]])
			if damaged == texts[file] {
				t.Fatalf("%s: nothing is changed", row.name)
			}
			if err := os.WriteFile(file, []byte(damaged), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		again := run()
		if d := cmp.Diff(fresh.Obligations(), again.Obligations()); d != "" {
			t.Errorf("%s: %s", row.name, d)
		}
		for _, f := range again.Functions {
			if f.Kept {
				t.Errorf("%s: %s is taken from the entry", row.name, f.Title)
			}
		}
		if again = run(); !again.Functions[0].Kept || !again.Functions[1].Kept {
			t.Errorf("%s: the entries are not made again", row.name)
		}
	}
}

// TestPortableAsksAgain demands that what the official tool refuses is told of a function that was proved before.
func TestPortableAsksAgain(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	place(t, dir, map[string]string{"go.mod": "module p\n\ngo 1.26\n",
		"p.gobra": "// +gobra\n\npackage p\n\nghost\ndecreases\npure func plain(x int) (r int) { return x }\n\nghost\nensures plain(x) == x\ndecreases\nfunc shown(x int) {\n\tassert reveal plain(x) == x\n}\n"})
	for _, portable := range []bool{false, false, true} {
		report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Backend: "smt", Portable: portable}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if report.Verified() == portable {
			t.Errorf("portable %v: verified %v, problems %v", portable, report.Verified(), report.Problems)
		}
	}
}

// TestOtherSettings demands that a result made with other settings is not believed.
func TestOtherSettings(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	place(t, dir, map[string]string{"go.mod": "module p\n\ngo 1.26\n", "p.go": "// +gobra\n\npackage p\n\n// @ decreases\n\nfunc f(x uint8) (r uint8) {\n\treturn x + 1\n}\n"})
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
