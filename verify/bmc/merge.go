package bmc

import (
	"fmt"
	"go/types"

	"warrant/verify/smt"
)

// choose returns x when cond holds and y otherwise. Both have one Go type.
func (e *engine) choose(cond *smt.Term, x, y value) value {
	switch {
	case cond.IsTrue() || x == y || y == nil:
		return x
	case cond.IsFalse() || x == nil:
		return y
	}
	if p, ok := x.(*poison); ok {
		return p
	}
	if p, ok := y.(*poison); ok {
		return p
	}
	switch x := x.(type) {
	case *smt.Term:
		return e.b.Ite(cond, x, y.(*smt.Term))
	case *aggregate:
		if other, ok := y.(*aggregate); ok {
			return e.chooseAggregate(cond, x, other)
		}
		return e.chooseSparse(cond, x, y)
	case *sparse:
		return e.chooseSparse(cond, x, y)
	case *pointer:
		return e.choosePointer(cond, x, y.(*pointer))
	case *slice:
		return e.chooseSlice(cond, x, y.(*slice))
	case *text:
		return e.chooseText(cond, x, y.(*text))
	case *iface:
		return e.chooseIface(cond, x, y.(*iface))
	case *function:
		return e.chooseFunction(cond, x, y.(*function))
	case *mapping:
		return e.chooseMapping(cond, x, y.(*mapping))
	}
	panic(fmt.Sprintf("bmc: cannot choose between %T values", x))
}

func (e *engine) chooseAggregate(cond *smt.Term, x, y *aggregate) value {
	elems := make([]value, len(x.elems))
	sameX, sameY := true, true
	for i := range elems {
		elems[i] = e.choose(cond, x.elems[i], y.elems[i])
		sameX = sameX && elems[i] == x.elems[i]
		sameY = sameY && elems[i] == y.elems[i]
	}
	switch {
	case sameX:
		return x
	case sameY:
		return y
	}
	return &aggregate{elems: elems}
}

func (e *engine) choosePointer(cond *smt.Term, x, y *pointer) *pointer {
	if samePointer(x, y) {
		return x
	}
	var merged []target
	add := func(guard *smt.Term, t target) {
		guard = e.b.And(guard, t.guard)
		if guard.IsFalse() {
			return
		}
		for i := range merged {
			m := &merged[i]
			if m.object != t.object {
				continue
			}
			if t.object == nil || samePath(m.path, t.path) {
				m.guard = e.b.Or(m.guard, guard)
				return
			}
			element := elementSteps(t.object.typ, t.path)
			if sameShape(m.path, t.path, func(depth int) bool { return element[depth] }) {
				m.path = e.choosePath(guard, t.path, m.path)
				m.guard = e.b.Or(m.guard, guard)
				return
			}
		}
		merged = append(merged, target{guard: guard, object: t.object, path: t.path})
	}
	for _, t := range x.targets {
		add(cond, t)
	}
	for _, t := range y.targets {
		add(e.b.Not(cond), t)
	}
	return &pointer{targets: merged}
}

func samePointer(x, y *pointer) bool {
	if x == y {
		return true
	}
	if len(x.targets) != len(y.targets) {
		return false
	}
	for i := range x.targets {
		a, b := x.targets[i], y.targets[i]
		if a.guard != b.guard || a.object != b.object || !samePath(a.path, b.path) {
			return false
		}
	}
	return true
}

// choosePath merges two paths of one shape by merging the elements they select.
func (e *engine) choosePath(cond *smt.Term, x, y []step) []step {
	merged := make([]step, len(x))
	for i := range x {
		if x[i] == y[i] {
			merged[i] = x[i]
			continue
		}
		a, b := x[i].span(), y[i].span()
		merged[i] = e.indexStepIn(e.b.Ite(cond, e.stepIndex(x[i]), e.stepIndex(y[i])),
			interval{min(a.low, b.low), max(a.high, b.high)})
	}
	return merged
}

// span encloses the element number that s selects.
func (s step) span() interval {
	if s.index == nil {
		return interval{uint64(s.number), uint64(s.number)}
	}
	return s.within
}

// stepIndex returns the element number of s as a term.
func (e *engine) stepIndex(s step) *smt.Term {
	if s.index != nil {
		return s.index
	}
	return e.word(uint64(s.number))
}

// indexStep returns the step to the element at index.
func (e *engine) indexStep(index *smt.Term) step {
	low, high := index.Range()
	return e.indexStepIn(index, interval{low, high})
}

// indexStepIn returns the step to the element at index, which is known to be within an interval.
func (e *engine) indexStepIn(index *smt.Term, within interval) step {
	if within.low == within.high && within.low < 1<<31 {
		return step{number: int(within.low)}
	}
	return step{index: index, within: within}
}

func (e *engine) chooseSlice(cond *smt.Term, x, y *slice) value {
	return &slice{
		base:     e.choosePointer(cond, x.base, y.base),
		offset:   e.b.Ite(cond, x.offset, y.offset),
		length:   e.b.Ite(cond, x.length, y.length),
		capacity: e.b.Ite(cond, x.capacity, y.capacity),
	}
}

func (e *engine) chooseText(cond *smt.Term, x, y *text) value {
	if len(x.bytes) == len(y.bytes) && (len(x.bytes) == 0 || &x.bytes[0] == &y.bytes[0]) {
		return &text{bytes: x.bytes, offset: e.b.Ite(cond, x.offset, y.offset), length: e.b.Ite(cond, x.length, y.length)}
	}
	x, y = e.aligned(x), e.aligned(y)
	merged := make([]*smt.Term, max(len(x.bytes), len(y.bytes)))
	for i := range merged {
		merged[i] = e.b.Ite(cond, byteOrZero(e, x.bytes, i), byteOrZero(e, y.bytes, i))
	}
	return &text{bytes: merged, offset: e.word(0), length: e.b.Ite(cond, x.length, y.length)}
}

func byteOrZero(e *engine, bytes []*smt.Term, i int) *smt.Term {
	if i < len(bytes) {
		return bytes[i]
	}
	return e.b.Word(0, 8)
}

func (e *engine) chooseIface(cond *smt.Term, x, y *iface) value {
	var merged []dynamic
	add := func(guard *smt.Term, d dynamic) {
		guard = e.b.And(guard, d.guard)
		if guard.IsFalse() {
			return
		}
		for i := range merged {
			m := &merged[i]
			if sameType(m.typ, d.typ) {
				if d.typ != nil {
					m.content = e.choose(guard, d.content, m.content)
				}
				m.guard = e.b.Or(m.guard, guard)
				return
			}
		}
		merged = append(merged, dynamic{guard: guard, typ: d.typ, content: d.content})
	}
	for _, d := range x.options {
		add(cond, d)
	}
	for _, d := range y.options {
		add(e.b.Not(cond), d)
	}
	return &iface{options: merged}
}

func sameType(a, b types.Type) bool {
	if a == nil || b == nil {
		return a == b
	}
	return types.Identical(a, b)
}

func (e *engine) chooseFunction(cond *smt.Term, x, y *function) value {
	var merged []callable
	add := func(guard *smt.Term, c callable) {
		guard = e.b.And(guard, c.guard)
		if guard.IsFalse() {
			return
		}
		for i := range merged {
			m := &merged[i]
			if m.fn == c.fn {
				bindings := make([]value, len(c.bindings))
				for j := range bindings {
					bindings[j] = e.choose(guard, c.bindings[j], m.bindings[j])
				}
				m.bindings = bindings
				m.guard = e.b.Or(m.guard, guard)
				return
			}
		}
		merged = append(merged, callable{guard: guard, fn: c.fn, bindings: c.bindings})
	}
	for _, c := range x.options {
		add(cond, c)
	}
	for _, c := range y.options {
		add(e.b.Not(cond), c)
	}
	return &function{options: merged}
}

func (e *engine) chooseMapping(cond *smt.Term, x, y *mapping) value {
	merged := make([]mapEntry, max(len(x.entries), len(y.entries)))
	for i := range merged {
		switch {
		case i >= len(x.entries):
			entry := y.entries[i]
			entry.used = e.b.And(e.b.Not(cond), entry.used)
			merged[i] = entry
		case i >= len(y.entries):
			entry := x.entries[i]
			entry.used = e.b.And(cond, entry.used)
			merged[i] = entry
		default:
			a, b := x.entries[i], y.entries[i]
			merged[i] = mapEntry{used: e.b.Ite(cond, a.used, b.used), key: e.choose(cond, a.key, b.key),
				val: e.choose(cond, a.val, b.val)}
		}
	}
	return &mapping{entries: merged}
}

// joinStates merges two states that meet, and returns the condition that tells the first from the second.
func (e *engine) joinStates(s, t state) (joined state, isFirst *smt.Term) {
	switch {
	case s.dead():
		return t, e.b.False()
	case t.dead():
		return s, e.b.True()
	}
	joinedPath, isFirst := join(e.b, s.path, t.path)
	merged := mergeHeaps(s.heap, t.heap, e.base.get, func(x, y value) value { return e.choose(isFirst, x, y) })
	return state{path: joinedPath, heap: merged}, isFirst
}
