// +gobra

package wire

// @ preserves acc(t, 1/2) && acc(l) && acc(b, 1/2) && t.Right() && 0 <= l.left && acc(x, 1/2)
// @ requires  t.Holds(*x, len(b)) && 0 <= field && field <= 4294967295
// @ ensures   0 <= from && from <= to && to <= len(b)
// @ ensures   l.left <= old(l.left) - (e == OK && from != to ? uint64(to - from) / 8 + 1 : 0)
// @ ensures   e != OK || field >= x.pointers ==> from == 0 && to == 0
// @ ensures   field >= x.pointers ==> e == OK && l.left == old(l.left)
// @ decreases

// dataOf follows field of the pointer section of x to data: b[from:to].
func (t *table) dataOf(l *limit, b []byte, x *extent, field uint32) (from int, to int, e Err) {
	if field >= x.pointers {
		return 0, 0, OK
	}
	at, n, null, e := t.bytesAt(l, b, uint64(x.segment), t.pointerWord(x, field /*@, len(b) @*/), x.depth)
	if e != OK || null {
		return 0, 0, e
	}
	return int(at), int(at + n), OK
}

// @ preserves acc(t, 1/2) && acc(l) && acc(b, 1/2) && t.Right() && 0 <= l.left && acc(x, 1/2)
// @ requires  t.Holds(*x, len(b)) && 0 <= field && field <= 4294967295
// @ ensures   0 <= from && from <= to && to <= len(b)
// @ ensures   l.left <= old(l.left) - (e == OK && from != to ? uint64(to - from) / 8 + 1 : 0)
// @ ensures   e == OK && from != to ==> to < len(b) && b[to] == 0
// @ ensures   e != OK || field >= x.pointers ==> from == 0 && to == 0
// @ ensures   field >= x.pointers ==> e == OK && l.left == old(l.left)
// @ decreases

// textOf follows field of the pointer section of x to a text and leaves its final zero out: b[from:to].
func (t *table) textOf(l *limit, b []byte, x *extent, field uint32) (from int, to int, e Err) {
	if field >= x.pointers {
		return 0, 0, OK
	}
	at, n, null, e := t.bytesAt(l, b, uint64(x.segment), t.pointerWord(x, field /*@, len(b) @*/), x.depth)
	if e != OK || null {
		return 0, 0, e
	}
	if n == 0 || b[int(at+n-1)] != 0 {
		return 0, 0, ErrText
	}
	return int(at), int(at + n - 1), OK
}

// @ preserves acc(t, 1/4) && acc(l) && acc(b, 1/4) && t.Right() && 0 <= l.left
// @ requires  0 <= segment && t.Inside(segment, word, 1, uint64(len(b))) && 0 <= depth && depth <= MaxDepth
// @ ensures   0 <= at && 0 <= n && at + n <= uint64(len(b))
// @ ensures   e != OK || null ==> at == 0 && n == 0
// @ ensures   e == OK && !null ==> l.left == old(l.left) - (n + 7) / 8 - 1
// @ ensures   e != OK || null ==> l.left == old(l.left)
// @ decreases

// bytesAt follows the pointer at a word of a segment, which is inside the input, to a list of bytes; n is 0 for a null pointer.
func (t *table) bytesAt(l *limit, b []byte, segment uint64, word uint64, depth uint32) (at uint64, n uint64, null bool, e Err) {
	p, e := t.list(b, segment, word, depth)
	if e != OK || p.kind == kindNull {
		return 0, 0, true, e
	}
	if p.upper%8 != sizeByte {
		return 0, 0, false, ErrKind
	}
	n = p.upper / 8
	words := (n + 7) / 8
	at, e = t.locate(uint64(len(b)), p.segment, p.word, words)
	if e != OK {
		return 0, 0, false, e
	}
	e = l.charge(words)
	if e != OK {
		return 0, 0, false, e
	}
	return at, n, false, OK
}
