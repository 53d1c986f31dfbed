package deduce_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"warrant/verify/deduce"
)

// coresSource is a package with two functions whose goals have cores.
const coresSource = `// +gobra

package p

// @ requires x < 100
// @ ensures r == x + 1
// @ decreases

func next(x uint8) (r uint8) {
	return x + 1
}

// @ requires x < 100 && y < 50
// @ ensures r < 150 && r == x + y
// @ decreases

func sum(x, y uint8) (r uint8) {
	return x + y
}
`

// withCores verifies a text beside what was recorded.
func withCores(t *testing.T, dir, source string, o deduce.Options) *deduce.Report {
	t.Helper()
	place(t, dir, map[string]string{"go.mod": "module p\n\ngo 1.26\n", "p.go": source})
	o.Dir, o.Backend, o.Dear, o.NoCache = dir, "smt", 1, true
	report, err := deduce.Run(context.Background(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		t.Error(p.Err)
	}
	return report
}

// TestRecordedCores: recording says the same each time; what is recorded is used, proves nothing that is false, and where it no longer fits everything is
// proved without.
func TestRecordedCores(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, deduce.CoresFile)
	read := func() string {
		t.Helper()
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if used, all := withCores(t, dir, coresSource, deduce.Options{}).Cores(); all != 0 {
		t.Errorf("without a file %d of %d cores were of use", used, all)
	}
	withCores(t, dir, coresSource, deduce.Options{Record: true})
	first := read()
	goals := strings.Count(first, "\n\t")
	if goals == 0 || !strings.Contains(first, "\nnext\n") || !strings.Contains(first, "\nsum\n") {
		t.Fatalf("recorded is\n%s", first)
	}
	withCores(t, dir, coresSource, deduce.Options{Record: true})
	if read() != first {
		t.Errorf("recorded again it is\n%snot\n%s", read(), first)
	}
	withCores(t, dir, coresSource, deduce.Options{Record: true, Func: "^next$"})
	if read() != first {
		t.Errorf("one function recorded again it is\n%snot\n%s", read(), first)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	withCores(t, dir, coresSource, deduce.Options{Record: true})
	if read() != first {
		t.Errorf("recorded from nothing it is\n%snot\n%s", read(), first)
	}
	for _, c := range []struct {
		name, old, new string
		verified, fits bool
	}{
		{"as recorded", "", "", true, true},
		{"another body", "return x + 1", "return 1 + x", true, false},
		{"a stronger precondition", "requires x < 100\n", "requires x < 90\n", true, false},
		{"a wrong body", "return x + 1", "return x + 2", false, false},
		{"a wrong contract", "r < 150", "r < 148", false, false},
		{"a precondition too weak", "requires x < 100 && y < 50", "requires x < 100 && y < 52", false, false},
		{"a precondition that nothing fulfils", "requires x < 100\n", "requires x < 100 && 200 < x\n", false, true},
	} {
		report := withCores(t, dir, strings.Replace(coresSource, c.old, c.new, 1), deduce.Options{})
		used, all := report.Cores()
		if report.Verified() != c.verified || (used == goals) != c.fits || used == 0 || all != goals {
			t.Errorf("%s: verified is %v, of %d cores %d were read and %d were of use", c.name, report.Verified(), goals, all, used)
		}
	}
	withCores(t, dir, strings.Replace(coresSource, "func sum", "func total", 1), deduce.Options{Record: true})
	if now := read(); strings.Contains(now, "\nsum\n") || !strings.Contains(now, "\ntotal\n") {
		t.Errorf("with a function renamed, recorded is\n%s", now)
	}
}

// TestDamagedCores: a file that is not as it was written is an error with its place.
func TestDamagedCores(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, deduce.CoresFile)
	withCores(t, dir, coresSource, deduce.Options{Record: true})
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(whole), "\n")
	lines = lines[:len(lines)-1]
	second := strings.TrimSuffix(lines[2], "\n")
	for name, c := range map[string]struct{ text, want string }{
		"empty":           {"", ":1: the end is missing"},
		"another start":   {"x\n" + string(whole), ":1: want"},
		"cut in a line":   {string(whole[:len(whole)-3]), ": the line is cut off"},
		"the end is gone": {strings.Join(lines[:len(lines)-1], ""), ": the end is missing"},
		"behind the end":  {string(whole) + "zzz\n", ": a line behind the end"},
		"a half name":     {strings.Replace(string(whole), second, second+"ab", 1), ":3: not the goal"},
		"no such letter":  {strings.Replace(string(whole), second, second+"!bcd", 1), ":3: not the goal"},
		"no function":     {lines[0] + strings.Join(lines[2:], ""), ":2: not the goal"},
		"twice":           {strings.Replace(string(whole), second, second+"\n"+second, 1), ":4: the goal stands there twice"},
		"out of order":    {strings.Replace(string(whole), "\nnext\n", "\nzzz\n", 1), ": not a function behind the one before"},
		"a mark of git":   {strings.Replace(string(whole), "\nsum\n", "\n<<<<<<< here\nsum\n", 1), ": not a function behind the one before"},
	} {
		if err := os.WriteFile(path, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Backend: "smt", NoCache: true}, nil)
		if err == nil || !strings.Contains(err.Error(), deduce.CoresFile+":") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// TestCoresAreOfOneKind: what can not be recorded is refused.
func TestCoresAreOfOneKind(t *testing.T) {
	dir := t.TempDir()
	place(t, dir, map[string]string{"go.mod": "module p\n\ngo 1.26\n", "p.go": coresSource})
	for _, o := range []deduce.Options{{Solver: "cvc5"}, {Backend: "viper"}, {Backend: "heap"}, {Unbounded: true}, {Overlay: map[string]string{"p.go": coresSource}}} {
		o.Dir, o.Record = dir, true
		if _, err := deduce.Run(context.Background(), o, nil); err == nil || !strings.Contains(err.Error(), "recorded of z3") {
			t.Errorf("%+v: %v", o, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, deduce.CoresFile)); err == nil {
		t.Error("something was recorded")
	}
}
