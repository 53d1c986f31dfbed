package local

import (
	"go/types"
	"slices"
	"sort"

	"golang.org/x/tools/go/ssa"
)

// The fixed point joins what it finds for some rounds, then widens to thresholds, then to types; afterwards it narrows.
const (
	joinVisits      = 3
	thresholdVisits = 12
	narrowingRounds = 4
)

// solve computes the values of all functions.
func (w *World) solve() {
	for changed := true; changed; {
		changed = false
		for _, f := range w.order {
			if f.dirty {
				f.dirty = false
				changed = true
				w.pass(f, w.grow)
			}
		}
	}
	for range narrowingRounds {
		written := w.cells.bounds
		w.cells.bounds = map[any]interval{}
		fresh := w.cells
		w.cells.bounds = written
		for _, f := range w.order {
			w.narrow(f, &fresh)
		}
		w.cells.bounds = fresh.bounds
	}
	for _, f := range w.order {
		f.linears = map[ssa.Value]linear{}
		f.exact = map[*ssa.BinOp]bool{}
	}
}

// widen replaces a bound that moves too often by the next threshold, or by the bound of the type.
func (w *World) widen(old, joined, limit interval, visits int) interval {
	if visits <= joinVisits || old.empty() {
		return joined
	}
	result := joined
	if joined.hi != old.hi {
		result.hi = limit.hi
		i := sort.Search(len(w.thresholds), func(i int) bool { return !w.thresholds[i].less(joined.hi) })
		if visits <= thresholdVisits && i < len(w.thresholds) {
			result.hi = lesser(w.thresholds[i], limit.hi)
		}
	}
	if joined.lo != old.lo {
		result.lo = limit.lo
		i := sort.Search(len(w.thresholds), func(i int) bool { return joined.lo.less(w.thresholds[i]) })
		if visits <= thresholdVisits && i > 0 {
			result.lo = greater(w.thresholds[i-1], limit.lo)
		}
	}
	return result
}

// grow joins what was computed for v to what is known of it, and tells whether that changed.
func (w *World) grow(f *function, v ssa.Value, computed abstract) bool {
	limit := w.anything(v.Type()).span
	computed.span = computed.span.meet(limit)
	old, known := f.values[v]
	if !known {
		f.values[v] = computed
		return true
	}
	joined := old.join(computed)
	if joined == old {
		return false
	}
	f.visits[v]++
	joined.span = w.widen(old.span, joined.span, limit, f.visits[v])
	f.values[v] = joined
	return true
}

// pass computes all values of f once.
func (w *World) pass(f *function, settle func(*function, ssa.Value, abstract) bool) {
	changed := false
	f.compute(w, func(v ssa.Value, a abstract, ok bool) {
		if ok && settle(f, v, a) {
			changed = true
		}
	})
	f.store(w, &w.cells, func(key any, old, joined interval, visits int) interval {
		return w.widen(old, joined, w.limitOf(key), visits)
	})
	all, good := f.summarise(w)
	grown := !slices.Equal(all, f.all) || !slices.Equal(good, f.good)
	f.all, f.good = all, good
	if grown {
		for _, call := range f.callers {
			if caller := w.of(call); caller != nil {
				caller.dirty = true
			}
		}
	}
	if changed {
		f.dirty = true
		w.wakeCallees(f)
	}
}

// wakeCallees has the functions that f calls, and the closures that it makes, looked at again.
func (w *World) wakeCallees(f *function) {
	eachInstruction(f.fn, func(instr ssa.Instruction) {
		switch instr := instr.(type) {
		case ssa.CallInstruction:
			if callee := w.callee(instr); callee != nil {
				callee.dirty = true
			}
		case *ssa.MakeClosure:
			if inner := w.functions[instr.Fn.(*ssa.Function)]; inner != nil {
				inner.dirty = true
			}
		}
	})
}

// narrow computes all values of f once more; each result is no larger than before. What f stores goes to fresh.
func (w *World) narrow(f *function, fresh *cells) {
	f.compute(w, func(v ssa.Value, a abstract, ok bool) {
		old, known := f.values[v]
		if !known {
			return
		}
		if !ok {
			return
		}
		f.values[v] = abstract{span: old.span.meet(a.span), notNil: old.notNil || a.notNil}
	})
	f.store(w, fresh, func(_ any, _, joined interval, _ int) interval { return joined })
	f.all, f.good = f.summarise(w)
}

// limitOf returns what a cell can hold by its type.
func (w *World) limitOf(key any) interval {
	var t types.Type
	switch key := key.(type) {
	case *types.Var:
		t = key.Type()
	case ssa.Value:
		t = dereference(key.Type())
	}
	integer, _ := leaf(t)
	return w.anything(integer).span
}

// compute calls settle with what the code of f says of each of its values.
func (f *function) compute(w *World, settle func(v ssa.Value, a abstract, ok bool)) {
	for i, p := range f.fn.Params {
		a, ok := f.argument(w, i, p.Type())
		settle(p, a, ok)
	}
	for i, v := range f.fn.FreeVars {
		a, ok := f.captured(w, i, v.Type())
		settle(v, a, ok)
	}
	for _, block := range f.graph.order {
		for i, instr := range block.Instrs {
			if i > f.graph.stop[block.Index] {
				break
			}
			if v, ok := instr.(ssa.Value); ok {
				a, known := f.transfer(w, v, point{block, i})
				if known && a.span.empty() {
					known = false
				}
				settle(v, a, known)
			}
		}
	}
}

// store joins what f stores to the cells.
func (f *function) store(w *World, c *cells, widen func(key any, old, joined interval, visits int) interval) {
	for _, block := range f.graph.order {
		for i, instr := range block.Instrs {
			store, ok := instr.(*ssa.Store)
			if !ok || i > f.graph.stop[block.Index] {
				continue
			}
			key := c.cellOf(store.Addr)
			if key == nil {
				continue
			}
			bounds, known := f.stored(w, store.Val, point{block, i})
			if known {
				c.write(key, bounds, func(old, joined interval, visits int) interval { return widen(key, old, joined, visits) })
			}
		}
	}
}

// stored returns bounds of the integers in a value that is stored: itself, or the elements of an array.
func (f *function) stored(w *World, v ssa.Value, p point) (interval, bool) {
	if isInteger(v.Type()) {
		a, ok := f.at(w, v, p, nil)
		return a.span, ok
	}
	element, _ := leaf(v.Type())
	switch v := v.(type) {
	case *ssa.Const:
		return exactly(number{}), true
	case *ssa.UnOp:
		if bounds, ok := w.cells.read(w.cells.cellOf(v.X), f); ok {
			return bounds, true
		}
	}
	return w.anything(element).span, true
}
