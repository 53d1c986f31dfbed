package viper

import (
	"errors"
	"strings"
	"testing"
)

func TestAnswer(t *testing.T) {
	failed := errors.New("exit status 1")
	for _, row := range []struct {
		name, out string
		status    error
		want      int // findings; -1 for an error
	}{
		{"proved", "Silicon 1.1-SNAPSHOT\nSilicon finished verification successfully in 1.2s.\n", nil, 0},
		{"status 0 without the words", "Silicon 1.1-SNAPSHOT\n", nil, -1},
		{"the words with a failed status", "Silicon finished verification successfully in 1.2s.\n", failed, -1},
		{"two findings", "Silicon found 2 errors in 1s:\n  [0] Assert might fail. (a.vpr@18.10--18.25)\n  [1] Refute holds (e.g. x). (a.vpr@21.10--21.16)\n", failed, 2},
		{"numbers in a column", "Silicon found 1 errors in 1s:\n  [ 0] Assert might fail. (a.vpr@18.10--18.25)\n", failed, 1},
		{"a finding that cannot be placed", "Silicon found 2 errors in 1s:\n  [0] Assert might fail. (a.vpr@18.10--18.25)\n  [1] odd\n", failed, -1},
		{"crash", "Verification aborted exceptionally: java.lang.StackOverflowError\n", failed, -1},
		{"parse error without place", "Parse error: expected\n", failed, -1},
	} {
		list, err := answer(row.out, row.status)
		switch {
		case row.want < 0 && err == nil:
			t.Errorf("%s: accepted with %d findings", row.name, len(list))
		case row.want >= 0 && (err != nil || len(list) != row.want):
			t.Errorf("%s: %v %v", row.name, list, err)
		}
	}
}

func TestEmptyFileProvesNothing(t *testing.T) {
	if _, err := (&Silicon{}).Verify(t.Context(), " \n"); err == nil || !strings.Contains(err.Error(), "proves nothing") {
		t.Error(err)
	}
}
