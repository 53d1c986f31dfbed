package vc

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// Cores say, by the name of a goal, which hypotheses sufficed to prove it in an earlier run: their names, one after the other. A core is never believed: the
// goal is asked again, with those hypotheses alone. What is proved with fewer hypotheses holds with all, so that no core can make a false goal hold; with
// one that does not fit, the goal is asked as without.
type Cores map[string]string

// The lengths of names. Two hypotheses of one name only make a core larger, and two goals of one name only try each other's core.
const (
	// GoalName is the length of a goal's name.
	GoalName = 6
	// HypothesisName is the length of the name of a hypothesis.
	HypothesisName = 4
)

// coreEffort is the resource limit of a goal with the hypotheses of its core.
const coreEffort = 1_000_000

// nameOf is the start of the hash of a text.
func nameOf(text string, length int) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:length]
}

// theory is a script taken apart: what declares, what is said, and what is asked.
type theory struct {
	declared   string
	hypotheses []string
	named      map[string][]int // hypotheses by name
	goals      []Step
	names      []string // of goals
	before     []int    // how many hypotheses stand before each goal
}

// apart takes a script apart.
func apart(script *Script) *theory {
	t := &theory{named: map[string][]int{}}
	var declared strings.Builder
	add := func(text string) {
		for line := range strings.Lines(text) {
			if !strings.HasPrefix(line, assertion) {
				declared.WriteString(line)
				continue
			}
			name := nameOf(line, HypothesisName)
			t.named[name] = append(t.named[name], len(t.hypotheses))
			t.hypotheses = append(t.hypotheses, line)
		}
	}
	add(script.Head)
	for _, st := range script.Steps {
		add(st.Text)
		if st.Goal != nil {
			t.goals = append(t.goals, st)
			t.names = append(t.names, nameOf(st.Ask, GoalName))
			t.before = append(t.before, len(t.hypotheses))
		}
	}
	t.declared = declared.String()
	return t
}

// assertion is how a line starts that says something; it ends with a parenthesis.
const assertion = "(assert "

// core answers the hypotheses that a core names for goal i, in order, if all of them stand before it.
func (t *theory) core(cores Cores, i int) (hypotheses []int, ok bool) {
	names, ok := cores[t.names[i]]
	if !ok || t.goals[i].Goal.Kind != Prove {
		return nil, false
	}
	for ; len(names) >= HypothesisName; names = names[HypothesisName:] {
		found := false
		for _, h := range t.named[names[:HypothesisName]] {
			if h < t.before[i] {
				hypotheses, found = append(hypotheses, h), true
			}
		}
		if !found {
			return nil, false
		}
	}
	return hypotheses, true
}

// Replayed are the goals of a script that hold by their cores, by index, and the names of those goals.
type Replayed struct {
	Proved map[int]bool
	Names  map[string]bool
}

// replay asks the goals that have cores, but for those in skip, with the hypotheses of these alone.
func (s *Solver) replay(ctx context.Context, t *theory, skip map[int]bool, cores Cores) (Replayed, error) {
	r := Replayed{Proved: map[int]bool{}, Names: map[string]bool{}}
	var in strings.Builder
	in.WriteString(s.options() + t.declared)
	var tried []int
	for i, g := range t.goals {
		hypotheses, ok := t.core(cores, i)
		if !ok || skip[i] {
			continue
		}
		tried = append(tried, i)
		in.WriteString("(push 1)\n")
		for _, h := range hypotheses {
			in.WriteString(t.hypotheses[h])
		}
		in.WriteString(s.check(g.Ask, coreEffort) + "(pop 1)\n")
	}
	if len(tried) == 0 {
		return r, nil
	}
	answers, err := s.answers(ctx, in.String(), len(tried))
	if err != nil {
		return r, err
	}
	for k, text := range answers {
		if outcomeOf(text).Answer == Holds {
			r.Proved[tried[k]] = true
			r.Names[t.names[tried[k]]] = true
		}
	}
	return r, nil
}
