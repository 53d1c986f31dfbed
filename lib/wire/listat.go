package wire

import "warrant/lib/little"

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

// listAt follows the pointer at a word of a segment, which is inside the input, to a list of any kind.
func (m *Message) listAt(segment uint64, word uint64, depth uint32) (l List, e Err) {
	t, e := m.list(segment, word, depth)
	if e != OK || t.kind == kindNull {
		return List{}, e
	}
	count := t.upper / 8
	switch t.upper % 8 {
	case sizeVoid:
		return m.flat(t, List{count: uint32(count)}, 0, count, depth)
	case sizeBit:
		return m.flat(t, List{count: uint32(count), bits: true}, (count+63)/64, 0, depth)
	case sizeByte:
		return m.flat(t, List{count: uint32(count), step: 1, data: 1}, (count+7)/8, 0, depth)
	case sizeTwo:
		return m.flat(t, List{count: uint32(count), step: 2, data: 2}, (count+3)/4, 0, depth)
	case sizeFour:
		return m.flat(t, List{count: uint32(count), step: 4, data: 4}, (count+1)/2, 0, depth)
	case sizeEight:
		return m.flat(t, List{count: uint32(count), step: 8, data: 8}, count, 0, depth)
	case sizePointer:
		return m.flat(t, List{count: uint32(count), step: 8, pointers: 1}, count, 0, depth)
	}
	return m.composite(t, count, depth)
}

// list follows a pointer that must be null or a list.
func (m *Message) list(segment uint64, word uint64, depth uint32) (t target, e Err) {
	t, e = m.follow(segment, word)
	if e != OK || t.kind == kindNull {
		return t, e
	}
	if t.kind != kindList {
		return target{}, ErrKind
	}
	if depth == 0 {
		return target{}, ErrDepth
	}
	return t, OK
}

// flat completes a list whose elements are not composite, of that many words; extra is charged besides.
func (m *Message) flat(t target, shape List, words uint64, extra uint64, depth uint32) (l List, e Err) {
	at, e := m.locate(t.segment, t.word, words)
	if e != OK {
		return List{}, e
	}
	if e = m.charge(words + extra); e != OK {
		return List{}, e
	}
	shape.m = m
	shape.at = at
	shape.segment = uint32(t.segment)
	shape.depth = depth - 1
	return shape, OK
}

// composite completes a list of structures, of that many words behind its tag.
func (m *Message) composite(t target, words uint64, depth uint32) (l List, e Err) {
	at, e := m.locate(t.segment, t.word, words+1)
	if e != OK {
		return List{}, e
	}
	tagLower := uint64(little.Uint32(m.bytes, int(at)))
	tagUpper := uint64(little.Uint32(m.bytes, int(at+4)))
	count := tagLower / 4
	data := tagUpper % 65536
	pointers := tagUpper / 65536
	if kind(tagLower%4) != kindStruct || count >= 536870912 || count*(data+pointers) > words {
		return List{}, ErrList
	}
	cost := words
	if data+pointers == 0 {
		cost += count
	}
	if e = m.charge(cost); e != OK {
		return List{}, e
	}
	return List{
		m:        m,
		at:       at + WordBytes,
		segment:  uint32(t.segment),
		count:    uint32(count),
		step:     uint32((data + pointers) * WordBytes),
		data:     uint32(data * WordBytes),
		pointers: uint32(pointers),
		depth:    depth - 1,
	}, OK
}

// bytesAt follows the pointer at a word of a segment, which is inside the input, to a list of bytes; n is 0 for a null pointer.
func (m *Message) bytesAt(segment uint64, word uint64, depth uint32) (at uint64, n uint64, null bool, e Err) {
	t, e := m.list(segment, word, depth)
	if e != OK || t.kind == kindNull {
		return 0, 0, true, e
	}
	if t.upper%8 != sizeByte {
		return 0, 0, false, ErrKind
	}
	n = t.upper / 8
	words := (n + 7) / 8
	if at, e = m.locate(t.segment, t.word, words); e != OK {
		return 0, 0, false, e
	}
	return at, n, false, m.charge(words)
}

// dataAt follows a pointer to data.
func (m *Message) dataAt(segment uint64, word uint64, depth uint32) (data []byte, e Err) {
	at, n, null, e := m.bytesAt(segment, word, depth)
	if e != OK || null {
		return nil, e
	}
	return m.bytes[int(at):int(at+n):int(at+n)], OK
}

// textAt follows a pointer to a text and leaves its final zero out.
func (m *Message) textAt(segment uint64, word uint64, depth uint32) (text []byte, e Err) {
	at, n, null, e := m.bytesAt(segment, word, depth)
	if e != OK || null {
		return nil, e
	}
	if n == 0 || m.bytes[int(at+n-1)] != 0 {
		return nil, ErrText
	}
	return m.bytes[int(at):int(at+n-1):int(at+n-1)], OK
}
