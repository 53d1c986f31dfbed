package deduce_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"warrant/verify/deduce"
	"warrant/verify/obligation"
)

// needSilicon skips a test on a machine that has not fetched the jar; `make verify-cross` fetches it and proves the same samples.
func needSilicon(t *testing.T) {
	t.Helper()
	base, err := os.UserCacheDir()
	if err == nil {
		_, err = os.Stat(filepath.Join(base, "warrant", "viperserver.jar"))
	}
	if err != nil {
		t.Skipf("scripts/get-viper.sh has not fetched Silicon: %v", err)
	}
}

// TestHeapProved runs what needs the heap and is true.
func TestHeapProved(t *testing.T) {
	needSilicon(t)
	for _, path := range []string{"./list", "./proved"} {
		report, err := deduce.Run(context.Background(), deduce.Options{Dir: "../testdata/heap", Patterns: []string{path}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range report.Problems {
			t.Error(p.Err)
		}
		for _, f := range report.Functions {
			if f.Err != nil {
				t.Fatal(f.Err)
			}
		}
		for _, o := range report.Failed() {
			t.Errorf("%s: %s %s: %s: %s", o.Place, o.Verdict, o.ID.Kind, o.ID.Expression, o.Detail)
		}
		if !report.Verified() || report.Packages[0].Heap == 0 {
			t.Errorf("%s: verified %v, %d with the heap", path, report.Verified(), report.Packages[0].Heap)
		}
	}
}

// heapRefusals are the members of testdata/heap/refused with the kind of obligation that must fail in each.
var heapRefusals = map[string]obligation.Kind{
	"Never": obligation.Vacuity, "Unframed": obligation.Permission, "Endless": obligation.Decreases, "Unowned": obligation.Permission,
	"NoFold": obligation.Permission, "MayBeNil": obligation.NilDereference, "WrongView": obligation.Postcondition,
	"Circles": obligation.Decreases, "Regrown": obligation.Decreases, "NoShare": obligation.Precondition,
	"Halves": obligation.Permission, "Apart": obligation.Postcondition, "AfterTake": obligation.Permission,
	"Bump": obligation.Postcondition, "ThroughAny": obligation.Postcondition, "WrongSide": obligation.Permission,
	"UnframedContract": obligation.Permission, "TooMuch": obligation.Vacuity, "OnlyOne": obligation.Permission,
	"Jump": obligation.Decreases, "OneOfHalf": obligation.Permission, "Stored": obligation.Postcondition,
	"Zero": obligation.Postcondition, "FreshMeetsFresh": obligation.Assertion, "AddressOfNil": obligation.NilDereference,
	"Wraps": obligation.Wraps, "NotKept": obligation.Assertion, "OutsideLoop": obligation.Permission, "Behind": obligation.Permission,
	"WrongElement": obligation.Postcondition, "ShortCopy": obligation.Permission, "CopyShared": obligation.Permission,
	"WrongWindow": obligation.Postcondition, "PastTheEnd": obligation.IndexBounds, "PastCapacity": obligation.SliceBounds,
	"BeyondLength": obligation.Permission, "Negative": obligation.MakeLength, "Made": obligation.Postcondition,
	"Overlap": obligation.Assertion, "LastCell": obligation.Permission, "(*Table).Outside": obligation.Permission,
	"AllButFirst": obligation.Postcondition,
}

// TestHeapRefused runs what is wrong about the heap, each member in its own way, by the heap encoding alone and by the usual choice
// of back ends: both must refuse the same members.
func TestHeapRefused(t *testing.T) {
	needSilicon(t)
	for _, backend := range []string{"auto", "heap"} {
		report, err := deduce.Run(context.Background(), deduce.Options{Dir: "../testdata/heap", Patterns: []string{"./refused"}, Backend: backend}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range report.Problems {
			t.Error(p.Err)
		}
		met, failed := map[string]bool{}, map[string]bool{}
		for _, f := range report.Functions {
			if f.Err != nil {
				t.Fatal(f.Err)
			}
			for _, o := range f.Obligations {
				if !o.Verdict.Holds() {
					failed[f.Title] = true
					met[f.Title] = met[f.Title] || o.ID.Kind == heapRefusals[f.Title]
				}
			}
		}
		for title, kind := range heapRefusals {
			if !met[title] {
				t.Errorf("%s: no failed %s in %s", backend, kind, title)
			}
		}
		for title := range failed {
			if heapRefusals[title] == "" {
				t.Errorf("%s: %s fails as well", backend, title)
			}
		}
	}
}
