package bmc

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

// equalOperands compares the operands of == or !=, and demands that the dynamic types in them can be compared.
func (e *engine) equalOperands(f *frame, instr *ssa.BinOp, x, y value) *smt.Term {
	left, right := instr.X.Type(), instr.Y.Type()
	if types.IsInterface(left) && !types.IsInterface(right) {
		y, right = e.makeInterface(right, y), left
	}
	if types.IsInterface(right) && !types.IsInterface(left) {
		x, left = e.makeInterface(left, x), right
	}
	panics := e.b.False()
	same := e.equal(x, y, left, &panics)
	if !isNilConstant(instr.X) && !isNilConstant(instr.Y) && holdsInterface(left) {
		e.require(f, obligation.Uncomparable, "the dynamic types can be compared", e.b.Not(panics))
	}
	return same
}

func isNilConstant(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

// equal compares two values of one type as == does. It adds to panics the condition under which == panics.
func (e *engine) equal(x, y value, typ types.Type, panics **smt.Term) *smt.Term {
	e.demand(x)
	e.demand(y)
	switch x := x.(type) {
	case *smt.Term:
		return e.b.Eq(x, y.(*smt.Term))
	case *text:
		return e.equalText(x, y.(*text))
	case *pointer:
		return e.equalPointers(x, y.(*pointer))
	case *slice:
		return e.b.And(e.isNil(x.base), e.isNil(y.(*slice).base))
	case *function:
		return e.b.And(e.isNilFunction(x), e.isNilFunction(y.(*function)))
	case *iface:
		return e.equalIfaces(x, y.(*iface), panics)
	case *aggregate, *sparse:
		if x == y {
			return e.b.True()
		}
		return e.equalAggregates(e.listed(x), e.listed(y), typ, panics)
	}
	e.reject("comparison of type %s", typ)
	return nil
}

func (e *engine) isNilFunction(v *function) *smt.Term {
	isNil := e.b.False()
	for _, option := range v.options {
		if option.fn == nil {
			isNil = e.b.Or(isNil, option.guard)
		}
	}
	return isNil
}

// equalAggregates compares part by part, and stops like Go at the first difference: a later part that cannot be compared
// panics only when the earlier ones are equal.
func (e *engine) equalAggregates(x, y []value, typ types.Type, panics **smt.Term) *smt.Term {
	partType := func(int) types.Type { return typ }
	blank := func(int) bool { return false }
	switch t := typ.Underlying().(type) {
	case *types.Array:
		partType = func(int) types.Type { return t.Elem() }
	case *types.Struct:
		partType = func(i int) types.Type { return t.Field(i).Type() }
		blank = func(i int) bool { return t.Field(i).Name() == "_" }
	}
	same := e.b.True()
	for i := range x {
		if blank(i) {
			continue
		}
		inner := e.b.False()
		part := e.equal(x[i], y[i], partType(i), &inner)
		*panics = e.b.Or(*panics, e.b.And(same, inner))
		same = e.b.And(same, part)
	}
	return same
}

func (e *engine) equalPointers(x, y *pointer) *smt.Term {
	same := e.b.False()
	for _, s := range x.targets {
		for _, t := range y.targets {
			if s.object != t.object || len(s.path) != len(t.path) {
				if s.object != nil && t.object != nil && isZeroSized(typeAt(s.object.typ, s.path)) {
					e.reject("comparison of pointers to variables of size zero")
				}
				continue
			}
			here := e.b.And(s.guard, t.guard)
			for i := range s.path {
				here = e.b.And(here, e.b.Eq(e.stepIndex(s.path[i]), e.stepIndex(t.path[i])))
			}
			same = e.b.Or(same, here)
		}
	}
	return same
}

func isZeroSized(typ types.Type) bool {
	switch t := typ.Underlying().(type) {
	case *types.Struct:
		for i := range t.NumFields() {
			if !isZeroSized(t.Field(i).Type()) {
				return false
			}
		}
		return true
	case *types.Array:
		return t.Len() == 0 || isZeroSized(t.Elem())
	}
	return false
}

func (e *engine) equalIfaces(x, y *iface, panics **smt.Term) *smt.Term {
	same := e.b.False()
	for _, s := range x.options {
		for _, t := range y.options {
			here := e.b.And(s.guard, t.guard)
			if here.IsFalse() || !sameType(s.typ, t.typ) {
				continue
			}
			if s.typ == nil {
				same = e.b.Or(same, here)
				continue
			}
			if !types.Comparable(s.typ) {
				*panics = e.b.Or(*panics, here)
				continue
			}
			inner := e.b.False()
			equal := e.equal(s.content, t.content, s.typ, &inner)
			*panics = e.b.Or(*panics, e.b.And(here, inner))
			same = e.b.Or(same, e.b.And(here, equal))
		}
	}
	return same
}
