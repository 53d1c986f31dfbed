package local

import (
	"go/constant"
	"math/bits"
	"strconv"
)

// number is an integer of 128 bits, enough to compute with the bounds of Go's types without wrapping. Results beyond most are kept
// at most: no type of Go holds them, so an interval that reaches there is replaced by its type's.
type number struct {
	hi int64
	lo uint64
}

// most is the greatest number, 2^120; its negation is the least one.
var most = number{hi: 1 << 56}

// of returns n as a number.
func of(n int64) number { return number{hi: n >> 63, lo: uint64(n)} }

// ofUnsigned returns n as a number.
func ofUnsigned(n uint64) number { return number{lo: n} }

// ofConstant returns the value of an integer constant.
func ofConstant(c constant.Value) (n number, ok bool) {
	c = constant.ToInt(c)
	if v, exact := constant.Int64Val(c); exact {
		return of(v), true
	}
	if v, exact := constant.Uint64Val(c); exact {
		return ofUnsigned(v), true
	}
	return number{}, false
}

// compare is negative, zero or positive as a is less than, equal to or greater than b.
func (a number) compare(b number) int {
	switch {
	case a.hi < b.hi || a.hi == b.hi && a.lo < b.lo:
		return -1
	case a == b:
		return 0
	}
	return 1
}

func (a number) less(b number) bool { return a.compare(b) < 0 }

func (a number) negative() bool { return a.hi < 0 }

func (a number) negate() number {
	lo, borrow := bits.Sub64(0, a.lo, 0)
	return number{hi: -a.hi - int64(borrow), lo: lo}
}

// clamp brings a into the range of numbers.
func (a number) clamp() number {
	switch {
	case most.less(a):
		return most
	case a.less(most.negate()):
		return most.negate()
	}
	return a
}

func (a number) plus(b number) number {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	return number{hi: a.hi + b.hi + int64(carry), lo: lo}.clamp()
}

func (a number) minus(b number) number { return a.plus(b.negate()) }

// magnitude is the absolute value of a when it has at most 64 bits.
func (a number) magnitude() (m uint64, ok bool) {
	if a.negative() {
		a = a.negate()
	}
	return a.lo, a.hi == 0
}

func (a number) times(b number) number {
	zero := number{}
	if a == zero || b == zero {
		return zero
	}
	x, small := a.magnitude()
	y, alsoSmall := b.magnitude()
	product := most
	if small && alsoSmall {
		if hi, lo := bits.Mul64(x, y); hi < 1<<56 {
			product = number{hi: int64(hi), lo: lo}
		}
	}
	if a.negative() != b.negative() {
		return product.negate()
	}
	return product
}

// dividedBy is the quotient of a and b, rounded towards zero as Go does. b is not zero and both have at most 64 bits besides the
// sign; otherwise the result is a bound of every quotient.
func (a number) dividedBy(b number) number {
	x, small := a.magnitude()
	y, alsoSmall := b.magnitude()
	if !small || !alsoSmall || y == 0 {
		return a
	}
	quotient := ofUnsigned(x / y)
	if a.negative() != b.negative() {
		return quotient.negate()
	}
	return quotient
}

// shifted is a times 2^n.
func (a number) shifted(n number) number {
	count, ok := n.magnitude()
	if !ok || count > 119 {
		if a == (number{}) {
			return a
		}
		if a.negative() {
			return most.negate()
		}
		return most
	}
	for ; count > 0; count-- {
		a = a.plus(a)
	}
	return a
}

// unsigned is a as a uint64, when it is one.
func (a number) unsigned() (n uint64, ok bool) { return a.lo, a.hi == 0 }

// String prints a in decimal notation.
func (a number) String() string {
	m, ok := a.magnitude()
	text := strconv.FormatUint(m, 10)
	if !ok {
		text = "a great number"
	}
	if a.negative() {
		return "-" + text
	}
	return text
}

func lesser(a, b number) number {
	if a.less(b) {
		return a
	}
	return b
}

func greater(a, b number) number {
	if a.less(b) {
		return b
	}
	return a
}
