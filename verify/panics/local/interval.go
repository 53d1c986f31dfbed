package local

import (
	"go/token"
	"go/types"
	"math/bits"
)

// interval is the set of integers from lo to hi; it is empty when hi is less than lo.
type interval struct {
	lo, hi number
}

// lengths is what a length or a capacity can be.
var lengths = interval{hi: ofUnsigned(1<<63 - 1)}

func exactly(n number) interval { return interval{lo: n, hi: n} }

func (i interval) empty() bool { return i.hi.less(i.lo) }

func (i interval) within(j interval) bool {
	return i.empty() || !i.lo.less(j.lo) && !j.hi.less(i.hi)
}

func (i interval) meet(j interval) interval {
	return interval{lo: greater(i.lo, j.lo), hi: lesser(i.hi, j.hi)}
}

func (i interval) join(j interval) interval {
	switch {
	case i.empty():
		return j
	case j.empty():
		return i
	}
	return interval{lo: lesser(i.lo, j.lo), hi: greater(i.hi, j.hi)}
}

func (i interval) isNonNegative() bool { return !i.lo.negative() }

// String prints the interval as [lo, hi].
func (i interval) String() string {
	if i.empty() {
		return "nothing"
	}
	if i.lo == i.hi {
		return i.lo.String()
	}
	return "[" + i.lo.String() + ", " + i.hi.String() + "]"
}

// rangeOf returns what a variable of integer type t can hold; ok is false for other types.
func rangeOf(t types.Type, sizes types.Sizes) (i interval, ok bool) {
	basic, isBasic := t.Underlying().(*types.Basic)
	if !isBasic || basic.Info()&types.IsInteger == 0 {
		return interval{}, false
	}
	if basic.Info()&types.IsUntyped != 0 {
		return interval{lo: most.negate(), hi: most}, true
	}
	width := uint(sizes.Sizeof(basic) * 8)
	if basic.Info()&types.IsUnsigned != 0 {
		return interval{hi: ofUnsigned(^uint64(0) >> (64 - width))}, true
	}
	return interval{lo: of(-1 << (width - 1)), hi: of(1<<(width-1) - 1)}, true
}

// compute returns bounds of x op y before it is wrapped to a type; ok is false when nothing is known. Both operands are not empty.
func compute(op token.Token, x, y interval) (result interval, ok bool) {
	switch op {
	case token.ADD:
		return interval{lo: x.lo.plus(y.lo), hi: x.hi.plus(y.hi)}, true
	case token.SUB:
		return interval{lo: x.lo.minus(y.hi), hi: x.hi.minus(y.lo)}, true
	case token.MUL:
		return corners(x, y, number.times), true
	case token.QUO:
		return quotient(x, y)
	case token.REM:
		return remainder(x, y)
	case token.AND:
		return conjunction(x, y)
	case token.OR, token.XOR:
		return mixed(op, x, y)
	case token.AND_NOT:
		if x.isNonNegative() {
			return interval{hi: x.hi}, true
		}
	case token.SHL:
		if y.isNonNegative() {
			return corners(x, y, number.shifted), true
		}
	case token.SHR:
		return shiftedRight(x, y)
	}
	return interval{}, false
}

// corners returns the bounds of a function that is monotone in each argument.
func corners(x, y interval, f func(a, b number) number) interval {
	first := f(x.lo, y.lo)
	result := exactly(first)
	for _, n := range []number{f(x.lo, y.hi), f(x.hi, y.lo), f(x.hi, y.hi)} {
		result = result.join(exactly(n))
	}
	return result
}

// quotient leaves out a divisor of zero, which panics.
func quotient(x, y interval) (interval, bool) {
	zero, one := number{}, of(1)
	result := interval{lo: one}
	if above := y.meet(interval{lo: one, hi: most}); !above.empty() {
		result = result.join(corners(x, above, number.dividedBy))
	}
	if below := y.meet(interval{lo: most.negate(), hi: of(-1)}); !below.empty() {
		result = result.join(corners(x, below, number.dividedBy))
	}
	if !x.lo.less(zero) || !zero.less(x.hi) {
		return result, !result.empty()
	}
	return result.join(exactly(zero)), true
}

// remainder has the sign of x and is smaller than the divisor.
func remainder(x, y interval) (interval, bool) {
	bound := greater(y.hi, y.lo.negate()).minus(of(1))
	if bound.negative() {
		return interval{}, false
	}
	result := interval{}
	if zero := (number{}); zero.less(x.hi) {
		result.hi = lesser(x.hi, bound)
	}
	if x.lo.negative() {
		result.lo = greater(x.lo, bound.negate())
	}
	if y.lo == y.hi && x.isNonNegative() && x.hi.less(y.lo) {
		return x, true
	}
	return result, true
}

func conjunction(x, y interval) (interval, bool) {
	switch {
	case x.isNonNegative() && y.isNonNegative():
		return interval{hi: lesser(x.hi, y.hi)}, true
	case x.isNonNegative():
		return interval{hi: x.hi}, true
	case y.isNonNegative():
		return interval{hi: y.hi}, true
	}
	return interval{}, false
}

// mixed bounds | and ^ of values that are not negative by the bits that they have.
func mixed(op token.Token, x, y interval) (interval, bool) {
	if !x.isNonNegative() || !y.isNonNegative() {
		return interval{}, false
	}
	a, small := x.hi.unsigned()
	b, alsoSmall := y.hi.unsigned()
	if !small || !alsoSmall {
		return interval{}, false
	}
	width := max(bits.Len64(a), bits.Len64(b))
	result := interval{}
	if width > 0 {
		result.hi = ofUnsigned(^uint64(0) >> (64 - width))
	}
	if op == token.OR {
		result.lo = greater(x.lo, y.lo)
	}
	return result, true
}

// shiftedRight divides by a power of two, rounding down.
func shiftedRight(x, y interval) (interval, bool) {
	if !y.isNonNegative() {
		return interval{}, false
	}
	return corners(x, y, func(a, b number) number {
		count, ok := b.unsigned()
		m, small := a.magnitude()
		switch {
		case !small:
			return a
		case !ok || count > 63:
			count = 64
		}
		if !a.negative() {
			return ofUnsigned(m >> count)
		}
		// -1 - ((-1 - a) >> n), so that it rounds down.
		below, _ := of(-1).minus(a).unsigned()
		return of(-1).minus(ofUnsigned(below >> count))
	}), true
}
