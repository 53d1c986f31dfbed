package cross

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"warrant/verify/deduce"
	"warrant/verify/obligation"
)

// answers is a report on one function with these verdicts, one for each postcondition.
func answers(verdicts ...obligation.Verdict) *deduce.Report {
	f := &deduce.Function{Package: "p", Title: "F"}
	for i, v := range verdicts {
		f.Obligations = append(f.Obligations, obligation.Obligation{
			ID: obligation.ID{Package: "p", Function: "F", Kind: obligation.Postcondition, Expression: "x", Ordinal: i + 1}, Verdict: v})
	}
	return &deduce.Report{Functions: []*deduce.Function{f}}
}

const (
	yes   = obligation.Success
	no    = obligation.Failure
	maybe = obligation.Undetermined
	empty = obligation.Unsatisfiable
)

func TestSecondSolver(t *testing.T) {
	first := Entry{"p", "F", obligation.Postcondition, "x", 1}
	for _, tt := range []struct {
		name         string
		known        []Entry
		says         *deduce.Report
		wrong, drift string
		line         string
	}{
		{"agreement", nil, answers(yes, yes), "", "", Proved},
		{"a refutation", nil, answers(yes, no), "DISAGREEMENT", "", Proved},
		{"a refutation of what may stay open", []Entry{first}, answers(no, yes), "DISAGREEMENT", "", Proved},
		{"an empty proof", nil, answers(yes, empty), "DISAGREEMENT", "", Proved},
		{"given up", nil, answers(maybe, yes), "", "gives up", "leaves 1 open"},
		{"given up as listed", []Entry{first}, answers(maybe, yes), "", "", "leaves 1 open"},
		{"proved though listed", []Entry{first}, answers(yes, yes), "", "is proved", Proved},
		{"listed and gone", []Entry{{"p", "G", obligation.Postcondition, "x", 1}}, answers(yes, yes), "", "not there any more", Proved},
		{"listed for another package", []Entry{{"q", "F", obligation.Postcondition, "x", 1}}, answers(yes, yes), "", "", Proved},
		{"not asked", nil, answers(yes), "was not asked", "", Proved},
		{"a crash", nil, &deduce.Report{Functions: []*deduce.Function{{Package: "p", Title: "F", Err: errors.New("crash"),
			Obligations: answers(yes, yes).Functions[0].Obligations}}}, "crash", "", Proved},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := &Report{}
			r.second(answers(yes, yes), tt.says, &Table{Open: tt.known})
			said(t, "wrong", r.Wrong, tt.wrong)
			said(t, "drift", r.Drift, tt.drift)
			if got := r.Found.line("p", "F").CVC5; got != tt.line {
				t.Errorf("the table says %q, want %q", got, tt.line)
			}
		})
	}
}

// TestFirst: the table has a line for each function that gosure verify proves, and no other.
func TestFirst(t *testing.T) {
	line := func(names ...string) *Table {
		known := &Table{}
		for _, n := range names {
			known.enter("p", n)
		}
		return known
	}
	proved := answers(yes)
	proved.Functions[0].Backend = "smt"
	for _, tt := range []struct {
		name  string
		known *Table
		drift string
	}{
		{"as the table says", line("F"), ""},
		{"a new function", line(), "does not have it"},
		{"a function that is gone", line("F", "G"), "not there any more"},
	} {
		r := &Report{}
		if err := r.first(proved, tt.known); err != nil {
			t.Fatal(err)
		}
		said(t, tt.name, r.Drift, tt.drift)
		if got := r.Found.line("p", "F").Decides; got != "z3" {
			t.Errorf("%s: %q decides", tt.name, got)
		}
	}
	if err := (&Report{}).first(answers(no), line("F")); err == nil {
		t.Error("what is not proved is compared")
	}
}

// TestUnbounded: a function that the official tool would no longer accept is named, one that it never would is not.
func TestUnbounded(t *testing.T) {
	for _, tt := range []struct {
		name, before string
		says         *deduce.Report
		line, drift  string
	}{
		{"proved", Proved, answers(yes, yes), Proved, ""},
		{"needs ranges", "1 need ranges", answers(yes, no), "1 need ranges", ""},
		{"needs ranges now", Proved, answers(yes, maybe), "1 need ranges", "the official tool would refuse it"},
		{"new", "", answers(no, no), "2 need ranges", ""},
	} {
		r, known := &Report{}, &Table{}
		if tt.before != "" {
			known.enter("p", "F").Unbounded = tt.before
		}
		r.unbounded(tt.says, known)
		said(t, tt.name, r.Drift, tt.drift)
		if got := r.Found.line("p", "F").Unbounded; got != tt.line {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.line)
		}
	}
}

// TestTasks: what Silicon proved before is asked together and with ample time, what is new with the limit, what is left out only when that is
// wanted, what needs bit-vectors never, and with values
// only what is not proved with the heap.
func TestTasks(t *testing.T) {
	z3 := &deduce.Report{}
	for _, title := range []string{"Old", "New", "Endless", "Wrong", "Bits", "Heap"} {
		f := answers(yes).Functions[0]
		f.Title = title
		z3.Functions = append(z3.Functions, f)
	}
	z3.Functions[4].Obligations[0].Class = obligation.ProvedBitVector
	known := &Table{}
	for title, says := range map[string]string{"Old": Proved, "Endless": "no end in 60 s", "Wrong": "DISAGREES", "Bits": Proved, "Heap": withHeap} {
		*known.enter("p", title) = Line{Values: says, Heap: "no end in 60 s"}
	}
	known.line("p", "Heap").Heap = Proved
	for _, tt := range []struct {
		name    string
		options Options
		want    string
	}{
		{"a check", Options{Known: known, Limit: 9}, "[heap [Heap] 72] [heap [New] 3] [values [Old] 72] [values [New Wrong] 9]"},
		{"again", Options{Known: known, Limit: 9, Again: true}, "[heap [Heap] 72] [heap [Old New Endless Wrong] 3] [values [Old] 72] [values [New Endless Wrong] 9]"},
	} {
		r := &Report{}
		r.row("p")
		for _, f := range z3.Functions {
			r.Found.enter("p", f.Title)
		}
		var got []string
		for _, encoding := range Encodings {
			for _, x := range tt.options.tasks(encoding, r, z3) {
				got = append(got, fmt.Sprint([]any{x.encoding, x.titles, x.limit}))
			}
			r.Found.line("p", "Heap").Heap = Proved // as Silicon answers
		}
		if got := strings.Join(got, " "); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		if got := r.Found.line("p", "Bits").Values; got != "needs bit-vectors" {
			t.Errorf("%s: bits: %q", tt.name, got)
		}
	}
}

func TestSilicon(t *testing.T) {
	for _, tt := range []struct {
		name  string
		says  *deduce.Report
		wrong string
		ended int
	}{
		{"agreement", answers(yes), "", 1},
		{"a refutation", answers(no), "DISAGREEMENT", 0},
		{"an empty proof", answers(empty), "DISAGREEMENT", 0},
		{"not asked", &deduce.Report{}, "F: silicon (values) was not asked", 0},
		{"a crash", &deduce.Report{Functions: []*deduce.Function{{Package: "p", Title: "F", Err: errors.New("crash")}}}, "crash", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := &Report{}
			r.silicon("values", []string{"F"}, tt.says)
			said(t, "wrong", r.Wrong, tt.wrong)
			if got := r.row("p").Ended["values"]; got != tt.ended {
				t.Errorf("%d functions ended, want %d", got, tt.ended)
			}
		})
	}
}

// said demands one line that has the text, or no line.
func said(t *testing.T, what string, lines []string, text string) {
	t.Helper()
	if text == "" && len(lines) > 0 || text != "" && (len(lines) != 1 || !strings.Contains(lines[0], text)) {
		t.Errorf("%s: %q, want %q", what, lines, text)
	}
}

func TestTable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "table.toml")
	if got, err := Read(file); err != nil || len(got.Open)+len(got.Functions) > 0 {
		t.Fatalf("no file: %v %v", got, err)
	}
	want := &Table{Solver: "cvc5 1", Functions: map[string]map[string]*Line{"p/q": {`(*T).F "\`: {"z3", "2 need ranges", Proved, Proved, "no end"}}}, Open: []Entry{{"p", "F", "assertion", `a == "b" && c`, 2}, {"p", "F", "index", "a[i]", 1}}}
	if err := want.Write(file); err != nil {
		t.Fatal(err)
	}
	got, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if err := os.WriteFile(file, []byte("solvr = 'x'\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(file); err == nil {
		t.Error("an unknown key was read")
	}
}

// The committed table can be read, and each of its lines says something.
func TestCommittedTable(t *testing.T) {
	table, err := Read("core.toml")
	if err != nil {
		t.Fatal(err)
	}
	if table.Solver == "" || len(table.Functions) == 0 {
		t.Errorf("%d packages, cvc5 %q", len(table.Functions), table.Solver)
	}
	for pkg, functions := range table.Functions {
		for name, l := range functions {
			for _, says := range []string{l.Decides, l.Unbounded, l.CVC5, l.Values, l.Heap} {
				if says == "" || strings.HasPrefix(says, "DISAGREES") || says == "no answer" {
					t.Errorf("%s: %s: %+v", pkg, name, *l)
				}
			}
		}
	}
}
