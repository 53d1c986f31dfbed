package bmc

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

// newSlice returns a slice of a new backing array with the given elements, of which length are in use.
func (e *engine) newSlice(f *frame, elem types.Type, elems []value, length, capacity *smt.Term) *slice {
	_, extent := capacity.Range()
	if extent > uint64(e.bounds.Cells) {
		extent = uint64(e.bounds.Cells)
	}
	if uint64(len(elems)) < extent {
		zero := e.zero(elem)
		padded := make([]value, extent)
		copy(padded, elems)
		for i := len(elems); i < len(padded); i++ {
			padded[i] = zero
		}
		elems = padded
	}
	o := e.newObject(&f.now, types.NewArray(elem, int64(len(elems))), "array", &aggregate{elems: elems})
	return &slice{base: e.designate(o), offset: e.word(0), length: length, capacity: capacity}
}

// sliceElements returns the elements that s may have, as many as its length may reach, read from its backing array.
func (e *engine) sliceElements(s state, window *slice) []value {
	e.private(window.base)
	_, most := window.length.Range()
	var elems []value
	for i := uint64(0); i < most; i++ {
		var element value
		at := e.indexStep(e.b.BvAdd(window.offset, e.word(i)))
		inside := false
		for _, t := range window.base.targets {
			if t.object == nil {
				continue
			}
			content := e.content(s, t.object)
			e.demand(content)
			array := e.read(content, t.path)
			e.demand(array)
			length := e.arrayLength(array)
			if at.index == nil && at.number >= length || i >= uint64(length) {
				continue
			}
			inside = true
			element = e.choose(t.guard, e.read(array, []step{at}), element)
		}
		if !inside {
			break
		}
		elems = append(elems, element)
	}
	return elems
}

func (e *engine) makeSlice(f *frame, instr *ssa.MakeSlice) value {
	elem := instr.Type().Underlying().(*types.Slice).Elem()
	length, capacity := e.index64(f, instr.Len), e.index64(f, instr.Cap)
	largest := uint64(1) << 47
	if size := uint64(e.prog.sizes.Sizeof(elem)); size > 0 {
		largest /= size
	}
	fits := e.b.And(e.b.BvUle(length, capacity), e.b.BvUle(capacity, e.word(largest)))
	e.require(f, obligation.MakeLength, "0 <= length <= capacity <= the largest allocation", fits)
	if f.now.dead() {
		return nil
	}
	bound := uint64(e.bounds.Slice)
	if n, ok := capacity.Word(); ok {
		bound = n
		if n > uint64(e.bounds.Cells) {
			e.reject("a slice of capacity %d, more than the memory bound of %d", n, e.bounds.Cells)
		}
	} else {
		capacity = e.limit(f, capacity, bound, "capacity of a made slice")
	}
	if f.now.dead() {
		return nil
	}
	_, high := capacity.Range()
	return e.newSlice(f, elem, e.repeat(e.zero(elem), min(high, bound)), length, capacity)
}

func (e *engine) repeat(v value, n uint64) []value {
	elems := make([]value, n)
	for i := range elems {
		elems[i] = v
	}
	return elems
}

// limit demands, as a bound on memory, that t is at most bound, and returns a term of the same value whose range shows it.
func (e *engine) limit(f *frame, t *smt.Term, bound uint64, what string) *smt.Term {
	if _, high := t.Range(); high <= bound {
		return t
	}
	e.engineRule(&f.now, obligation.Memory, what, describe("%s is at most the bound of %d", what, bound),
		e.b.BvUlt(e.word(bound), t))
	if low, _ := t.Range(); low > bound {
		f.now = state{}
		return t
	}
	return e.b.Ite(e.b.BvUle(t, e.word(bound)), e.narrow(t, bound), e.word(bound))
}

// narrow returns t, whose value is at most bound, rebuilt from its lowest bits so that its range shows that.
func (e *engine) narrow(t *smt.Term, bound uint64) *smt.Term {
	width := 1
	for bound>>width != 0 {
		width++
	}
	if width >= t.Width() {
		return t
	}
	return e.b.ZeroExtend(e.b.Extract(t, width-1, 0), t.Width())
}

func (e *engine) sliceExpression(f *frame, instr *ssa.Slice) value {
	x := e.operand(f, instr.X)
	e.demand(x)
	low := e.word(0)
	if instr.Low != nil {
		low = e.index64(f, instr.Low)
	}
	if t, ok := x.(*text); ok {
		high := t.length
		if instr.High != nil {
			high = e.index64(f, instr.High)
		}
		e.require(f, obligation.SliceBounds, "0 <= low <= high <= length",
			e.b.And(e.b.BvUle(low, high), e.b.BvUle(high, t.length)))
		if f.now.dead() {
			return nil
		}
		return e.sliceText(t, low, high)
	}
	window, ok := x.(*slice)
	if !ok {
		array := instr.X.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Array)
		base := e.notNil(f, instr.X, x.(*pointer))
		if f.now.dead() {
			return nil
		}
		n := e.word(uint64(array.Len()))
		window = &slice{base: base, offset: e.word(0), length: n, capacity: n}
	}
	high, most := window.length, window.capacity
	if instr.High != nil {
		high = e.index64(f, instr.High)
	}
	if instr.Max != nil {
		most = e.index64(f, instr.Max)
	}
	e.require(f, obligation.SliceBounds, "0 <= low <= high <= max <= capacity",
		e.b.And(e.b.BvUle(low, high), e.b.BvUle(high, most), e.b.BvUle(most, window.capacity)))
	if f.now.dead() {
		return nil
	}
	low, high, most = e.atMost(low, window.capacity), e.atMost(high, window.capacity), e.atMost(most, window.capacity)
	return &slice{base: window.base, offset: e.b.BvAdd(window.offset, low), length: e.atMost(e.b.BvSub(high, low), high),
		capacity: e.atMost(e.b.BvSub(most, low), most)}
}

// atMost returns t, which is known to be at most limit, as a term whose range shows that.
func (e *engine) atMost(t, limit *smt.Term) *smt.Term {
	_, bound := limit.Range()
	if _, most := t.Range(); most <= bound {
		return t
	}
	return e.narrow(t, bound)
}

// sliceToArrayPointer supports the conversion of a slice that starts at the beginning of a backing array of exactly the
// length of the target, and reading through it otherwise is unsupported.
func (e *engine) sliceToArrayPointer(f *frame, instr *ssa.SliceToArrayPointer) value {
	x := e.operand(f, instr.X)
	e.demand(x)
	window := x.(*slice)
	array := instr.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Array)
	e.require(f, obligation.SliceToArray, describe("the slice has at least %d elements", array.Len()),
		e.b.BvUle(e.word(uint64(array.Len())), window.length))
	if f.now.dead() {
		return nil
	}
	if onlyLoaded(instr) {
		elems := e.sliceElements(f.now, &slice{base: window.base, offset: window.offset,
			length: e.word(uint64(array.Len())), capacity: window.capacity})
		copied := e.newObject(&f.now, array, "array", &aggregate{elems: elems})
		return e.choosePointer(e.b.And(e.isNil(window.base), e.b.Bool(array.Len() == 0)), e.nilPointer(), e.designate(copied))
	}
	for _, t := range window.base.targets {
		if t.object == nil {
			continue
		}
		whole, isArray := typeAt(t.object.typ, t.path).Underlying().(*types.Array)
		if offset, ok := window.offset.Word(); !isArray || !ok || offset != 0 || whole.Len() != array.Len() {
			e.reject("pointer to a part of an array as an array of another length")
		}
	}
	return window.base
}

// onlyLoaded tells that the array pointer is used only to copy the array, which is how go/ssa converts a slice to an
// array.
func onlyLoaded(instr *ssa.SliceToArrayPointer) bool {
	for _, user := range *instr.Referrers() {
		switch user := user.(type) {
		case *ssa.DebugRef:
		case *ssa.UnOp:
			if user.X != instr {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// appendTo computes append(s, values...): in place where the capacity allows, into a new backing array elsewhere.
func (e *engine) appendTo(f *frame, s *slice, elem types.Type, values []value, count *smt.Term) value {
	b := e.b
	needed := b.BvAdd(s.length, count)
	if _, most := count.Range(); most == 0 {
		return s
	}
	_, longest := s.length.Range()
	extent := min(longest, uint64(e.bounds.Cells)) + uint64(len(values))
	if extent > uint64(e.bounds.Cells) {
		e.reject("append beyond the memory bound of %d elements", e.bounds.Cells)
	}
	fits := b.BvUle(needed, s.capacity)
	start := f.now
	inPlace := state{path: start.path.extend(b, fits), heap: start.heap}
	moved := state{path: start.path.extend(b, b.Not(fits)), heap: start.heap}
	var stays, moves value
	if !inPlace.dead() {
		e.copyInto(&inPlace, s.base, b.BvAdd(s.offset, s.length), values, count)
		stays = &slice{base: s.base, offset: s.offset, length: needed, capacity: s.capacity}
	}
	if !moved.dead() {
		old := e.sliceElements(start, s)
		fresh := make([]value, extent)
		for i := range fresh {
			fresh[i] = e.appended(old, values, s.length, uint64(i), elem)
		}
		f.now = moved
		capacity := e.grownCapacity(f, needed, s.capacity, elem, extent)
		moves = e.newSlice(f, elem, fresh, needed, capacity)
		moved = f.now
	}
	joined, isFirst := e.joinStates(inPlace, moved)
	f.now = joined
	return e.choose(isFirst, stays, moves)
}

// appended returns element i of the concatenation of old, of which length elements count, and values.
func (e *engine) appended(old, values []value, length *smt.Term, i uint64, elem types.Type) value {
	if n, ok := length.Word(); ok {
		switch {
		case i < n && i < uint64(len(old)):
			return old[i]
		case i-n < uint64(len(values)):
			return values[i-n]
		}
		return e.zero(elem)
	}
	var element value
	if len(values) == 1 {
		element = values[0]
	} else {
		element = e.readElement(values, e.b.BvSub(e.word(i), length))
	}
	if i < uint64(len(old)) {
		return e.choose(e.b.BvUlt(e.word(i), length), old[i], element)
	}
	return element
}

// copyInto writes the first count of values into the array that base designates, from element start on.
func (e *engine) copyInto(s *state, base *pointer, start *smt.Term, values []value, count *smt.Term) {
	for _, t := range base.targets {
		if t.object == nil {
			continue
		}
		content := e.content(*s, t.object)
		e.demand(content)
		guard := t.guard
		if len(base.targets) == 1 {
			guard = e.b.True()
		}
		whole := e.read(content, t.path)
		if array, ok := whole.(*sparse); ok {
			for i, v := range values {
				n := e.word(uint64(i))
				array = array.changed(e.b.BvUlt(n, count), e.b.BvAdd(start, n), v)
			}
			s.heap = s.heap.set(t.object.id, e.update(content, t.path, array, guard))
			continue
		}
		elems := slices.Clone(e.listed(whole))
		if first, ok := start.Word(); ok {
			for i, v := range values {
				if at := first + uint64(i); at < uint64(len(elems)) {
					elems[at] = e.choose(e.b.BvUlt(e.word(uint64(i)), count), v, elems[at])
				}
			}
		} else {
			e.copyAcross(elems, values, start, count)
		}
		s.heap = s.heap.set(t.object.id, e.update(content, t.path, &aggregate{elems: elems}, guard))
	}
}

// copyAcross overwrites each element that lies in the window from start of count elements by the value that belongs
// there, one read per element instead of one store per value.
func (e *engine) copyAcross(elems, values []value, start, count *smt.Term) {
	low, _ := start.Range()
	for i := range elems {
		if uint64(i) < low || len(values) == 0 {
			continue
		}
		at := e.b.BvSub(e.word(uint64(i)), start)
		inside := e.b.And(e.b.BvUle(start, e.word(uint64(i))), e.b.BvUlt(at, count))
		if inside.IsFalse() {
			continue
		}
		v := values[0]
		if len(values) > 1 {
			v = e.readElement(values, at)
		}
		elems[i] = e.choose(inside, v, elems[i])
	}
}

// copyBuiltin computes copy(dst, src), where src is a slice or a string, and returns the number of elements.
func (e *engine) copyBuiltin(f *frame, dst *slice, src value) value {
	var values []value
	var available *smt.Term
	switch src := src.(type) {
	case *slice:
		values, available = e.sliceElements(f.now, src), src.length
	case *text:
		src = e.aligned(src)
		for _, c := range src.bytes {
			values = append(values, c)
		}
		available = src.length
	}
	count := e.b.Ite(e.b.BvUlt(available, dst.length), available, dst.length)
	e.copyInto(&f.now, dst.base, dst.offset, values, count)
	return count
}
