package panics

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/panics/local"
)

// Find returns the sites that text names: file:line or file:line:column, or an identity as it is printed.
func (a *Audit) Find(text string) (list []*Site) {
	for _, s := range a.Sites {
		line := fmt.Sprintf("%s:%d", s.Place.File, s.Place.Line)
		if s.Place.String() == text || line == text || s.Start.String() == text || s.ID.String() == text || strings.HasPrefix(s.ID.String(), text+" {") {
			list = append(list, s)
		}
	}
	return list
}

// Path returns the way from an entry to a function, the entry first: each line says who calls whom, where.
func (a *Audit) Path(s *Site) (lines []string) {
	fn := s.fn
	for {
		from := a.reach.by[fn]
		if from.from == nil {
			lines = append(lines, fmt.Sprintf("%s.%s, entry: %s", ownerPath(fn), name(fn), strings.Join(a.labelsOf(fn), ", ")))
			break
		}
		where := a.Module.place(from.from.Pos())
		if from.at != nil {
			where = a.Module.place(local.Position(from.at))
		}
		lines = append(lines, fmt.Sprintf("%s.%s, from %s", ownerPath(fn), name(fn), where))
		fn = from.from
	}
	slices.Reverse(lines)
	return lines
}

func ownerPath(fn *ssa.Function) string {
	if owner := packageOf(fn); owner != nil {
		return owner.Pkg.Path()
	}
	return "?"
}

func (a *Audit) labelsOf(fn *ssa.Function) []string {
	for _, e := range a.Entries {
		if e.Function == fn {
			return e.Labels
		}
	}
	return nil
}

// Explain writes all that is known of a site.
func (a *Audit) Explain(w io.Writer, s *Site) {
	fmt.Fprintf(w, "%s: %s: %s\n", s.Place, s.ID.Kind, s.ID.Expression)
	fmt.Fprintf(w, "  id        %s\n  demand    %s\n  class     %s", s.ID, s.Description, s.Class)
	if s.Bound != "" {
		fmt.Fprintf(w, ": %s", s.Bound)
	}
	if s.Verdict == obligation.Unreachable {
		fmt.Fprint(w, " (no execution gets here)")
	}
	if s.Engine != "" {
		fmt.Fprintf(w, " (%s)", s.Engine)
	}
	fmt.Fprintf(w, "\n  reached from %s\n", strings.Join(s.Entries, ", "))
	for i, line := range a.Path(s) {
		fmt.Fprintf(w, "    %s%s\n", strings.Repeat("  ", i), line)
	}
	guards := a.world.Guards(s.local)
	if len(guards) == 0 {
		fmt.Fprintln(w, "  no condition of this function leads here")
	} else {
		fmt.Fprintln(w, "  conditions on the way")
		for _, g := range guards {
			fmt.Fprintf(w, "    %s: %s\n", a.Module.place(g.Pos), g.Text)
		}
	}
	if len(s.Said) > 0 {
		fmt.Fprintln(w, "  what did not prove it")
		for _, o := range s.Said {
			fmt.Fprintf(w, "    %s: %s\n", o.Engine, strings.ReplaceAll(o.Text, "\n", "\n      "))
		}
	}
	if s.Class == obligation.Unproven {
		fmt.Fprintf(w, "  suggestion  %s\n", suggestion(s))
	}
}

// suggestion says what a programmer can do about an unproven site.
func suggestion(s *Site) string {
	switch s.ID.Kind {
	case obligation.IndexBounds:
		return "compare the index with the length before; or reduce it with %, when the length is a constant"
	case obligation.SliceBounds:
		return "compare the bounds with each other and with the length before, in that order, so that no sum wraps"
	case obligation.NilDereference, obligation.NilInterface, obligation.NilFunction:
		return "compare it with nil before, or pass a value instead of a pointer"
	case obligation.NilMapWrite:
		return "make the map where it is declared"
	case obligation.DivisionByZero:
		return "compare the divisor with zero before"
	case obligation.NegativeShift:
		return "use an unsigned shift count"
	case obligation.TypeAssertion:
		return "use the form with two results, and handle the other types"
	case obligation.SliceToArray:
		return "compare the length before"
	case obligation.MakeLength:
		return "bound the length before the make"
	case obligation.Uncomparable:
		return "use a concrete type that can be compared"
	case obligation.ChannelMisuse:
		return "have one goroutine close the channel, after all sends, and nobody else"
	case obligation.ExplicitPanic:
		return "return an error; or waive it: //gosure:waive owner=NAME \"reason\""
	case obligation.Recursion:
		return "use a loop with a stack of fixed size, or prove a measure with decreases"
	}
	return "write a contract and prove it with gosure verify, or a harness for gosure prove"
}
