package smt

import "math/big"

// IntAdd returns a + c over Int or Real.
func (b *Builder) IntAdd(a, c *Term) *Term {
	if x, y, ok := twoNumbers(a, c); ok {
		return b.BigInteger(new(big.Int).Add(x, y))
	}
	if isNumber(a, 0) {
		return c
	}
	if isNumber(c, 0) {
		return a
	}
	return b.arithmetic(OpIntAdd, a, c)
}

// IntSub returns a - c over Int or Real.
func (b *Builder) IntSub(a, c *Term) *Term {
	if x, y, ok := twoNumbers(a, c); ok {
		return b.BigInteger(new(big.Int).Sub(x, y))
	}
	if isNumber(c, 0) {
		return a
	}
	if a == c && a.sort == Int {
		return b.Integer(0)
	}
	return b.arithmetic(OpIntSub, a, c)
}

// IntMul returns a * c over Int or Real.
func (b *Builder) IntMul(a, c *Term) *Term {
	if x, y, ok := twoNumbers(a, c); ok {
		return b.BigInteger(new(big.Int).Mul(x, y))
	}
	switch {
	case isNumber(a, 0) || isNumber(c, 1):
		return a
	case isNumber(c, 0) || isNumber(a, 1):
		return c
	}
	return b.arithmetic(OpIntMul, a, c)
}

// IntNeg returns -a over Int.
func (b *Builder) IntNeg(a *Term) *Term { return b.IntSub(b.Integer(0), a) }

// IntDiv returns the Euclidean quotient of SMT-LIB: the remainder is never negative. It differs from Go's / when a is
// negative. Division by the constant zero is left to the solver, where its value is unspecified.
func (b *Builder) IntDiv(a, c *Term) *Term {
	if x, y, ok := twoNumbers(a, c); ok && y.Sign() != 0 {
		quotient, _ := new(big.Int).DivMod(x, y, new(big.Int))
		return b.BigInteger(quotient)
	}
	if isNumber(c, 1) {
		return a
	}
	return b.arithmetic(OpIntDiv, a, c)
}

// IntMod returns the Euclidean remainder of SMT-LIB, 0 <= result < |c|.
func (b *Builder) IntMod(a, c *Term) *Term {
	if x, y, ok := twoNumbers(a, c); ok && y.Sign() != 0 {
		_, remainder := new(big.Int).DivMod(x, y, new(big.Int))
		return b.BigInteger(remainder)
	}
	return b.arithmetic(OpIntMod, a, c)
}

// RealDiv returns a / c over Real.
func (b *Builder) RealDiv(a, c *Term) *Term {
	b.wantSort("RealDiv", Real, a, c)
	return b.intern(Term{op: OpRealDiv, sort: Real, args: []*Term{a, c}})
}

// IntToReal returns the Int a as a Real.
func (b *Builder) IntToReal(a *Term) *Term {
	b.wantSort("IntToReal", Int, a)
	return b.intern(Term{op: OpIntToReal, sort: Real, args: []*Term{a}})
}

// Less returns a < c over Int or Real.
func (b *Builder) Less(a, c *Term) *Term {
	if x, y, ok := twoNumbers(a, c); ok {
		return b.Bool(x.Cmp(y) < 0)
	}
	if a == c {
		return b.falseOne
	}
	b.wantSort("Less", a.sort, c)
	return b.intern(Term{op: OpLess, sort: Bool, args: []*Term{a, c}})
}

// LessEqual returns a <= c over Int or Real.
func (b *Builder) LessEqual(a, c *Term) *Term {
	if x, y, ok := twoNumbers(a, c); ok {
		return b.Bool(x.Cmp(y) <= 0)
	}
	if a == c {
		return b.trueTerm
	}
	b.wantSort("LessEqual", a.sort, c)
	return b.intern(Term{op: OpLessEqual, sort: Bool, args: []*Term{a, c}})
}

func (b *Builder) arithmetic(op Op, a, c *Term) *Term {
	b.wantSort("arithmetic", a.sort, c)
	return b.intern(Term{op: op, sort: a.sort, args: []*Term{a, c}})
}

func twoNumbers(a, c *Term) (x, y *big.Int, ok bool) {
	return a.number, c.number, a.op == OpIntConst && c.op == OpIntConst
}

func isNumber(t *Term, value int64) bool {
	return t.op == OpIntConst && t.number.IsInt64() && t.number.Int64() == value
}
