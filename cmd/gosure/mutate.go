package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"warrant/cmd/internal/command"
	"warrant/verify/mutate"
)

// mutateCommand counts how many seeded bugs the proofs alone reject.
type mutateCommand struct {
	Patterns  []string `arg:"" optional:"" help:"Packages: directories or import paths, with /... for all below. Default: the current one."`
	Dir       string   `short:"C" help:"Directory in which patterns start." default:"." type:"existingdir"`
	Func      string   `help:"Seed only functions whose name matches this regular expression."`
	Jobs      int      `short:"j" help:"Mutants in work at a time; 0 takes the number of processors."`
	Min       float64  `help:"Least score of each package in percent." default:"0"`
	Survivors string   `help:"File of accepted survivors: package, function, change and reason on each line, between tabs." type:"existingfile"`
	Explained bool     `help:"Every survivor must have a reason in the file of survivors."`
	judges
}

// Run seeds, verifies and reports.
func (m *mutateCommand) Run(ctx context.Context) error {
	reasons, err := m.reasons()
	if err != nil {
		return command.Exit{Status: statusBroken, Err: err}
	}
	if len(m.Patterns) == 0 {
		m.Patterns = []string{"."}
	}
	low, seeded := false, 0
	for _, pattern := range m.Patterns {
		scores, err := m.scores(ctx, pattern, reasons)
		if err != nil {
			return command.Exit{Status: statusBroken, Err: err}
		}
		for _, s := range scores {
			for _, o := range s.Outcomes {
				switch {
				case o.Fate == mutate.Survived && strings.HasPrefix(o.Reason, mutate.Open):
					fmt.Printf("%s: %s: %s: survived: %s\n", o.At, o.Function, o.Change, o.Reason)
				case o.Fate == mutate.Survived && o.Reason != "":
					fmt.Printf("%s: %s: %s: equivalent: %s\n", o.At, o.Function, o.Change, o.Reason)
				case o.Fate == mutate.Survived:
					fmt.Printf("%s: %s: %s: survived\n", o.At, o.Function, o.Change)
					low = low || m.Explained
				}
			}
			seeded += len(s.Outcomes) - s.Count(mutate.Stillborn)
			fmt.Printf("%s: %.1f %%: %d killed, %d given up, %d survived; %d did not compile\n", s.Package, s.Percent(),
				s.Count(mutate.Killed), s.Count(mutate.GaveUp), s.Count(mutate.Survived), s.Count(mutate.Stillborn))
			m.printJudges(s)
			low = !m.needed(s, reasons) || low || s.Percent() < m.Min
		}
	}
	if seeded == 0 {
		return command.Exit{Status: statusBroken, Err: fmt.Errorf("nothing was seeded")}
	}
	if low {
		return errRefuted
	}
	return nil
}

// reasons reads the accepted survivors.
func (m *mutateCommand) reasons() (map[string]string, error) {
	reasons := map[string]string{}
	if m.Survivors == "" {
		return reasons, nil
	}
	text, err := os.ReadFile(m.Survivors)
	if err != nil {
		return nil, err
	}
	for i, line := range strings.Split(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, "\t")
		if len(parts) != 4 || len(parts[3]) < 10 {
			return nil, fmt.Errorf("%s:%d: want package, function, change and a reason between tabs", m.Survivors, i+1)
		}
		reasons[strings.Join(parts[:3], "\t")] = parts[3]
	}
	return reasons, nil
}
