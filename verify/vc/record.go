package vc

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// recordings are the attempts to find a core, from the cheapest: with all that stands before the goal, or only with what the cores of other goals of the
// script name; and with which seed of Z3's choices, for a goal that is proved by luck is proved sooner or later.
var recordings = []struct {
	shared       bool
	effort, seed int
}{
	{shared: true, effort: 1_000_000},
	{effort: 1_000_000},
	{effort: 2_000_000, seed: 1},
	{shared: true, effort: 5_000_000, seed: 2},
	{effort: 5_000_000, seed: 3},
}

// mostRecording is what the attempts at one script may come to, in Z3's units, but for the first: some two minutes. An attempt that could go
// beyond is not made, so that goals which are out of reach do not hold up a recording.
const mostRecording = 60_000_000

// patience is how long one script of a recording may take. Z3 does not count all it does, and some goals with named hypotheses never come to its
// limit; what it said until then serves. No verdict depends on it.
const patience = 90 * time.Second

// Record looks for the cores of a script's goals, but for those in skip. A core of before that proves its goal still is kept. Where there are none yet and
// all goals together cost less than dear, in Z3's units, there are none: they would gain nothing.
func (s *Solver) Record(ctx context.Context, script *Script, skip map[int]bool, before Cores, dear int) (Cores, error) {
	t := apart(script)
	replayed, err := s.replay(ctx, t, skip, before)
	if err != nil {
		return nil, err
	}
	left := mostRecording
	found := map[int][]int{}
	for i := range replayed.Proved {
		found[i], _ = t.core(before, i)
	}
	for n, by := range recordings {
		ask, _ := s.together(script, func(i int) bool {
			_, ok := found[i]
			return ok || skip[i] || t.goals[i].Goal.Kind != Prove
		})
		hypotheses := func(int) []int { return nil }
		if !by.shared {
			ask, hypotheses = singly(ask), t.union(found)
		}
		if n > 0 && len(ask)*by.effort > left {
			continue
		}
		cores, cost, err := s.tracked(ctx, t, ask, by.shared, hypotheses, by.effort, by.seed)
		if err != nil {
			return nil, err
		}
		if n == 0 && len(before) == 0 && cost < dear {
			return nil, nil
		}
		left -= cost
		enough := map[int][]int{}
		for k, core := range cores {
			for _, i := range ask[k] { // what goals before it demand may be known
				enough[i] = slices.Clone(core)
				for h := t.before[ask[k][0]]; h < t.before[i]; h++ {
					enough[i] = append(enough[i], h)
				}
			}
		}
		again := singly([][]int{slices.Sorted(maps.Keys(enough))})
		smaller, _, err := s.tracked(ctx, t, again, false, func(i int) []int { return enough[i] }, by.effort, 0)
		if err != nil {
			return nil, err
		}
		for k, core := range smaller {
			found[again[k][0]] = core
		}
	}
	cores := Cores{}
	for i := range t.goals {
		core, ok := found[i]
		if _, is := cores[t.names[i]]; !ok || is {
			continue
		}
		var names strings.Builder
		for _, h := range core {
			names.WriteString(nameOf(t.hypotheses[h], HypothesisName))
		}
		cores[t.names[i]] = names.String()
	}
	if replayed, err = s.replay(ctx, t, skip, cores); err != nil {
		return nil, err
	}
	holds := Cores{}
	for i := range replayed.Proved {
		holds[t.names[i]] = cores[t.names[i]]
	}
	return holds, nil
}

// singly asks the goals of all questions one by one.
func singly(questions [][]int) (single [][]int) {
	for _, i := range slices.Concat(questions...) {
		single = append(single, []int{i})
	}
	return single
}

// union answers which hypotheses before a goal are in a core of any.
func (t *theory) union(cores map[int][]int) func(goal int) []int {
	var all []int
	for _, core := range cores {
		all = append(all, core...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return func(goal int) []int {
		n, _ := slices.BinarySearch(all, t.before[goal])
		return all[:n]
	}
}

// label is how Z3 names a hypothesis in a core, and units how it says what it worked.
var (
	label = regexp.MustCompile(`core!(\d+)`)
	units = regexp.MustCompile(`\(:rlimit (\d+)\)`)
)

// labelled is a hypothesis with a name for Z3.
func (t *theory) labelled(h int) string {
	said := strings.TrimSuffix(strings.TrimPrefix(t.hypotheses[h], assertion), ")\n")
	return fmt.Sprintf("(assert (! %s :named core!%d))\n", said, h)
}

// tracked asks questions and answers the cores of those that hold, by the index of the question, sorted and not nil, and what all cost. Shared, each has
// all hypotheses before it; otherwise those that are given for its goal.
func (s *Solver) tracked(ctx context.Context, t *theory, questions [][]int, shared bool, hypotheses func(goal int) []int, effort, seed int) (cores map[int][]int, cost int, err error) {
	cores = map[int][]int{}
	if len(questions) == 0 {
		return cores, 0, nil
	}
	var in strings.Builder
	fmt.Fprintf(&in, "(set-option :produce-unsat-cores true)\n(set-option :smt.random_seed %d)\n%s%s(push 1)\n", seed, s.options(), t.declared)
	said := 0
	for _, goals := range questions {
		i := goals[0]
		for ; shared && said < t.before[i]; said++ {
			in.WriteString(t.labelled(said))
		}
		in.WriteString("(push 1)\n")
		for _, h := range hypotheses(i) {
			in.WriteString(t.labelled(h))
		}
		ask := t.goals[i].Ask
		if len(goals) > 1 {
			ask = firstThatFails(t.goals[i : i+len(goals)])
		}
		fmt.Fprintf(&in, "(assert %s)\n(echo \"goal\")\n%s(get-unsat-core)\n(pop 1)\n", ask, within("(check-sat)\n", effort))
	}
	in.WriteString("(get-info :rlimit)\n")
	alone := *s // settings outlive a script
	alone.pool = nil
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	out, err := alone.run(limited, in.String())
	stopped := limited.Err() != nil && ctx.Err() == nil
	if err != nil && !stopped {
		return nil, 0, err
	}
	answers, err := s.split(out)
	if err != nil {
		return nil, 0, err
	}
	if stopped { // the last answer may be cut off
		answers, cost = answers[:max(0, len(answers)-1)], mostRecording
	} else if len(answers) != len(questions) {
		return nil, 0, fmt.Errorf("solver %s answered %d of %d questions", s.Name, len(answers), len(questions))
	}
	for k, text := range answers {
		if m := units.FindStringSubmatch(text); m != nil {
			if cost, err = strconv.Atoi(m[1]); err != nil {
				return nil, 0, fmt.Errorf("solver %s: cost %q: %w", s.Name, m[0], err)
			}
		}
		if outcomeOf(text).Answer != Holds {
			continue
		}
		core := []int{}
		for _, m := range label.FindAllStringSubmatch(text, -1) {
			h, err := strconv.Atoi(m[1])
			if err != nil {
				return nil, 0, fmt.Errorf("solver %s: core %q: %w", s.Name, m[0], err)
			}
			core = append(core, h)
		}
		slices.Sort(core)
		cores[k] = core
	}
	return cores, cost, nil
}
