package local

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// upper returns terms that t cannot exceed, by its definition.
func (s *proof) upper(t term) (list []bound) {
	switch t.aspect {
	case whole:
		return s.upperWhole(t.value)
	case length:
		list = s.add(list, term{capacity, t.value}, number{}, isSlice(t.value.Type()))
		if left, right, ok := s.f.difference(s.w, t); ok {
			list = s.lessSpan(list, left, right, t, true)
		}
	case capacity:
		if left, right, ok := s.f.difference(s.w, t); ok {
			list = s.lessSpan(list, left, right, t, true)
		}
	}
	return list
}

// lower returns terms that t cannot be below, by its definition.
func (s *proof) lower(t term) (list []bound) {
	switch t.aspect {
	case whole:
		return s.lowerWhole(t.value)
	case capacity:
		list = s.add(list, term{length, t.value}, number{}, true)
	}
	if left, right, ok := s.f.difference(s.w, t); ok {
		list = s.lessSpan(list, left, right, t, false)
	}
	if call, ok := t.value.(*ssa.Call); ok && t.aspect == length {
		if builtin, isBuiltin := call.Call.Value.(*ssa.Builtin); isBuiltin && builtin.Name() == "append" {
			list = s.add(list, term{length, call.Call.Args[0]}, number{}, true)
			list = s.add(list, term{length, call.Call.Args[len(call.Call.Args)-1]}, number{}, true)
		}
	}
	if sum, ok := t.value.(*ssa.BinOp); ok && t.aspect == length && sum.Op == token.ADD {
		list = s.add(list, term{length, sum.X}, number{}, true)
		list = s.add(list, term{length, sum.Y}, number{}, true)
	}
	return list
}

// add appends the bound t + gap when condition holds.
func (s *proof) add(list []bound, t term, gap number, condition bool) []bound {
	if !condition {
		return list
	}
	l := s.f.linearOf(s.w, t)
	return append(list, bound{l.base, l.offset.plus(gap)})
}

// lessSpan appends left less what right is at least, for an upper bound of left - right, or at most, for a lower one.
func (s *proof) lessSpan(list []bound, left, right linear, of term, upper bool) []bound {
	instr, ok := of.value.(ssa.Instruction)
	if !ok {
		return list
	}
	span, ok := s.f.spanAt(s.w, right.base, at(instr), nil)
	if !ok {
		return list
	}
	gap := left.offset.minus(right.offset)
	if upper {
		return append(list, bound{left.base, gap.minus(span.lo)})
	}
	return append(list, bound{left.base, gap.minus(span.hi)})
}

// operands returns the bounds of the operands of an operation where it stands.
func (s *proof) operands(v *ssa.BinOp) (x, y interval, ok bool) {
	x, ok = s.f.spanAt(s.w, term{whole, v.X}, at(v), nil)
	y, also := s.f.spanAt(s.w, term{whole, v.Y}, at(v), nil)
	return x, y, ok && also
}

func (s *proof) upperWhole(v ssa.Value) (list []bound) {
	switch v := v.(type) {
	case *ssa.BinOp:
		x, y, ok := s.operands(v)
		if !ok {
			return nil
		}
		left, right := term{whole, v.X}, term{whole, v.Y}
		one := of(1)
		switch v.Op {
		case token.REM:
			list = s.add(list, right, one.negate(), y.isNonNegative())
			list = s.add(list, left, number{}, x.isNonNegative())
		case token.QUO, token.SHR:
			list = s.add(list, left, number{}, x.isNonNegative() && y.isNonNegative())
		case token.AND:
			list = s.add(list, left, number{}, x.isNonNegative())
			list = s.add(list, right, number{}, y.isNonNegative())
		case token.AND_NOT:
			list = s.add(list, left, number{}, x.isNonNegative())
		case token.SUB:
			if s.f.fits(s.w, v) {
				list = s.add(list, left, y.lo.negate(), true)
			}
		case token.ADD:
			if s.f.fits(s.w, v) {
				list = s.rests(list, v, v.X, v.Y)
				list = s.rests(list, v, v.Y, v.X)
				list = s.add(list, left, y.hi, true)
				list = s.add(list, right, x.hi, true)
			}
		}
	case *ssa.Call:
		builtin, ok := v.Call.Value.(*ssa.Builtin)
		if !ok {
			if gap, known := searches[calleeName(v)]; known {
				list = s.add(list, term{length, v.Call.Args[0]}, of(gap), true)
			}
			return list
		}
		for _, arg := range v.Call.Args {
			switch builtin.Name() {
			case "min":
				list = s.add(list, term{whole, arg}, number{}, isInteger(arg.Type()))
			case "copy":
				list = s.add(list, term{length, arg}, number{}, true)
			}
		}
	}
	return list
}

// searches are functions of the standard library that answer a place in their first argument, or -1: at most its length plus this.
var searches = map[string]int64{
	"strings.Index": 0, "strings.LastIndex": 0, "strings.IndexByte": -1, "strings.LastIndexByte": -1, "strings.IndexRune": -1,
	"strings.IndexAny": -1, "strings.LastIndexAny": -1, "strings.IndexFunc": -1, "strings.LastIndexFunc": -1,
	"bytes.Index": 0, "bytes.LastIndex": 0, "bytes.IndexByte": -1, "bytes.LastIndexByte": -1, "bytes.IndexRune": -1,
	"bytes.IndexAny": -1, "bytes.LastIndexAny": -1, "bytes.IndexFunc": -1, "bytes.LastIndexFunc": -1,
}

// calleeName returns the full name of the function that a call runs, or nothing.
func calleeName(call *ssa.Call) string {
	if fn := call.Call.StaticCallee(); fn != nil {
		return fn.RelString(nil)
	}
	return ""
}

// rests appends p for the sum v of x and y when y is at most an exact difference p - x that is computed on every way to v: what is left of p
// behind x.
func (s *proof) rests(list []bound, v *ssa.BinOp, x, y ssa.Value) []bound {
	if s.resting > 1 {
		return list
	}
	s.resting++
	defer func() { s.resting-- }()
	from := s.f.linearOf(s.w, term{whole, x})
	for _, rest := range s.f.differencesFrom(s.w, from.base) {
		left, right, ok := s.f.difference(s.w, rest)
		if !ok || !s.available(rest, at(v)) {
			continue
		}
		want := s.f.linearOf(s.w, term{whole, y})
		base := s.f.linearOf(s.w, rest)
		if s.prove(claim{want.base, base.base, base.offset.minus(want.offset)}, at(v), nil, 12) {
			list = append(list, bound{left.base, left.offset.minus(right.offset).plus(from.offset)})
		}
	}
	return list
}

// differencesFrom returns the terms of the function that subtract base, and perhaps a constant, from something.
func (f *function) differencesFrom(w *World, base term) (list []term) {
	if f.differences == nil {
		f.differences = map[term][]term{}
		eachInstruction(f.fn, func(instr ssa.Instruction) {
			var t term
			switch v := instr.(type) {
			case *ssa.BinOp:
				t = term{whole, v}
			case *ssa.Slice:
				t = term{length, v}
			default:
				return
			}
			if _, right, ok := f.difference(w, t); ok && right.base.aspect != nothing {
				f.differences[right.base] = append(f.differences[right.base], t)
			}
		})
	}
	return f.differences[base]
}

func (s *proof) lowerWhole(v ssa.Value) (list []bound) {
	switch v := v.(type) {
	case *ssa.BinOp:
		x, y, ok := s.operands(v)
		if !ok {
			return nil
		}
		left, right := term{whole, v.X}, term{whole, v.Y}
		switch v.Op {
		case token.OR:
			both := x.isNonNegative() && y.isNonNegative()
			list = s.add(list, left, number{}, both)
			list = s.add(list, right, number{}, both)
		case token.SUB:
			if s.f.fits(s.w, v) {
				list = s.add(list, left, y.hi.negate(), true)
			}
		case token.ADD:
			if s.f.fits(s.w, v) {
				list = s.add(list, left, y.lo, true)
				list = s.add(list, right, x.lo, true)
			}
		case token.MUL:
			if limit, ok := rangeOf(v.Type(), s.w.sizes); ok {
				product, _ := compute(token.MUL, x, y)
				exact := product.within(limit)
				list = s.add(list, left, number{}, exact && x.isNonNegative() && !y.lo.less(of(1)))
				list = s.add(list, right, number{}, exact && y.isNonNegative() && !x.lo.less(of(1)))
			}
		case token.SHL:
			if limit, ok := rangeOf(v.Type(), s.w.sizes); ok {
				product, known := compute(token.SHL, x, y)
				list = s.add(list, left, number{}, known && product.within(limit) && x.isNonNegative())
			}
		}
	case *ssa.Call:
		if builtin, ok := v.Call.Value.(*ssa.Builtin); ok && builtin.Name() == "max" {
			for _, arg := range v.Call.Args {
				list = s.add(list, term{whole, arg}, number{}, isInteger(arg.Type()))
			}
		}
	}
	return list
}
