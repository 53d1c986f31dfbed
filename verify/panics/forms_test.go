package panics_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"warrant/verify/obligation"
	"warrant/verify/panics"
)

// write makes a module of one file in a new folder.
func write(t *testing.T, text string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, content := range map[string]string{"go.mod": "module example\n\ngo 1.26\n", "a.go": text} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const indexing = `package example

// F indexes.
func F(s []int, i int) int {
	if i < 0 {
		return 0
	}
	return helper(s, i)
}

func helper(s []int, i int) int {
	if i == 7 {
		return 0
	}
	return s[i]
}
`

// TestSARIF checks a log against the rules of SARIF 2.1.0 that concern what it holds.
func TestSARIF(t *testing.T) {
	audit := auditOf(t, corpus, panics.Options{Conversions: true}, ".")
	if err := audit.Waive(); err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := audit.WriteSARIF(&text); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct {
						ID, Name             string
						ShortDescription     struct{ Text string }
						Help                 struct{ Text string }
						DefaultConfiguration struct{ Level string }
					}
				}
			}
			OriginalUriBaseIds map[string]struct{ URI string }
			ColumnKind         string
			Results            []struct {
				RuleID       string
				RuleIndex    int
				Level, Kind  string
				Message      struct{ Text string }
				Suppressions []struct{ Kind, Justification string }
				Locations    []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI, URIBaseID string }
						Region           struct{ StartLine, StartColumn int }
					}
				}
				PartialFingerprints map[string]string
			}
		}
	}
	if err := json.Unmarshal(text.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || !strings.Contains(log.Schema, "sarif-schema-2.1.0.json") || len(log.Runs) != 1 {
		t.Fatalf("version %q, schema %q, %d runs", log.Version, log.Schema, len(log.Runs))
	}
	run := log.Runs[0]
	base := run.OriginalUriBaseIds["SRCROOT"].URI
	if !strings.HasPrefix(base, "file:///") || !strings.HasSuffix(base, "/") {
		t.Errorf("a base must be an absolute URI that ends in a slash (3.14.14): %q", base)
	}
	if run.ColumnKind != "utf16CodeUnits" && run.ColumnKind != "unicodeCodePoints" {
		t.Errorf("columnKind %q (3.14.17)", run.ColumnKind)
	}
	seen, suppressed := map[string]bool{}, 0
	pascal := regexp.MustCompile(`^([A-Z][a-z]*)+$`)
	for _, rule := range run.Tool.Driver.Rules {
		if seen[rule.ID] || rule.ID == "" || rule.ShortDescription.Text == "" || rule.Help.Text == "" || !pascal.MatchString(rule.Name) {
			t.Errorf("rule %+v", rule)
		}
		seen[rule.ID] = true
	}
	fingerprints := map[string]bool{}
	for _, r := range run.Results {
		if r.RuleIndex < 0 || r.RuleIndex >= len(run.Tool.Driver.Rules) || run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("ruleIndex %d is not of rule %s (3.27.6)", r.RuleIndex, r.RuleID)
		}
		if r.Kind != "fail" || r.Level != "warning" && r.Level != "note" || !strings.HasSuffix(r.Message.Text, ".") {
			t.Errorf("kind %q, level %q, message %q (3.27.9, 3.27.10, 3.11)", r.Kind, r.Level, r.Message.Text)
		}
		at := r.Locations[0].PhysicalLocation
		if at.Region.StartLine < 1 || at.Region.StartColumn < 1 || strings.HasPrefix(at.ArtifactLocation.URI, "/") || at.ArtifactLocation.URIBaseID != "SRCROOT" {
			t.Errorf("location %+v (3.4.4, 3.30)", at)
		}
		if _, err := os.Stat(filepath.Join(corpus, at.ArtifactLocation.URI)); err != nil {
			t.Error(err)
		}
		if f := r.PartialFingerprints["obligation/v1"]; f == "" || fingerprints[f] {
			t.Errorf("fingerprint %q is empty or not unique", f)
		} else {
			fingerprints[f] = true
		}
		for _, s := range r.Suppressions {
			suppressed++
			if s.Kind != "inSource" || s.Justification == "" {
				t.Errorf("suppression %+v (3.35)", s)
			}
		}
	}
	if len(run.Results) < 30 || suppressed != 1 {
		t.Errorf("%d results, %d suppressed", len(run.Results), suppressed)
	}
}

func TestExplain(t *testing.T) {
	audit := auditOf(t, write(t, indexing), panics.Options{}, ".")
	found := audit.Find("a.go:15")
	if len(found) != 1 {
		t.Fatalf("%d sites", len(found))
	}
	for _, name := range []string{"a.go:15:10", "example.helper.index.1", "example.helper.index.1 {s[i]}"} {
		if same := audit.Find(name); len(same) != 1 || same[0] != found[0] {
			t.Errorf("%s finds %d sites", name, len(same))
		}
	}
	var text bytes.Buffer
	audit.Explain(&text, found[0])
	for _, want := range []string{"UNPROVEN", "example.F, entry: exported", "example.helper, from a.go:8:15", "a.go:12:7: i != 7",
		"nothing here says that the index is less than the length", "suggestion  compare the index"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in\n%s", want, text.String())
		}
	}
}

func TestLedgerIsARatchet(t *testing.T) {
	ledger := auditOf(t, write(t, indexing), panics.Options{}, ".").Ledger()
	var text bytes.Buffer
	if err := ledger.Write(&text); err != nil {
		t.Fatal(err)
	}
	read, err := panics.ReadLedger(&text, "ledger")
	if err != nil {
		t.Fatal(err)
	}
	guarded := strings.Replace(indexing, "i == 7", "i >= len(s)", 1)
	for _, row := range []struct {
		name, was, is string
		worse, other  int
	}{
		{"nothing changes", indexing, indexing, 0, 0},
		{"lines move", indexing, strings.Replace(indexing, "func helper", "\n\n// helper indexes.\nfunc helper", 1), 0, 0},
		{"proved", indexing, guarded, 0, 1},
		{"lost", guarded, indexing, 1, 0},
		{"a new unproven site", indexing, indexing + "\n// G divides.\nfunc G(x, y int) int { return x / y }\n", 1, 0},
		{"a second unproven site of the same form", indexing, strings.Replace(indexing, "return s[i]", "return s[i] + s[i+1] + func() int { i = -i; return 1 }()*0", 1), 2, 0},
		{"a new proved site", indexing, indexing + "\n// G divides.\nfunc G(x int, y uint8) int { return x / (int(y) + 1) }\n", 0, 1},
		{"gone", indexing, "package example\n", 0, 1},
	} {
		before := read
		if row.was != indexing {
			before = auditOf(t, write(t, row.was), panics.Options{}, ".").Ledger()
		}
		worse, other := 0, 0
		for _, change := range before.Compare(auditOf(t, write(t, row.is), panics.Options{}, ".")) {
			if change.Worse {
				worse++
			} else {
				other++
			}
		}
		if row.name == "a second unproven site of the same form" {
			if worse == 0 {
				t.Errorf("%s: not worse", row.name)
			}
			continue
		}
		if worse != row.worse || other != row.other {
			t.Errorf("%s: %d worse, %d other; want %d, %d", row.name, worse, other, row.worse, row.other)
		}
	}
	for _, text := range []string{"UNPROVEN\t1\tindex\tp\tF\n", "UNPROVEN\tx\tindex\tp\tF\ts[i]\n", strings.Repeat("UNPROVEN\t1\tindex\tp\tF\ts[i]\n", 2)} {
		if _, err := panics.ReadLedger(strings.NewReader(text), "ledger"); err == nil {
			t.Errorf("a ledger with %q was accepted", text)
		}
	}
}

func TestWaivers(t *testing.T) {
	for _, row := range []struct{ name, directive, failure string }{
		{"good", `//gosure:waive owner=me "tested by hand"`, ""},
		{"of the kind", `//gosure:waive kind=index owner=me "tested by hand"`, ""},
		{"of another kind", `//gosure:waive kind=division owner=me "tested by hand"`, "not needed"},
		{"no owner", `//gosure:waive "tested by hand"`, "is written"},
		{"no reason", `//gosure:waive owner=me ""`, "is written"},
	} {
		audit := auditOf(t, write(t, strings.Replace(indexing, "\treturn s[i]", "\t"+row.directive+"\n\treturn s[i]", 1)), panics.Options{}, ".")
		err := audit.Waive()
		switch {
		case row.failure == "" && err != nil:
			t.Errorf("%s: %v", row.name, err)
		case row.failure == "" && len(audit.Unproven()) != 0:
			t.Errorf("%s: the site is still unproven", row.name)
		case row.failure != "" && (err == nil || !strings.Contains(err.Error(), row.failure)):
			t.Errorf("%s: %v, want %q", row.name, err, row.failure)
		}
	}
	proved := strings.Replace(indexing, "i == 7", "i >= len(s)", 1)
	if err := auditOf(t, write(t, strings.Replace(proved, "\treturn s[i]", "\t//gosure:waive owner=me \"not needed any more\"\n\treturn s[i]", 1)), panics.Options{}, ".").Waive(); err == nil {
		t.Error("a waiver of a proved site was accepted")
	}
}

func TestJoins(t *testing.T) {
	audit := auditOf(t, write(t, indexing), panics.Options{}, ".")
	site := audit.Unproven()[0]
	o := site.Obligation
	o.Place = site.Start
	o.Verdict, o.Class, o.Engine = obligation.Success, obligation.Proved, "verify/z3"
	wrong := o
	wrong.Place.Line++
	audit.JoinContracts(panics.Contracts{Engine: "verify", Obligations: []obligation.Obligation{wrong}, Verified: map[string]bool{"example.helper": true}})
	if site.Class != obligation.Unproven {
		t.Fatal("an obligation of another line proved the site")
	}
	failed := o
	failed.Verdict = obligation.Failure
	audit.JoinContracts(panics.Contracts{Engine: "verify", Obligations: []obligation.Obligation{o, failed}})
	if site.Class != obligation.Unproven {
		t.Fatal("a site with a failed obligation was proved")
	}
	check := site.Obligation
	check.Verdict = obligation.Success
	audit.JoinHarnesses([]panics.Harness{{Name: "ProofF", Bound: "slices up to 3", Successful: false, Checks: []obligation.Obligation{check}}})
	if site.Class != obligation.Unproven {
		t.Fatal("a harness that fails proved the site")
	}
	audit.JoinHarnesses([]panics.Harness{{Name: "ProofF", Bound: "slices up to 3", Successful: true, Checks: []obligation.Obligation{check}}})
	if site.Class != obligation.Bounded || !strings.Contains(site.Bound, "slices up to 3") {
		t.Fatalf("class %s, bound %q", site.Class, site.Bound)
	}
	audit.JoinContracts(panics.Contracts{Engine: "verify", Obligations: []obligation.Obligation{o}})
	if site.Class != obligation.Proved {
		t.Fatalf("class %s", site.Class)
	}
}

// TestCompiler joins what the Go compiler says: it removes the check of a loop and keeps the other.
func TestCompiler(t *testing.T) {
	audit := auditOf(t, write(t, indexing), panics.Options{}, ".")
	for _, s := range audit.Sites {
		s.Class = obligation.Unproven
	}
	if err := audit.JoinCompiler(); err != nil {
		t.Fatal(err)
	}
	if class := audit.Find("a.go:15")[0].Class; class != obligation.Unproven {
		t.Errorf("an index that anything can be is %s", class)
	}
	audit = auditOf(t, write(t, strings.Replace(indexing, "i == 7", "i < 0 || i >= len(s)", 1)), panics.Options{}, ".")
	for _, s := range audit.Sites {
		s.Class = obligation.Unproven
	}
	if err := audit.JoinCompiler(); err != nil {
		t.Fatal(err)
	}
	if class := audit.Find("a.go:15")[0].Class; class != obligation.CompilerProved {
		t.Errorf("an index in range is %s", class)
	}
}

// TestEntries follows directives, in a closed program, and refuses one that says nothing.
func TestEntries(t *testing.T) {
	const program = `package main

//gosure:entry input
func handle(n uint8) int { return inner(int(n), 1) }

func inner(i, j int) int { var a [256]int; return a[i] / j }

//gosure:entry boot
func main() { println(handle(3), unreached == nil) }

var unreached []int

func nobody(i int) int { return unreached[i] }
`
	audit := auditOf(t, write(t, program), panics.Options{}, ".")
	if !audit.Directed || len(audit.Unproven()) != 0 {
		t.Errorf("directed %v, %d unproven", audit.Directed, len(audit.Unproven()))
	}
	for _, s := range audit.Sites {
		if s.ID.Function == "nobody" {
			t.Error("a function that nobody calls is audited")
		}
		if s.ID.Function == "inner" && strings.Join(s.Entries, " ") != "boot input" {
			t.Errorf("%s is reached from %v", s.ID, s.Entries)
		}
	}
	module, err := panics.Load(write(t, strings.Replace(program, "entry input", "entry", 1)), ".")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := panics.Run(module, panics.Options{}); err == nil || !strings.Contains(err.Error(), "needs a word") {
		t.Errorf("an entry without a word: %v", err)
	}
}

// TestAllocations lists what the compiler puts on the heap, and not what it leaves on the stack.
func TestAllocations(t *testing.T) {
	audit := auditOf(t, write(t, `package example

var kept *int

// F allocates.
func F(n int, s string) int {
	x := n
	kept = &x
	y := n
	p := &y
	m := map[int]int{}
	return *p + len(m) + len(s+"a")
}
`), panics.Options{}, ".")
	if err := audit.AddAllocations(); err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, s := range audit.Sites {
		if s.ID.Kind == obligation.Allocation {
			lines = append(lines, s.Place.Line)
		}
	}
	if len(lines) != 3 || lines[0] != 7 || lines[1] != 11 || lines[2] != 12 {
		t.Errorf("allocations in lines %v, want 7, 11 and 12", lines)
	}
}
