// +gobra

package wire

import "warrant/lib/little"

// @ import "warrant/specs/machine"

// extent is where a structure lies in the input. The zero value is a structure of no fields.
type extent struct {
	at       uint64 // position of the data section; the pointer section follows it
	segment  uint32
	data     uint32 // bytes
	pointers uint32
	depth    uint32 // pointers that may still be followed from here
}

// @ preserves acc(b, 1/8) && acc(x, 1/8) && (*x).Within(len(b))
// @ requires  0 <= offset && offset <= 4294967295
// @ ensures   v == (offset < x.data ? b[int(x.at)+int(offset)] : 0)
// @ decreases

// octet answers the byte at an offset of the data section; 0 where the section has no such byte.
func (x *extent) octet(b []byte, offset uint32) (v uint8) {
	if offset >= x.data {
		return 0
	}
	return b[int(x.at+uint64(offset))]
}

// @ preserves acc(b, 1/8) && acc(x, 1/8) && (*x).Within(len(b))
// @ requires  0 <= offset && offset <= 4294967295
// @ ensures   v == (uint64(offset) + 2 <= uint64(x.data) ? little.At16(b, int(x.at)+int(offset)) : 0)
// @ decreases

// number16 answers the number at an offset of the data section, in bytes; 0 where the section does not hold it wholly.
func (x *extent) number16(b []byte, offset uint32) (v uint16) {
	if x.data < 2 || offset > x.data-2 {
		return 0
	}
	return little.Uint16(b, int(x.at+uint64(offset)))
}

// @ preserves acc(b, 1/8) && acc(x, 1/8) && (*x).Within(len(b))
// @ requires  0 <= offset && offset <= 4294967295
// @ ensures   v == (uint64(offset) + 4 <= uint64(x.data) ? little.At32(b, int(x.at)+int(offset)) : 0)
// @ decreases

// number32 is number16 for four bytes.
func (x *extent) number32(b []byte, offset uint32) (v uint32) {
	if x.data < 4 || offset > x.data-4 {
		return 0
	}
	return little.Uint32(b, int(x.at+uint64(offset)))
}

// @ preserves acc(b, 1/8) && acc(x, 1/8) && (*x).Within(len(b))
// @ requires  0 <= offset && offset <= 4294967295
// @ ensures   v == (uint64(offset) + 8 <= uint64(x.data) ? little.At64(b, int(x.at)+int(offset)) : 0)
// @ decreases

// number64 is number16 for eight bytes.
func (x *extent) number64(b []byte, offset uint32) (v uint64) {
	if x.data < 8 || offset > x.data-8 {
		return 0
	}
	return little.Uint64(b, int(x.at+uint64(offset)))
}

// @ preserves acc(b, 1/8) && acc(x, 1/8) && (*x).Within(len(b))
// @ requires  0 <= bit && bit <= 4294967295
// @ ensures   v == (bit/8 < x.data && Halved(uint64(b[int(x.at)+int(bit/8)]), int(bit%8)) % 2 == 1)
// @ decreases

// flag answers a bit of the data section, counted from its beginning; false where the section has no such bit.
func (x *extent) flag(b []byte, bit uint32) (v bool) {
	if bit/8 >= x.data {
		return false
	}
	// @ machine.Byte(b[int(x.at+uint64(bit/8))])
	return bitOf(uint64(b[int(x.at+uint64(bit/8))]), uint64(bit%8))
}

// @ requires 0 <= v && 0 <= n
// @ ensures  one == (Halved(v, int(n)) % 2 == 1)
// @ decreases

// bitOf answers bit number n of a byte, 0 <= n < 8.
func bitOf(v uint64, n uint64) (one bool) {
	// @ ghost octet := v
	// @ invariant 0 <= i && i <= n && 0 <= v && v == Halved(octet, int(i))
	// @ decreases n - i
	for i := uint64(0); i < n; i++ {
		v = v / 2
	}
	return v%2 == 1
}

// @ preserves acc(t, 1/2) && acc(l) && acc(b, 1/2) && t.Right() && 0 <= l.left && acc(x, 1/2)
// @ requires  t.Holds(*x, len(b)) && 0 <= field && field <= 4294967295
// @ ensures   l.left <= old(l.left)
// @ ensures   e == OK && !null ==> t.Holds(y, len(b)) && field < x.pointers && y.depth + 1 == x.depth
// @ ensures   e == OK && !null ==> l.left == old(l.left) - uint64(y.data)/8 - uint64(y.pointers) - 1
// @ ensures   e != OK || null ==> y == extent{}
// @ ensures   field >= x.pointers ==> null && e == OK && l.left == old(l.left)
// @ decreases

// structOf follows field of the pointer section of x to a structure; null says that there is none.
func (t *table) structOf(l *limit, b []byte, x *extent, field uint32) (y extent, null bool, e Err) {
	if field >= x.pointers {
		return extent{}, true, OK
	}
	return t.structAt(l, b, uint64(x.segment), t.pointerWord(x, field /*@, len(b) @*/), x.depth)
}

// @ preserves acc(t, 1/2) && acc(l) && acc(b, 1/2) && t.Right() && 0 <= l.left
// @ ensures   l.left <= old(l.left)
// @ ensures   e == OK && !null ==> t.Holds(x, len(b)) && x.depth == MaxDepth - 1
// @ ensures   e == OK && !null ==> l.left == old(l.left) - uint64(x.data)/8 - uint64(x.pointers) - 1
// @ ensures   e != OK || null ==> x == extent{}
// @ ensures   t.segments == 0 ==> e == ErrShort
// @ ensures   t.Inside(0, 0, 1, uint64(len(b))) && t.IsNear(b, 0, 0) && !t.IsNull(b, 0, 0) ==> (e == OK) == t.Leads(b, 0, 0, old(l.left)) && !null
// @ ensures   t.Inside(0, 0, 1, uint64(len(b))) && t.IsNear(b, 0, 0) && e == OK && !null ==> t.Spans(b, 0, 0, x)
// @ decreases

// root answers where the root structure lies.
func (t *table) root(l *limit, b []byte) (x extent, null bool, e Err) {
	if t.segments == 0 {
		return extent{}, false, ErrShort
	}
	_, e = t.locate(uint64(len(b)), 0, 0, 1)
	if e != OK {
		return extent{}, false, e
	}
	return t.structAt(l, b, 0, 0, MaxDepth)
}

// @ preserves acc(t, 1/2) && acc(l) && acc(b, 1/2) && t.Right() && 0 <= l.left && acc(x) && t.size <= uint64(len(b))
// @ ensures   ok ==> t.Inside(0, 0, 1, uint64(len(b))) && t.Leads(b, 0, 0, old(l.left)) && t.Spans(b, 0, 0, *x)
// @ ensures   ok ==> t.Holds(*x, len(b)) && x.depth == MaxDepth - 1 && l.left == old(l.left) - t.Extends(b, 0, 0) - 1
// @ ensures   !ok ==> l.left == old(l.left) && *x == old(*x)
// @ decreases

// plainRoot is root, with few instructions, for the only segment of a message and a pointer that leads to a structure in it. It answers what
// root would, or does nothing: by both contracts, whatever it accepts root accepts, and finds at the same place.
func (t *table) plainRoot(l *limit, b []byte, x *extent) (ok bool) {
	if t.segments != 1 || len(b) < rootAt+WordBytes {
		return false
	}
	size := t.words[0]
	lower := uint64(little.Uint32(b, rootAt))
	upper := uint64(little.Uint32(b, rootAt+4))
	if size == 0 || lower%4 != 0 || lower == 0 && upper == 0 {
		return false
	}
	to := lower/4 + 1
	if lower >= 2147483648 {
		if lower != 4294967292 {
			return false // in front of the segment
		}
		to = 0
	}
	data := upper % 65536
	words := data + upper/65536
	if to > size || words > size-to || words >= l.left {
		return false
	}
	l.left = l.left - (words + 1)
	x.at = to*WordBytes + WordBytes
	x.segment = 0
	x.data = uint32(data * WordBytes)
	x.pointers = uint32(upper / 65536)
	x.depth = MaxDepth - 1
	return true
}

// @ preserves acc(t, 1/4) && t.Right() && acc(x, 1/4)
// @ requires  t.Holds(*x, n) && 0 <= field && field < x.pointers
// @ ensures   t.Inside(uint64(x.segment), word, 1, uint64(n))
// @ ensures   seq(t.start)[int(x.segment)] + 8*word == x.at + uint64(x.data) + 8*uint64(field)
// @ decreases

// pointerWord answers the word of the segment that holds a field of the pointer section.
func (t *table) pointerWord(x *extent, field uint32 /*@, ghost n int @*/) (word uint64) {
	// @ assert t.start[x.segment] == seq(t.start)[int(x.segment)]
	return (x.at+uint64(x.data)-t.start[x.segment])/WordBytes + uint64(field)
}

// @ preserves acc(t, 1/2) && acc(l) && acc(b, 1/2) && t.Right() && 0 <= l.left
// @ preserves 0 <= segment && t.Inside(segment, word, 1, uint64(len(b)))
// @ requires  0 <= depth && depth <= MaxDepth
// @ ensures   l.left <= old(l.left)
// @ ensures   e == OK && !null ==> t.Holds(x, len(b)) && x.depth + 1 == depth
// @ ensures   e == OK && !null ==> l.left == old(l.left) - uint64(x.data)/8 - uint64(x.pointers) - 1
// @ ensures   t.IsNear(b, segment, word) && !t.IsNull(b, segment, word) ==> (e == OK) == (depth > 0 && t.Leads(b, segment, word, old(l.left))) && !null
// @ ensures   e == OK && !null && t.IsNear(b, segment, word) ==> t.Spans(b, segment, word, x)
// @ ensures   e != OK || null ==> x == extent{}
// @ decreases

// structAt follows the pointer at a word of a segment, which is inside the input, to a structure.
func (t *table) structAt(l *limit, b []byte, segment uint64, word uint64, depth uint32) (x extent, null bool, e Err) {
	p, e := t.follow(b, segment, word)
	if e != OK {
		return extent{}, false, e
	}
	if p.kind == kindNull {
		return extent{}, true, OK
	}
	if p.kind != kindStruct {
		return extent{}, false, ErrKind
	}
	if depth == 0 {
		return extent{}, false, ErrDepth
	}
	data := p.upper % 65536
	pointers := p.upper / 65536
	at, e := t.locate(uint64(len(b)), p.segment, p.word, data+pointers)
	if e != OK {
		return extent{}, false, e
	}
	e = l.charge(data + pointers)
	if e != OK {
		return extent{}, false, e
	}
	return extent{
		at:       at,
		segment:  uint32(p.segment),
		data:     uint32(data * WordBytes),
		pointers: uint32(pointers),
		depth:    depth - 1,
	}, false, OK
}
