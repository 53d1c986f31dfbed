package cross

import (
	"errors"
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
		sameVersion  bool
		says         *deduce.Report
		wrong, drift string
	}{
		{"agreement", nil, true, answers(yes, yes), "", ""},
		{"a refutation", nil, true, answers(yes, no), "DISAGREEMENT", ""},
		{"a refutation of what may stay open", []Entry{first}, true, answers(no, yes), "DISAGREEMENT", ""},
		{"an empty proof", nil, true, answers(yes, empty), "DISAGREEMENT", ""},
		{"given up", nil, true, answers(maybe, yes), "", "gives up"},
		{"given up as listed", []Entry{first}, true, answers(maybe, yes), "", ""},
		{"proved though listed", []Entry{first}, true, answers(yes, yes), "", "is proved"},
		{"proved though listed, by another version", []Entry{first}, false, answers(yes, yes), "", ""},
		{"listed and gone", []Entry{{"p", "G", obligation.Postcondition, "x", 1}}, true, answers(yes, yes), "", "not there any more"},
		{"listed for another package", []Entry{{"q", "F", obligation.Postcondition, "x", 1}}, true, answers(yes, yes), "", ""},
		{"not asked", nil, true, answers(yes), "was not asked", ""},
		{"a crash", nil, true, &deduce.Report{Functions: []*deduce.Function{{Package: "p", Title: "F", Err: errors.New("crash"),
			Obligations: answers(yes, yes).Functions[0].Obligations}}}, "crash", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := &Report{}
			r.second(answers(yes, yes), tt.says, &Table{Open: tt.known}, tt.sameVersion)
			said(t, "wrong", r.Wrong, tt.wrong)
			said(t, "drift", r.Drift, tt.drift)
		})
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
		{"not asked", &deduce.Report{}, "F: silicon (viper) was not asked", 0},
		{"a crash", &deduce.Report{Functions: []*deduce.Function{{Package: "p", Title: "F", Err: errors.New("crash")}}}, "crash", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := &Report{}
			r.silicon("viper", []string{"F"}, tt.says)
			said(t, "wrong", r.Wrong, tt.wrong)
			if got := r.row("p").Ended["viper"]; got != tt.ended {
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
	if got, err := Read(file); err != nil || len(got.Open)+len(got.Silicon) > 0 {
		t.Fatalf("no file: %v %v", got, err)
	}
	want := &Table{Solver: "cvc5 1", Silicon: []Endless{{"p", "F", "heap", 60}}, Open: []Entry{{"p", "F", "assertion", `a == "b" && c`, 2}, {"p", "F", "index", "a[i]", 1}}}
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
	if table.Solver == "" || len(table.Open) == 0 || len(table.Silicon) == 0 {
		t.Errorf("%d lines of cvc5 %q, %d of Silicon", len(table.Open), table.Solver, len(table.Silicon))
	}
	for _, e := range table.Silicon {
		if e.Package == "" || e.Function == "" || e.Seconds <= 0 || e.Encoding != Encodings[0] && e.Encoding != Encodings[1] {
			t.Errorf("%+v", e)
		}
	}
}
