package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"warrant/verify/lint"
)

const root = "../.."

// TestRules reads the configuration that is compiled in, and looks for the files that it names.
func TestRules(t *testing.T) {
	config, err := lint.ParseConfig(rules)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range slices.Concat(config.Length.Exceptions, config.Provable.Exceptions) {
		if _, err := os.Stat(filepath.Join(root, e.File)); err != nil {
			t.Errorf("lint.toml has an exception for a file that does not exist: %v", err)
		}
	}
}

// TestPage compares the rows of docs/checks.md with the rules and the steps that exist.
func TestPage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs/checks.md"))
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	config, err := lint.ParseConfig(rules)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, analyzer := range lint.Analyzers(config) {
		names = append(names, analyzer.Name)
	}
	if rows := column(string(page), `(?m)^\| (\w+) \| .+\|$`, "rule", "step"); !slices.Equal(rows, names) {
		t.Errorf("docs/checks.md explains the rules %v, there are %v", rows, names)
	}
	_, steps, found := strings.Cut(string(makefile), "\nCHECKS := ")
	if !found {
		t.Fatal("the Makefile has no variable CHECKS")
	}
	steps, _, _ = strings.Cut(steps, "\n")
	if rows := column(string(page), "(?m)^\\| `make ([a-z-]+)` \\| .+\\|$"); !slices.Equal(rows, strings.Fields(steps)) {
		t.Errorf("docs/checks.md explains the steps %v, make check has %v", rows, steps)
	}
}

// column returns the first groups of all matches, without headings.
func column(page, pattern string, headings ...string) (cells []string) {
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(page, -1) {
		if !slices.Contains(headings, match[1]) {
			cells = append(cells, match[1])
		}
	}
	return cells
}

// TestNightly compares the targets of make nightly with the jobs of the workflow that runs them.
func TestNightly(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	workflow, err := os.ReadFile(filepath.Join(root, ".github/workflows/nightly.yml"))
	if err != nil {
		t.Fatal(err)
	}
	_, line, _ := strings.Cut(string(makefile), "\nNIGHTLY := ")
	line, _, _ = strings.Cut(line, "\n")
	targets := strings.Fields(line)
	_, matrix, _ := strings.Cut(string(workflow), "target: [")
	matrix, _, _ = strings.Cut(matrix, "]")
	var jobs []string
	for job := range strings.SplitSeq(matrix, ",") {
		if words := strings.Fields(strings.Trim(strings.TrimSpace(job), "'")); len(words) > 0 && !slices.Contains(jobs, words[0]) {
			jobs = append(jobs, words[0])
		}
	}
	slices.Sort(targets)
	slices.Sort(jobs)
	if len(targets) == 0 || !slices.Equal(targets, jobs) {
		t.Errorf("make nightly runs %v, the workflow %v", targets, jobs)
	}
}
