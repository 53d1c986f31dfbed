package panics_test

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"warrant/verify/obligation"
	"warrant/verify/panics"
)

const corpus = "testdata/corpus"

func auditOf(t *testing.T, dir string, options panics.Options, patterns ...string) *panics.Audit {
	t.Helper()
	module, err := panics.Load(dir, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	audit, err := panics.Run(module, options)
	if err != nil {
		t.Fatal(err)
	}
	return audit
}

// expectation is what a comment at the end of a line says: kinds with words, between semicolons.
var expectation = regexp.MustCompile(`// ((?:[a-z-]+: (?:ok|open|dead|assumed|waived)(?:; )?)+)$`)

func word(s *panics.Site) string {
	switch {
	case s.Verdict == obligation.Unreachable:
		return "dead"
	case s.Class == obligation.Local:
		return "ok"
	case s.Class == obligation.Assumed:
		return "assumed"
	case s.Class == obligation.Waived:
		return "waived"
	}
	return "open"
}

// TestCorpus compares what the audit says of each line of the corpus with the comment on it.
func TestCorpus(t *testing.T) {
	audit := auditOf(t, corpus, panics.Options{}, ".")
	if err := audit.Waive(); err != nil {
		t.Fatal(err)
	}
	said := map[string]map[int][]string{}
	kinds := map[obligation.Kind]map[string]bool{}
	for _, s := range audit.Sites {
		if said[s.Place.File] == nil {
			said[s.Place.File] = map[int][]string{}
		}
		said[s.Place.File][s.Place.Line] = append(said[s.Place.File][s.Place.Line], string(s.ID.Kind)+": "+word(s))
		if kinds[s.ID.Kind] == nil {
			kinds[s.ID.Kind] = map[string]bool{}
		}
		kinds[s.ID.Kind][word(s)] = true
	}
	files, err := filepath.Glob(filepath.Join(corpus, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatal("no corpus", err)
	}
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		scanner := bufio.NewScanner(file)
		for line := 1; scanner.Scan(); line++ {
			var want []string
			if match := expectation.FindStringSubmatch(scanner.Text()); match != nil {
				want = strings.Split(match[1], "; ")
			}
			got := said[filepath.Base(name)][line]
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s:%d: got %q, want %q", name, line, got, want)
			}
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, kind := range obligation.PanicKinds() {
		if !kinds[kind]["open"] || !kinds[kind]["ok"] && !kinds[kind]["dead"] && kind != obligation.ChannelMisuse {
			t.Errorf("the corpus has no proved, or no unproved, site of kind %s", kind)
		}
	}
}
