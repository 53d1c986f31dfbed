package local

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// fact is something that holds at a point since control came there.
type fact struct {
	kind factKind
	// x op y, when kind is compared; op is EQL, NEQ, LSS or LEQ.
	x, y linearTerm
	op   token.Token
	// value is what the other kinds speak of.
	value ssa.Value
	// index is the place in the block from which on the fact holds; 0 for what holds at its start.
	index int
	// source is the instruction that the fact comes from.
	source ssa.Instruction
}

type factKind byte

const (
	compared factKind = iota
	isTrue
	isFalse
	isNil
	notNil
)

// linearTerm is a term as written, plus a constant.
type linearTerm struct {
	term
	offset number
}

func stringOf(c *ssa.Const) (string, bool) {
	if c.Value == nil || c.Value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(c.Value), true
}

func isNilConst(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value != nil {
		return false
	}
	switch c.Type().Underlying().(type) {
	case *types.Pointer, *types.Slice, *types.Map, *types.Chan, *types.Signature, *types.Interface:
		return true
	case *types.Basic:
		return c.Type().Underlying().(*types.Basic).Kind() == types.UnsafePointer
	}
	return false
}

// negated is the comparison that holds when op does not.
var negated = map[token.Token]token.Token{
	token.EQL: token.NEQ, token.NEQ: token.EQL, token.LSS: token.GEQ, token.GEQ: token.LSS, token.LEQ: token.GTR, token.GTR: token.LEQ,
}

// expand returns what follows from the Boolean v having a value, besides that itself.
func (f *function) expand(v ssa.Value, value bool, source ssa.Instruction, depth int) (list []fact) {
	if same := f.same[v]; same != nil {
		v = same
	}
	kind := isFalse
	if value {
		kind = isTrue
	}
	list = append(list, fact{kind: kind, value: v, source: source})
	if depth > 8 {
		return list
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			list = append(list, f.expand(v.X, !value, source, depth+1)...)
		}
	case *ssa.BinOp:
		list = append(list, f.comparison(v, value, source, depth)...)
	case *ssa.Phi:
		list = append(list, f.expandPhi(v, value, source, depth)...)
	}
	return list
}

// comparison returns what follows from a comparison having a value.
func (f *function) comparison(v *ssa.BinOp, value bool, source ssa.Instruction, depth int) (list []fact) {
	op := v.Op
	if _, isComparison := negated[op]; !isComparison {
		return nil
	}
	if !value {
		op = negated[op]
	}
	if op != token.EQL && op != token.NEQ {
		basic, ok := v.X.Type().Underlying().(*types.Basic)
		if !ok || basic.Info()&types.IsInteger == 0 {
			return nil
		}
	}
	x, y := v.X, v.Y
	if op == token.GTR || op == token.GEQ {
		x, y = y, x
		op = map[token.Token]token.Token{token.GTR: token.LSS, token.GEQ: token.LEQ}[op]
	}
	if isNilConst(x) {
		x, y = y, x
	}
	switch basic, _ := x.Type().Underlying().(*types.Basic); {
	case isNilConst(y):
		kind := notNil
		if op == token.EQL {
			kind = isNil
		}
		return []fact{{kind: kind, value: x, source: source}}
	case basic == nil:
	case basic.Info()&types.IsInteger != 0:
		list = append(list, fact{kind: compared, x: linearTerm{term: term{whole, x}}, op: op, y: linearTerm{term: term{whole, y}}, source: source})
	case basic.Info()&types.IsBoolean != 0:
		if _, isConst := x.(*ssa.Const); isConst {
			x, y = y, x
		}
		if c, isConst := y.(*ssa.Const); isConst && c.Value != nil {
			list = f.expand(x, constant.BoolVal(c.Value) == (op == token.EQL), source, depth+1)
		}
	case basic.Info()&types.IsString != 0:
		list = stringFacts(x, y, op, source)
	}
	return list
}

// stringFacts returns what a comparison of strings says of their lengths.
func stringFacts(x, y ssa.Value, op token.Token, source ssa.Instruction) []fact {
	left, right := linearTerm{term: term{length, x}}, linearTerm{term: term{length, y}}
	if op == token.EQL {
		return []fact{{kind: compared, x: left, op: token.EQL, y: right, source: source}}
	}
	for _, pair := range [][2]ssa.Value{{x, y}, {y, x}} {
		c, isConst := pair[1].(*ssa.Const)
		if !isConst {
			continue
		}
		if text, ok := stringOf(c); ok && text == "" && op == token.NEQ {
			return []fact{{kind: compared, x: linearTerm{offset: of(1)}, op: token.LEQ, y: linearTerm{term: term{length, pair[0]}}, source: source}}
		}
	}
	return nil
}

// expandPhi handles the values of && and ||: when only one edge can have brought the value, what holds at that edge holds.
func (f *function) expandPhi(v *ssa.Phi, value bool, source ssa.Instruction, depth int) []fact {
	chosen := -1
	for i, edge := range v.Edges {
		if c, isConst := edge.(*ssa.Const); isConst && c.Value != nil && constant.BoolVal(c.Value) != value {
			continue
		}
		if chosen >= 0 {
			return nil
		}
		chosen = i
	}
	if chosen < 0 {
		return nil
	}
	pred := v.Block().Preds[chosen]
	if f.graph.dominates(v.Block(), pred) {
		return nil // a loop: the edge's values are those of the last turn
	}
	list := f.edgeFacts(pred, v.Block(), depth+1)
	for b := pred; b != nil && !f.graph.dominates(b, v.Block()); b = f.graph.idom[b.Index] {
		list = append(list, f.blockFacts(b, depth+1)...)
	}
	if _, isConst := v.Edges[chosen].(*ssa.Const); !isConst {
		list = append(list, f.expand(v.Edges[chosen], value, source, depth+1)...)
	}
	for i := range list {
		list[i].index = 0
	}
	return list
}

// edgeFacts returns what holds because control goes from one block to another.
func (f *function) edgeFacts(from, to *ssa.BasicBlock, depth int) []fact {
	if len(from.Instrs) == 0 || f.graph.stop[from.Index] < len(from.Instrs) {
		return nil
	}
	branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || from.Succs[0] == from.Succs[1] {
		return nil
	}
	return f.expand(branch.Cond, from.Succs[0] == to, branch, depth)
}

// blockFacts returns what holds in block because it runs, and behind each of its instructions because that did not panic.
func (f *function) blockFacts(block *ssa.BasicBlock, depth int) (list []fact) {
	if known, ok := f.factsOf[block]; ok {
		return known
	}
	if preds := f.graph.preds[block.Index]; len(preds) == 1 && depth <= 8 {
		list = append(list, f.edgeFacts(preds[0], block, depth)...)
	}
	for i, instr := range block.Instrs {
		for _, passed := range passedFacts(instr) {
			passed.index, passed.source = i+1, instr
			list = append(list, passed)
		}
	}
	if depth == 0 {
		f.factsOf[block] = list
	}
	return list
}

// passedFacts returns what holds behind instr because it did not panic.
func passedFacts(instr ssa.Instruction) (list []fact) {
	value := func(v ssa.Value) linearTerm { return linearTerm{term: term{whole, v}} }
	zero := linearTerm{}
	inBounds := func(index, of ssa.Value) []fact {
		return []fact{
			{x: zero, op: token.LEQ, y: value(index)},
			{x: value(index), op: token.LSS, y: linearTerm{term: term{length, of}}},
		}
	}
	switch instr := instr.(type) {
	case *ssa.IndexAddr:
		list = append(inBounds(instr.Index, instr.X), fact{kind: notNil, value: instr.X})
	case *ssa.Index:
		list = inBounds(instr.Index, instr.X)
	case *ssa.Lookup:
		if hasLength(instr.X.Type()) {
			list = inBounds(instr.Index, instr.X)
		}
	case *ssa.Slice:
		list = slicedFacts(instr)
	case *ssa.FieldAddr:
		list = []fact{{kind: notNil, value: instr.X}}
	case *ssa.UnOp:
		if instr.Op == token.MUL {
			list = []fact{{kind: notNil, value: instr.X}}
		}
	case *ssa.Store:
		list = []fact{{kind: notNil, value: instr.Addr}}
	case *ssa.MapUpdate:
		list = []fact{{kind: notNil, value: instr.Map}}
	case *ssa.BinOp:
		if isInteger(instr.Y.Type()) && (instr.Op == token.QUO || instr.Op == token.REM) {
			list = []fact{{x: value(instr.Y), op: token.NEQ, y: zero}}
		}
		if isInteger(instr.Y.Type()) && (instr.Op == token.SHL || instr.Op == token.SHR) {
			list = []fact{{x: zero, op: token.LEQ, y: value(instr.Y)}}
		}
	case *ssa.Call:
		if instr.Call.IsInvoke() {
			list = []fact{{kind: notNil, value: instr.Call.Value}}
		}
	case *ssa.SliceToArrayPointer:
		if n, ok := lengthOf(instr); ok {
			list = []fact{{x: linearTerm{offset: n}, op: token.LEQ, y: linearTerm{term: term{length, instr.X}}}}
		}
	}
	return list
}

func isInteger(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsInteger != 0
}

// slicedFacts returns what a slice expression shows by not panicking: 0 <= low <= high <= max <= capacity.
func slicedFacts(s *ssa.Slice) (list []fact) {
	last := linearTerm{}
	for _, bound := range []ssa.Value{s.Low, s.High, s.Max} {
		if bound == nil {
			continue
		}
		next := linearTerm{term: term{whole, bound}}
		list = append(list, fact{x: last, op: token.LEQ, y: next})
		last = next
	}
	limit := capacity
	if s.Max == nil && s.High == nil || !isSlice(s.X.Type()) {
		limit = length
	}
	return append(list, fact{x: last, op: token.LEQ, y: linearTerm{term: term{limit, s.X}}})
}

func isSlice(t types.Type) bool {
	_, ok := t.Underlying().(*types.Slice)
	return ok
}

// eachFact calls visit for what holds at p, the nearest first, until it answers false.
func (f *function) eachFact(p point, extra []fact, visit func(fact) bool) {
	for _, known := range extra {
		if !visit(known) {
			return
		}
	}
	limit := p.index
	for block := p.block; block != nil; block = f.graph.idom[block.Index] {
		list := f.blockFacts(block, 0)
		for i := len(list) - 1; i >= 0; i-- {
			if list[i].index <= limit && !visit(list[i]) {
				return
			}
		}
		limit = len(block.Instrs)
	}
}
