package local

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// linearOf returns t as another term plus a constant, through every definition that is exact: additions that do not wrap, conversions
// that keep the value, lengths of slices. It may only be asked when the fixed point is done.
func (f *function) linearOf(w *World, t term) linear {
	s := f.simple(w, t)
	if s.base.aspect == nothing {
		return s
	}
	if s.base.aspect == whole {
		if known, ok := f.linears[s.base.value]; ok {
			return known.plus(s.offset)
		}
		f.linears[s.base.value] = linear{base: s.base} // for definitions that go in circles
	}
	result := linear{base: s.base}
	if next, ok := f.defined(w, s.base); ok {
		result = f.linearOf(w, next.base).plus(next.offset)
	}
	if s.base.aspect == whole {
		f.linears[s.base.value] = result
	}
	return result.plus(s.offset)
}

// defined returns what the definition of t says that it is, when that is another term plus a constant.
func (f *function) defined(w *World, t term) (l linear, ok bool) {
	switch t.aspect {
	case whole:
		return f.definedWhole(w, t.value)
	case length:
		return f.definedLength(w, t.value)
	case capacity:
		return f.definedCapacity(w, t.value)
	}
	return linear{}, false
}

// fits tells whether the exact result of the operation v fits its type, so that it did not wrap.
func (f *function) fits(w *World, v *ssa.BinOp) bool {
	if known, ok := f.exact[v]; ok {
		return known
	}
	f.exact[v] = false // for questions that come back to v
	f.exact[v] = f.isExact(w, v)
	return f.exact[v]
}

func (f *function) isExact(w *World, v *ssa.BinOp) bool {
	limit, ok := rangeOf(v.Type(), w.sizes)
	if !ok {
		return false
	}
	p := at(v)
	x, ok := f.spanAt(w, term{whole, v.X}, p, nil)
	y, also := f.spanAt(w, term{whole, v.Y}, p, nil)
	if !ok || !also {
		return false
	}
	exact, known := compute(v.Op, x, y)
	if narrower, guarded := f.differenceBounds(w, v, x, y, p); guarded {
		exact = exact.meet(narrower)
	}
	if !known || exact.within(limit) {
		return known
	}
	if v.Op != token.ADD || exact.lo.less(limit.lo) {
		return false
	}
	// A sum is at most what its second operand was compared with, beside the first: y <= p - x.
	search := &proof{w: w, f: f}
	for _, most := range append(search.rests(nil, v, v.X, v.Y), search.rests(nil, v, v.Y, v.X)...) {
		if span, ok := f.spanAt(w, most.target, p, nil); ok && !limit.hi.less(span.hi.plus(most.gap)) {
			return true
		}
	}
	return false
}

func (f *function) definedWhole(w *World, v ssa.Value) (l linear, ok bool) {
	switch v := v.(type) {
	case *ssa.BinOp:
		if v.Op != token.ADD && v.Op != token.SUB || !isInteger(v.Type()) || !f.fits(w, v) {
			return linear{}, false
		}
		if c, isConst := f.constantOperand(w, v.Y); isConst {
			if v.Op == token.SUB {
				c = c.negate()
			}
			return linear{base: term{whole, v.X}, offset: c}, true
		}
		if c, isConst := f.constantOperand(w, v.X); isConst && v.Op == token.ADD {
			return linear{base: term{whole, v.Y}, offset: c}, true
		}
	case *ssa.Convert:
		from, isFrom := rangeOf(v.X.Type(), w.sizes)
		to, isTo := rangeOf(v.Type(), w.sizes)
		if !isFrom || !isTo {
			return linear{}, false
		}
		if x, ok := f.spanAt(w, term{whole, v.X}, at(v), nil); ok && x.meet(from).within(to) {
			return linear{base: term{whole, v.X}}, true
		}
	}
	return linear{}, false
}

func (f *function) constantOperand(w *World, v ssa.Value) (number, bool) {
	s := f.simple(w, term{whole, v})
	return s.offset, s.base.aspect == nothing
}

func (f *function) definedLength(w *World, v ssa.Value) (l linear, ok bool) {
	switch v := v.(type) {
	case *ssa.MakeSlice:
		return linear{base: term{whole, v.Len}}, true
	case *ssa.Convert:
		if keepsLength(v.X.Type(), v.Type()) {
			return linear{base: term{length, v.X}}, true
		}
	case *ssa.Slice:
		high := linear{base: term{length, v.X}}
		if v.High != nil {
			high = linear{base: term{whole, v.High}}
		}
		return f.lessLow(w, high, v.Low)
	case *ssa.Call:
		if builtin, isBuiltin := v.Call.Value.(*ssa.Builtin); isBuiltin && builtin.Name() == "append" && len(v.Call.Args) == 1 {
			return linear{base: term{length, v.Call.Args[0]}}, true
		}
	}
	return linear{}, false
}

func (f *function) definedCapacity(w *World, v ssa.Value) (l linear, ok bool) {
	switch v := v.(type) {
	case *ssa.MakeSlice:
		return linear{base: term{whole, v.Cap}}, true
	case *ssa.Slice:
		limit := linear{base: term{capacity, v.X}}
		if v.Max != nil {
			limit = linear{base: term{whole, v.Max}}
		}
		return f.lessLow(w, limit, v.Low)
	}
	return linear{}, false
}

// lessLow returns high - low when that is a term plus a constant; low is the lower bound of a slice expression, or nil.
func (f *function) lessLow(w *World, high linear, low ssa.Value) (l linear, ok bool) {
	if low == nil {
		return high, true
	}
	if n, isConst := f.constantOperand(w, low); isConst {
		return high.plus(n.negate()), true
	}
	left := f.linearOf(w, high.base).plus(high.offset)
	right := f.linearOf(w, term{whole, low})
	if left.base != right.base {
		return linear{}, false
	}
	return constantly(left.offset.minus(right.offset)), true
}
