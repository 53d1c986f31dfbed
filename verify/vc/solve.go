package vc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// Answer is what a solver said of a goal.
type Answer uint8

// The answers.
const (
	// NoAnswer means that the solver gave up, crashed or was stopped.
	NoAnswer Answer = iota
	// Holds means that the negated goal has no model.
	Holds
	// Fails means that the solver has a model, or a candidate that it could not refute.
	Fails
)

// Outcome is the answer to one goal, with the solver's reason when it is not definite and the values of a counterexample.
type Outcome struct {
	Answer Answer            `json:"answer"`
	Reason string            `json:"reason,omitempty"`
	Values map[string]string `json:"values,omitempty"`
	// Taken are the indices of the path's turns that the model takes; nil when unknown.
	Taken []int `json:"taken,omitempty"`
}

// Solver is an SMT solver's program.
type Solver struct {
	// Name is z3 or cvc5.
	Name string
	Path string
	// Version is what the program says of itself.
	Version string
	// Effort is the resource limit of one goal in the solver's own units: no wall time, so that verdicts are reproducible.
	Effort int
	// pool is nil for a solver that takes a process for each script.
	pool *pool
}

// Find looks a solver up and asks its version. Close it after use.
func Find(name string, effort int) (*Solver, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, fmt.Errorf("solver %s: %w (install it, or run make deps)", name, err)
	}
	out, err := exec.Command(path, "--version").Output()
	if err != nil {
		return nil, fmt.Errorf("solver %s: %w", name, err)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	s := &Solver{Name: name, Path: path, Version: strings.TrimSpace(line), Effort: effort}
	if name == "z3" {
		s.pool = &pool{idle: make(chan *process, mostIdle)}
	}
	return s, nil
}

// With is the solver with another resource limit. Both share their processes.
func (s *Solver) With(effort int) *Solver {
	other := *s
	other.Effort = effort
	return &other
}

// options are the settings in front of a script; they are part of the cache key.
func (s *Solver) options() string {
	if s.Name == "cvc5" {
		return "(set-logic ALL)\n"
	}
	return `(set-option :auto_config false)
(set-option :smt.mbqi false)
(set-option :smt.case_split 3)
(set-option :smt.delay_units true)
(set-option :smt.qi.max_multi_patterns 1000)
`
}

func (s *Solver) command(ctx context.Context) *exec.Cmd {
	if s.Name == "cvc5" {
		return exec.CommandContext(ctx, s.Path, "--lang=smt2", "--incremental", "--produce-models", "--no-full-saturate-quant", fmt.Sprintf("--rlimit-per=%d", s.Effort/50), "-")
	}
	return exec.CommandContext(ctx, s.Path, "-in", "-smt2")
}

// NotAsked is the reason of an outcome that nobody asked for.
const NotAsked = "it was not asked"

// Solve asks the goals of a script in one process, all but those whose indices are in skip.
func (s *Solver) Solve(ctx context.Context, script *Script, skip map[int]bool) ([]Outcome, error) {
	var in strings.Builder
	in.WriteString(s.options())
	in.WriteString(script.Head)
	goals, asked := 0, 0
	for _, st := range script.Steps {
		in.WriteString(st.Text)
		if st.Goal == nil {
			continue
		}
		if !skip[goals] {
			asked++
			in.WriteString(s.check(st))
		}
		goals++
	}
	out := ""
	if asked > 0 {
		var err error
		if out, err = s.run(ctx, in.String()); err != nil {
			return nil, err
		}
	}
	out = strings.ReplaceAll(out, "\"goal\"\n", "goal\n") // cvc5 echoes with quotes
	answers := strings.Split(out, "goal\n")[1:]
	if head, _, _ := strings.Cut(out, "goal\n"); strings.Contains(head, "(error") {
		return nil, fmt.Errorf("solver %s refused the script: %s", s.Name, strings.TrimSpace(head))
	}
	if len(answers) != asked {
		return nil, fmt.Errorf("solver %s answered %d of %d goals", s.Name, len(answers), asked)
	}
	outcomes := make([]Outcome, goals)
	for i := range outcomes {
		if skip[i] {
			outcomes[i].Reason = NotAsked
			continue
		}
		outcomes[i], answers = outcomeOf(answers[0]), answers[1:]
	}
	return outcomes, nil
}

// outcomeOf reads what follows one check.
func outcomeOf(text string) Outcome {
	word, rest, _ := strings.Cut(strings.TrimSpace(text), "\n")
	switch word {
	case "unsat":
		return Outcome{Answer: Holds}
	case "sat":
		return Outcome{Answer: Fails}
	case "unknown":
		reason := strings.TrimSpace(rest)
		if strings.Contains(reason, "incomplete") || strings.Contains(reason, "unknown\"") || strings.Contains(reason, "INCOMPLETE") {
			return Outcome{Answer: Fails, Reason: reason}
		}
		return Outcome{Answer: NoAnswer, Reason: reason}
	}
	return Outcome{Answer: NoAnswer, Reason: strings.TrimSpace(text)}
}

func (s *Solver) run(ctx context.Context, in string) (string, error) {
	if s.pool != nil {
		return s.ask(ctx, in)
	}
	cmd := s.command(ctx)
	cmd.Stdin = strings.NewReader(in)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return "", fmt.Errorf("solver %s: %w", s.Name, err)
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if out.Len() == 0 {
		return "", fmt.Errorf("solver %s said nothing: %s", s.Name, strings.TrimSpace(errs.String()))
	}
	return out.String(), nil
}

// reachEffort is the resource limit of a reachability goal: a contradiction is found early or not at all, and a solver
// that looks for a model of quantified facts may look for ever.
const reachEffort = 100_000

// branchEffort is the limit for branches, of which there are many.
const branchEffort = 20_000

// effort is the resource limit of a goal.
func (s *Solver) effort(kind GoalKind) int {
	switch kind {
	case Prove:
		return s.Effort
	case ReachBranch:
		return branchEffort
	}
	return reachEffort
}

// within gives Z3's work a resource limit. What is asserted has none: with too many assertions Z3 would refuse one, and not the goal.
func within(work string, effort int) string {
	return fmt.Sprintf("(set-option :rlimit %d)\n%s(set-option :rlimit 0)\n", effort, work)
}

// check is one query; the limit is lower while only a contradiction is looked for.
func (s *Solver) check(st Step) string {
	check := "(check-sat)\n"
	if s.Name == "z3" {
		check += "(get-info :reason-unknown)\n"
	}
	if s.Name == "z3" {
		check = within(check, s.effort(st.Goal.Kind))
	}
	return fmt.Sprintf("(push 1)\n(assert %s)\n(echo \"goal\")\n%s(pop 1)\n", st.Ask, check)
}
