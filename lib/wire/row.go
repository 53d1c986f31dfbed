// +gobra

package wire

import "warrant/lib/little"

// @ import "warrant/specs/machine"

// row is where the elements of a list lie in the input. The zero value is an empty list.
type row struct {
	at       uint64 // position of the first element
	segment  uint32
	count    uint32
	step     uint32 // bytes from one element to the next; 0 for bits and for elements without content
	data     uint32 // bytes of data of an element; 0 for bits
	pointers uint32 // pointers of an element
	depth    uint32 // pointers that may still be followed from here
	bits     bool   // the elements are single bits
}

// The element sizes of a list pointer.
const (
	sizeVoid      = 0
	sizeBit       = 1
	sizeByte      = 2
	sizeTwo       = 3
	sizeFour      = 4
	sizeEight     = 5
	sizePointer   = 6
	sizeComposite = 7
)

// @ preserves acc(r, 1/8)
// @ requires  (*r).Within(n) && 0 <= n && n <= 9223372036854775807 && 0 <= i && i <= 4294967295
// @ ensures   x == (i < r.count ? (*r).ElementAt(i) : extent{}) && x.Within(n)
// @ decreases

// element answers where element i lies; the zero extent where the list has no such element.
func (r *row) element(i uint32 /*@, ghost n int @*/) (x extent) {
	if i >= r.count {
		return extent{}
	}
	// @ Product(int(i), int(r.count), int(r.step))
	return extent{
		at:       r.at + uint64(i)*uint64(r.step),
		segment:  r.segment,
		data:     r.data,
		pointers: r.pointers,
		depth:    r.depth,
	}
}

// @ preserves acc(b, 1/8) && acc(r, 1/8) && (*r).Within(len(b))
// @ requires  0 <= i && i <= 4294967295
// @ ensures   v == (i < r.count && r.bits && Halved(uint64(b[int(r.at)+int(i/8)]), int(i%8)) % 2 == 1)
// @ decreases

// flag answers element i of a list of bits; false where the list has no such element or is none of bits.
func (r *row) flag(b []byte, i uint32) (v bool) {
	if i >= r.count || !r.bits {
		return false
	}
	// @ machine.Byte(b[int(r.at+uint64(i/8))])
	return bitOf(uint64(b[int(r.at+uint64(i/8))]), uint64(i%8))
}

// @ preserves acc(t, 1/2) && acc(l) && acc(b, 1/2) && t.Right() && 0 <= l.left && acc(x, 1/2)
// @ requires  t.Holds(*x, len(b)) && 0 <= field && field <= 4294967295
// @ ensures   l.left <= old(l.left)
// @ ensures   e == OK && !null ==> t.HoldsRow(r, len(b)) && field < x.pointers && r.depth + 1 == x.depth
// @ ensures   e == OK && !null ==> l.left + r.Cost() <= old(l.left)
// @ ensures   e != OK || null ==> r == row{}
// @ ensures   field >= x.pointers ==> null && e == OK && l.left == old(l.left)
// @ decreases

// listOf follows field of the pointer section of x to a list of any kind; null says that there is none.
func (t *table) listOf(l *limit, b []byte, x *extent, field uint32) (r row, null bool, e Err) {
	if field >= x.pointers {
		return row{}, true, OK
	}
	return t.listAt(l, b, uint64(x.segment), t.pointerWord(x, field /*@, len(b) @*/), x.depth)
}

// @ preserves acc(t, 1/2) && acc(l) && acc(b, 1/2) && t.Right() && 0 <= l.left
// @ requires  0 <= segment && t.Inside(segment, word, 1, uint64(len(b))) && 0 <= depth && depth <= MaxDepth
// @ ensures   l.left <= old(l.left)
// @ ensures   e == OK && !null ==> t.HoldsRow(r, len(b)) && r.depth + 1 == depth
// @ ensures   e == OK && !null ==> l.left + r.Cost() <= old(l.left)
// @ ensures   e != OK || null ==> r == row{}
// @ decreases

// listAt follows the pointer at a word of a segment, which is inside the input, to a list of any kind.
func (t *table) listAt(l *limit, b []byte, segment uint64, word uint64, depth uint32) (r row, null bool, e Err) {
	p, e := t.list(b, segment, word, depth)
	if e != OK || p.kind == kindNull {
		return row{}, true, e
	}
	count := p.upper / 8
	n := uint64(len(b))
	switch p.upper % 8 {
	case sizeVoid:
		r, e = t.flat(l, n, p, row{count: uint32(count)}, 0, count, depth)
	case sizeBit:
		r, e = t.flat(l, n, p, row{count: uint32(count), bits: true}, (count+63)/64, 0, depth)
	case sizeByte:
		r, e = t.flat(l, n, p, row{count: uint32(count), step: 1, data: 1}, (count+7)/8, 0, depth)
	case sizeTwo:
		r, e = t.flat(l, n, p, row{count: uint32(count), step: 2, data: 2}, (count+3)/4, 0, depth)
	case sizeFour:
		r, e = t.flat(l, n, p, row{count: uint32(count), step: 4, data: 4}, (count+1)/2, 0, depth)
	case sizeEight:
		r, e = t.flat(l, n, p, row{count: uint32(count), step: 8, data: 8}, count, 0, depth)
	case sizePointer:
		r, e = t.flat(l, n, p, row{count: uint32(count), step: 8, pointers: 1}, count, 0, depth)
	default:
		r, e = t.composite(l, b, p, count, depth)
	}
	return r, false, e
}

// @ preserves acc(t, 1/4) && acc(b, 1/4) && t.Right() && 0 <= segment && t.Inside(segment, word, 1, uint64(len(b)))
// @ requires  0 <= depth && depth <= MaxDepth
// @ ensures   e == OK ==> p.Right() && (p.kind == kindNull || (p.kind == kindList && depth > 0))
// @ decreases

// list follows a pointer that must be null or a list.
func (t *table) list(b []byte, segment uint64, word uint64, depth uint32) (p target, e Err) {
	p, e = t.follow(b, segment, word)
	if e != OK || p.kind == kindNull {
		return p, e
	}
	if p.kind != kindList {
		return target{}, ErrKind
	}
	if depth == 0 {
		return target{}, ErrDepth
	}
	return p, OK
}

// @ preserves acc(t, 1/4) && acc(l) && t.Right() && 0 <= l.left
// @ requires  p.Right() && 0 < depth && depth <= MaxDepth && 0 <= n && n <= 9223372036854775807
// @ requires  shape.IsFlat() && words == shape.Words() && extra == (shape.step == 0 && !shape.bits ? uint64(shape.count) : 0)
// @ ensures   l.left == old(l.left) - (e == OK ? words + extra + 1 : 0)
// @ ensures   e == OK ==> t.HoldsRow(r, int(n)) && r.depth + 1 == depth && r.count == shape.count && r.step == shape.step && r.bits == shape.bits &&
// @ 	r.data == shape.data && r.pointers == shape.pointers
// @ ensures   e != OK ==> r == row{}
// @ decreases

// flat completes a list in an input of n bytes whose elements are not composite, of that many words; extra is charged besides.
func (t *table) flat(l *limit, n uint64, p target, shape row, words uint64, extra uint64, depth uint32) (r row, e Err) {
	at, e := t.locate(n, p.segment, p.word, words)
	if e != OK {
		return row{}, e
	}
	e = l.charge(words + extra)
	if e != OK {
		return row{}, e
	}
	return row{
		at:       at,
		segment:  uint32(p.segment),
		count:    shape.count,
		step:     shape.step,
		data:     shape.data,
		pointers: shape.pointers,
		depth:    depth - 1,
		bits:     shape.bits,
	}, OK
}

// @ preserves acc(t, 1/4) && acc(l) && acc(b, 1/4) && t.Right() && 0 <= l.left
// @ requires  p.Right() && 0 < depth && depth <= MaxDepth && 0 <= words && words <= 536870911
// @ ensures   l.left <= old(l.left)
// @ ensures   e == OK ==> t.HoldsRow(r, len(b)) && r.depth + 1 == depth && !r.bits && l.left + r.Cost() <= old(l.left)
// @ ensures   e != OK ==> r == row{}
// @ decreases

// composite completes a list of structures, of that many words behind its tag.
func (t *table) composite(l *limit, b []byte, p target, words uint64, depth uint32) (r row, e Err) {
	at, e := t.locate(uint64(len(b)), p.segment, p.word, words+1)
	if e != OK {
		return row{}, e
	}
	tagLower := uint64(little.Uint32(b, int(at)))
	tagUpper := uint64(little.Uint32(b, int(at+4)))
	count := tagLower / 4
	data := tagUpper % 65536
	pointers := tagUpper / 65536
	if kind(tagLower%4) != kindStruct || count >= 536870912 || count*(data+pointers) > words {
		return row{}, ErrList
	}
	cost := words
	if data+pointers == 0 {
		cost = cost + count
	}
	e = l.charge(cost)
	if e != OK {
		return row{}, e
	}
	return row{
		at:       at + WordBytes,
		segment:  uint32(p.segment),
		count:    uint32(count),
		step:     uint32((data + pointers) * WordBytes),
		data:     uint32(data * WordBytes),
		pointers: uint32(pointers),
		depth:    depth - 1,
	}, OK
}
