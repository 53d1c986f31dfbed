package bmc

import (
	"go/types"
	"math/bits"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

// pointerOperand returns the value of v as a pointer.
func (e *engine) pointerOperand(f *frame, v ssa.Value) *pointer {
	p := e.operand(f, v)
	e.demand(p)
	return p.(*pointer)
}

// isNil returns the condition under which p is nil.
func (e *engine) isNil(p *pointer) *smt.Term {
	isNil := e.b.False()
	for _, t := range p.targets {
		if t.object == nil {
			isNil = e.b.Or(isNil, t.guard)
		}
	}
	return isNil
}

// notNil demands that p, the value of v, is not nil and returns its other targets. Nothing is demanded of the address of a
// variable or of a part of one, which cannot be nil.
func (e *engine) notNil(f *frame, v ssa.Value, p *pointer) *pointer {
	switch v.(type) {
	case *ssa.Alloc, *ssa.Global, *ssa.FreeVar, *ssa.IndexAddr, *ssa.FieldAddr:
	default:
		e.require(f, obligation.NilDereference, "the pointer is not nil", e.b.Not(e.isNil(p)))
	}
	return withoutNil(p)
}

func withoutNil(p *pointer) *pointer {
	kept := make([]target, 0, len(p.targets))
	for _, t := range p.targets {
		if t.object != nil {
			kept = append(kept, t)
		}
	}
	return &pointer{targets: kept}
}

// extendPointer returns the pointers to the part s of what p designates.
func (e *engine) extendPointer(p *pointer, s step) *pointer {
	extended := make([]target, len(p.targets))
	for i, t := range p.targets {
		steps := make([]step, len(t.path)+1)
		copy(steps, t.path)
		steps[len(t.path)] = s
		extended[i] = target{guard: t.guard, object: t.object, path: steps}
	}
	return &pointer{targets: extended}
}

// load returns what the non-nil pointer p designates in s.
func (e *engine) load(s state, p *pointer) value {
	var result value
	for i, t := range p.targets {
		content := e.content(s, t.object)
		e.demand(content)
		v := e.read(content, t.path)
		if i == 0 {
			result = v
		} else {
			result = e.choose(t.guard, v, result)
		}
	}
	return result
}

// read returns the part of whole that path selects, nil for an element outside its array: no live path reads that one, so
// a choice takes the other value.
func (e *engine) read(whole value, path []step) value {
	for i, s := range path {
		if array, ok := whole.(*sparse); ok {
			whole = e.sparseElement(array, e.stepIndex(s))
			continue
		}
		parts, ok := whole.(*aggregate)
		if !ok {
			e.demand(whole)
			e.reject("a part of a value of kind %T", whole)
		}
		if s.index != nil {
			return e.readAt(parts.elems, s.index, s.within, path[i+1:])
		}
		if s.number >= len(parts.elems) {
			return nil
		}
		whole = parts.elems[s.number]
	}
	return whole
}

// readAt returns the rest of the element at index, which is within an interval and below len(elems); where it is not, the path
// is dead.
func (e *engine) readAt(elems []value, index *smt.Term, within interval, rest []step) value {
	low, high := elementRange(within, len(elems))
	if len(elems) == 0 || low > high {
		return nil
	}
	if numbers, ok := fewConstants(index, 4); ok {
		var result value
		for _, n := range numbers {
			if n < uint64(len(elems)) {
				result = e.choose(e.b.Eq(index, e.word(n)), e.read(elems[n], rest), result)
			}
		}
		if result != nil {
			return result
		}
	}
	parts := make([]value, high+1)
	for i := low; i <= high; i++ {
		parts[i] = e.read(elems[i], rest)
	}
	for i := range low {
		parts[i] = parts[low]
	}
	return e.select2(parts, index, bits.Len(uint(high)))
}

// readElement returns the element at index, whose range is all that is known of it.
func (e *engine) readElement(elems []value, index *smt.Term) value {
	low, high := index.Range()
	return e.readAt(elems, index, interval{low, high}, nil)
}

// select2 picks the element at index, of which the lowest width bits count, by halving.
func (e *engine) select2(parts []value, index *smt.Term, width int) value {
	if width == 0 || len(parts) == 1 {
		return parts[0]
	}
	half := 1 << (width - 1)
	if len(parts) <= half {
		return e.select2(parts, index, width-1)
	}
	bit := e.b.Eq(e.b.Extract(index, width-1, width-1), e.b.Word(1, 1))
	return e.choose(bit, e.select2(parts[half:], index, width-1), e.select2(parts[:half], index, width-1))
}

// elementRange returns the elements of an array of n elements that an index within an interval can select, low > high when none.
func elementRange(within interval, n int) (low, high int) {
	if within.low >= uint64(n) {
		return 0, n - 1
	}
	return int(within.low), int(min(within.high, uint64(n-1)))
}

// fewConstants lists the constants that t selects among by conditions, when t is built of nothing else and they are at
// most limit.
func fewConstants(t *smt.Term, limit int) (numbers []uint64, ok bool) {
	if n, isConst := t.Word(); isConst {
		return []uint64{n}, true
	}
	if t.Op() != smt.OpIte {
		return nil, false
	}
	yes, okYes := fewConstants(t.Args()[1], limit)
	no, okNo := fewConstants(t.Args()[2], limit)
	if !okYes || !okNo || len(yes)+len(no) > limit {
		return nil, false
	}
	return append(yes, no...), true
}

// store writes v where the pointer addr points, after demanding that it is not nil.
func (e *engine) store(f *frame, addr ssa.Value, v value) {
	p := e.notNil(f, addr, e.pointerOperand(f, addr))
	if f.now.dead() {
		return
	}
	e.write(&f.now, p, v)
}

// write stores v through the non-nil pointer p in s.
func (e *engine) write(s *state, p *pointer, v value) {
	for _, t := range p.targets {
		guard := t.guard
		if len(p.targets) == 1 {
			guard = e.b.True()
		}
		old := e.content(*s, t.object)
		s.heap = s.heap.set(t.object.id, e.update(old, t.path, v, guard))
	}
}

// update returns whole with the part that path selects replaced by v where guard holds.
func (e *engine) update(whole value, path []step, v value, guard *smt.Term) value {
	if guard.IsFalse() {
		return whole
	}
	if len(path) == 0 {
		if _, poisoned := whole.(*poison); poisoned && guard.IsTrue() {
			return v
		}
		return e.choose(guard, v, whole)
	}
	if array, ok := whole.(*sparse); ok {
		index := e.stepIndex(path[0])
		if len(path) > 1 {
			v = e.update(e.sparseElement(array, index), path[1:], v, e.b.True())
		}
		return array.changed(guard, index, v)
	}
	parts, ok := whole.(*aggregate)
	if !ok {
		e.demand(whole)
		e.reject("a part of a value of kind %T", whole)
	}
	elems := make([]value, len(parts.elems))
	copy(elems, parts.elems)
	s := path[0]
	if s.index == nil {
		if s.number < len(elems) {
			elems[s.number] = e.update(elems[s.number], path[1:], v, guard)
		}
		return &aggregate{elems: elems}
	}
	low, high := elementRange(s.within, len(elems))
	for i := low; i <= high; i++ {
		here := e.b.And(guard, e.b.Eq(s.index, e.word(uint64(i))))
		elems[i] = e.update(elems[i], path[1:], v, here)
	}
	return &aggregate{elems: elems}
}

// inBounds returns index < length, both of 64 bits and unsigned, so that negative indices are out of bounds. What the path of f
// says about them may decide it.
func (e *engine) inBounds(f *frame, index, length *smt.Term) *smt.Term {
	if f.now.path.rangeOn(index).high < f.now.path.rangeOn(length).low {
		return e.b.True()
	}
	return e.b.BvUlt(index, length)
}

// index64 returns the value of an index expression as a word of 64 bits.
func (e *engine) index64(f *frame, v ssa.Value) *smt.Term {
	return e.extend64(e.term(e.operand(f, v)), v.Type())
}

// extend64 widens a word of integer type typ to 64 bits.
func (e *engine) extend64(t *smt.Term, typ types.Type) *smt.Term {
	_, isSigned, ok := intWidth(typ)
	if !ok {
		e.reject("an index of type %s", typ)
	}
	if isSigned {
		return e.b.SignExtend(t, 64)
	}
	return e.b.ZeroExtend(t, 64)
}

func (e *engine) indexAddress(f *frame, instr *ssa.IndexAddr) value {
	index := e.index64(f, instr.Index)
	base := e.operand(f, instr.X)
	e.demand(base)
	if s, ok := base.(*slice); ok {
		e.require(f, obligation.IndexBounds, "0 <= index < length", e.inBounds(f, index, s.length))
		if f.now.dead() {
			return nil
		}
		return e.extendPointer(withoutNil(s.base), e.elementStep(f, e.b.BvAdd(s.offset, index)))
	}
	array := instr.X.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Array)
	p := e.notNil(f, instr.X, base.(*pointer))
	e.require(f, obligation.IndexBounds, describe("0 <= index < %d", array.Len()), e.inBounds(f, index, e.word(uint64(array.Len()))))
	if f.now.dead() {
		return nil
	}
	return e.extendPointer(p, e.elementStep(f, index))
}

// elementStep returns the step to the element at index, with what the path of f says about index.
func (e *engine) elementStep(f *frame, index *smt.Term) step {
	return e.indexStepIn(index, f.now.path.rangeOn(index))
}

func (e *engine) indexValue(f *frame, instr *ssa.Index) value {
	index := e.index64(f, instr.Index)
	whole := e.operand(f, instr.X)
	e.demand(whole)
	switch whole := whole.(type) {
	case *aggregate, *sparse:
		length := e.arrayLength(whole)
		e.require(f, obligation.IndexBounds, describe("0 <= index < %d", length), e.inBounds(f, index, e.word(uint64(length))))
		if f.now.dead() {
			return nil
		}
		return e.read(whole, []step{e.elementStep(f, index)})
	case *text:
		return e.byteOf(f, whole, index)
	}
	e.reject("index of a value of kind %T", whole)
	return nil
}
