package local

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// transfer computes what is known of the value of instr from what is known of its operands; ok is false when no execution gets there.
func (f *function) transfer(w *World, v ssa.Value, p point) (a abstract, ok bool) {
	unknown := w.anything(v.Type())
	switch v := v.(type) {
	case *ssa.Alloc, *ssa.FieldAddr, *ssa.IndexAddr, *ssa.MakeClosure, *ssa.MakeMap, *ssa.MakeChan, *ssa.MakeInterface:
		return abstract{span: lengths, notNil: true}, true
	case *ssa.MakeSlice:
		n, ok := f.at(w, v.Len, p, nil)
		return abstract{span: n.span.meet(unknown.span), notNil: true}, ok
	case *ssa.BinOp:
		return f.transferBinOp(w, v, p, unknown)
	case *ssa.UnOp:
		return f.transferUnOp(w, v, p, unknown)
	case *ssa.Phi:
		return f.transferPhi(w, v)
	case *ssa.Convert:
		return f.transferConvert(w, v, p, unknown)
	case *ssa.ChangeType:
		return f.at(w, v.X, p, nil)
	case *ssa.ChangeInterface:
		x, ok := f.at(w, v.X, p, nil)
		unknown.notNil = x.notNil
		return unknown, ok
	case *ssa.TypeAssert:
		_, isInterface := v.AssertedType.Underlying().(*types.Interface)
		unknown.notNil = isInterface && !v.CommaOk
		return unknown, true
	case *ssa.Slice:
		return f.transferSlice(w, v, p, unknown)
	case *ssa.SliceToArrayPointer:
		n, _ := lengthOf(v)
		return abstract{span: lengths, notNil: (number{}).less(n)}, true
	case *ssa.Field:
		if key := w.cells.field(v.X.Type(), v.Field); key != nil {
			if bounds, known := w.cells.read(key, f); known {
				unknown.span = unknown.span.meet(bounds)
			}
		}
		return unknown, true
	case *ssa.Index:
		if load, isLoad := v.X.(*ssa.UnOp); isLoad && load.Op == token.MUL {
			if bounds, known := w.cells.read(w.cells.cellOf(load.X), f); known {
				unknown.span = unknown.span.meet(bounds)
			}
		}
		return unknown, true
	case *ssa.Extract:
		return f.transferExtract(w, v, unknown)
	case *ssa.Call:
		return f.transferCall(w, v, p, unknown)
	}
	return unknown, true
}

func (f *function) transferBinOp(w *World, v *ssa.BinOp, p point, unknown abstract) (abstract, bool) {
	if v.Op == token.ADD && hasLength(v.Type()) {
		x, ok := f.at(w, v.X, p, nil)
		y, also := f.at(w, v.Y, p, nil)
		sum, _ := compute(token.ADD, x.span, y.span)
		return abstract{span: sum.meet(unknown.span)}, ok && also
	}
	if !isInteger(v.Type()) {
		return unknown, true
	}
	x, ok := f.at(w, v.X, p, nil)
	y, also := f.at(w, v.Y, p, nil)
	if !ok || !also {
		return abstract{}, false
	}
	if span, known := f.differenceBounds(w, v, x.span, y.span, p); known {
		x, _ := compute(v.Op, x.span, y.span)
		if both := span.meet(x); both.within(unknown.span) {
			return abstract{span: both}, true
		}
	}
	if span, known := compute(v.Op, x.span, y.span); known && span.within(unknown.span) {
		return abstract{span: span}, true
	}
	return unknown, true
}

// differenceBounds narrows x - y by a dominating comparison of x and y, so that a difference that is guarded does not wrap.
func (f *function) differenceBounds(w *World, v *ssa.BinOp, x, y interval, p point) (span interval, known bool) {
	if v.Op != token.SUB {
		return span, false
	}
	left, right := f.simple(w, term{whole, v.X}), f.simple(w, term{whole, v.Y})
	span, _ = compute(token.SUB, x, y)
	f.eachFact(p, nil, func(guard fact) bool {
		if guard.kind != compared || guard.op == token.NEQ {
			return true
		}
		a, b := f.simple(w, guard.x.term).plus(guard.x.offset), f.simple(w, guard.y.term).plus(guard.y.offset)
		strict := number{}
		if guard.op == token.LSS {
			strict = of(1)
		}
		// a.base + a.offset + strict <= b.base + b.offset
		gap := a.offset.minus(b.offset).plus(strict)
		if a.base == right.base && b.base == left.base {
			least := gap.plus(left.offset).minus(right.offset)
			span.lo, known = greater(span.lo, least), true
		}
		if a.base == left.base && b.base == right.base {
			greatest := left.offset.minus(right.offset).minus(gap)
			span.hi, known = lesser(span.hi, greatest), true
		}
		return true
	})
	return span, known && !span.empty()
}

func (f *function) transferUnOp(w *World, v *ssa.UnOp, p point, unknown abstract) (abstract, bool) {
	switch v.Op {
	case token.MUL:
		if key := w.cells.cellOf(v.X); key != nil {
			if bounds, known := w.cells.read(key, f); known && isInteger(v.Type()) {
				unknown.span = unknown.span.meet(bounds)
			}
		}
		if same := f.same[v]; same != nil {
			if stored, ok := f.at(w, same, p, nil); ok {
				return abstract{span: stored.span.meet(unknown.span), notNil: stored.notNil}, true
			}
			return abstract{}, false
		}
		if global, ok := v.X.(*ssa.Global); ok {
			unknown.notNil = w.isSentinel(global) || w.isSetOnce(global)
		}
	case token.SUB:
		if !isInteger(v.Type()) {
			return unknown, true
		}
		x, ok := f.at(w, v.X, p, nil)
		if !ok {
			return abstract{}, false
		}
		if span, _ := compute(token.SUB, exactly(number{}), x.span); span.within(unknown.span) {
			return abstract{span: span}, true
		}
	case token.XOR:
		x, ok := f.at(w, v.X, p, nil)
		if !ok {
			return abstract{}, false
		}
		// Both ^x of a signed type, -1 - x, and ^x of an unsigned one, the greatest value less x, turn the order around.
		turn := unknown.span.hi.plus(unknown.span.lo)
		return abstract{span: interval{lo: turn.minus(x.span.hi), hi: turn.minus(x.span.lo)}}, true
	}
	return unknown, true
}

// isSentinel tells whether a package variable is an error value that its package sets once, such as io.EOF.
func (w *World) isSentinel(global *ssa.Global) bool {
	named, ok := dereference(global.Type()).(*types.Named)
	if !ok || named.Obj().Pkg() != nil || named.Obj().Name() != "error" || global.Object() == nil {
		return false
	}
	if !w.cells.owned[global.Pkg.Pkg] {
		return true
	}
	return global.Object().Exported() || w.cells.stores[global] == 1 && !w.cells.lost[global]
}

// isSetOnce tells whether a package variable that no other package can set is given a value that is not nil when its package is
// initialised, and never again. The language initialises it before what refers to it runs.
func (w *World) isSetOnce(global *ssa.Global) bool {
	store := w.cells.setting[global]
	if store == nil || w.cells.stores[global] != 1 || w.cells.lost[global] || store.Parent().Synthetic == "" || store.Parent().Name() != "init" {
		return false
	}
	if global.Object() == nil || global.Object().Exported() && !w.closed {
		return false
	}
	f := w.functions[store.Parent()]
	return f != nil && f.isNotNil(w, store.Val, at(store), nil)
}

func (f *function) transferPhi(w *World, v *ssa.Phi) (result abstract, ok bool) {
	for i, edge := range v.Edges {
		pred := v.Block().Preds[i]
		if !f.arrives(pred, v.Block()) {
			continue
		}
		a, known := f.at(w, edge, endOf(pred), f.edgeFacts(pred, v.Block(), 0))
		if !known {
			continue
		}
		if ok {
			a = result.join(a)
		}
		result, ok = a, true
	}
	return result, ok
}

// arrives tells whether control can go from one block to the next.
func (f *function) arrives(from, to *ssa.BasicBlock) bool {
	return f.graph.reachable(from) && f.graph.stop[from.Index] == len(from.Instrs)
}

func (f *function) transferConvert(w *World, v *ssa.Convert, p point, unknown abstract) (abstract, bool) {
	from, to := v.X.Type(), v.Type()
	switch {
	case isInteger(from) && isInteger(to):
		x, ok := f.at(w, v.X, p, nil)
		if ok && x.span.within(unknown.span) {
			return abstract{span: x.span}, true
		}
		return unknown, ok
	case keepsLength(from, to):
		x, ok := f.at(w, v.X, p, nil)
		return abstract{span: x.span}, ok
	}
	return unknown, true
}

// keepsLength tells whether a conversion is one between strings and slices of bytes.
func keepsLength(from, to types.Type) bool {
	return hasLength(from) && hasLength(to) && !isRunes(from) && !isRunes(to)
}

func isRunes(t types.Type) bool {
	slice, ok := t.Underlying().(*types.Slice)
	if !ok {
		return false
	}
	basic, ok := slice.Elem().Underlying().(*types.Basic)
	return !ok || basic.Kind() != types.Byte
}

func (f *function) transferSlice(w *World, v *ssa.Slice, p point, unknown abstract) (abstract, bool) {
	low, high := exactly(number{}), interval{}
	if v.Low != nil {
		a, ok := f.at(w, v.Low, p, nil)
		if !ok {
			return abstract{}, false
		}
		low = a.span.meet(lengths)
	}
	if v.High != nil {
		a, ok := f.at(w, v.High, p, nil)
		if !ok {
			return abstract{}, false
		}
		high = a.span.meet(lengths)
	} else {
		span, ok := f.spanAt(w, term{length, v.X}, p, nil)
		if !ok {
			return abstract{}, false
		}
		high = span
	}
	span, _ := compute(token.SUB, high, low)
	_, isString := v.X.Type().Underlying().(*types.Basic)
	_, isPointer := v.X.Type().Underlying().(*types.Pointer)
	return abstract{span: span.meet(unknown.span), notNil: isPointer || isString}, true
}

func (f *function) transferExtract(w *World, v *ssa.Extract, unknown abstract) (abstract, bool) {
	switch tuple := v.Tuple.(type) {
	case *ssa.Call:
		if callee := w.callee(tuple); callee != nil {
			if len(callee.all) <= v.Index {
				return abstract{}, false
			}
			return callee.all[v.Index], true
		}
	case *ssa.Next:
		if tuple.IsString && v.Index == 1 {
			return abstract{span: lengths}, true
		}
	case *ssa.TypeAssert:
		return unknown, true
	}
	return unknown, true
}
