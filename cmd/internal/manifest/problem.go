package manifest

import (
	"fmt"
	"slices"
	"strings"

	cueerrors "cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/token"
)

// Problem is one way in which a source breaks a rule.
type Problem struct {
	// Place is where it is written. Line is 0 when it is the file as a whole.
	Place token.Position
	// Text names the rule and what breaks it.
	Text string
}

// Error answers "file:line:column: text".
func (p *Problem) Error() string {
	if p.Place.Line == 0 {
		return p.Place.Filename + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.Place.Filename, p.Place.Line, p.Place.Column, p.Text)
}

// Problems is everything that is wrong with a source, in the order of its lines.
type Problems []*Problem

// Error answers one line per problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for n, problem := range p {
		lines[n] = problem.Error()
	}
	return strings.Join(lines, "\n")
}

// sorted orders p by place and drops repetitions; it answers nil when there is none.
func (p Problems) sorted() error {
	if len(p) == 0 {
		return nil
	}
	slices.SortStableFunc(p, func(a, b *Problem) int {
		if c := strings.Compare(a.Place.Filename, b.Place.Filename); c != 0 {
			return c
		}
		if c := a.Place.Line - b.Place.Line; c != 0 {
			return c
		}
		return a.Place.Column - b.Place.Column
	})
	return slices.CompactFunc(p, func(a, b *Problem) bool { return *a == *b })
}

// problems translates what CUE reports: each problem stands at its first place in the source's files, not in the schema. The errors of the
// alternatives of one field become one problem.
func (s *source) problems(err error) error {
	var all Problems
	merged := map[string]*Problem{}
	for _, one := range cueerrors.Errors(err) {
		format, args := one.Msg()
		text := fmt.Sprintf(format, args...)
		if strings.HasSuffix(text, "errors in empty disjunction:") {
			continue // a headline; the errors of the alternatives follow
		}
		labels := one.Path()
		if len(labels) > 0 && labels[0] == manifestRule {
			labels = labels[1:]
		}
		place := s.first(one)
		if place.Line == 0 {
			place = s.place(labels...)
		}
		path := strings.Join(labels, ".")
		key := fmt.Sprint(place, path)
		if p, ok := merged[key]; ok {
			p.Text += "; or: " + text
			continue
		}
		if path != "" {
			text = path + ": " + text
		}
		merged[key] = &Problem{Place: place, Text: text}
		all = append(all, merged[key])
	}
	return all.sorted()
}

// first answers the first place of an error that is in the source's files.
func (s *source) first(err cueerrors.Error) token.Position {
	for _, pos := range cueerrors.Positions(err) {
		if at := pos.Position(); at.Filename != schemaName && at.Line > 0 {
			return at
		}
	}
	return token.Position{}
}
