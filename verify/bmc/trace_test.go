package bmc_test

import (
	"context"
	"strings"
	"testing"

	"warrant/verify/bmc"
	"warrant/verify/smt"
)

// A trace shows people the parts of large values that say something, and keeps the whole of them for programs.
func TestTraceIsShort(t *testing.T) {
	program, err := bmc.Load(".", "./testdata/trace")
	if err != nil {
		t.Fatal(err)
	}
	report, err := program.Harnesses()[0].Verify(context.Background(), bmc.Options{Bounds: bmc.DefaultBounds(), Limits: smt.DefaultLimits()})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Failures) != 1 {
		t.Fatalf("%d failures", len(report.Failures))
	}
	f := report.Failures[0]
	longest, shown := 0, ""
	for _, line := range f.Trace {
		if len(line.Values) != len(line.Shown) {
			t.Errorf("%s: %d values, %d shown", line.Place, len(line.Values), len(line.Shown))
		}
		for i, value := range line.Shown {
			if len([]rune(value)) > 180 {
				t.Errorf("%s: %d characters are shown: %s", line.Place, len(value), value)
			}
			longest = max(longest, len(line.Values[i]))
			shown += value + "\n"
		}
	}
	if longest < 5000 {
		t.Errorf("the longest value has %d characters: the report does not have it whole", longest)
	}
	for _, want := range []string{"Parts: [3: {Flag: true}]", "here = {Number: 1}"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is not shown in\n%s", want, shown)
		}
	}
	differences := strings.Join(f.Differences, "\n")
	if !strings.Contains(differences, "Parts[7].Number: 0 -> 1") || !strings.Contains(differences, "Count: ") {
		t.Errorf("differences at the end: %s", differences)
	}
	if strings.Contains(differences, "Parts[3]") {
		t.Errorf("what is the same is listed: %s", differences)
	}
}
