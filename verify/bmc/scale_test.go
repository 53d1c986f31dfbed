package bmc_test

import (
	"context"
	"strings"
	"testing"

	"warrant/verify/bmc"
	"warrant/verify/smt"
)

const limitsPackage = "warrant/verify/bmc/testdata/limits"

// A harness that no bound lets through is proved with smaller constants, its twin is refuted, and both are confirmed by compiled code that has
// the same constants.
func TestScale(t *testing.T) {
	program, err := bmc.LoadScaled(".", bmc.Scale{limitsPackage: {"Places": 3}}, "./testdata/limits")
	if err != nil {
		t.Fatal(err)
	}
	replayer, err := bmc.NewReplayer()
	if err != nil {
		t.Fatal(err)
	}
	defer replayer.Close()
	options := bmc.Options{Bounds: bmc.DefaultBounds(), Limits: smt.DefaultLimits(), Replayer: replayer}
	for _, h := range program.Harnesses() {
		report, err := h.Verify(context.Background(), options)
		if err != nil {
			t.Fatal(err)
		}
		switch isTwin := strings.HasSuffix(h.Name, "Twin"); {
		case report.Successful == isTwin:
			t.Errorf("%s: successful %v", h.Name, report.Successful)
		case isTwin && !report.Failures[0].Replayed:
			t.Errorf("%s: not confirmed: %s", h.Name, report.Failures[0].Observed)
		}
	}
}

// A scale that names what is not there is an error.
func TestScaleNamesConstants(t *testing.T) {
	for _, row := range []struct{ name, want string }{
		{"Elsewhere", "has no constant Elsewhere"},
		{"None", "has no constant None with a value of its own"},
	} {
		_, err := bmc.LoadScaled(".", bmc.Scale{limitsPackage: {row.name: 3}}, "./testdata/limits")
		if err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v", row.name, err)
		}
	}
}
