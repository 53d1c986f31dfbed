package deduce_test

import (
	"context"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"warrant/verify/deduce"
	"warrant/verify/obligation"
)

// TestBothWaysAgree writes random functions and asks both ways: one that Silicon proves with the heap must not be refuted by a
// model of the SMT solver's, nor the other way round. What either gives up on says nothing. SOUNDNESS_FUNCTIONS and SOUNDNESS_SEED
// widen the search.
func TestBothWaysAgree(t *testing.T) {
	needSilicon(t)
	count, seed := 24, int64(5)
	if s := os.Getenv("SOUNDNESS_FUNCTIONS"); s != "" {
		count, _ = strconv.Atoi(s)
	}
	if s := os.Getenv("SOUNDNESS_SEED"); s != "" {
		seed, _ = strconv.ParseInt(s, 10, 64)
	}
	dir := t.TempDir()
	files := map[string]string{"go.mod": "module both\n\ngo 1.26\n"}
	for i, b := range write(rand.New(rand.NewSource(seed)), count) {
		files[filepath.Join("p"+strconv.Itoa(i), "p.go")] = b.text
	}
	place(t, dir, files)
	verdicts := map[string]map[obligation.ID]obligation.Verdict{}
	for _, backend := range []string{"smt", "heap"} {
		report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Patterns: []string{"./..."}, Backend: backend, Effort: 500_000}, nil)
		if err != nil {
			t.Fatal(err)
		}
		verdicts[backend] = map[obligation.ID]obligation.Verdict{}
		for _, f := range report.Functions {
			if f.Err != nil {
				t.Fatal(f.Err)
			}
			verdict := obligation.Success
			for _, o := range f.Obligations {
				if o.ID.Kind != obligation.Vacuity && !o.Verdict.Holds() {
					verdict = o.Verdict
				}
			}
			verdicts[backend][obligation.ID{Package: f.Package, Function: f.Title}] = verdict
		}
	}
	proved := 0
	for id, by := range verdicts["smt"] {
		heap := verdicts["heap"][id] // a function that one way refuses has no verdict there
		switch {
		case by == obligation.Success && heap == obligation.Success:
			proved++
		case by == obligation.Failure && heap == obligation.Success:
			t.Errorf("seed %d: %s of %s is proved with the heap and refuted without:\n%s", seed, id.Function, id.Package, files[filepath.Join(filepath.Base(id.Package), "p.go")])
		}
	}
	if proved == 0 {
		t.Errorf("no function of %d is proved by both: the comparison says nothing", count)
	}
	t.Logf("%d of %d functions proved by both ways", proved, count)
}
