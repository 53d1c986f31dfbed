package bmc

import (
	"go/token"
	"go/types"
	"unicode/utf8"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

// aligned returns t as a window that starts at its first byte, shifting by the bits of the offset.
func (e *engine) aligned(t *text) *text {
	if offset, ok := t.offset.Word(); ok {
		start := int(min(offset, uint64(len(t.bytes))))
		bytes := t.bytes[start:]
		if _, high := t.length.Range(); high < uint64(len(bytes)) {
			bytes = bytes[:high]
		}
		return &text{bytes: bytes, offset: e.word(0), length: t.length}
	}
	bytes := t.bytes
	for bit := 0; 1<<bit < len(t.bytes)+1; bit++ {
		set := e.b.Eq(e.b.Extract(t.offset, bit, bit), e.b.Word(1, 1))
		if set.IsFalse() {
			continue
		}
		shifted := make([]*smt.Term, len(bytes))
		for i := range shifted {
			shifted[i] = e.b.Ite(set, byteOrZero(e, bytes, i+1<<bit), bytes[i])
		}
		bytes = shifted
	}
	if _, high := t.length.Range(); high < uint64(len(bytes)) {
		bytes = bytes[:high]
	}
	return &text{bytes: bytes, offset: e.word(0), length: t.length}
}

// byteOf demands that index is inside t and returns the byte there.
func (e *engine) byteOf(f *frame, t *text, index *smt.Term) value {
	e.require(f, obligation.IndexBounds, "0 <= index < length", e.inBounds(f, index, t.length))
	if f.now.dead() {
		return nil
	}
	return e.byteAt(t, index)
}

func (e *engine) byteAt(t *text, index *smt.Term) *smt.Term {
	if len(t.bytes) == 0 {
		return e.b.Word(0, 8)
	}
	at := e.b.BvAdd(t.offset, index)
	if n, ok := at.Word(); ok {
		return byteOrZero(e, t.bytes, int(min(n, uint64(len(t.bytes)))))
	}
	elems := make([]value, len(t.bytes))
	for i, c := range t.bytes {
		elems[i] = c
	}
	return e.readElement(elems, at).(*smt.Term)
}

func (e *engine) equalText(x, y *text) *smt.Term {
	x, y = e.aligned(x), e.aligned(y)
	same := e.b.Eq(x.length, y.length)
	if same.IsFalse() {
		return same
	}
	for i := range min(len(x.bytes), len(y.bytes)) {
		inside := e.b.BvUlt(e.word(uint64(i)), x.length)
		same = e.b.And(same, e.b.Or(e.b.Not(inside), e.b.Eq(x.bytes[i], y.bytes[i])))
	}
	return same
}

// lessText returns x < y in the order of bytes.
func (e *engine) lessText(x, y *text) *smt.Term {
	x, y = e.aligned(x), e.aligned(y)
	less := e.b.BvUlt(x.length, y.length)
	for i := min(len(x.bytes), len(y.bytes)) - 1; i >= 0; i-- {
		n := e.word(uint64(i))
		both := e.b.And(e.b.BvUlt(n, x.length), e.b.BvUlt(n, y.length))
		differ := e.b.And(both, e.b.Not(e.b.Eq(x.bytes[i], y.bytes[i])))
		less = e.b.Ite(differ, e.b.BvUlt(x.bytes[i], y.bytes[i]), less)
	}
	return less
}

func (e *engine) stringOperation(op token.Token, x, y *text) value {
	switch op {
	case token.ADD:
		return e.concatenate(x, y)
	case token.LSS:
		return e.lessText(x, y)
	case token.LEQ:
		return e.b.Not(e.lessText(y, x))
	case token.GTR:
		return e.lessText(y, x)
	case token.GEQ:
		return e.b.Not(e.lessText(x, y))
	}
	e.reject("operator %s on strings", op)
	return nil
}

func (e *engine) concatenate(x, y *text) *text {
	x, y = e.aligned(x), e.aligned(y)
	length := e.b.BvAdd(x.length, y.length)
	if n, ok := x.length.Word(); ok {
		bytes := append(append([]*smt.Term{}, x.bytes[:n]...), y.bytes...)
		return &text{bytes: bytes, offset: e.word(0), length: length}
	}
	if len(x.bytes)+len(y.bytes) > e.bounds.Cells {
		e.reject("a string of more than %d bytes", e.bounds.Cells)
	}
	bytes := make([]*smt.Term, len(x.bytes)+len(y.bytes))
	elems := make([]value, len(y.bytes))
	for i, c := range y.bytes {
		elems[i] = c
	}
	for i := range bytes {
		n := e.word(uint64(i))
		var fromY *smt.Term
		if len(elems) == 0 {
			fromY = e.b.Word(0, 8)
		} else {
			fromY = e.readElement(elems, e.b.BvSub(n, x.length)).(*smt.Term)
		}
		if i >= len(x.bytes) {
			bytes[i] = fromY
			continue
		}
		bytes[i] = e.b.Ite(e.b.BvUlt(n, x.length), x.bytes[i], fromY)
	}
	return &text{bytes: bytes, offset: e.word(0), length: length}
}

// sliceText returns t[low:high] after its bounds were demanded.
func (e *engine) sliceText(t *text, low, high *smt.Term) *text {
	low, high = e.atMost(low, t.length), e.atMost(high, t.length)
	return &text{bytes: t.bytes, offset: e.b.BvAdd(t.offset, low), length: e.atMost(e.b.BvSub(high, low), high)}
}

// sliceToString copies a slice of bytes or runes into a string.
func (e *engine) sliceToString(f *frame, s *slice, from types.Type) value {
	elem := from.Underlying().(*types.Slice).Elem()
	values := e.sliceElements(f.now, s)
	if width, _, _ := intWidth(elem); width == 8 {
		t := &text{offset: e.word(0), length: s.length}
		for _, v := range values {
			t.bytes = append(t.bytes, e.term(v))
		}
		return t
	}
	result := &text{offset: e.word(0), length: e.word(0)}
	for i, v := range values {
		inside := e.b.BvUlt(e.word(uint64(i)), s.length)
		one := e.runeToString(e.b.SignExtend(e.term(v), 64))
		result = e.concatenate(result, e.choose(inside, one, &text{offset: e.word(0), length: e.word(0)}).(*text))
	}
	return result
}

// stringToSlice copies a string into a new slice of bytes or runes.
func (e *engine) stringToSlice(f *frame, t *text, to types.Type) value {
	elem := to.Underlying().(*types.Slice).Elem()
	t = e.aligned(t)
	if width, _, _ := intWidth(elem); width == 8 {
		elems := make([]value, len(t.bytes))
		for i, c := range t.bytes {
			elems[i] = c
		}
		return e.newSlice(f, elem, elems, t.length, e.conversionCapacity(t.length, 1))
	}
	var elems []value
	position, count := e.word(0), e.word(0)
	for range t.bytes {
		more := e.b.BvUlt(position, t.length)
		code, size := e.decodeRune(t, position)
		elems = append(elems, e.b.Ite(more, code, e.b.Word(0, 32)))
		position = e.b.Ite(more, e.b.BvAdd(position, size), position)
		count = e.b.Ite(more, e.b.BvAdd(count, e.word(1)), count)
	}
	return e.newSlice(f, elem, elems, count, e.conversionCapacity(count, 4))
}

// runeToString encodes the code point, a signed word of 64 bits, in UTF-8; what is no code point gives U+FFFD.
func (e *engine) runeToString(code *smt.Term) *text {
	b := e.b
	below := func(limit uint64) *smt.Term { return b.BvUlt(code, e.word(limit)) }
	surrogate := b.And(b.BvUle(e.word(0xd800), code), below(0xe000))
	code = b.Ite(b.Or(surrogate, b.Not(below(utf8.MaxRune+1))), e.word(utf8.RuneError), code)
	part := func(high, low int, mark uint64) *smt.Term {
		return b.BvOr(b.ZeroExtend(b.Extract(code, high, low), 8), b.Word(mark, 8))
	}
	one, two, three := below(0x80), below(0x800), below(0x10000)
	pick := func(a, c, d, g *smt.Term) *smt.Term { return b.Ite(one, a, b.Ite(two, c, b.Ite(three, d, g))) }
	zero := b.Word(0, 8)
	last := part(5, 0, 0x80)
	return &text{
		bytes: []*smt.Term{
			pick(b.Extract(code, 7, 0), part(10, 6, 0xc0), part(15, 12, 0xe0), part(20, 18, 0xf0)),
			pick(zero, last, part(11, 6, 0x80), part(17, 12, 0x80)),
			pick(zero, zero, last, part(11, 6, 0x80)),
			pick(zero, zero, zero, last),
		},
		offset: e.word(0),
		length: b.Ite(one, e.word(1), b.Ite(two, e.word(2), b.Ite(three, e.word(3), e.word(4)))),
	}
}

// decodeRune decodes the UTF-8 sequence of t at position, which is inside t: the code point in 32 bits and the number of
// bytes in 64. An invalid sequence gives U+FFFD and 1. The ranges of the second byte are those of the Unicode standard,
// table 3-7.
func (e *engine) decodeRune(t *text, position *smt.Term) (code, size *smt.Term) {
	b := e.b
	var c, have [4]*smt.Term
	for i := range c {
		at := b.BvAdd(position, e.word(uint64(i)))
		c[i] = e.byteAt(t, at)
		have[i] = b.BvUlt(at, t.length)
	}
	within := func(x *smt.Term, low, high uint64) *smt.Term {
		return b.And(b.BvUle(b.Word(low, 8), x), b.BvUle(x, b.Word(high, 8)))
	}
	tail := func(i int) *smt.Term { return b.And(have[i], within(c[i], 0x80, 0xbf)) }
	bitsOf := func(x *smt.Term, high int) *smt.Term { return b.ZeroExtend(b.Extract(x, high, 0), 32) }
	join := func(terms ...*smt.Term) *smt.Term {
		result := terms[0]
		for _, x := range terms[1:] {
			result = b.BvOr(b.BvShl(result, b.Word(6, 32)), x)
		}
		return result
	}
	isTwo := b.And(within(c[0], 0xc2, 0xdf), tail(1))
	second3 := b.And(b.Or(b.Not(b.Eq(c[0], b.Word(0xe0, 8))), b.BvUle(b.Word(0xa0, 8), c[1])),
		b.Or(b.Not(b.Eq(c[0], b.Word(0xed, 8))), b.BvUle(c[1], b.Word(0x9f, 8))))
	isThree := b.And(within(c[0], 0xe0, 0xef), tail(1), second3, tail(2))
	second4 := b.And(b.Or(b.Not(b.Eq(c[0], b.Word(0xf0, 8))), b.BvUle(b.Word(0x90, 8), c[1])),
		b.Or(b.Not(b.Eq(c[0], b.Word(0xf4, 8))), b.BvUle(c[1], b.Word(0x8f, 8))))
	isFour := b.And(within(c[0], 0xf0, 0xf4), tail(1), second4, tail(2), tail(3))
	isOne := within(c[0], 0, 0x7f)
	code = b.Ite(isOne, bitsOf(c[0], 7),
		b.Ite(isTwo, join(bitsOf(c[0], 4), bitsOf(c[1], 5)),
			b.Ite(isThree, join(bitsOf(c[0], 3), bitsOf(c[1], 5), bitsOf(c[2], 5)),
				b.Ite(isFour, join(bitsOf(c[0], 2), bitsOf(c[1], 5), bitsOf(c[2], 5), bitsOf(c[3], 5)),
					b.Word(utf8.RuneError, 32)))))
	size = b.Ite(isTwo, e.word(2), b.Ite(isThree, e.word(3), b.Ite(isFour, e.word(4), e.word(1))))
	return code, size
}
