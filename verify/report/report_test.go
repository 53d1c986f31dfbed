package report

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"warrant/verify/bounds"
	"warrant/verify/obligation"
)

func TestParseInvariants(t *testing.T) {
	page := "# The invariants\n\nAbout CAP-1 and others.\n\n## Table\n- CAP-1 an id answers\n  once.\n- CAP-2 as CAP-1 does.\nSlot states: Free.\n\n## Ledgers\n" +
		"- LG-1 0 <= used <= limit. LG-2 used == sum. LG-3 every path, see LG-1.\n"
	var got []string
	for _, i := range parseInvariants(page) {
		got = append(got, i.Section+"|"+i.ID+"|"+i.Text)
	}
	want := []string{"Table|CAP-1|an id answers once.", "Table|CAP-2|as CAP-1 does.", "Ledgers|LG-1|0 <= used <= limit.", "Ledgers|LG-2|used == sum.", "Ledgers|LG-3|every path, see LG-1."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCitesOf(t *testing.T) {
	for _, test := range []struct {
		name, file, text string
		role             Role
		want             string
	}{
		{"function", "kernel/a/a.go", "package a\n\n// F is. Invariant: CAP-1.\nfunc F() {}\n", Contract, "F CAP-1 3"},
		{"method", "kernel/a/a.go", "package a\n\n// M is. Invariants: CAP-1, CAP-2 and LG-1.\nfunc (t *T) M() {}\n", Contract, "(*T).M CAP-1 CAP-2 LG-1 3"},
		{"range", "kernel/a/a.go", "package a\n\n// F is. Invariants: UB-2 to UB-4.\nfunc F() {}\n", Contract, "F UB-2 UB-3 UB-4 3"},
		{"next line", "kernel/a/a.go", "package a\n\n// F is. Invariant:\n// CAP-1.\nfunc F() {}\n", Contract, "F CAP-1 3"},
		{"inside", "kernel/a/a_test.go", "package a\n\nfunc TestF() {\n\t// Invariant: CAP-1\n}\n", Test, "TestF CAP-1 4"},
		{"type", "kernel/a/a.go", "package a\n\n// T is. Invariant: CAP-1, used.\ntype T struct{}\n", Contract, "T CAP-1 3"},
		{"program", "user/x/main.go", "// Command x attacks.\n//\n// Invariant: RING-1 RING-2\npackage main\n", Smoke, "program x RING-1 RING-2 3"},
		{"ghost predicate", "kernel/a/a_spec.gobra", "package a\n\n// Mem owns. Invariant: CAP-4.\npred (t *T) Mem() {\n", Contract, "(*T).Mem CAP-4 3"},
		{"ghost function", "kernel/a/a_spec.gobra", "package a\n\n// Inv is. Invariant: CAP-4.\nghost\ndecreases\npure func Inv(v View) bool {\n", Contract, "Inv CAP-4 3"},
		{"smoke", "smokes/ring.toml", "# Invariant: RING-1\nshows = \"x\"\n", Smoke, "ring RING-1 1"},
		{"no id", "kernel/a/a.go", "package a\n\n// Invariant: the sum.\nfunc F() {}\n", Contract, ""},
		{"at nothing", "kernel/a/a.go", "package a\n\n// Invariant: CAP-1\n", Contract, "error kernel/a/a.go:3: the comment names an invariant and stands at no declaration"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			list, err := citesOf(test.file, test.text, test.role)
			for _, c := range list {
				got = append(got, c.Name, strings.Join(c.IDs, " "), string(rune('0'+c.Line)))
			}
			if err != nil {
				got = []string{"error", err.Error()}
			}
			if text := strings.Join(got, " "); text != test.want {
				t.Errorf("got %q, want %q", text, test.want)
			}
		})
	}
}

func TestRoleOf(t *testing.T) {
	for file, want := range map[string]Role{
		"kernel/core/a.go": Contract, "lib/a/a_spec.gobra": Contract, "specs/machine/m.gobra": Contract, "kernel/core/a_test.go": Test, "fuzz/telnet.go": Test,
		"proofs/a/a.go": Harness, "user/x/main.go": Smoke, "smokes/a.toml": Smoke, "verify/vc/a.go": "", "docs/a.md": "", "kernel/testdata/a.go": "",
	} {
		if got := roleOf(file); got != want {
			t.Errorf("roleOf(%s) = %q, want %q", file, got, want)
		}
	}
}

func TestProgramsOf(t *testing.T) {
	manifest := "init: {}\n\nbinaries: {\n\tinit: {}\n\thello: {}\n\t\"trespass-null\": program:   \"user/trespass/null\"\n}\n\nservices: {\n\tclock: {}\n}\n"
	if diff := cmp.Diff([]string{"init", "hello", "trespass-null", "trespass/null"}, programsOf(manifest)); diff != "" {
		t.Error(diff)
	}
	if got := programsOf("services: {}\n"); got != nil {
		t.Errorf("no binaries give %v", got)
	}
}

// small is a report of one package with one function, and the files of a module that speak of it.
func small() (*Report, fstest.MapFS) {
	f := &Function{Package: "m/kernel/a", Title: "F", File: "kernel/a/a.go", Line: 4, Contract: "ensures true",
		Obligations: []obligation.Obligation{{Verdict: obligation.Success, Class: obligation.Proved}}}
	r := &Report{Module: "m", Packages: []*Package{{Path: "m/kernel/a", Functions: []*Function{f}}}, Bounds: &bounds.File{Harnesses: []bounds.Entry{
		{Package: "m/proofs/a", Function: "ProofF", Expect: "pass", Invariants: []string{"CAP-1"}, MeasuredSeconds: 0.5},
		{Package: "m/proofs/a", Function: "ProofFTwin", Expect: "fail", Invariants: []string{"CAP-1"}},
	}}}
	return r, fstest.MapFS{
		InvariantsName:       {Data: []byte("## Table\n- CAP-1 an id answers. CAP-2 nothing says so.\n")},
		"kernel/a/a.go":      {Data: []byte("package a\n\n// F is. Invariant: CAP-1.\nfunc F() {}\n")},
		"kernel/a/a_test.go": {Data: []byte("package a\n\n// Invariant: CAP-1\nfunc TestF() {}\n")},
		"proofs/a/a.go":      {Data: []byte("package a\n\n// ProofF: is. Invariant: CAP-1.\nfunc ProofF() {}\n")},
		"user/x/main.go":     {Data: []byte("// Invariant: CAP-1\npackage main\n")},
		"smokes/x.toml":      {Data: []byte("manifest = [\"manifests/x.cue\"]\n")},
		"manifests/x.cue":    {Data: []byte("binaries: {x: {}}\n")},
	}
}

// TestMatrix changes one thing of the small module a row, and looks at the page and at the problems.
func TestMatrix(t *testing.T) {
	for _, test := range []struct {
		name    string
		change  func(r *Report, fsys fstest.MapFS)
		page    []string
		problem string
	}{
		{"as it is", func(*Report, fstest.MapFS) {},
			[]string{"| CAP-1 | [a: F](../../kernel/a/a.go) | [ProofF](../../proofs/a/a.go) | [a: TestF](../../kernel/a/a_test.go) | [x in x](../../user/x/main.go) |",
				"| CAP-2 | **gap** | **gap** | **gap** | **gap** |", "- CAP-2 has no contract, no harness, no test, no smoke."}, ""},
		{"not proved", func(r *Report, _ fstest.MapFS) {
			r.Packages[0].Functions[0].Obligations[0].Verdict = obligation.Undetermined
		}, []string{"[a: F](../../kernel/a/a.go) **not proved**"}, ""},
		{"trusted", func(r *Report, _ fstest.MapFS) { r.Packages[0].Functions[0].Trusted = true }, []string{"[a: F](../../kernel/a/a.go) **not proved**"}, ""},
		{"package not proved", func(r *Report, _ fstest.MapFS) { r.Packages[0].Path = "m/kernel/b" }, []string{"| CAP-1 | **gap** |"}, ""},
		{"function without contract", func(r *Report, _ fstest.MapFS) {
			r.Packages[0].Functions[0].Contract, r.Packages[0].Functions[0].Obligations = "", nil
		}, []string{"| CAP-1 | **gap** |"}, ""},
		{"harness never ran", func(r *Report, _ fstest.MapFS) { r.Bounds.Harnesses[0].MeasuredSeconds = 0 }, []string{"[ProofF](../../proofs/a/a.go) **not proved**"}, ""},
		{"harness without entry", func(r *Report, _ fstest.MapFS) { r.Bounds.Harnesses = nil }, []string{"[ProofF](../../proofs/a/a.go) **not proved**"},
			"ProofF names invariants and has no entry"},
		{"harness that must fail", func(r *Report, _ fstest.MapFS) { r.Bounds.Harnesses[0].Expect = "fail" }, []string{"| [a: F](../../kernel/a/a.go) | **gap** |"}, ""},
		{"entry states another", func(r *Report, _ fstest.MapFS) { r.Bounds.Harnesses[0].Invariants = []string{"CAP-2"} }, nil,
			"m/proofs/a.ProofF states invariants [CAP-2], its comment [CAP-1]"},
		{"entry states none that is", func(r *Report, _ fstest.MapFS) { r.Bounds.Harnesses[1].Invariants = []string{"CAP-9"} }, nil, "there is no invariant CAP-9"},
		{"unknown id", func(_ *Report, fsys fstest.MapFS) {
			fsys["kernel/a/a_test.go"].Data = []byte("package a\n\n// Invariant: CAP-7\nfunc TestF() {}\n")
		}, []string{"| [ProofF](../../proofs/a/a.go) | **gap** |"}, "kernel/a/a_test.go:3: there is no invariant CAP-7"},
		{"program that nothing boots", func(_ *Report, fsys fstest.MapFS) { fsys["manifests/x.cue"].Data = []byte("binaries: {y: {}}\n") },
			[]string{"[a: TestF](../../kernel/a/a_test.go) | **gap** |"}, "user/x/main.go:1: no smoke boots the program that names CAP-1"},
		{"stated twice", func(_ *Report, fsys fstest.MapFS) { fsys[InvariantsName].Data = []byte("- CAP-1 one.\n- CAP-1 two.\n") }, nil, "CAP-1 is stated twice"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, fsys := small()
			test.change(r, fsys)
			if err := r.readInvariants(fsys); err != nil {
				t.Fatal(err)
			}
			matrix := string(r.Pages()["matrix.md"])
			for _, part := range test.page {
				if !strings.Contains(matrix, part) {
					t.Errorf("the page has no %q:\n%s", part, matrix)
				}
			}
			problems := strings.Join(r.Problems, "\n")
			if (problems == "") != (test.problem == "") || !strings.Contains(problems, test.problem) {
				t.Errorf("problems %q, want %q", problems, test.problem)
			}
		})
	}
}

func TestReadFiles(t *testing.T) {
	for _, test := range []struct{ name, measured, caveats, problem, err string }{
		{"nothing", "", "", "", ""},
		{"whole", "[[mutation]]\npackage = \"p\"\njudge = \"proofs\"\nkilled = 9\nsurvived = 1\ncommit = \"abc\"\n[[fuzz]]\ntarget = \"t\"\nexecutions = 5\ncommit = \"abc\"\n",
			"[[caveat]]\nsubject = \"s\"\ntext = \"t\"\ninstead = \"i\"\n", "", ""},
		{"score of no commit", "[[mutation]]\npackage = \"p\"\njudge = \"proofs\"\nkilled = 9\n", "", "a mutation score needs package, judge and commit", ""},
		{"fuzz of no executions", "[[fuzz]]\ntarget = \"t\"\ncommit = \"abc\"\n", "", "a fuzz total needs target, executions and commit", ""},
		{"caveat without a stand-in", "", "[[caveat]]\nsubject = \"s\"\ntext = \"t\"\n", "a caveat needs subject, text and instead", ""},
		{"unknown key", "[[fuzz]]\ntargets = \"t\"\n", "", "", "docs/proofs/measured.toml"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := &Report{}
			err := r.readFiles(fstest.MapFS{MeasuredName: {Data: []byte(test.measured)}, CaveatsName: {Data: []byte(test.caveats)}})
			if (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
				t.Fatalf("error %v, want %q", err, test.err)
			}
			if problems := strings.Join(r.Problems, "\n"); (problems == "") != (test.problem == "") || !strings.Contains(problems, test.problem) {
				t.Errorf("problems %q, want %q", problems, test.problem)
			}
		})
	}
}

func TestReadLedger(t *testing.T) {
	r := &Report{Bounds: &bounds.File{}}
	if err := r.readLedger(fstest.MapFS{}); err != nil || r.Ledger != nil {
		t.Errorf("no ledger gives %v, %v", r.Ledger, err)
	}
	text := "proved\t3\tindex\tm/a\tF\ta[i]\nproved\t1\tindex\tm/a\tG\ta[i]\nwaived\t1\tpanic\tm/a\tF\tpanic(x)\n"
	if err := r.readLedger(fstest.MapFS{LedgerName: {Data: []byte(text)}}); err != nil {
		t.Fatal(err)
	}
	page := string(r.Pages()["trust.md"])
	for _, row := range []string{"| proved | 4 |", "| waived | 1 |", "| UNPROVEN | 0 |"} {
		if !strings.Contains(page, row) {
			t.Errorf("the page has no %q:\n%s", row, page)
		}
	}
	if err := r.readLedger(fstest.MapFS{LedgerName: {Data: []byte("x\n")}}); err == nil || !strings.Contains(err.Error(), LedgerName) {
		t.Errorf("a line that is none gives %v", err)
	}
}

// A class that the report does not know would be shown as unproven: each that package obligation orders above it has a row.
func TestEveryClassHasARow(t *testing.T) {
	rows := classViews()
	for i := 1; i < len(rows); i++ {
		if !rows[i-1].Class.StrongerThan(rows[i].Class) {
			t.Errorf("%s stands above %s and is not stronger", rows[i-1].Class, rows[i].Class)
		}
	}
	if len(rows) != len(obligation.Classes()) {
		t.Errorf("%d rows for %d classes", len(rows), len(obligation.Classes()))
	}
}

func TestPercent(t *testing.T) {
	for _, test := range []struct {
		m    Mutation
		want float64
	}{
		{Mutation{}, 0},
		{Mutation{Killed: 9, Survived: 1}, 90},
		{Mutation{Killed: 8, GaveUp: 1, Survived: 2, Equivalent: 1}, 90},
		{Mutation{Killed: 1, Survived: 1, Equivalent: 1}, 100},
	} {
		if got := test.m.Percent(); got != test.want {
			t.Errorf("%+v gives %.1f, want %.1f", test.m, got, test.want)
		}
	}
}

func TestMergeKeepsTheWorstVerdict(t *testing.T) {
	one := obligation.Obligation{ID: obligation.ID{Kind: obligation.IndexBounds, Expression: "a[i]"}, Verdict: obligation.Success, Bound: "A: unwind 4"}
	two, bad, dead := one, one, one
	two.Bound = "B: unwind 5"
	bad.Verdict = obligation.Failure
	dead.Verdict = obligation.Unreachable
	for _, test := range []struct {
		name string
		list []obligation.Obligation
		want obligation.Verdict
		note string
	}{
		{"two harnesses", []obligation.Obligation{one, two}, obligation.Success, "A: unwind 4\nB: unwind 5"},
		{"one fails", []obligation.Obligation{one, bad, two}, obligation.Failure, "A: unwind 4\nB: unwind 5"},
		{"reached by the second", []obligation.Obligation{dead, two}, obligation.Success, "A: unwind 4\nB: unwind 5"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := merge(test.list)
			if len(got) != 1 || got[0].Verdict != test.want || got[0].Bound != test.note {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestDifference(t *testing.T) {
	if got, want := Difference([]byte("a\nb\nc\n"), []byte("a\nc\nd\n")), "  - b\n  + d\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Difference([]byte("a\nb\n"), []byte("b\na\n")); !strings.Contains(got, "another order") {
		t.Errorf("an order gives %q", got)
	}
	if got := Difference(nil, []byte(strings.Repeat("x\n", 40))); strings.Count(got, "\n") != mostLines+1 || !strings.Contains(got, "28 lines more") {
		t.Errorf("a long difference gives %q", got)
	}
}
