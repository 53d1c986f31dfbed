package smt

import (
	"fmt"
	"math/bits"
)

// binary builds a bit-vector operation of two words of one width, folding constants by fold.
func (b *Builder) binary(op Op, a, c *Term, fold func(x, y uint64) uint64) *Term {
	b.wantSort("bit-vector operation", a.sort, c)
	if a.sort.kind != KindBitVec {
		panic(fmt.Sprintf("smt: bit-vector operation on sort %s", a.sort))
	}
	if a.op == OpBitVecConst && c.op == OpBitVecConst {
		return b.Word(fold(a.word, c.word), a.sort.width)
	}
	return b.intern(Term{op: op, sort: a.sort, args: []*Term{a, c}})
}

func isWord(t *Term, value uint64) bool { return t.op == OpBitVecConst && t.word == value }

// constantFirst orders the arguments of a commutative operation: constants first, then by creation.
func constantFirst(a, c *Term) (*Term, *Term) {
	if c.op == OpBitVecConst || (a.op != OpBitVecConst && c.id < a.id) {
		return c, a
	}
	return a, c
}

// BvAdd returns a + c modulo 2^width.
func (b *Builder) BvAdd(a, c *Term) *Term {
	a, c = constantFirst(a, c)
	if isWord(a, 0) {
		return c
	}
	if a.op == OpBitVecConst && c.op == OpBvAdd && c.args[0].op == OpBitVecConst {
		return b.BvAdd(b.Word(a.word+c.args[0].word, a.sort.width), c.args[1])
	}
	return b.binary(OpBvAdd, a, c, func(x, y uint64) uint64 { return x + y })
}

// BvSub returns a - c modulo 2^width.
func (b *Builder) BvSub(a, c *Term) *Term {
	switch {
	case a == c:
		return b.Word(0, a.sort.width)
	case c.op == OpBitVecConst && a.sort == c.sort && a.op != OpBitVecConst && a.sort.width <= 64 && a.low < c.word:
		return b.BvAdd(b.Word(-c.word, a.sort.width), a)
	case isWord(c, 0):
		return a
	case a.op == OpBvAdd && a.args[0] == c:
		return a.args[1]
	case a.op == OpBvAdd && a.args[1] == c:
		return a.args[0]
	}
	return b.binary(OpBvSub, a, c, func(x, y uint64) uint64 { return x - y })
}

// BvNeg returns -a modulo 2^width.
func (b *Builder) BvNeg(a *Term) *Term {
	if a.op == OpBitVecConst {
		return b.Word(-a.word, a.sort.width)
	}
	return b.intern(Term{op: OpBvNeg, sort: a.sort, args: []*Term{a}})
}

// BvMul returns a * c modulo 2^width.
func (b *Builder) BvMul(a, c *Term) *Term {
	a, c = constantFirst(a, c)
	switch {
	case isWord(a, 0):
		return a
	case isWord(a, 1):
		return c
	case a.op == OpBitVecConst && a.word&(a.word-1) == 0 && c.op != OpBitVecConst:
		return b.BvShl(c, b.Word(uint64(bits.TrailingZeros64(a.word)), a.sort.width))
	}
	return b.binary(OpBvMul, a, c, func(x, y uint64) uint64 { return x * y })
}

// BvUdiv returns the unsigned quotient; the quotient by zero is all ones.
func (b *Builder) BvUdiv(a, c *Term) *Term {
	if c.op == OpBitVecConst && c.word != 0 && c.word&(c.word-1) == 0 && a.op != OpBitVecConst {
		return b.BvLshr(a, b.Word(uint64(bits.TrailingZeros64(c.word)), a.sort.width))
	}
	return b.binary(OpBvUdiv, a, c, func(x, y uint64) uint64 { return foldUdiv(x, y, a.sort.width) })
}

// BvUrem returns the unsigned remainder; the remainder by zero is a.
func (b *Builder) BvUrem(a, c *Term) *Term {
	if c.op == OpBitVecConst && c.word != 0 && c.word&(c.word-1) == 0 && a.op != OpBitVecConst {
		return b.BvAnd(a, b.Word(c.word-1, a.sort.width))
	}
	if a.sort.width <= 64 && a.high < c.low {
		return a
	}
	return b.binary(OpBvUrem, a, c, foldUrem)
}

// BvSdiv returns the signed quotient, truncated toward zero; the least number divided by -1 is itself.
func (b *Builder) BvSdiv(a, c *Term) *Term {
	width := a.sort.width
	if width <= 64 && a.high < 1<<(width-1) && c.high < 1<<(width-1) {
		return b.BvUdiv(a, c)
	}
	return b.binary(OpBvSdiv, a, c, func(x, y uint64) uint64 { return foldSdiv(x, y, width) })
}

// BvSrem returns the signed remainder, whose sign is that of a.
func (b *Builder) BvSrem(a, c *Term) *Term {
	width := a.sort.width
	if width <= 64 && a.high < 1<<(width-1) && c.high < 1<<(width-1) {
		return b.BvUrem(a, c)
	}
	return b.binary(OpBvSrem, a, c, func(x, y uint64) uint64 { return foldSrem(x, y, width) })
}

// BvNot returns the complement of each bit.
func (b *Builder) BvNot(a *Term) *Term {
	switch a.op {
	case OpBitVecConst:
		return b.Word(^a.word, a.sort.width)
	case OpBvNot:
		return a.args[0]
	}
	return b.intern(Term{op: OpBvNot, sort: a.sort, args: []*Term{a}})
}

// BvAnd returns the bitwise conjunction.
func (b *Builder) BvAnd(a, c *Term) *Term {
	a, c = constantFirst(a, c)
	switch {
	case isWord(a, 0) || a == c:
		return a
	case a.op == OpBitVecConst && a.word == wordMask(a.sort.width):
		return c
	case a.op == OpBitVecConst && a.word&(a.word+1) == 0 && c.sort.width <= 64 && c.high <= a.word:
		return c
	case a.op == OpBitVecConst && c.op == OpBvAdd && c.args[0].op == OpBitVecConst && bits.Len64(a.word) <= trailingZeros(c.args[1]):
		return b.Word(a.word&c.args[0].word, a.sort.width)
	case a.op == OpBitVecConst && c.op != OpBitVecConst && bits.Len64(a.word) <= trailingZeros(c):
		return b.Word(0, a.sort.width)
	}
	if a.op == OpBitVecConst && c.op == OpBvAnd && c.args[0].op == OpBitVecConst {
		return b.BvAnd(b.Word(a.word&c.args[0].word, a.sort.width), c.args[1])
	}
	return b.binary(OpBvAnd, a, c, func(x, y uint64) uint64 { return x & y })
}

// trailingZeros answers how many of the lowest bits of t are known to be 0, because t is shifted.
func trailingZeros(t *Term) int {
	if t.op == OpBvShl && t.args[1].op == OpBitVecConst {
		return int(min(t.args[1].word, uint64(t.sort.width)))
	}
	return 0
}

// BvOr returns the bitwise disjunction.
func (b *Builder) BvOr(a, c *Term) *Term {
	a, c = constantFirst(a, c)
	switch {
	case isWord(a, 0) || a == c:
		return c
	case a.op == OpBitVecConst && a.word == wordMask(a.sort.width):
		return a
	}
	return b.binary(OpBvOr, a, c, func(x, y uint64) uint64 { return x | y })
}

// BvXor returns the bitwise difference.
func (b *Builder) BvXor(a, c *Term) *Term {
	a, c = constantFirst(a, c)
	switch {
	case a == c:
		return b.Word(0, a.sort.width)
	case isWord(a, 0):
		return c
	case a.op == OpBitVecConst && a.word == wordMask(a.sort.width):
		return b.BvNot(c)
	}
	return b.binary(OpBvXor, a, c, func(x, y uint64) uint64 { return x ^ y })
}

// BvShl returns a shifted left by the unsigned count c; a count of the width or more gives 0.
func (b *Builder) BvShl(a, c *Term) *Term { return b.shift(OpBvShl, a, c) }

// BvLshr returns a shifted right by the unsigned count c, filled with zeros.
func (b *Builder) BvLshr(a, c *Term) *Term { return b.shift(OpBvLshr, a, c) }

// BvAshr returns a shifted right by the unsigned count c, filled with the sign.
func (b *Builder) BvAshr(a, c *Term) *Term { return b.shift(OpBvAshr, a, c) }

func (b *Builder) shift(op Op, a, c *Term) *Term {
	width := a.sort.width
	switch {
	case isWord(c, 0) || isWord(a, 0):
		return a
	case op != OpBvAshr && width <= 64 && c.low >= uint64(width):
		return b.Word(0, width)
	case op == OpBvAshr && width <= 64 && a.high < 1<<(width-1):
		return b.shift(OpBvLshr, a, c)
	case op == OpBvLshr && c.op == OpBitVecConst && a.op != OpBitVecConst:
		return b.ZeroExtend(b.Extract(a, width-1, int(c.word)), width)
	}
	return b.binary(op, a, c, func(x, y uint64) uint64 { return foldShift(op, x, y, width) })
}

// BvUlt returns a < c, unsigned.
func (b *Builder) BvUlt(a, c *Term) *Term {
	if a.sort.width <= 64 {
		switch {
		case a == c || a.low >= c.high:
			return b.falseOne
		case a.high < c.low:
			return b.trueTerm
		case isWord(c, 1):
			return b.Eq(a, b.Word(0, a.sort.width))
		case isWord(a, 0):
			return b.Not(b.Eq(c, a))
		}
	}
	if a.op == OpZeroExtend && c.op == OpZeroExtend && a.args[0].sort == c.args[0].sort {
		return b.BvUlt(a.args[0], c.args[0])
	}
	if a.op == OpZeroExtend && c.op == OpBitVecConst {
		return b.BvUlt(a.args[0], b.Word(c.word, a.args[0].sort.width))
	}
	if c.op == OpZeroExtend && a.op == OpBitVecConst {
		return b.BvUlt(b.Word(a.word, c.args[0].sort.width), c.args[0])
	}
	return b.compare(OpBvUlt, a, c)
}

// BvUle returns a <= c, unsigned.
func (b *Builder) BvUle(a, c *Term) *Term { return b.Not(b.BvUlt(c, a)) }

// BvSlt returns a < c, signed.
func (b *Builder) BvSlt(a, c *Term) *Term {
	width := a.sort.width
	if width <= 64 {
		half := uint64(1) << (width - 1)
		aPositive, cPositive := a.high < half, c.high < half
		switch {
		case aPositive && cPositive:
			return b.BvUlt(a, c)
		case a == c || (aPositive && c.low >= half):
			return b.falseOne
		case a.low >= half && cPositive:
			return b.trueTerm
		case a.op == OpBitVecConst && c.op == OpBitVecConst:
			return b.Bool(signed(a.word, width) < signed(c.word, width))
		}
	}
	return b.compare(OpBvSlt, a, c)
}

// BvSle returns a <= c, signed.
func (b *Builder) BvSle(a, c *Term) *Term { return b.Not(b.BvSlt(c, a)) }

func (b *Builder) compare(op Op, a, c *Term) *Term {
	b.wantSort("bit-vector comparison", a.sort, c)
	return b.intern(Term{op: op, sort: Bool, args: []*Term{a, c}})
}

// Concat returns the word whose upper part is high and whose lower part is low.
func (b *Builder) Concat(high, low *Term) *Term {
	width := high.sort.width + low.sort.width
	if width <= 64 {
		if high.op == OpBitVecConst && low.op == OpBitVecConst {
			return b.Word(high.word<<low.sort.width|low.word, width)
		}
		if isWord(high, 0) {
			return b.ZeroExtend(low, width)
		}
	}
	return b.intern(Term{op: OpConcat, sort: BitVec(width), args: []*Term{high, low}})
}

// Extract returns bits high down to low of a, both counted from 0 and included.
func (b *Builder) Extract(a *Term, high, low int) *Term {
	width := high - low + 1
	if low < 0 || high >= a.sort.width || width <= 0 {
		panic(fmt.Sprintf("smt.Extract: bits %d..%d of %s", high, low, a.sort))
	}
	if low == 0 && width == a.sort.width {
		return a
	}
	switch a.op {
	case OpBitVecConst:
		return b.Word(a.word>>low, width)
	case OpExtract:
		inner := int(a.word & 0xffffffff)
		return b.Extract(a.args[0], high+inner, low+inner)
	case OpZeroExtend, OpSignExtend:
		inner := a.args[0].sort.width
		switch {
		case high < inner:
			return b.Extract(a.args[0], high, low)
		case low >= inner && a.op == OpZeroExtend && width <= 64:
			return b.Word(0, width)
		case a.op == OpZeroExtend && low < inner:
			return b.ZeroExtend(b.Extract(a.args[0], inner-1, low), width)
		}
	case OpConcat:
		right := a.args[1].sort.width
		if high < right {
			return b.Extract(a.args[1], high, low)
		}
		if low >= right {
			return b.Extract(a.args[0], high-right, low-right)
		}
	case OpIte:
		if a.args[1].op == OpBitVecConst && a.args[2].op == OpBitVecConst {
			return b.Ite(a.args[0], b.Extract(a.args[1], high, low), b.Extract(a.args[2], high, low))
		}
	}
	return b.intern(Term{op: OpExtract, sort: BitVec(width), args: []*Term{a}, word: uint64(high)<<32 | uint64(low)})
}

// ZeroExtend returns a with zeros above, width bits in all.
func (b *Builder) ZeroExtend(a *Term, width int) *Term {
	switch {
	case width == a.sort.width:
		return a
	case width < a.sort.width:
		panic(fmt.Sprintf("smt.ZeroExtend: %s to %d bits", a.sort, width))
	case a.op == OpBitVecConst && width <= 64:
		return b.Word(a.word, width)
	case a.op == OpZeroExtend:
		return b.ZeroExtend(a.args[0], width)
	}
	return b.intern(Term{op: OpZeroExtend, sort: BitVec(width), args: []*Term{a}})
}

// SignExtend returns a with copies of its sign above, width bits in all.
func (b *Builder) SignExtend(a *Term, width int) *Term {
	inner := a.sort.width
	switch {
	case width == inner:
		return a
	case width < inner:
		panic(fmt.Sprintf("smt.SignExtend: %s to %d bits", a.sort, width))
	case a.op == OpBitVecConst && width <= 64:
		return b.Word(uint64(signed(a.word, inner)), width)
	case a.op == OpZeroExtend, inner <= 64 && a.high < 1<<(inner-1):
		return b.ZeroExtend(a, width)
	}
	return b.intern(Term{op: OpSignExtend, sort: BitVec(width), args: []*Term{a}})
}

// BvToInt returns the unsigned value of a as an Int.
func (b *Builder) BvToInt(a *Term) *Term {
	if a.op == OpBitVecConst && a.word < 1<<63 {
		return b.Integer(int64(a.word))
	}
	return b.intern(Term{op: OpBvToInt, sort: Int, args: []*Term{a}})
}

// IntToBv returns the Int a modulo 2^width as a word.
func (b *Builder) IntToBv(a *Term, width int) *Term {
	b.wantSort("IntToBv", Int, a)
	return b.intern(Term{op: OpIntToBv, sort: BitVec(width), args: []*Term{a}})
}
