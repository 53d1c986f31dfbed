package deduce

import (
	"fmt"
	"strings"

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
			ID: obligation.ID{Package: m.Module, Function: m.Title, Kind: obligation.Kind(g.Claim.Kind),
				Expression: obligation.NormaliseText(g.Claim.Text)},
			Place:       place(g.Claim.At, m.At),
			Description: g.Claim.Why,
			Engine:      engine,
		}
		switch {
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
		case g.Kind == vc.Reach:
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
	if values := valuesOf(script, out); values != "" {
		parts = append(parts, "where: "+values)
	}
	if h := hint(g); h != "" {
		parts = append(parts, h)
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

func valuesOf(script *vc.Script, out vc.Outcome) string {
	var parts []string
	for _, v := range script.Values {
		value, ok := out.Values[v.Go]
		if !ok || (strings.Contains(v.Go, "[") && (value == "0" || value == "false")) {
			continue
		}
		parts = append(parts, v.Go+" = "+value)
		if len(parts) == mostValues {
			parts = append(parts, "...")
			break
		}
	}
	return strings.Join(parts, ", ")
}

// hint says what is often missing when a goal of this kind fails.
func hint(g *vc.Goal) string {
	switch obligation.Kind(g.Claim.Kind) {
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
