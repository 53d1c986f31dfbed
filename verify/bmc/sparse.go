package bmc

import (
	"go/types"
	"slices"

	"warrant/verify/smt"
)

// sparse is an array of many elements: an origin, and on top of it changes and choices between two such arrays. Reading one
// element costs a condition for each change, whatever the number of elements.
type sparse struct {
	// length is the number of elements.
	length int
	// origin is set in an array without changes.
	origin origin
	// older is the array before one change: where guard holds, the element at index has become content.
	older        *sparse
	guard, index *smt.Term
	content      value
	// yes and no are the arrays between which cond chooses.
	cond    *smt.Term
	yes, no *sparse
	// read remembers the elements of a choice.
	read map[*smt.Term]value
}

// origin is what the elements of a sparse array are before all changes.
type origin interface {
	// at returns the element at index, a word of 64 bits below the length.
	at(e *engine, index *smt.Term) value
}

// uniform is the origin of an array whose elements are all the same.
type uniform struct {
	elem value
}

func (u *uniform) at(*engine, *smt.Term) value { return u.elem }

// changed returns s after the element at index has become content where guard holds.
func (s *sparse) changed(guard, index *smt.Term, content value) *sparse {
	if guard.IsTrue() && s.index == index {
		s = s.older
	}
	return &sparse{length: s.length, older: s, guard: guard, index: index, content: content}
}

// sparseElement returns the element of s at index. Index is below the length; where it is not, the path is dead.
func (e *engine) sparseElement(s *sparse, index *smt.Term) value {
	type change struct {
		cond    *smt.Term
		content value
	}
	var later []change
	var result value
	for s.older != nil {
		cond := e.b.And(s.guard, e.b.Eq(s.index, index))
		if cond.IsTrue() {
			result = s.content
			break
		}
		if !cond.IsFalse() {
			later = append(later, change{cond, s.content})
		}
		s = s.older
	}
	switch {
	case s.older != nil:
	case s.origin != nil:
		result = s.origin.at(e, index)
	default:
		result = e.sparseChoice(s, index)
	}
	for _, c := range slices.Backward(later) {
		result = e.choose(c.cond, c.content, result)
	}
	return result
}

// sparseChoice returns the element at index of an array that is a choice.
func (e *engine) sparseChoice(s *sparse, index *smt.Term) value {
	if v, ok := s.read[index]; ok {
		return v
	}
	v := e.choose(s.cond, e.sparseElement(s.yes, index), e.sparseElement(s.no, index))
	if s.read == nil {
		s.read = make(map[*smt.Term]value)
	}
	s.read[index] = v
	return v
}

// chooseSparse returns x where cond holds and y elsewhere; one of them may list its elements.
func (e *engine) chooseSparse(cond *smt.Term, x, y value) value {
	a, b := e.sparseOf(x), e.sparseOf(y)
	return &sparse{length: a.length, cond: cond, yes: a, no: b}
}

// sparseOf returns an array as a sparse one.
func (e *engine) sparseOf(v value) *sparse {
	if s, ok := v.(*sparse); ok {
		return s
	}
	elems := v.(*aggregate).elems
	s := &sparse{length: len(elems), origin: &uniform{elem: elems[0]}}
	for i, elem := range elems[1:] {
		s = s.changed(e.b.True(), e.word(uint64(i+1)), elem)
	}
	return s
}

// arrayLength returns the number of elements of an array value.
func (e *engine) arrayLength(v value) int {
	switch v := v.(type) {
	case *aggregate:
		return len(v.elems)
	case *sparse:
		return v.length
	}
	e.demand(v)
	e.reject("elements of a value of kind %T", v)
	return 0
}

// listed returns all elements of an array value.
func (e *engine) listed(v value) []value {
	s, ok := v.(*sparse)
	if !ok {
		return v.(*aggregate).elems
	}
	if s.length > e.bounds.Cells {
		e.reject("an operation on all %d elements of an array, more than the memory bound of %d", s.length, e.bounds.Cells)
	}
	elems := make([]value, s.length)
	for i := range elems {
		elems[i] = e.sparseElement(s, e.word(uint64(i)))
	}
	return elems
}

// isSparse tells whether arrays of type t are kept as changes.
func (e *engine) isSparse(t *types.Array) bool { return t.Len() > int64(e.bounds.Dense) }

// arbitraryArray is the origin of an array of arbitrary elements. An element is drawn when it is first read; those that may be
// the same one are assumed equal where they are.
type arbitraryArray struct {
	elem   types.Type
	length int
	// chosen are the elements read so far.
	chosen []chosenElement
	known  map[*smt.Term]value
	// size is how many bytes of the stream an element takes.
	size int
	// input holds the elements of a concrete execution.
	input []byte
}

// chosenElement is an element of an arbitrary array that was read, with its words in the order of the stream.
type chosenElement struct {
	index  *smt.Term
	leaves []draw
}

// drawArray draws an array of arbitrary elements where cond holds besides the path of s.
func (e *engine) drawArray(s *state, t *types.Array, cond *smt.Term) value {
	a := &arbitraryArray{elem: t.Elem(), length: int(t.Len()), known: make(map[*smt.Term]value), size: e.streamSize(t.Elem())}
	switch {
	case e.input == nil:
		e.draws = append(e.draws, draw{reach: e.b.And(s.path.full, cond), array: a})
	case !cond.IsFalse():
		a.input = e.input.take(a.length * a.size)
	}
	return &sparse{length: a.length, origin: a}
}

func (a *arbitraryArray) at(e *engine, index *smt.Term) value {
	if v, ok := a.known[index]; ok {
		return v
	}
	outer, input, dense := e.draws, e.input, e.bounds.Dense
	// Arrays inside elements are listed.
	e.draws, e.bounds.Dense = nil, e.bounds.Cells
	everywhere := state{path: rootPath(e.b)}
	if e.input != nil {
		at, isConst := index.Word()
		if !isConst {
			e.reject("an element at an undecided place of a concrete array")
		}
		e.input = &inputStream{bytes: a.input[min(int(at)*a.size, len(a.input)):]}
	}
	v := e.drawValueIf(&everywhere, a.elem, e.b.True())
	leaves := e.draws
	e.draws, e.input, e.bounds.Dense = outer, input, dense
	for _, earlier := range a.chosen {
		same := e.b.Eq(index, earlier.index)
		if same.IsFalse() {
			continue
		}
		for i, leaf := range leaves {
			e.assume(everywhere, e.b.Implies(same, e.b.Eq(leaf.value, earlier.leaves[i].value)))
		}
	}
	a.chosen = append(a.chosen, chosenElement{index: index, leaves: leaves})
	a.known[index] = v
	return v
}

// stream returns the bytes of the array in the model. Elements of equal index are one element, which the first of them knows.
func (a *arbitraryArray) stream(values *smt.Evaluator) []byte {
	out := make([]byte, a.length*a.size)
	written := make(map[uint64]bool)
	for _, c := range a.chosen {
		at := values.Word(c.index)
		if at >= uint64(a.length) || written[at] {
			continue
		}
		written[at] = true
		place := int(at) * a.size
		for _, leaf := range c.leaves {
			copy(out[place:], leaf.bytes(values))
			place += leaf.size
		}
	}
	return out
}

// touched lists in order the elements of a concrete array that may differ from zero: those of its origin that take a byte of
// the stream which is not, all of another origin, and the changed ones.
func (s *sparse) touched() []int {
	var found []int
	for ; s.older != nil; s = s.older {
		if at, ok := s.index.Word(); ok && at < uint64(s.length) {
			found = append(found, int(at))
		}
	}
	switch o := s.origin.(type) {
	case *arbitraryArray:
		for i, c := range o.input {
			if c != 0 {
				found = append(found, i/o.size)
			}
		}
	case nil:
		found = append(s.yes.touched(), s.no.touched()...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}
