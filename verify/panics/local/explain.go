package local

import (
	"fmt"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// Guard is a condition that holds at a site since control came there.
type Guard struct {
	// Pos is where the condition stands in the source.
	Pos token.Pos
	// Text says the condition in the words of the source, as far as they are known.
	Text string
}

// Guards lists the comparisons that hold at a site, the nearest first, without those that only say that an earlier instruction did not
// panic.
func (w *World) Guards(site Site) (list []Guard) {
	f := w.of(site.Instr)
	if f == nil || !f.graph.reachable(site.Instr.Block()) {
		return nil
	}
	seen := map[string]bool{}
	f.eachFact(at(site.Instr), nil, func(known fact) bool {
		if _, isBranch := known.source.(*ssa.If); !isBranch {
			return true
		}
		text := f.factText(known)
		pos := factPos(known)
		if text == "" || seen[text] {
			return true
		}
		seen[text] = true
		list = append(list, Guard{Pos: pos, Text: text})
		return true
	})
	return list
}

// factPos returns where a fact stands in the source.
func factPos(known fact) token.Pos {
	branch := known.source.(*ssa.If)
	for _, v := range []ssa.Value{branch.Cond, known.value, known.x.value} {
		if v != nil && v.Pos().IsValid() {
			return v.Pos()
		}
	}
	return token.NoPos
}

func (f *function) factText(known fact) string {
	switch known.kind {
	case compared:
		return f.termText(known.x) + " " + known.op.String() + " " + f.termText(known.y)
	case isNil:
		return f.name(known.value) + " == nil"
	case notNil:
		return f.name(known.value) + " != nil"
	case isTrue, isFalse:
		if _, isComparison := known.value.(*ssa.BinOp); isComparison {
			return ""
		}
		return fmt.Sprintf("%s is %v", f.name(known.value), known.kind == isTrue)
	}
	return ""
}

func (f *function) termText(t linearTerm) string {
	switch t.aspect {
	case nothing:
		return t.offset.String()
	case length:
		return "len(" + f.name(t.value) + ")"
	case capacity:
		return "cap(" + f.name(t.value) + ")"
	}
	return f.name(t.value)
}

// name returns words for v that a reader of the source recognises.
func (f *function) name(v ssa.Value) string { return nameOf(v, 0) }

func nameOf(v ssa.Value, depth int) string {
	if depth > 4 {
		return "..."
	}
	next := func(v ssa.Value) string { return nameOf(v, depth+1) }
	switch v := v.(type) {
	case *ssa.Const:
		if v.Value == nil {
			return "nil"
		}
		return v.Value.String()
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Builtin:
		return v.Name()
	case *ssa.Global:
		return v.Name()
	case *ssa.Function:
		return v.RelString(v.Package().Pkg)
	case *ssa.Alloc:
		if v.Comment != "" {
			return v.Comment
		}
	case *ssa.Phi:
		if v.Comment != "" {
			return v.Comment
		}
	case *ssa.FieldAddr:
		return next(v.X) + "." + dereference(v.X.Type()).Underlying().(*types.Struct).Field(v.Field).Name()
	case *ssa.Field:
		return next(v.X) + "." + v.X.Type().Underlying().(*types.Struct).Field(v.Field).Name()
	case *ssa.IndexAddr:
		return next(v.X) + "[" + next(v.Index) + "]"
	case *ssa.Index:
		return next(v.X) + "[" + next(v.Index) + "]"
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return next(v.X)
		}
		return v.Op.String() + next(v.X)
	case *ssa.BinOp:
		return next(v.X) + " " + v.Op.String() + " " + next(v.Y)
	case *ssa.Convert:
		return types.TypeString(v.Type(), shortName) + "(" + next(v.X) + ")"
	case *ssa.ChangeType:
		return next(v.X)
	case *ssa.Slice:
		return next(v.X) + "[:]"
	case *ssa.Extract:
		return fmt.Sprintf("result %d of %s", v.Index, next(v.Tuple))
	case *ssa.Call:
		text := ""
		for i, arg := range v.Call.Args {
			if i > 0 {
				text += ", "
			}
			text += next(arg)
		}
		if v.Call.IsInvoke() {
			return next(v.Call.Value) + "." + v.Call.Method.Name() + "(" + text + ")"
		}
		if fn := v.Call.StaticCallee(); fn != nil {
			return fn.Name() + "(" + text + ")"
		}
		return next(v.Call.Value) + "(" + text + ")"
	}
	return v.Name()
}

// origin says where a value comes from.
func (f *function) origin(v ssa.Value) string {
	v = f.representative(v)
	switch v := v.(type) {
	case *ssa.Parameter:
		if f.open {
			return "parameter " + v.Name() + ", which callers that the analysis does not see choose"
		}
		return fmt.Sprintf("parameter %s, at one of %d calls", v.Name(), len(f.callers))
	case *ssa.Const:
		return "the constant nil"
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return f.name(v) + ", read from memory"
		}
		return f.name(v) + ", received from a channel"
	case *ssa.Extract, *ssa.Call:
		return f.name(v) + ", what a call returns"
	case *ssa.Lookup:
		return "an entry of a map"
	case *ssa.Phi:
		return f.name(v) + ", one of several values"
	}
	return f.name(v)
}
