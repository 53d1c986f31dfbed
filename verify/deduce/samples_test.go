package deduce_test

import (
	"context"
	"strings"
	"testing"

	"warrant/verify/deduce"
	"warrant/verify/obligation"
)

// rejection is what must be found in a package that is wrong on purpose.
type rejection struct {
	function string
	kind     obligation.Kind
}

// samples are the annotation idioms and their verdicts. A package without rejections must be proved.
var samples = []struct {
	path string
	want []rejection
}{
	{"alias", nil}, {"beyond/bits", nil}, {"beyond/ring_mask", nil}, {"capid", nil}, {"captable", nil}, {"drain", nil}, {"fields", nil}, {"fifo", nil},
	{"handover", nil}, {"insert", nil}, {"isolation", nil}, {"ledger", nil}, {"linedisc", nil}, {"machine", nil},
	{"move", nil}, {"nested", nil}, {"parse", nil}, {"procs", nil}, {"pte", nil}, {"ring", nil}, {"sqe", nil},
	{"table", nil}, {"telnet", nil}, {"transfer", nil}, {"userbuf", nil}, {"walk", nil},
	{"minikernel/captable", nil}, {"minikernel/endpoint", nil}, {"minikernel/ledger", nil}, {"minikernel/machine", nil},
	{"minikernel/proc", nil}, {"minikernel/sys", nil},
	{"beyond/bits_wrong", []rejection{{"Clear", obligation.Postcondition}}},
	{"twins/drain_bound", []rejection{{"Pending", obligation.Postcondition}}},
	{"twins/fields_gone", []rejection{{"(*Kernel).Begin", obligation.Permission}}},
	{"twins/fields_out", []rejection{{"(*Kernel).Begin", obligation.Assertion}}},
	{"twins/fifo_nomod", []rejection{{"(*Queue).Pop", obligation.Precondition}}},
	{"twins/insert_nocount", []rejection{{"(*Table).Insert", obligation.Assertion}}},
	{"twins/isolation_leak", []rejection{{"(*Kernel).Handle", obligation.Postcondition}}},
	{"twins/linedisc_echo", []rejection{{"(*Line).Key", obligation.IndexBounds}}},
	{"twins/nested_leak", []rejection{{"(*Process).Grant", obligation.Postcondition}}},
	{"twins/parse_overflow", []rejection{{"Read", obligation.Postcondition}}},
	{"twins/sqe_reserved", []rejection{{"Check", obligation.Postcondition}}},
	{"twins/telnet_sb", []rejection{{"(*Filter).Step", obligation.Postcondition}}},
	{"twins/walk_last", []rejection{{"Present", obligation.InvariantEntry}}},
	{"minikernel/broken/captable_stale", []rejection{{"(*Table).Lookup", obligation.Postcondition}}},
	{"minikernel/broken/proc_nocharge", []rejection{{"(*Proc).Grant", obligation.Assertion}}},
	{"minikernel/broken/sys_wrongproc", []rejection{{"(*Kernel).Release", obligation.Precondition}}},
}

// TestWalk keeps the example of docs/verify.md what the text says of it.
func TestWalk(t *testing.T) {
	for path, want := range map[string]bool{"./wrong": false, "./right": true} {
		report, err := deduce.Run(context.Background(), deduce.Options{Dir: "../testdata/walk", Patterns: []string{path}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if report.Verified() != want {
			t.Errorf("%s: verified %v, want %v", path, report.Verified(), want)
		}
		if failed := report.Failed(); !want && (len(failed) != 2 || failed[1].ID.Kind != obligation.IndexBounds || !strings.Contains(failed[1].Detail, "s.used = 8")) {
			t.Errorf("%s: %+v", path, failed)
		}
	}
}

func TestSamples(t *testing.T) {
	for _, s := range samples {
		t.Run(s.path, func(t *testing.T) {
			report, err := deduce.Run(context.Background(), deduce.Options{Dir: "../testdata/gobra", Patterns: []string{"./" + s.path}}, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range report.Problems {
				t.Error(p.Err)
			}
			if report.Verified() != (len(s.want) == 0) {
				t.Errorf("verified: %v", report.Verified())
			}
			for _, w := range s.want {
				found := false
				for _, o := range report.Failed() {
					found = found || (o.ID.Function == w.function && o.ID.Kind == w.kind)
				}
				if !found {
					t.Errorf("no failed %s in %s", w.kind, w.function)
				}
			}
			for _, o := range report.Failed() {
				if len(s.want) == 0 {
					t.Errorf("%s: %s %s: %s", o.Place, o.Verdict, o.ID.Kind, o.ID.Expression)
				} else if o.ID.Function != s.want[0].function {
					t.Errorf("%s: %s fails as well", o.Place, o.ID.Function)
				}
			}
		})
	}
}
