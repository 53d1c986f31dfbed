package bmc

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

// makeInterface returns the interface value that holds content of dynamic type typ.
func (e *engine) makeInterface(typ types.Type, content value) value {
	return &iface{options: []dynamic{{guard: e.b.True(), typ: typ, content: content}}}
}

// isNilInterface returns the condition under which v is nil.
func (e *engine) isNilInterface(v *iface) *smt.Term {
	isNil := e.b.False()
	for _, d := range v.options {
		if d.typ == nil {
			isNil = e.b.Or(isNil, d.guard)
		}
	}
	return isNil
}

// typeAssert computes x.(T): the content for a concrete T, the interface value itself for an interface T.
func (e *engine) typeAssert(f *frame, instr *ssa.TypeAssert) value {
	x := e.operand(f, instr.X)
	e.demand(x)
	matches := e.b.False()
	target, wantsInterface := instr.AssertedType.Underlying().(*types.Interface)
	result := e.zero(instr.AssertedType)
	var kept []dynamic
	for _, d := range x.(*iface).options {
		if d.typ == nil {
			continue
		}
		if wantsInterface {
			if types.Implements(d.typ, target) {
				matches = e.b.Or(matches, d.guard)
				kept = append(kept, d)
			}
		} else if types.Identical(d.typ, instr.AssertedType) {
			matches = e.b.Or(matches, d.guard)
			result = e.choose(d.guard, d.content, result)
		}
	}
	if !instr.CommaOk {
		e.require(f, obligation.TypeAssertion, describe("the dynamic type is %s",
			types.TypeString(instr.AssertedType, types.RelativeTo(f.fn.Package().Pkg))), matches)
		if f.now.dead() {
			return nil
		}
	}
	if wantsInterface {
		if !matches.IsTrue() {
			kept = append(kept, dynamic{guard: e.b.Not(matches)})
		}
		result = &iface{options: kept}
	}
	if instr.CommaOk {
		return &aggregate{elems: []value{result, matches}}
	}
	return result
}
