package vc

import (
	"context"
	"fmt"
	"strings"
)

// Key identifies the solver and its settings in a cache.
func (s *Solver) Key() string {
	return fmt.Sprintf("%s\x00%s\x00%d\x00%s", s.Name, s.Version, s.Effort, s.options())
}

// mostExplained is the number of failures of one script for which a counterexample is asked.
const mostExplained = 5

// Explain asks for the values and the path of the counterexamples of failed goals and enters them into the outcomes.
func (s *Solver) Explain(ctx context.Context, script *Script, outcomes []Outcome) error {
	i, explained := -1, 0
	var text strings.Builder
	text.WriteString("(set-option :produce-models true)\n" + s.options() + script.Head)
	for _, st := range script.Steps {
		text.WriteString(st.Text)
		if st.Goal == nil {
			continue
		}
		i++
		if outcomes[i].Answer != Fails || st.Goal.Kind != Prove || explained == mostExplained {
			continue
		}
		explained++
		var ask strings.Builder
		check := "(check-sat)\n"
		if s.Name == "z3" {
			check = within(check, s.Effort)
		}
		fmt.Fprintf(&ask, "%s(push 1)\n(assert %s)\n%s(echo \"values\")\n", text.String(), st.Ask, check)
		for _, v := range script.Values {
			fmt.Fprintf(&ask, "(get-value (%s))\n", v.Term)
		}
		ask.WriteString("(echo \"path\")\n")
		for _, t := range st.Goal.Path {
			fmt.Fprintf(&ask, "(get-value (%s))\n", Print(t.Cond))
		}
		out, err := s.run(ctx, ask.String())
		if err != nil {
			return err
		}
		s.read(out, script, st.Goal, &outcomes[i])
	}
	return nil
}

// read enters the printed values of one counterexample.
func (s *Solver) read(out string, script *Script, g *Goal, o *Outcome) {
	_, rest, ok := strings.Cut(out, "values\n")
	if !ok || strings.Contains(rest, "model is not available") {
		return
	}
	values, path, _ := strings.Cut(rest, "path\n")
	o.Values = map[string]string{}
	for i, v := range pairs(values) {
		if i < len(script.Values) {
			if text, ok := goValue(v); ok {
				o.Values[script.Values[i].Go] = text
			}
		}
	}
	o.Taken = []int{}
	for i, v := range pairs(path) {
		if v == "true" && i < len(g.Path) {
			o.Taken = append(o.Taken, i)
		}
	}
}

// pairs reads the values of a series of get-value answers, each ((term value)).
func pairs(text string) []string {
	var list []string
	depth, start := 0, 0
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '|':
			quoted = !quoted
		case quoted:
		case c == '(':
			if depth == 0 {
				start = i
			}
			depth++
		case c == ')':
			depth--
			if depth == 0 {
				list = append(list, secondOf(text[start:i+1]))
			}
		}
	}
	return list
}

// secondOf is the value in ((term value)).
func secondOf(pair string) string {
	pair = strings.TrimSpace(pair)
	if !strings.HasPrefix(pair, "((") {
		return ""
	}
	inner := pair[2 : len(pair)-2]
	depth, quoted, end := 0, false, 0
	for i := 0; i < len(inner); i++ {
		switch c := inner[i]; {
		case c == '|':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth--
		case (c == ' ' || c == '\n') && depth == 0:
			end = i
			return strings.TrimSpace(inner[end:])
		}
	}
	return ""
}

// goValue spells a solver's value in Go.
func goValue(v string) (string, bool) {
	v = strings.TrimSpace(v)
	if inner, ok := strings.CutPrefix(v, "(- "); ok {
		v = "-" + strings.TrimSuffix(inner, ")")
	}
	if v == "" || strings.ContainsAny(v, "(|") {
		return "", false
	}
	return v, true
}
