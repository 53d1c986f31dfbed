package bmc

import (
	"bytes"
	"go/types"

	"warrant/verify/smt"
)

// draw is one value that a harness takes from its inputs.
type draw struct {
	// reach is the path condition under which it is taken.
	reach *smt.Term
	// value is the symbol, of size bytes in the stream; a Boolean has sort Bool.
	value *smt.Term
	size  int
	// array is set when the draw is that of a sparse array instead of a word.
	array *arbitraryArray
}

// bytes returns what the stream holds for d in the model.
func (d draw) bytes(values *smt.Evaluator) []byte {
	if d.array != nil {
		return d.array.stream(values)
	}
	word := values.Word(d.value)
	out := make([]byte, d.size)
	for i := range out {
		out[i] = byte(word >> (8 * i))
	}
	return out
}

// inputStream supplies the bytes of a concrete execution.
type inputStream struct {
	bytes []byte
}

func (i *inputStream) word(size int) uint64 {
	var w uint64
	for k, c := range i.take(size) {
		w |= uint64(c) << (8 * k)
	}
	return w
}

// take returns the next size bytes, fewer when the stream ends.
func (i *inputStream) take(size int) []byte {
	size = min(size, len(i.bytes))
	taken := i.bytes[:size]
	i.bytes = i.bytes[size:]
	return taken
}

// drawWordIf draws an integer of width bits, or a Boolean for width 0, where cond holds besides the path; elsewhere the
// value does not matter.
func (e *engine) drawWordIf(s *state, width int, cond *smt.Term) *smt.Term {
	size := max(width/8, 1)
	if e.input != nil {
		if cond.IsFalse() {
			return e.zeroWord(width)
		}
		word := e.input.word(size)
		if width == 0 {
			return e.b.Bool(word%2 == 1)
		}
		return e.b.Word(word, width)
	}
	var symbol *smt.Term
	if width == 0 {
		symbol = e.b.Fresh("any", smt.Bool)
	} else {
		symbol = e.b.Fresh("any", smt.BitVec(width))
	}
	e.draws = append(e.draws, draw{reach: e.b.And(s.path.full, cond), value: symbol, size: size})
	return symbol
}

func (e *engine) zeroWord(width int) *smt.Term {
	if width == 0 {
		return e.b.False()
	}
	return e.b.Word(0, width)
}

// drawValue draws an arbitrary value of typ, leaf by leaf in memory order.
func (e *engine) drawValue(s *state, typ types.Type) value {
	return e.drawValueIf(s, typ, e.b.True())
}

func (e *engine) drawValueIf(s *state, typ types.Type, cond *smt.Term) value {
	if width, _, ok := intWidth(typ); ok {
		return e.drawWordIf(s, width, cond)
	}
	switch t := typ.Underlying().(type) {
	case *types.Basic:
		if isBoolean(t) {
			return e.drawWordIf(s, 0, cond)
		}
	case *types.Array:
		if e.isSparse(t) {
			return e.drawArray(s, t, cond)
		}
		if t.Len() > int64(e.bounds.Cells) {
			e.reject("an arbitrary array of %d elements, more than the memory bound of %d", t.Len(), e.bounds.Cells)
		}
		elems := make([]value, t.Len())
		for i := range elems {
			elems[i] = e.drawValueIf(s, t.Elem(), cond)
		}
		return &aggregate{elems: elems}
	case *types.Struct:
		elems := make([]value, t.NumFields())
		for i := range elems {
			elems[i] = e.drawValueIf(s, t.Field(i).Type(), cond)
		}
		return &aggregate{elems: elems}
	}
	e.reject("an arbitrary value of type %s", typ)
	return nil
}

// drawSlice draws a slice of at most limit arbitrary elements; limit must be a constant.
func (e *engine) drawSlice(f *frame, elem types.Type, limit *smt.Term) *slice {
	n, ok := limit.Word()
	if !ok {
		e.reject("AnySlice or AnyString with a maximum that is not constant")
	}
	if n > uint64(e.bounds.Cells) {
		e.reject("AnySlice or AnyString of %d elements, outside 0 to the memory bound of %d", int64(n), e.bounds.Cells)
	}
	length := e.drawLength(f, n)
	elems := make([]value, n)
	for i := range elems {
		elems[i] = e.drawValueIf(&f.now, elem, e.b.BvUlt(e.word(uint64(i)), length))
	}
	return e.newSlice(f, elem, elems, length, length)
}

// drawLength draws a length from 0 to limit: two bytes of the stream modulo limit+1, eight when limit needs more.
func (e *engine) drawLength(f *frame, limit uint64) *smt.Term {
	size := 2
	if limit >= 1<<16 {
		size = 8
	}
	if e.input != nil {
		return e.word(e.input.word(size) % (limit + 1))
	}
	length := e.anyWordUpTo("length", limit)
	e.draws = append(e.draws, draw{reach: f.now.path.full, value: length, size: size})
	return length
}

// stream returns the bytes that make a compiled execution take the values of the model, without the zeros at their end.
func (e *engine) stream(values *smt.Evaluator) []byte {
	var out []byte
	for _, d := range e.draws {
		if values.Holds(d.reach) {
			out = append(out, d.bytes(values)...)
		}
	}
	return bytes.TrimRight(out, "\x00")
}

// streamSize returns how many bytes of the stream a value of typ takes.
func (e *engine) streamSize(typ types.Type) int {
	if width, _, ok := intWidth(typ); ok {
		return width / 8
	}
	switch t := typ.Underlying().(type) {
	case *types.Basic:
		if isBoolean(t) {
			return 1
		}
	case *types.Array:
		return int(t.Len()) * e.streamSize(t.Elem())
	case *types.Struct:
		size := 0
		for i := range t.NumFields() {
			size += e.streamSize(t.Field(i).Type())
		}
		return size
	}
	e.reject("an arbitrary value of type %s", typ)
	return 0
}
