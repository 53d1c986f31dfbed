package local

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// place names a variable in a way that two expressions for it share: a pointer, and the way from there.
type place struct {
	way  byte
	base any
	step any
}

// content is what a variable is known to hold.
type content struct {
	address ssa.Value
	value   ssa.Value
	// uses are the values that the place is made of.
	uses []ssa.Value
}

// findSame finds loads and computations that yield what an earlier value is. It runs three times, since a load through a pointer that
// is loaded twice needs the first round.
func (f *function) findSame(w *World) {
	f.same = map[ssa.Value]ssa.Value{}
	f.factsOf = map[*ssa.BasicBlock][]fact{}
	for range 3 {
		f.findLoads(w)
		f.findComputations()
	}
}

// placeOf returns the place that address is, and the values that it is made of.
func (f *function) placeOf(address ssa.Value) (p place, uses []ssa.Value) {
	switch a := address.(type) {
	case *ssa.FieldAddr:
		base, uses := f.placeOf(a.X)
		return place{'f', base, a.Field}, uses
	case *ssa.IndexAddr:
		base, uses := f.placeOf(a.X)
		if c, ok := a.Index.(*ssa.Const); ok && c.Value != nil {
			return place{'i', base, c.Value.ExactString()}, uses
		}
		index := f.representative(a.Index)
		return place{'i', base, index}, append(uses, index)
	}
	base := f.representative(address)
	return place{'v', base, nil}, []ssa.Value{base}
}

// findLoads is a forward analysis of what variables hold.
func (f *function) findLoads(w *World) {
	out := make([]map[place]content, len(f.fn.Blocks))
	done := make([]bool, len(f.fn.Blocks))
	for changed := true; changed; {
		changed = false
		for _, block := range f.graph.order {
			state := f.entering(block, out, done)
			f.flow(w, block, state, nil)
			if !done[block.Index] || len(state) != len(out[block.Index]) || !equalContents(state, out[block.Index]) {
				out[block.Index], done[block.Index], changed = state, true, true
			}
		}
	}
	for _, block := range f.graph.order {
		f.flow(w, block, f.entering(block, out, done), f.same)
	}
}

func equalContents(a, b map[place]content) bool {
	for p, c := range a {
		if b[p].value != c.value {
			return false
		}
	}
	return true
}

// entering returns what all ways into block agree on, of values that every way computes.
func (f *function) entering(block *ssa.BasicBlock, out []map[place]content, done []bool) map[place]content {
	state := map[place]content{}
	first := true
	for _, pred := range f.graph.preds[block.Index] {
		if !done[pred.Index] {
			continue
		}
		if first {
			for p, c := range out[pred.Index] {
				state[p] = c
			}
			first = false
			continue
		}
		for p, c := range state {
			if out[pred.Index][p].value != c.value {
				delete(state, p)
			}
		}
	}
	start := point{block, 0}
	for p, c := range state {
		keep := f.graph.available(c.value, start)
		for _, use := range c.uses {
			keep = keep && f.graph.available(use, start)
		}
		if !keep {
			delete(state, p)
		}
	}
	return state
}

// flow goes through a block with state, and notes in found the loads whose value is known.
func (f *function) flow(w *World, block *ssa.BasicBlock, state map[place]content, found map[ssa.Value]ssa.Value) {
	forget := func(e *effect, byCall bool) {
		for p, c := range state {
			if e.touches(c.address) && !(byCall && isLocal(c.address)) {
				delete(state, p)
			}
		}
	}
	for _, instr := range block.Instrs {
		switch instr := instr.(type) {
		case *ssa.Store:
			change := &effect{fields: map[*types.Var]bool{}}
			change.addStore(instr.Addr)
			forget(change, false)
			p, uses := f.placeOf(instr.Addr)
			state[p] = content{address: instr.Addr, value: f.representative(instr.Val), uses: uses}
		case *ssa.UnOp:
			if instr.Op != token.MUL {
				if synchronises(instr) {
					forget(everything, true)
				}
				continue
			}
			p, uses := f.placeOf(instr.X)
			if known, ok := state[p]; ok {
				if found != nil && known.value != ssa.Value(instr) && found[instr] == nil {
					found[instr] = known.value
				}
				continue
			}
			state[p] = content{address: instr.X, value: instr, uses: uses}
		case ssa.CallInstruction:
			if _, isDefer := instr.(*ssa.Defer); !isDefer {
				forget(w.effectOf(instr), true)
			}
		default:
			if synchronises(instr) {
				forget(everything, true)
			}
		}
	}
}

// computation is an operation on values, without effects.
type computation struct {
	operation any
	typ       types.Type
	x, y      any
}

// findComputations maps each computation to the same one that dominates it.
func (f *function) findComputations() {
	known := map[computation][]ssa.Value{}
	for _, block := range f.graph.order {
		for i, instr := range block.Instrs {
			v, ok := instr.(ssa.Value)
			if !ok || f.same[v] != nil {
				continue
			}
			key, ok := f.computationOf(v)
			if !ok {
				continue
			}
			for _, earlier := range known[key] {
				if f.graph.available(earlier, point{block, i}) {
					f.same[v] = earlier
					break
				}
			}
			if f.same[v] == nil {
				known[key] = append(known[key], v)
			}
		}
	}
}

func (f *function) operand(v ssa.Value) any {
	if c, ok := v.(*ssa.Const); ok && c.Value != nil {
		return c.Value.ExactString()
	}
	return f.representative(v)
}

func (f *function) computationOf(v ssa.Value) (computation, bool) {
	switch v := v.(type) {
	case *ssa.BinOp:
		return computation{v.Op, v.Type(), f.operand(v.X), f.operand(v.Y)}, !isString(v.Type())
	case *ssa.UnOp:
		return computation{v.Op, v.Type(), f.operand(v.X), nil}, v.Op == token.SUB || v.Op == token.XOR || v.Op == token.NOT
	case *ssa.Convert:
		return computation{"convert", v.Type(), f.operand(v.X), nil}, isInteger(v.Type()) && isInteger(v.X.Type())
	case *ssa.ChangeType:
		return computation{"change", v.Type(), f.operand(v.X), nil}, true
	case *ssa.Call:
		if t, ok := measured(v); ok {
			return computation{t.aspect, v.Type(), f.operand(t.value), nil}, true
		}
	case *ssa.Field:
		return computation{"field", v.Type(), f.operand(v.X), v.Field}, true
	case *ssa.Extract:
		return computation{"extract", v.Type(), f.operand(v.Tuple), v.Index}, true
	}
	return computation{}, false
}

func isString(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsString != 0
}
