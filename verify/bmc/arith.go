package bmc

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

func (e *engine) binaryOperation(f *frame, instr *ssa.BinOp) value {
	x, y := e.operand(f, instr.X), e.operand(f, instr.Y)
	e.demand(x)
	e.demand(y)
	switch instr.Op {
	case token.EQL, token.NEQ:
		same := e.equalOperands(f, instr, x, y)
		if f.now.dead() {
			return nil
		}
		if instr.Op == token.NEQ {
			return e.b.Not(same)
		}
		return same
	}
	if isString(instr.X.Type()) {
		return e.stringOperation(instr.Op, x.(*text), y.(*text))
	}
	if isBoolean(instr.X.Type()) {
		switch instr.Op {
		case token.AND, token.LAND:
			return e.b.And(x.(*smt.Term), y.(*smt.Term))
		case token.OR, token.LOR:
			return e.b.Or(x.(*smt.Term), y.(*smt.Term))
		case token.XOR:
			return e.b.Not(e.b.Eq(x.(*smt.Term), y.(*smt.Term)))
		}
	}
	width, isSigned, ok := intWidth(instr.X.Type())
	if !ok {
		e.reject("operator %s on type %s", instr.Op, instr.X.Type())
	}
	a, c := x.(*smt.Term), y.(*smt.Term)
	switch instr.Op {
	case token.SHL, token.SHR:
		return e.shift(f, instr, a, c, width, isSigned)
	case token.QUO, token.REM:
		if _, isConstant := instr.Y.(*ssa.Const); !isConstant || isZero(c) {
			e.require(f, obligation.DivisionByZero, "the divisor is not zero", e.b.Not(e.b.Eq(c, e.b.Word(0, width))))
		}
		if f.now.dead() {
			return nil
		}
	}
	return e.integerOperation(instr.Op, a, c, isSigned)
}

func (e *engine) integerOperation(op token.Token, a, c *smt.Term, isSigned bool) value {
	b := e.b
	switch op {
	case token.ADD:
		return b.BvAdd(a, c)
	case token.SUB:
		return b.BvSub(a, c)
	case token.MUL:
		return b.BvMul(a, c)
	case token.QUO:
		if isSigned {
			return b.BvSdiv(a, c)
		}
		return b.BvUdiv(a, c)
	case token.REM:
		if isSigned {
			return b.BvSrem(a, c)
		}
		return b.BvUrem(a, c)
	case token.AND:
		return b.BvAnd(a, c)
	case token.OR:
		return b.BvOr(a, c)
	case token.XOR:
		return b.BvXor(a, c)
	case token.AND_NOT:
		return b.BvAnd(a, b.BvNot(c))
	case token.LSS:
		return e.less(a, c, isSigned)
	case token.LEQ:
		return b.Not(e.less(c, a, isSigned))
	case token.GTR:
		return e.less(c, a, isSigned)
	case token.GEQ:
		return b.Not(e.less(a, c, isSigned))
	}
	e.reject("operator %s on integers", op)
	return nil
}

func isZero(t *smt.Term) bool {
	word, ok := t.Word()
	return ok && word == 0
}

func (e *engine) less(a, c *smt.Term, isSigned bool) *smt.Term {
	if isSigned {
		return e.b.BvSlt(a, c)
	}
	return e.b.BvUlt(a, c)
}

// shift computes a << c or a >> c. The count has its own type; it is clamped to the width of a before it is cut to it.
func (e *engine) shift(f *frame, instr *ssa.BinOp, a, c *smt.Term, width int, isSigned bool) value {
	countWidth, countSigned, ok := intWidth(instr.Y.Type())
	if !ok {
		e.reject("shift count of type %s", instr.Y.Type())
	}
	if _, isConstant := instr.Y.(*ssa.Const); countSigned && !isConstant {
		negative := e.b.BvSlt(c, e.b.Word(0, countWidth))
		e.require(f, obligation.NegativeShift, "the shift count is not negative", e.b.Not(negative))
		if f.now.dead() {
			return nil
		}
	}
	count := c
	switch {
	case countWidth < width:
		count = e.b.ZeroExtend(c, width)
	case countWidth > width:
		limit := e.b.Word(uint64(width), countWidth)
		count = e.b.Extract(e.b.Ite(e.b.BvUlt(c, limit), c, limit), width-1, 0)
	}
	switch {
	case instr.Op == token.SHL:
		return e.b.BvShl(a, count)
	case isSigned:
		return e.b.BvAshr(a, count)
	}
	return e.b.BvLshr(a, count)
}

func (e *engine) unaryOperation(f *frame, instr *ssa.UnOp) value {
	x := e.operand(f, instr.X)
	e.demand(x)
	switch instr.Op {
	case token.MUL:
		p := e.notNil(f, instr.X, x.(*pointer))
		if f.now.dead() {
			return nil
		}
		e.havoc(f, p, instr.Type(), instr.Pos())
		return e.load(f.now, p)
	case token.NOT:
		return e.b.Not(x.(*smt.Term))
	case token.SUB:
		return e.b.BvNeg(e.term(x))
	case token.XOR:
		return e.b.BvNot(e.term(x))
	}
	e.reject("channel receive")
	return nil
}

// convert computes a conversion between types that may change the representation.
func (e *engine) convert(f *frame, x value, from, to types.Type) value {
	if isFloat(from) || isFloat(to) {
		e.reject("floating-point conversion")
	}
	e.demand(x)
	fromWidth, fromSigned, fromInt := intWidth(from)
	toWidth, _, toInt := intWidth(to)
	switch {
	case fromInt && toInt:
		return e.resize(x.(*smt.Term), fromWidth, fromSigned, toWidth)
	case fromInt && isString(to):
		return e.runeToString(e.resize(x.(*smt.Term), fromWidth, fromSigned, 64))
	case isString(from) && isString(to):
		return x
	case isString(from):
		return e.stringToSlice(f, x.(*text), to)
	case isString(to):
		return e.sliceToString(f, x.(*slice), from)
	}
	if isUnsafePointer(from) || isUnsafePointer(to) {
		return e.convertUnsafe(x, from, to)
	}
	if _, isPointer := x.(*pointer); isPointer {
		return x
	}
	e.reject("conversion from %s to %s", from, to)
	return nil
}

// resize changes the width of an integer, keeping its value modulo the new width.
func (e *engine) resize(t *smt.Term, width int, isSigned bool, to int) *smt.Term {
	switch {
	case to < width:
		return e.b.Extract(t, to-1, 0)
	case isSigned:
		return e.b.SignExtend(t, to)
	}
	return e.b.ZeroExtend(t, to)
}

// convertUnsafe lets a pointer pass through unsafe.Pointer and back when it comes back with the type of what it
// designates.
func (e *engine) convertUnsafe(x value, from, to types.Type) value {
	p, ok := x.(*pointer)
	if !ok {
		e.reject("unsafe conversion from %s to %s", from, to)
	}
	if isUnsafePointer(to) {
		return p
	}
	wanted, ok := to.Underlying().(*types.Pointer)
	if !ok {
		e.reject("unsafe conversion to %s", to)
	}
	for _, t := range p.targets {
		if t.object != nil && !types.Identical(typeAt(t.object.typ, t.path), wanted.Elem()) {
			e.reject("unsafe reinterpretation of a %s as %s", typeAt(t.object.typ, t.path), wanted.Elem())
		}
	}
	return p
}

// typeAt returns the type of the part of a typ that path selects.
func typeAt(typ types.Type, path []step) types.Type {
	for _, s := range path {
		switch t := typ.Underlying().(type) {
		case *types.Array:
			typ = t.Elem()
		case *types.Struct:
			typ = t.Field(s.number).Type()
		}
	}
	return typ
}
