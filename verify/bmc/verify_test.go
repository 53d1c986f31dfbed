package bmc_test

import (
	"context"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"warrant/verify/bmc"
	"warrant/verify/obligation"
	"warrant/verify/smt"
)

// wants reads the lines "want: kind VERDICT, ..." above the harnesses of a file.
func wants(t *testing.T, path string) map[string][][2]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string][][2]string)
	pattern := regexp.MustCompile(`(?m)^// want: (.*)\n(?://.*\n)*func (Proof\w+)\(`)
	for _, match := range pattern.FindAllStringSubmatch(string(text), -1) {
		for _, want := range strings.Split(match[1], ", ") {
			kind, verdict, ok := strings.Cut(want, " ")
			if !ok {
				t.Fatalf("%s: %s: cannot read %q", path, match[2], want)
			}
			found[match[2]] = append(found[match[2]], [2]string{kind, verdict})
		}
	}
	return found
}

// TestVerdicts checks every harness of testdata against the verdicts that it wants: each wanted pair of kind and verdict
// must occur ("-" means that no check of the kind may occur), and no check may fail that is not wanted to.
func TestVerdicts(t *testing.T) {
	for _, name := range []string{"basic", "panics", "constructs", "language", "ranges", "unsupported", "scale"} {
		t.Run(name, func(t *testing.T) {
			program, err := bmc.Load(".", "./testdata/"+name)
			if err != nil {
				t.Fatal(err)
			}
			replayer, err := bmc.NewReplayer()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := replayer.Close(); err != nil {
					t.Error(err)
				}
			})
			want := wants(t, "testdata/"+name+"/"+name+".go")
			if len(want) != len(program.Harnesses()) {
				t.Errorf("%d harnesses, %d with a want line", len(program.Harnesses()), len(want))
			}
			for _, h := range program.Harnesses() {
				t.Run(h.Name, func(t *testing.T) {
					report, err := h.Verify(context.Background(),
						bmc.Options{Bounds: bmc.DefaultBounds(), Limits: smt.DefaultLimits(), Replayer: replayer})
					if err != nil {
						t.Fatal(err)
					}
					checkVerdicts(t, report, want[h.Name])
				})
			}
		})
	}
}

func checkVerdicts(t *testing.T, report *bmc.Report, wanted [][2]string) {
	t.Helper()
	for _, want := range wanted {
		occurs := slices.ContainsFunc(report.Checks, func(c obligation.Obligation) bool {
			return string(c.ID.Kind) == want[0] && (want[1] == "-" || string(c.Verdict) == want[1])
		})
		if occurs == (want[1] == "-") {
			t.Errorf("want %s %s", want[0], want[1])
		}
	}
	for _, check := range report.Checks {
		wantedFailure := slices.Contains(wanted, [2]string{string(check.ID.Kind), string(check.Verdict)})
		if !check.Verdict.Holds() && check.Verdict != obligation.Undetermined && !wantedFailure {
			t.Errorf("%s: %s %s", check.Place, check.ID.Kind, check.Verdict)
		}
	}
	for _, failure := range report.Failures {
		isGo := failure.Check.Kind.IsPanic() || failure.Check.Kind == obligation.Assertion
		if isGo && !failure.Replayed {
			t.Errorf("%s was not replayed: %s", failure.Check, failure.Note)
		}
	}
	if t.Failed() {
		for _, check := range report.Checks {
			t.Logf("%s %s %s %s", check.ID, check.Place, check.Verdict, check.Detail)
		}
		for _, failure := range report.Failures {
			t.Logf("inputs %+v\ntrace %+v", failure.Inputs, failure.Trace)
		}
	}
}
