package local

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// abstract is what is known of a value: span bounds an integer, or the length of a slice or string; notNil tells that the value is not
// nil.
type abstract struct {
	span   interval
	notNil bool
}

func (a abstract) join(b abstract) abstract {
	return abstract{span: a.span.join(b.span), notNil: a.notNil && b.notNil}
}

// anything returns what every value of type t satisfies.
func (w *World) anything(t types.Type) abstract {
	if i, ok := rangeOf(t, w.sizes); ok {
		return abstract{span: i}
	}
	return abstract{span: w.lengthsOf(t)}
}

// addressBits is the size of the largest object of a 64-bit target, as a power of two: the runtime allocates no larger one.
const addressBits = 48

// largest returns the size in bytes that no object exceeds.
func (w *World) largest() number {
	if w.sizes.Sizeof(types.Typ[types.Uintptr]) < 8 {
		return of(1 << 31)
	}
	return of(1 << addressBits)
}

// lengthsOf returns the possible lengths of values of type t: no slice or string is larger than memory.
func (w *World) lengthsOf(t types.Type) interval {
	if !hasLength(t) {
		return lengths
	}
	size := int64(1)
	if slice, ok := t.Underlying().(*types.Slice); ok {
		size = w.sizes.Sizeof(slice.Elem())
	}
	if size == 0 {
		return lengths
	}
	return interval{hi: w.largest().dividedBy(of(size))}
}

// global returns what is known of v wherever it is; ok is false when no execution has computed it so far.
func (f *function) global(w *World, v ssa.Value) (a abstract, ok bool) {
	switch v := v.(type) {
	case *ssa.Const:
		return w.constant(v), true
	case *ssa.Global, *ssa.Function, *ssa.Builtin:
		return abstract{span: lengths, notNil: true}, true
	}
	a, ok = f.values[v]
	return a, ok
}

func (w *World) constant(c *ssa.Const) abstract {
	if c.Value == nil {
		a := w.anything(c.Type())
		if isNilConst(c) || hasLength(c.Type()) {
			a.span = exactly(number{})
		} else if isInteger(c.Type()) {
			a.span = exactly(number{})
		}
		return a
	}
	if text, ok := stringOf(c); ok {
		return abstract{span: exactly(of(int64(len(text))))}
	}
	if n, ok := ofConstant(c.Value); ok && isInteger(c.Type()) {
		return abstract{span: exactly(n)}
	}
	return w.anything(c.Type())
}

// termBounds returns bounds of a term wherever it is.
func (f *function) termBounds(w *World, t term) (interval, bool) {
	switch t.aspect {
	case nothing:
		return exactly(number{}), true
	case length:
		if n, ok := lengthOf(t.value); ok {
			return exactly(n), true
		}
	}
	a, ok := f.global(w, t.value)
	if !ok {
		return interval{}, false
	}
	if t.aspect == capacity {
		if n, ok := lengthOf(t.value); ok {
			return exactly(n), true
		}
		return interval{lo: a.span.lo, hi: w.lengthsOf(t.value.Type()).hi}, true
	}
	return a.span, true
}

// spanAt returns bounds of t at p, where extra holds as well; ok is false when no execution gets there.
func (f *function) spanAt(w *World, t term, p point, extra []fact) (interval, bool) {
	span, ok := f.termBounds(w, t)
	if !ok {
		return interval{}, false
	}
	s := f.simple(w, t)
	if s.base.aspect == nothing {
		return exactly(s.offset), true
	}
	base, ok := f.termBounds(w, s.base)
	if !ok {
		return interval{}, false
	}
	span = span.meet(base)
	f.eachFact(p, extra, func(known fact) bool {
		span = f.refine(w, span, s.base, known)
		return !span.empty()
	})
	return f.refineByResult(w, span, s.base, p, extra), true
}

// refine narrows span, the bounds of t, by a fact.
func (f *function) refine(w *World, span interval, t term, known fact) interval {
	if known.kind != compared {
		return span
	}
	x, y := f.simple(w, known.x.term).plus(known.x.offset), f.simple(w, known.y.term).plus(known.y.offset)
	if x.base == t {
		if other, ok := f.termBounds(w, y.base); ok {
			span = below(span, known.op, shift(other, y.offset.minus(x.offset)))
		}
	}
	if y.base == t {
		if other, ok := f.termBounds(w, x.base); ok {
			span = above(span, known.op, shift(other, x.offset.minus(y.offset)))
		}
	}
	if quotient, ok := y.base.value.(*ssa.BinOp); ok && known.op != token.NEQ && y.base.aspect == whole && quotient.Op == token.QUO {
		span = f.refineDivisor(w, span, t, known.op, x, quotient, y.offset)
	}
	return span
}

// refineDivisor narrows span, the bounds of t, when t is the divisor of a quotient that is at least n > 0: then t*n is at most the dividend.
func (f *function) refineDivisor(w *World, span interval, t term, op token.Token, x linear, quotient *ssa.BinOp, offset number) interval {
	n := x.offset.minus(offset)
	if op == token.LSS {
		n = n.plus(of(1))
	}
	if x.base.aspect != nothing || n.less(of(1)) || f.simple(w, term{whole, quotient.Y}) != (linear{base: t}) {
		return span
	}
	dividend, ok := f.termBounds(w, term{whole, quotient.X})
	if !ok || !dividend.isNonNegative() || !span.isNonNegative() {
		return span
	}
	span.hi = lesser(span.hi, dividend.hi.dividedBy(n))
	return span
}

func shift(i interval, n number) interval { return interval{lo: i.lo.plus(n), hi: i.hi.plus(n)} }

// below narrows span by `span op other`.
func below(span interval, op token.Token, other interval) interval {
	switch op {
	case token.EQL:
		return span.meet(other)
	case token.LSS:
		span.hi = lesser(span.hi, other.hi.minus(of(1)))
	case token.LEQ:
		span.hi = lesser(span.hi, other.hi)
	case token.NEQ:
		return without(span, other)
	}
	return span
}

// above narrows span by `other op span`.
func above(span interval, op token.Token, other interval) interval {
	switch op {
	case token.LSS:
		span.lo = greater(span.lo, other.lo.plus(of(1)))
	case token.LEQ:
		span.lo = greater(span.lo, other.lo)
	default:
		return below(span, op, other)
	}
	return span
}

// without takes a single number off the ends of span.
func without(span, other interval) interval {
	if other.lo != other.hi {
		return span
	}
	if span.lo == other.lo {
		span.lo = span.lo.plus(of(1))
	}
	if span.hi == other.lo {
		span.hi = span.hi.minus(of(1))
	}
	return span
}

// refineByResult narrows the bounds of a result of a call of which the last result is known to be true, or a nil error.
func (f *function) refineByResult(w *World, span interval, t term, p point, extra []fact) interval {
	extract, ok := t.value.(*ssa.Extract)
	if !ok {
		return span
	}
	if good, ok := f.goodResult(w, extract, p, extra); ok && t.aspect != capacity {
		return span.meet(good.span)
	}
	return span
}

// goodResult returns what is known of a result of a call when at p the call's last result is true, or a nil error.
func (f *function) goodResult(w *World, extract *ssa.Extract, p point, extra []fact) (good abstract, ok bool) {
	call, isCall := extract.Tuple.(*ssa.Call)
	if !isCall {
		return abstract{}, false
	}
	last := call.Call.Signature().Results().Len() - 1
	callee := w.callee(call)
	if callee == nil || extract.Index == last || len(callee.good) <= extract.Index {
		return abstract{}, false
	}
	succeeded := false
	f.eachFact(p, extra, func(known fact) bool {
		if known.kind == isTrue || known.kind == isNil {
			other, isExtract := f.representative(known.value).(*ssa.Extract)
			succeeded = isExtract && other.Tuple == extract.Tuple && other.Index == last
		}
		return !succeeded
	})
	if !succeeded {
		return abstract{}, false
	}
	return callee.good[extract.Index], true
}

// representative follows what is known to be the same value.
func (f *function) representative(v ssa.Value) ssa.Value {
	for f.same[v] != nil {
		v = f.same[v]
	}
	return v
}

// at returns what is known of v at p, where extra holds as well; ok is false when no execution gets there.
func (f *function) at(w *World, v ssa.Value, p point, extra []fact) (a abstract, ok bool) {
	a, ok = f.global(w, v)
	if !ok {
		return a, false
	}
	switch {
	case isInteger(v.Type()):
		a.span, ok = f.spanAt(w, term{whole, v}, p, extra)
	case hasLength(v.Type()):
		a.span, ok = f.spanAt(w, term{length, v}, p, extra)
	}
	if !ok || a.span.empty() {
		return a, false
	}
	if !a.notNil {
		a.notNil = f.isNotNil(w, v, p, extra)
	}
	return a, true
}

// isNotNil tells whether v is not nil at p.
func (f *function) isNotNil(w *World, v ssa.Value, p point, extra []fact) bool {
	v = f.representative(v)
	if a, ok := f.global(w, v); ok && a.notNil {
		return true
	}
	switch inner := v.(type) {
	case *ssa.ChangeType:
		return f.isNotNil(w, inner.X, p, extra)
	case *ssa.Extract:
		if good, ok := f.goodResult(w, inner, p, extra); ok && good.notNil {
			return true
		}
	}
	found := false
	f.eachFact(p, extra, func(known fact) bool {
		found = known.kind == notNil && f.representative(known.value) == v
		return !found
	})
	return found
}
