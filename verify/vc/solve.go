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

// Solve asks the goals of a script, all but those whose indices are in skip. Z3 is first asked of some goals of a fold together: what costs is what the
// predicate says of the state before, which is the same for each. Where it does not prove all of them, it is asked of each.
//
// Goals that have a core are asked with that first.
func (s *Solver) Solve(ctx context.Context, script *Script, skip map[int]bool, cores Cores) ([]Outcome, Replayed, error) {
	var replayed Replayed
	if s.Name == "z3" && len(cores) > 0 {
		var err error
		if replayed, err = s.replay(ctx, apart(script), skip, cores); err != nil {
			return nil, replayed, err
		}
	}
	outcomes, err := s.solve(ctx, script, func(i int) bool { return skip[i] || replayed.Proved[i] })
	for i := range outcomes {
		if replayed.Proved[i] {
			outcomes[i] = Outcome{Answer: Holds}
		}
	}
	return outcomes, replayed, err
}

// solve asks all goals but some.
func (s *Solver) solve(ctx context.Context, script *Script, skip func(goal int) bool) ([]Outcome, error) {
	together, n := s.together(script, skip)
	outcomes := make([]Outcome, n)
	for i := range outcomes {
		if skip(i) {
			outcomes[i].Reason = NotAsked
		}
	}
	answers, err := s.asked(ctx, script, together)
	if err != nil {
		return nil, err
	}
	var apart [][]int
	for k, goals := range together {
		for _, i := range goals {
			if outcomes[i] = answers[k]; len(goals) > 1 && answers[k].Answer != Holds {
				apart = append(apart, []int{i})
			}
		}
	}
	if answers, err = s.asked(ctx, script, apart); err != nil {
		return nil, err
	}
	for k, goals := range apart {
		outcomes[goals[0]] = answers[k]
	}
	return outcomes, nil
}

// together are the questions that a script is asked, of one goal or of several, without some; n is the number of all goals.
func (s *Solver) together(script *Script, skip func(goal int) bool) (together [][]int, n int) {
	for _, st := range script.Steps {
		if st.Goal == nil {
			continue
		}
		switch last := len(together) - 1; {
		case skip(n):
		case s.Name == "z3" && st.Joins && !skip(n-1) && len(together[last]) < mostTogether:
			together[last] = append(together[last], n)
		default:
			together = append(together, []int{n})
		}
		n++
	}
	return together, n
}

// togetherEffort is the resource limit of goals asked together: what takes more is asked apart.
const togetherEffort = 1_000_000

// mostTogether is the greatest number of goals asked together. Of more at a time Z3 more often proves none.
const mostTogether = 6

// asked asks questions of a script in one process. A question is whether all of several goals hold, without what any of them would add; they are given by
// their indices, in order.
func (s *Solver) asked(ctx context.Context, script *Script, questions [][]int) ([]Outcome, error) {
	if len(questions) == 0 {
		return nil, nil
	}
	var goals []Step
	for _, st := range script.Steps {
		if st.Goal != nil {
			goals = append(goals, st)
		}
	}
	var in strings.Builder
	in.WriteString(s.options())
	in.WriteString(script.Head)
	next, n := 0, 0
	for _, st := range script.Steps {
		in.WriteString(st.Text)
		if st.Goal == nil {
			continue
		}
		if next < len(questions) && questions[next][0] == n {
			ask, effort := st.Ask, s.effort(st.Goal.Kind)
			if run := questions[next]; len(run) > 1 {
				ask, effort = firstThatFails(goals[n:n+len(run)]), min(effort, togetherEffort)
			}
			in.WriteString(s.check(ask, effort))
			next++
		}
		n++
	}
	answers, err := s.answers(ctx, in.String(), len(questions))
	if err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, len(answers))
	for i, text := range answers {
		outcomes[i] = outcomeOf(text)
	}
	return outcomes, nil
}

// answers runs a script and answers what follows each echo of "goal", of which there must be n.
func (s *Solver) answers(ctx context.Context, in string, n int) ([]string, error) {
	out, err := s.run(ctx, in)
	if err != nil {
		return nil, err
	}
	answers, err := s.split(out)
	if err == nil && len(answers) != n {
		err = fmt.Errorf("solver %s answered %d of %d questions", s.Name, len(answers), n)
	}
	return answers, err
}

// split takes apart what a solver said.
func (s *Solver) split(out string) ([]string, error) {
	out = strings.ReplaceAll(out, "\"goal\"\n", "goal\n") // cvc5 echoes with quotes
	if head, _, _ := strings.Cut(out, "goal\n"); strings.Contains(head, "(error") {
		return nil, fmt.Errorf("solver %s refused the script: %s", s.Name, strings.TrimSpace(head))
	}
	return strings.Split(out, "goal\n")[1:], nil
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

// run gives a script to the solver and answers what it says, or said before it was stopped.
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
		return out.String(), ctx.Err()
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

// firstThatFails says of goals with one path condition that one of them is the first that does not hold: those behind it may rest on those before.
func firstThatFails(goals []Step) string {
	var b strings.Builder
	fmt.Fprintf(&b, "(and %s ", goals[0].Guard)
	for k, g := range goals[:len(goals)-1] {
		name := fmt.Sprintf("|goal %d|", k)
		fmt.Fprintf(&b, "(let ((%s %s)) (or (not %s) (and %s ", name, g.Demand, name, name)
	}
	fmt.Fprintf(&b, "(not %s)%s)", goals[len(goals)-1].Demand, strings.Repeat(")))", len(goals)-1))
	return b.String()
}

// check is one query. The limit is lower while only a contradiction is looked for.
func (s *Solver) check(ask string, effort int) string {
	check := "(check-sat)\n"
	if s.Name == "z3" {
		check = within(check+"(get-info :reason-unknown)\n", effort)
	}
	return fmt.Sprintf("(push 1)\n(assert %s)\n(echo \"goal\")\n%s(pop 1)\n", ask, check)
}
