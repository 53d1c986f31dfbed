package bounds_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"warrant/verify/bmc"
	"warrant/verify/bounds"
	"warrant/verify/obligation"
)

const good = `schema = 1
[defaults]
unwind = 7
budget_seconds = 5
[[harness]]
package = "warrant/verify/bmc/testdata/basic"
function = "ProofAbsFixed"
property = "abs is not negative"
invariants = ["CAP-1"]
assumptions = ["x != -128"]
recursion = 3
loops = { "basic.go:12" = 9 }
expect = "pass"
twin = "ProofAbs"
lane = "pr"
measured_seconds = 0.25
reason = "all of int8"
[[harness]]
package = "warrant/verify/bmc/testdata/basic"
function = "ProofAbs"
property = "abs of -128 too"
invariants = []
expect = "fail"
fails = "assertion"
lane = "pr"
measured_seconds = 0.25
reason = "as its counterpart"
[[harness]]
package = "warrant/verify/bmc/testdata/basic"
function = "ProofSearch"
property = "search finds"
invariants = []
assumptions = ["a[i-1] <= a[i]"]
expect = "pass"
twin = "ProofAbs"
lane = "nightly"
measured_seconds = 0.25
reason = "seven elements"
`

func load(t *testing.T, text string) (*bounds.File, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), bounds.FileName)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return bounds.Load(path)
}

func TestLoadRefusesWhatIsIncomplete(t *testing.T) {
	if _, err := load(t, good); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ old, new, message string }{
		{"schema = 1", "schema = 2", "schema 2"},
		{"unwind = 7", "unwinding = 7", "unwinding"},
		{`expect = "pass"`, `expect = "maybe"`, `expect is "maybe"`},
		{`lane = "pr"`, `lane = "daily"`, `lane is "daily"`},
		{`fails = "assertion"` + "\n", "", "must state the kind"},
		{`twin = "ProofAbs"` + "\n", "", "needs a twin"},
		{`reason = "all of int8"` + "\n", "", "key reason is missing"},
		{`function = "ProofAbs"`, `function = "ProofAbsFixed"`, "stated twice"},
	} {
		_, err := load(t, strings.Replace(good, row.old, row.new, 1))
		if err == nil || !strings.Contains(err.Error(), row.message) {
			t.Errorf("with %q: %v", row.new, err)
		}
	}
}

func TestBoundsOfAnEntry(t *testing.T) {
	file, err := load(t, good)
	if err != nil {
		t.Fatal(err)
	}
	entry, _ := file.Find("warrant/verify/bmc/testdata/basic", "ProofAbsFixed")
	b := file.Bounds(entry)
	if b.Unwind != 7 || b.Recursion != 3 || b.Loops["basic.go:12"] != 9 || b.Slice != bmc.DefaultBounds().Slice {
		t.Errorf("%+v", b)
	}
}

func TestCompareFindsEveryDifference(t *testing.T) {
	program, err := bmc.Load("../bmc", "./testdata/basic")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ old, new, message string }{
		{"", "", ""},
		{`function = "ProofSearch"`, `function = "ProofGone"`, "no harness in the sources"},
		{`function = "ProofSearch"`, `function = "ProofGone"`, "has no entry"},
		{"x != -128", "x != -127", "assumptions are [x != -127]"},
		{`twin = "ProofAbs"`, `twin = "ProofSearch"`, "is not expected to fail"},
		{`twin = "ProofAbs"`, `twin = "ProofNone"`, "twin ProofNone has no entry"},
		{"expect = \"fail\"\nfails = \"assertion\"", "expect = \"pass\"\ntwin = \"ProofAbs\"", "no cover"},
		{`recursion = 3`, `sizes = { limit = 3 }`, "size limit is no integer constant"},
		{`expect = "pass"`, "stubs = [\"f by g\"]\nexpect = \"pass\"", "stubs are [f by g]"},
	} {
		file, err := load(t, strings.Replace(good, row.old, row.new, 1))
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, problem := range file.Compare(program, true) {
			text.WriteString(problem.String() + "\n")
		}
		if row.message == "" && text.Len() > 0 || !strings.Contains(text.String(), row.message) {
			t.Errorf("with %q: %s", row.new, text.String())
		}
	}
}

func TestJudgeSaysNo(t *testing.T) {
	file, err := load(t, good)
	if err != nil {
		t.Fatal(err)
	}
	satisfied := []obligation.Obligation{{Verdict: obligation.Satisfied}}
	broken := []bmc.Failure{{Check: obligation.ID{Kind: obligation.Assertion}}}
	other := []bmc.Failure{{Check: obligation.ID{Kind: obligation.IndexBounds}}}
	for _, row := range []struct {
		report  bmc.Report
		message string
	}{
		{bmc.Report{Harness: "ProofAbsFixed", Successful: true, Checks: satisfied, Seconds: 1}, ""},
		{bmc.Report{Harness: "ProofAbsFixed", Successful: false, Checks: satisfied}, "verification failed"},
		{bmc.Report{Harness: "ProofAbsFixed", Successful: true}, "no cover is satisfied"},
		{bmc.Report{Harness: "ProofAbsFixed", Successful: true, Checks: satisfied, Seconds: 6}, "over the budget"},
		{bmc.Report{Harness: "ProofAbs", Failures: broken}, ""},
		{bmc.Report{Harness: "ProofAbs", Successful: true}, "seeded defect is not found"},
		{bmc.Report{Harness: "ProofAbs", Failures: other}, "seeded defect is not found"},
	} {
		row.report.Package = "warrant/verify/bmc/testdata/basic"
		problems := file.Judge(&row.report)
		if row.message == "" && len(problems) > 0 || row.message != "" && (len(problems) != 1 || !strings.Contains(problems[0].Text, row.message)) {
			t.Errorf("%+v: %v", row.report, problems)
		}
	}
}

func TestExpected(t *testing.T) {
	file, err := load(t, good)
	if err != nil {
		t.Fatal(err)
	}
	broken := []bmc.Failure{{Check: obligation.ID{Kind: obligation.Assertion}}}
	other := []bmc.Failure{{Check: obligation.ID{Kind: obligation.IndexBounds}}}
	for _, row := range []struct {
		report bmc.Report
		kind   string
		met    bool
	}{
		{bmc.Report{Harness: "ProofAbsFixed", Successful: true}, "", true},
		{bmc.Report{Harness: "ProofAbsFixed", Failures: broken}, "", false},
		{bmc.Report{Harness: "ProofAbs", Failures: broken}, "assertion", true},
		{bmc.Report{Harness: "ProofAbs", Failures: other}, "assertion", false},
		{bmc.Report{Harness: "ProofAbs", Successful: true}, "assertion", false},
		{bmc.Report{Harness: "ProofWithoutEntry", Successful: true}, "", true},
		{bmc.Report{Harness: "ProofWithoutEntry", Failures: broken}, "", false},
	} {
		row.report.Package = "warrant/verify/bmc/testdata/basic"
		if kind, met := file.Expected(&row.report); kind != row.kind || met != row.met {
			t.Errorf("%s: %q, %v", row.report.Harness, kind, met)
		}
	}
}

func TestWriteMeasuredChangesOnlyTheTimes(t *testing.T) {
	path := filepath.Join(t.TempDir(), bounds.FileName)
	if err := os.WriteFile(path, []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := bounds.WriteMeasured(path, map[string]float64{"warrant/verify/bmc/testdata/basic.ProofAbs": 1.5}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Count(text, []byte("measured_seconds = 1.50")) != 1 || strings.ReplaceAll(string(text), "1.50", "0.25") != good {
		t.Errorf("%s", text)
	}
}

// helped states the harness of testdata/helpers, whose premises all stand in other functions.
const helped = `schema = 1
[[helper]]
package = "warrant/verify/bounds/testdata/helpers"
function = "(*counter).small"
assumptions = ["c.n < 10"]
[[helper]]
package = "warrant/verify/bounds/testdata/helpers"
function = "contract"
assumptions = ["m > n"]
[[helper]]
package = "warrant/verify/bounds/testdata/helpers"
function = "replace"
stubs = ["step by contract"]
[[harness]]
package = "warrant/verify/bounds/testdata/helpers"
function = "ProofStep"
property = "a step goes up"
invariants = []
helpers = ["(*counter).small", "contract", "replace"]
expect = "pass"
twin = "ProofStepTwin"
lane = "pr"
measured_seconds = 0.25
reason = "all of uint8"
[[harness]]
package = "warrant/verify/bounds/testdata/helpers"
function = "ProofStepTwin"
property = "that it goes down"
invariants = []
expect = "fail"
fails = "assertion"
lane = "pr"
measured_seconds = 0.25
reason = "as its counterpart"
`

func TestCompareFindsPremisesOfHelpers(t *testing.T) {
	program, err := bmc.Load(".", "./testdata/helpers")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ old, new, message string }{
		{"", "", ""},
		{"c.n < 10", "c.n < 11", "(*counter).small: assumptions of the helper are [c.n < 11] in harness-bounds.toml and [c.n < 10] in the code"},
		{"m > n", "m >= n", "contract: assumptions of the helper are [m >= n]"},
		{"step by contract", "step by other", "replace: stubs of the helper are [step by other]"},
		{`function = "replace"`, `function = "unused"`, "replace: stubs of the helper are [] in harness-bounds.toml"},
		{`function = "replace"`, `function = "unused"`, "unused: the helper has an entry, and no harness reaches it"},
		{`helpers = ["(*counter).small", "contract", "replace"]`, `helpers = ["replace"]`, "helpers are [replace] in"},
	} {
		file, err := load(t, strings.Replace(helped, row.old, row.new, 1))
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, problem := range file.Compare(program, true) {
			text.WriteString(problem.String() + "\n")
		}
		if row.message == "" && text.Len() > 0 || !strings.Contains(text.String(), row.message) {
			t.Errorf("with %q: %s", row.new, text.String())
		}
	}
}
