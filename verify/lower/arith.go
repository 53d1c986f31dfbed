package lower

import (
	goconstant "go/constant"
	"go/token"
	"math/big"

	"warrant/verify/annot"
	"warrant/verify/ir"
)

var unaryTokens = map[string]token.Token{"-": token.SUB, "+": token.ADD, "!": token.NOT, "^": token.XOR}

var binaryTokens = map[string]token.Token{
	"+": token.ADD, "-": token.SUB, "*": token.MUL, "/": token.QUO, "%": token.REM, "&": token.AND, "|": token.OR,
	"^": token.XOR, "&^": token.AND_NOT, "<<": token.SHL, ">>": token.SHR, "==": token.EQL, "!=": token.NEQ,
	"<": token.LSS, "<=": token.LEQ, ">": token.GTR, ">=": token.GEQ, "&&": token.LAND, "||": token.LOR,
}

func (c *context) binary(x *annot.Binary) *value {
	switch x.Op {
	case "&&", "||", "==>":
		return c.logical(x)
	case "in", "elem", "#", "subset", "union", "intersection", "setminus", "++":
		return c.collectionOp(x)
	}
	if c.lo.heap && c.spec && (c.isPermission(x.X) || c.isPermission(x.Y)) {
		switch x.Op {
		case "+", "-", "*", "/":
			return &value{t: permType, x: c.permission(x)}
		}
		return c.permissionComparison(x)
	}
	before := c.mutations
	a := c.expr(x.X)
	hint := c.hint
	if a.t != nil && !untyped(a.t) && x.Op != "<<" && x.Op != ">>" {
		c.hint = a.t
	}
	b := c.expr(x.Y)
	c.hint = hint
	if c.mutations != before && a.c == nil && a.mentionsState() && !c.spec {
		fail(x.OpPos, "unsupported: a call in the right operand changes state that the left operand reads (assign it first)")
	}
	if a.c != nil && b.c != nil && (x.Op == "==" || x.Op == "!=") {
		return c.constOp(a, b, c.common(a, b, x), x)
	}
	switch x.Op {
	case "==", "!=", "===", "!==":
		e := c.equal(a, b, x)
		if x.Op[0] == '!' {
			e = ir.Not(e)
		}
		return &value{t: boolType, x: e}
	}
	if x.Op == "<<" || x.Op == ">>" {
		return c.shift(a, b, x)
	}
	t := c.common(a, b, x)
	if a.c != nil && b.c != nil {
		return c.constOp(a, b, t, x)
	}
	if t.is(StringKind) || t.Kind == UntypedString {
		fail(x.OpPos, "unsupported: operator %s on strings", x.Op)
	}
	if !t.isInteger() {
		fail(x.OpPos, "operator %s on %s", x.Op, t)
	}
	l, r := c.read(a, x.X.At()), c.read(b, x.Y.At())
	switch x.Op {
	case "<":
		return &value{t: boolType, x: ir.Less(l, r)}
	case "<=":
		return &value{t: boolType, x: ir.AtMost(l, r)}
	case ">":
		return &value{t: boolType, x: ir.Less(r, l)}
	case ">=":
		return &value{t: boolType, x: ir.AtMost(r, l)}
	}
	return &value{t: t, x: c.arithmetic(x.Op, l, r, t, annot.String(x), x.Start)}
}

// mentionsState says that the value reads a location that a call could change.
func (v *value) mentionsState() bool {
	if v.x == nil {
		return v.loc != nil && !v.loc.root.local
	}
	return false
}

// common is the type of both operands; untyped constants take the other's.
func (c *context) common(a, b *value, x *annot.Binary) *Type {
	if a.t == nil || b.t == nil {
		fail(x.OpPos, "operand of %s is not a value", x.Op)
	}
	switch {
	case untyped(a.t) && !untyped(b.t):
		c.representable(a, b.t, x.X.At())
		return b.t
	case untyped(b.t) && !untyped(a.t):
		c.representable(b, a.t, x.Y.At())
		return a.t
	case sameType(a.t, b.t):
		return a.t
	case c.spec && (a.t.Under() == integerType || b.t.Under() == integerType) && a.t.isInteger() && b.t.isInteger():
		return integerType
	}
	fail(x.OpPos, "operands of %s have types %s and %s", x.Op, a.t, b.t)
	return nil
}

func untyped(t *Type) bool {
	switch t.Kind {
	case UntypedInt, UntypedBool, UntypedString, UntypedNil:
		return true
	}
	return false
}

// representable demands that a constant fits the type that it takes.
func (c *context) representable(v *value, t *Type, at annot.Pos) {
	u := t.Under()
	if v.c == nil {
		return
	}
	switch {
	case v.t.Kind == UntypedInt && u.Kind == IntKind:
		if u.Bits > 0 && v.x.Int != nil {
			low, high := u.limits()
			if v.x.Int.Cmp(low) < 0 || v.x.Int.Cmp(high) > 0 {
				fail(at, "constant %s overflows %s", v.x.Int, t)
			}
		}
	case v.t.Kind == UntypedBool && u.Kind == BoolKind, v.t.Kind == UntypedString && u.Kind == StringKind:
	default:
		fail(at, "constant of type %s used as %s", v.t, t)
	}
}

func (c *context) constOp(a, b *value, t *Type, x *annot.Binary) *value {
	op := binaryTokens[x.Op]
	switch op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return constVal(goconstant.MakeBool(goconstant.Compare(a.c.v, op, b.c.v)), untypedBool)
	case token.QUO:
		op = token.QUO_ASSIGN // integer division, in package constant's terms
		fallthrough
	case token.REM:
		if goconstant.Sign(b.c.v) == 0 {
			fail(x.OpPos, "division by zero")
		}
	}
	v := constVal(goconstant.BinaryOp(a.c.v, op, b.c.v), untypedLike(t))
	if !untyped(t) && !c.spec {
		c.representable(v, t, x.Start)
	}
	v.t = t
	return v
}

func untypedLike(t *Type) *Type {
	switch t.Under().Kind {
	case BoolKind:
		return untypedBool
	case StringKind:
		return untypedString
	}
	return untypedInt
}

// arithmetic is l op r over integers of type t.
func (c *context) arithmetic(op string, l, r *ir.Expr, t *Type, text string, at annot.Pos) *ir.Expr {
	switch op {
	case "+":
		return c.bounded(ir.New(ir.OpAdd, ir.IntType, l, r), t, text, at)
	case "-":
		return c.bounded(ir.New(ir.OpSub, ir.IntType, l, r), t, text, at)
	case "*":
		return c.bounded(ir.New(ir.OpMul, ir.IntType, l, r), t, text, at)
	case "/", "%":
		if !c.spec && !(r.Op == ir.OpInt && r.Int.Sign() != 0) {
			c.assert("division", ir.Not(ir.New(ir.OpEq, ir.BoolType, r, ir.I(0))), text, "divisor may be zero", at)
		}
		e := c.truncated(op == "/", l, r, t, at)
		if op == "/" && t.Under().Signed && !(r.Op == ir.OpInt && r.Int.Sign() > 0) {
			return c.bounded(e, t, text, at)
		}
		return e
	case "&", "|", "^", "&^":
		return c.bits(op, l, r, t, at)
	}
	fail(at, "unsupported: operator %s", op)
	return nil
}

// truncated is Go's division or remainder, which round towards zero, in terms of the Euclidean ones.
func (c *context) truncated(div bool, l, r *ir.Expr, t *Type, at annot.Pos) *ir.Expr {
	op := ir.OpMod
	if div {
		op = ir.OpDiv
	}
	make := func(l *ir.Expr) *ir.Expr {
		e := ir.New(op, ir.IntType, l, r)
		e.At = at
		return e
	}
	if nonNegative(l) || !t.Under().Signed && !c.lo.unbounded {
		return make(l)
	}
	return ir.Ite(ir.AtMost(ir.I(0), l), make(l), ir.New(ir.OpNeg, ir.IntType, make(ir.New(ir.OpNeg, ir.IntType, l))))
}

// nonNegative recognises a few forms that are plainly not negative.
func nonNegative(x *ir.Expr) bool {
	switch x.Op {
	case ir.OpInt:
		return x.Int.Sign() >= 0
	case ir.OpSeqLen, ir.OpMod, ir.OpTextLen, ir.OpTextAt:
		return true
	case ir.OpAdd, ir.OpMul:
		return nonNegative(x.Args[0]) && nonNegative(x.Args[1])
	case ir.OpDiv:
		return nonNegative(x.Args[0]) && x.Args[1].Op == ir.OpInt && x.Args[1].Int.Sign() > 0
	}
	return false
}

// bounded is the result of an operation on type t: in Go code it must not wrap, unless the line above says that it may.
func (c *context) bounded(x *ir.Expr, t *Type, text string, at annot.Pos) *ir.Expr {
	u := t.Under()
	if c.spec || c.lo.unbounded || u.Kind != IntKind || u.Bits == 0 {
		return x
	}
	if c.wraps {
		return wrapped(x, u)
	}
	low, high := u.limits()
	cond := inRange(x, u)
	if !u.Signed {
		switch x.Op {
		case ir.OpAdd, ir.OpMul:
			cond = ir.AtMost(x, ir.BigInt(high))
		case ir.OpSub:
			cond = ir.AtMost(ir.BigInt(low), x)
		}
	}
	c.assert("wraps", cond, text, "result may not fit "+u.Name, at)
	return x
}

// wrapped is x reduced to the range of u as Go does.
func wrapped(x *ir.Expr, u *Type) *ir.Expr {
	modulus := ir.BigInt(new(big.Int).Lsh(big.NewInt(1), u.Bits))
	m := ir.New(ir.OpMod, ir.IntType, x, modulus)
	if !u.Signed {
		return m
	}
	half := ir.BigInt(new(big.Int).Lsh(big.NewInt(1), u.Bits-1))
	shifted := ir.New(ir.OpMod, ir.IntType, ir.New(ir.OpAdd, ir.IntType, x, half), modulus)
	return ir.New(ir.OpSub, ir.IntType, shifted, half)
}

// powerOfTwo answers k when n is 2^k.
func powerOfTwo(n *big.Int) (int, bool) {
	if n.Sign() <= 0 || new(big.Int).And(n, new(big.Int).Sub(n, big.NewInt(1))).Sign() != 0 {
		return 0, false
	}
	return n.BitLen() - 1, true
}

// bits lowers & | ^ &^: masks with 2^k-1 become remainders, what is left goes to the provers as a bit operation.
func (c *context) bits(op string, l, r *ir.Expr, t *Type, at annot.Pos) *ir.Expr {
	if l.Op == ir.OpInt && (op == "&" || op == "|" || op == "^") {
		l, r = r, l
	}
	if r.Op == ir.OpInt && r.Int.Sign() >= 0 {
		next := new(big.Int).Add(r.Int, big.NewInt(1))
		if _, ok := powerOfTwo(next); ok {
			low := ir.New(ir.OpMod, ir.IntType, l, ir.BigInt(next))
			switch op {
			case "&":
				return low
			case "&^":
				return ir.New(ir.OpSub, ir.IntType, l, low)
			case "|":
				return ir.New(ir.OpAdd, ir.IntType, ir.New(ir.OpSub, ir.IntType, l, low), r)
			}
		}
		if k, ok := powerOfTwo(r.Int); ok && op == "&" {
			bit := ir.New(ir.OpMod, ir.IntType, ir.New(ir.OpDiv, ir.IntType, l, ir.BigInt(new(big.Int).Lsh(big.NewInt(1), uint(k)))), ir.I(2))
			return ir.New(ir.OpMul, ir.IntType, bit, r)
		}
	}
	name := map[string]string{"&": "and", "|": "or", "^": "xor", "&^": "andnot"}[op]
	return bitOp(name, l, r, t, at)
}

func bitOp(name string, l, r *ir.Expr, t *Type, at annot.Pos) *ir.Expr {
	u := t.Under()
	if u.Kind != IntKind || u.Bits == 0 {
		fail(at, "bit operation on %s", t)
	}
	sign := "u"
	if u.Signed {
		sign = "s"
	}
	return &ir.Expr{Op: ir.OpBits, Type: ir.IntType, Name: name + sign, Int: big.NewInt(int64(u.Bits)), Args: []*ir.Expr{l, r}, At: at}
}

// shift is << or >>: by a constant it is a product or a quotient.
func (c *context) shift(a, b *value, x *annot.Binary) *value {
	if a.c != nil && b.c != nil {
		n, ok := goconstant.Uint64Val(b.c.v)
		if !ok || n > 512 {
			fail(x.OpPos, "shift count %s", annot.String(x.Y))
		}
		return constVal(goconstant.Shift(a.c.v, binaryTokens[x.Op], uint(n)), a.t)
	}
	if !a.t.isInteger() || !b.t.isInteger() {
		fail(x.OpPos, "shift of %s by %s", a.t, b.t)
	}
	t := a.t
	if untyped(t) {
		t = intType
		if c.hint != nil && c.hint.isInteger() && !untyped(c.hint) {
			t = c.hint
		}
	}
	l, r := c.read(a, x.X.At()), c.read(b, x.Y.At())
	u := t.Under()
	if b.c == nil {
		if !c.spec && b.t.Under().Signed {
			c.assert("shift", ir.AtMost(ir.I(0), r), annot.String(x), "shift count may be negative", x.Start)
		}
		return &value{t: t, x: bitOp(map[string]string{"<<": "shl", ">>": "shr"}[x.Op], l, r, t, x.Start)}
	}
	if r.Int.Sign() < 0 || !r.Int.IsInt64() {
		fail(x.OpPos, "shift count %s", annot.String(x.Y))
	}
	power := ir.BigInt(new(big.Int).Lsh(big.NewInt(1), uint(min(r.Int.Int64(), 128))))
	if x.Op == ">>" {
		return &value{t: t, x: ir.New(ir.OpDiv, ir.IntType, l, power)}
	}
	product := ir.New(ir.OpMul, ir.IntType, l, power)
	if u.Bits == 0 {
		return &value{t: t, x: product}
	}
	return &value{t: t, x: wrapped(product, u)}
}

// logical is && || ==>, which evaluate the right operand only when it matters.
func (c *context) logical(x *annot.Binary) *value {
	l := c.boolean(x.X)
	if c.spec {
		r := c.boolean(x.Y)
		switch x.Op {
		case "&&":
			return &value{t: boolType, x: andKeep(l, r)}
		case "||":
			return &value{t: boolType, x: ir.Or(l, r)}
		}
		return &value{t: boolType, x: ir.New(ir.OpImplies, ir.BoolType, l, r)}
	}
	var inner []ir.Stmt
	saved := c.out
	c.out = &inner
	r := c.boolean(x.Y)
	c.out = saved
	if len(inner) > 0 {
		t := c.fresh("cond", ir.BoolType)
		c.assign(t, l)
		inner = append(inner, &ir.Assign{To: t, X: r})
		branch := &ir.If{Cond: ir.V(t), Then: inner, At: x.Start}
		if x.Op == "||" {
			branch = &ir.If{Cond: ir.Not(ir.V(t)), Then: inner, At: x.Start}
		}
		c.emit(branch)
		return &value{t: boolType, x: ir.V(t)}
	}
	if x.Op == "&&" {
		return &value{t: boolType, x: andKeep(l, r)}
	}
	return &value{t: boolType, x: ir.Or(l, r)}
}

func andKeep(l, r *ir.Expr) *ir.Expr { return ir.New(ir.OpAnd, ir.BoolType, l, r) }

// boolean lowers a condition.
func (c *context) boolean(x annot.Expr) *ir.Expr {
	v := c.expr(x)
	if v.t == nil || (!v.t.is(BoolKind) && v.t.Kind != UntypedBool) {
		if v.prd != nil || v.typ != nil {
			fail(x.At(), "%s is not a condition", annot.String(x))
		}
		fail(x.At(), "%s is not a condition", annot.String(x))
	}
	return c.read(v, x.At())
}

// equal compares two values.
func (c *context) equal(a, b *value, x *annot.Binary) *ir.Expr {
	if a.ptr != nil || b.ptr != nil {
		return c.samePointer(a, b, x)
	}
	c.foreignEqual(a, b, x)
	if a.sl != nil || b.sl != nil {
		return c.sameSlice(a, b, x)
	}
	t := c.common(a, b, x)
	if c.lo.heap && t.is(SliceKind) && (a.t == untypedNil || b.t == untypedNil) {
		if a.t == untypedNil {
			a = b
		}
		return ir.Eq(ir.Get(c.read(a, x.X.At()), "array"), ir.Null)
	}
	if !c.lo.heap && (t.is(SliceKind) || t.is(PointerKind)) {
		fail(x.OpPos, "unsupported: comparison of %s", t)
	}
	if !c.spec && hidden(t) {
		fail(x.OpPos, "unsupported: comparison of %s, which has a field of a type outside the supported set", t)
	}
	l, r := c.convert(a, t, x.X.At()), c.convert(b, t, x.Y.At())
	return ir.Eq(l, r)
}

// hidden says that values of a type hold something that is only a token here.
func hidden(t *Type) bool {
	u := t.Under()
	switch u.Kind {
	case OpaqueKind:
		return !u.Elem.is(PointerKind)
	case ArrayKind:
		return hidden(u.Elem)
	case StructKind:
		for _, f := range u.Fields {
			if hidden(f.Type) {
				return true
			}
		}
	}
	return false
}

func (c *context) samePointer(a, b *value, x *annot.Binary) *ir.Expr {
	if a.ptr == nil || b.ptr == nil {
		p := a
		if p.ptr == nil {
			p = b
		}
		if (a.t != untypedNil && b.t != untypedNil) || !c.covered(p.ptr) && !c.trust {
			fail(x.OpPos, "unsupported: comparison of a pointer without permission")
		}
		return ir.False
	}
	if a.ptr.root != b.ptr.root || len(a.ptr.steps) != len(b.ptr.steps) {
		fail(x.OpPos, "unsupported: comparison of pointers to different variables")
	}
	cond := ir.True
	for i, s := range a.ptr.steps {
		o := b.ptr.steps[i]
		if s.field != o.field {
			return ir.False
		}
		if s.field == "" {
			cond = ir.And(cond, ir.New(ir.OpEq, ir.BoolType, s.index, o.index))
		}
	}
	return cond
}

func (c *context) sameSlice(a, b *value, x *annot.Binary) *ir.Expr {
	if a.sl == nil || b.sl == nil {
		fail(x.OpPos, "unsupported: comparison of a slice with nil")
	}
	if a.sl.of.root != b.sl.of.root || a.sl.of.key != b.sl.of.key {
		fail(x.OpPos, "unsupported: comparison of slices of different arrays")
	}
	zero := func(e *ir.Expr) *ir.Expr {
		if e == nil {
			return ir.I(0)
		}
		return e
	}
	return ir.And(
		ir.New(ir.OpEq, ir.BoolType, zero(a.sl.off), zero(b.sl.off)),
		ir.New(ir.OpEq, ir.BoolType, c.sliceLen(a.sl), c.sliceLen(b.sl)))
}

// convert is the value of v where type t is wanted, as in an assignment.
func (c *context) convert(v *value, t *Type, at annot.Pos) *ir.Expr {
	if v.t == nil {
		return c.read(v, at)
	}
	if v.t == untypedNil && c.lo.heap && (t.is(PointerKind) || t.is(SliceKind)) {
		return c.lo.zero(t, at)
	}
	if untyped(v.t) {
		if v.c != nil {
			c.representable(v, t, at)
		} else if v.t.Kind == UntypedBool && !t.is(BoolKind) {
			fail(at, "%s used as %s", v.t, t)
		}
		return c.read(v, at)
	}
	if !sameType(v.t, t) && !sameType(v.t.Under(), t.Under()) {
		if !(c.spec && v.t.isInteger() && t.isInteger() && (t.Under() == integerType || v.t.Under() == integerType)) {
			fail(at, "value of type %s used as %s", v.t, t)
		}
	}
	return c.read(v, at)
}

// conversion is T(x).
func (c *context) conversion(t *Type, x *annot.Call) *value {
	if len(x.Args) != 1 {
		fail(x.Start, "conversion to %s needs one value", t)
	}
	hint := c.hint
	c.hint = t
	v := c.expr(x.Args[0])
	c.hint = hint
	if v.t == nil {
		fail(x.Start, "conversion of something that has no value")
	}
	from, to := v.t.Under(), t.Under()
	switch {
	case v.c != nil && to.Kind != SliceKind:
		if !c.spec || v.t.Kind == UntypedInt {
			c.representable(&value{t: untypedLike(t), c: v.c, x: v.x}, t, x.Start)
		}
		return constVal(v.c.v, t)
	case v.t.isInteger() && to.Kind == IntKind:
		e := c.read(v, x.Start)
		if !c.spec && !c.lo.unbounded && !contains(to, from) {
			if c.wraps {
				return &value{t: t, x: wrapped(e, to)}
			}
			c.assert("conversion", inRange(e, to), annot.String(x), "value may not fit "+to.Name, x.Start)
		}
		return &value{t: t, x: e}
	case sameType(from, to) && v.ptr == nil && v.sl == nil:
		e := c.read(v, x.Start)
		want := c.lo.irType(t, x.Start)
		if !ir.Same(e.Type, want) {
			args := make([]*ir.Expr, len(want.Fields))
			for i, f := range want.Fields {
				args[i] = ir.Get(e, f.Name)
			}
			e = ir.New(ir.OpMake, want, args...)
		}
		return &value{t: t, x: e}
	}
	fail(x.Start, "unsupported: conversion from %s to %s", v.t, t)
	return nil
}

// contains says that all values of type from are values of type to.
func contains(to, from *Type) bool {
	if to.Bits == 0 {
		return true
	}
	if from.Bits == 0 {
		return false
	}
	tl, th := to.limits()
	fl, fh := from.limits()
	return tl.Cmp(fl) <= 0 && fh.Cmp(th) <= 0
}
