package deduce

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"

	"warrant/verify/annot"
	"warrant/verify/ir"
	"warrant/verify/obligation"
	"warrant/verify/vc"
)

// obligations turns a method's goals and their outcomes into obligations.
func obligations(m *ir.Method, script *vc.Script, goals []*vc.Goal, outcomes []vc.Outcome, engine string) []obligation.Obligation {
	list := make([]obligation.Obligation, 0, len(goals))
	broken := false
	for i, g := range goals {
		out := outcomes[i]
		o := obligation.Obligation{
			ID:          identity(m, g),
			Place:       place(g.Claim.At, m.At),
			Description: g.Claim.Why,
			Engine:      engine,
		}
		switch {
		case out.Reason == vc.NotAsked:
			o.Verdict, o.Detail = obligation.Undetermined, out.Reason
		case g.Kind == vc.Prove && out.Answer == vc.Holds:
			o.Verdict, o.Class = obligation.Success, obligation.Proved
			if out.Reason == vc.BitVector {
				o.Class = obligation.ProvedBitVector
			}
		case g.Kind == vc.Prove && out.Answer == vc.Fails:
			o.Verdict, o.Detail = obligation.Failure, detail(m, script, g, out)
			broken = true
		case g.Kind == vc.Reach && out.Answer == vc.Holds && broken:
			o.Verdict, o.Detail = obligation.Undetermined, "an earlier failure hides this"
		case g.Kind == vc.Reach && out.Answer == vc.Holds:
			o.Verdict, o.Detail = obligation.Unsatisfiable, g.Claim.Why
		case g.Kind == vc.ReachBranch && out.Answer == vc.Holds && broken:
			continue
		case g.Kind == vc.ReachBranch && out.Answer == vc.Holds:
			o.Verdict, o.Class, o.Detail = obligation.Unreachable, obligation.Proved, g.Claim.Why
		case g.Kind == vc.Reach || g.Kind == vc.ReachBranch:
			o.Verdict = obligation.Satisfied
		case g.Kind == vc.RefuteGoal && out.Answer == vc.Holds:
			o.Verdict, o.Detail = obligation.Failure, g.Claim.Why
		case g.Kind == vc.RefuteGoal && out.Answer == vc.Fails:
			o.Verdict, o.Class = obligation.Success, obligation.Proved
		default:
			o.Verdict, o.Detail = obligation.Undetermined, "the solver gave up: "+out.Reason+"\n"+hint(g)
			broken = true
		}
		list = append(list, o)
	}
	return list
}

// identity is a goal's name, without its ordinal.
func identity(m *ir.Method, g *vc.Goal) obligation.ID {
	return obligation.ID{Package: m.Module, Function: m.Title, Kind: obligation.Kind(g.Claim.Kind), Expression: obligation.NormaliseText(g.Claim.Text)}
}

func place(at, otherwise annot.Pos) obligation.Place {
	if at.Line == 0 {
		at = otherwise
	}
	return obligation.Place{File: at.File, Line: at.Line, Column: at.Col}
}

// detail explains a failure: the clause when it stands elsewhere, the path, the values, and a hint.
func detail(m *ir.Method, script *vc.Script, g *vc.Goal, out vc.Outcome) string {
	var parts []string
	if g.Claim.From.Line > 0 && g.Claim.From != g.Claim.At {
		parts = append(parts, "clause: "+g.Claim.From.String())
	}
	if path := pathOf(g, out); path != "" {
		parts = append(parts, "path: "+path)
	}
	if values := valuesOf(script, g.Claim.Text, out); values != "" {
		parts = append(parts, "where: "+values)
	}
	if h := hint(g); h != "" {
		parts = append(parts, h)
	}
	said := map[string]bool{}
	for _, i := range out.Taken {
		if i < len(g.Path) && g.Path[i].Hint != "" && !said[g.Path[i].Hint] {
			said[g.Path[i].Hint] = true
			parts = append(parts, "hint: "+g.Path[i].Hint)
		}
	}
	return strings.Join(parts, "\n")
}

// pathOf lists the branches that the counterexample takes, in source lines.
func pathOf(g *vc.Goal, out vc.Outcome) string {
	if out.Taken == nil {
		return ""
	}
	var parts []string
	for _, i := range out.Taken {
		if i < len(g.Path) {
			parts = append(parts, fmt.Sprintf("line %d: %s", g.Path[i].At.Line, g.Path[i].Text))
		}
	}
	return strings.Join(parts, ", ")
}

// mostValues is the number of values that a counterexample prints; elements of arrays that are zero are left out.
const mostValues = 24

func valuesOf(script *vc.Script, clause string, out vc.Outcome) string {
	usual := usualElements(script, out)
	var parts []string
	for _, v := range relevantFirst(script.Values, clause) {
		value, ok := out.Values[v.Go]
		if !ok || (usual[generic(v.Go)] == value && v.Go != generic(v.Go)) {
			continue
		}
		parts = append(parts, v.Go+" = "+value)
		if len(parts) == mostValues {
			parts = append(parts, "...")
			break
		}
	}
	elements := make([]string, 0, len(usual))
	for g, value := range usual {
		elements = append(elements, g+" = "+value)
	}
	sort.Strings(elements)
	if len(elements) > 0 && len(elements) <= mostValues {
		parts = append(parts, "elsewhere "+strings.Join(elements, ", "))
	}
	return strings.Join(parts, ", ")
}

// relevantFirst puts first the values that the clause names, then variables as a whole, then their fields, then elements of arrays.
func relevantFirst(values []vc.Value, clause string) []vc.Value {
	named := map[string]bool{}
	for _, word := range strings.FieldsFunc(clause, func(r rune) bool { return r != '.' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		named[word] = true
	}
	rank := func(v vc.Value) int {
		switch {
		case named[v.Go]:
			return 0
		case strings.Contains(v.Go, "["):
			return 3
		case strings.Contains(v.Go, "."):
			return 2
		}
		return 1
	}
	sorted := slices.Clone(values)
	slices.SortStableFunc(sorted, func(a, b vc.Value) int { return rank(a) - rank(b) })
	return sorted
}

// generic is the name of an element with its index left out.
func generic(name string) string {
	i, j := strings.IndexByte(name, '['), strings.LastIndexByte(name, ']')
	if i < 0 || j < i {
		return name
	}
	return name[:i] + "[*]" + name[j+1:]
}

// usualElements are the commonest values of the elements of each array: a counterexample prints the slots that differ.
func usualElements(script *vc.Script, out vc.Outcome) map[string]string {
	count := map[string]map[string]int{}
	for _, v := range script.Values {
		if value, ok := out.Values[v.Go]; ok && strings.Contains(v.Go, "[") {
			g := generic(v.Go)
			if count[g] == nil {
				count[g] = map[string]int{}
			}
			count[g][value]++
		}
	}
	usual := map[string]string{}
	for g, values := range count {
		best := 1
		for value, n := range values {
			if n > best || (n == best && best > 1 && value < usual[g]) {
				usual[g], best = value, n
			}
		}
	}
	return usual
}

// hint says what is often missing when a goal of this kind fails.
func hint(g *vc.Goal) string { return hintFor(obligation.Kind(g.Claim.Kind)) }

func hintFor(kind obligation.Kind) string {
	switch kind {
	case obligation.InvariantKept:
		return "hint: the invariant must follow from the invariants alone; state what the loop keeps of everything that it changes"
	case obligation.Permission:
		return "hint: unfold the predicate that owns the location, or require acc of it"
	case obligation.Wraps:
		return "hint: bound the operands by requires or an invariant, widen the type and use %, or allow it with //gosure:wraps \"reason\""
	case obligation.Conversion:
		return "hint: bound the value, or reduce it with % before the conversion"
	}
	return ""
}
