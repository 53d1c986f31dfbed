package trials

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"warrant/verify/deduce"
	"warrant/verify/viper"
)

// TestTrials compares the verdict of every function with the page.
func TestTrials(t *testing.T) {
	for _, trial := range []struct {
		path   string
		proved []string
		// refuted are the obligations that fail: title and kind.
		refuted []string
		// refused are the members that the tool does not support, with its reason.
		refused []string
	}{
		{path: "varint", proved: []string{"Encodes", "LowByte", "PutUvarint", "PutVarint", "Short", "Size", "Uvarint"}},
		{
			path:    "bitset",
			proved:  []string{"(*BitSet).Len", "(*BitSet).Test", "Cap", "wordsIndex", "wordsNeeded"},
			refuted: []string{"wordsNeededUnbound conversion", "wordsNeededUnbound wraps"},
		},
		{
			path:    "circbuf",
			proved:  []string{"(*Buffer).Reset", "(*Buffer).Size", "(*Buffer).TotalWritten"},
			refused: []string{"(*Buffer).Write: unsupported: type error"},
		},
	} {
		t.Run(trial.path, func(t *testing.T) {
			report, err := deduce.Run(context.Background(), deduce.Options{Dir: "../testdata/trials", Patterns: []string{"./" + trial.path}}, nil)
			if err != nil {
				t.Fatal(err)
			}
			var proved []string
			for _, f := range report.Functions {
				if f.Proved() && !slices.Contains(proved, f.Title) {
					proved = append(proved, f.Title)
				}
			}
			if _, err := viper.Open(""); err != nil { // what needs the heap needs Silicon
				t.Log(err)
				trial.proved = slices.DeleteFunc(trial.proved, func(title string) bool { return title == "(*BitSet).Test" })
			}
			slices.Sort(proved)
			if !slices.Equal(proved, trial.proved) {
				t.Errorf("proved %q, want %q", proved, trial.proved)
			}
			var refuted []string
			for _, o := range report.Failed() {
				refuted = append(refuted, fmt.Sprintf("%s %s", o.ID.Function, o.ID.Kind))
			}
			slices.Sort(refuted)
			if !slices.Equal(refuted, trial.refuted) {
				t.Errorf("refuted %q, want %q", refuted, trial.refuted)
			}
			if len(report.Problems) != len(trial.refused) {
				t.Errorf("%d members refused, want %d", len(report.Problems), len(trial.refused))
			}
			for i, p := range report.Problems {
				name, reason, _ := strings.Cut(trial.refused[i], ": ")
				if p.Function != name || !strings.Contains(p.Err.Error(), reason) {
					t.Errorf("%s: %v, want %s", p.Function, p.Err, trial.refused[i])
				}
			}
		})
	}
}
