package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"warrant/verify/mutate"
)

// judges says who judges the mutants of gosure mutate.
type judges struct {
	Judge   []string `help:"Who judges, with commas between them: proofs, tests, or both, where the proofs judge what the tests accept. Tests are those of the mutant's own package, and they judge functions without a contract too." enum:"proofs,tests" default:"proofs"`
	Slow    string   `help:"With tests: a regular expression of tests that judge only what the others of their package accept."`
	Prepare string   `help:"With tests: a shell command that builds what -command needs, once for each package; the mutants are in what it builds with the go command."`
	Command string   `help:"With tests: a shell command that judges each mutant that the package's own tests accept. GOSURE_OUT is a folder for its files."`
}

// scores judges the mutants of the packages that a pattern names.
func (m *mutateCommand) scores(ctx context.Context, pattern string, reasons map[string]string) ([]*mutate.Score, error) {
	if !slices.Contains(m.Judge, "tests") {
		if m.Prepare != "" || m.Command != "" {
			return nil, fmt.Errorf("-prepare and -command are for -judge tests")
		}
		return mutate.Run(ctx, m.Dir, pattern, m.Func, m.Jobs, reasons, showProgress())
	}
	only, err := regexp.Compile(m.Func)
	if err != nil {
		return nil, err
	}
	return mutate.RunTests(ctx, m.Dir, []string{pattern}, mutate.Judges{Slow: m.Slow, Prepare: m.Prepare, Command: m.Command, Proofs: slices.Contains(m.Judge, "proofs"),
		Function: only, Jobs: m.Jobs, Reasons: reasons, Progress: showProgress()})
}

// printJudges says who rejected how many, when tests judge.
func (m *mutateCommand) printJudges(s *mutate.Score) {
	if !slices.Contains(m.Judge, "tests") {
		return
	}
	for _, by := range mutate.ByWhom {
		n := 0
		for _, o := range s.Outcomes {
			if o.By == by {
				n++
			}
		}
		fmt.Printf("    %d by %s\n", n, by)
	}
}

// needed says whether every reason for a survivor of a package is needed.
func (m *mutateCommand) needed(s *mutate.Score, reasons map[string]string) (needed bool) {
	survived := map[string]bool{} // what the proofs reject or cannot decide may still be nothing that can be seen
	for _, o := range s.Outcomes {
		survived[mutate.Key(s.Package, &o.Mutant)] = o.Fate != mutate.Stillborn && (o.By == "" || o.By == mutate.ByProofs)
	}
	needed = true
	for key := range reasons {
		if strings.HasPrefix(key, s.Package+"\t") && !survived[key] && m.Func == "" {
			fmt.Printf("%s: no such survivor\n", strings.ReplaceAll(key, "\t", ": "))
			needed = false
		}
	}
	return needed
}
