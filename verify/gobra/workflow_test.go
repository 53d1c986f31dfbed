package gobra

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"warrant/verify/deduce"
)

// inputs are those that the official action takes at the commit that the workflow names, as far as they change what is verified.
var inputs = []string{"caching", "projectLocation", "includePaths", "files", "packages", "excludePackages", "recursive", "overflow", "chop", "viperBackend",
	"javaXss", "javaXmx", "timeout", "imageName", "imageVersion", "headerOnly", "module", "assumeInjectivityOnInhale", "checkConsistency", "mceMode",
	"parallelizeBranches", "requireTriggers", "conditionalizePermissions", "disableNL", "useZ3API", "statsFile"}

// TestWorkflow compares what the official action is given with the packages that have contracts, and with the inputs that it has.
func TestWorkflow(t *testing.T) {
	text, err := os.ReadFile("../../.github/workflows/gobra.yml")
	if err != nil {
		t.Fatal(err)
	}
	_, with, ok := strings.Cut(string(text), "        with:\n")
	if !ok {
		t.Fatal("the action is given nothing")
	}
	var given, named []string
	for line := range strings.Lines(with) {
		word := strings.TrimSpace(line)
		switch key, _, isKey := strings.Cut(word, ":"); {
		case strings.HasPrefix(word, "#"):
		case isKey:
			named = append(named, key)
		default:
			given = append(given, word)
		}
	}
	for _, name := range named {
		if !slices.Contains(inputs, name) {
			t.Errorf("the action has no input %s", name)
		}
	}
	_, report, err := deduce.Load(&deduce.Options{Dir: "../..", Patterns: []string{"./kernel/core/...", "./kernel/sys/...", "./lib/...", "./specs/..."}})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, p := range report.Packages {
		if p.Contracts {
			want = append(want, strings.TrimPrefix(p.Path, "warrant/"))
		}
	}
	if d := cmp.Diff(want, given); d != "" {
		t.Errorf("the packages with contracts, and those that the action is given:\n%s", d)
	}
}
