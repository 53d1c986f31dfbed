package wire

import "warrant/lib/little"

// Struct is a view of a structure of a message. The zero value is a structure of no fields, which reads as all defaults.
type Struct struct {
	m        *Message // nil only when data and pointers are 0
	at       uint64   // position of the data section in m.bytes; the pointer section follows it
	segment  uint32
	data     uint32 // bytes
	pointers uint32
	depth    uint32 // pointers that may still be followed from here
}

// Uint8 returns the byte at an offset of the data section; 0 where the section has no such byte.
func (s Struct) Uint8(offset uint32) (v uint8) {
	if offset >= s.data {
		return 0
	}
	return s.m.bytes[int(s.at+uint64(offset))]
}

// Uint16 returns the number at an offset of the data section, in bytes; 0 where the section does not hold it wholly.
func (s Struct) Uint16(offset uint32) (v uint16) {
	if s.data < 2 || offset > s.data-2 {
		return 0
	}
	return little.Uint16(s.m.bytes, int(s.at+uint64(offset)))
}

// Uint32 returns the number at an offset of the data section, in bytes; 0 where the section does not hold it wholly.
func (s Struct) Uint32(offset uint32) (v uint32) {
	if s.data < 4 || offset > s.data-4 {
		return 0
	}
	return little.Uint32(s.m.bytes, int(s.at+uint64(offset)))
}

// Uint64 returns the number at an offset of the data section, in bytes; 0 where the section does not hold it wholly.
func (s Struct) Uint64(offset uint32) (v uint64) {
	if s.data < 8 || offset > s.data-8 {
		return 0
	}
	return little.Uint64(s.m.bytes, int(s.at+uint64(offset)))
}

// Bool returns a bit of the data section, counted from its beginning; false where the section has no such bit.
func (s Struct) Bool(bit uint32) (v bool) {
	if bit/8 >= s.data {
		return false
	}
	return bitOf(uint64(s.m.bytes[int(s.at+uint64(bit/8))]), uint64(bit%8))
}

// bitOf returns bit number n of a byte, 0 <= n < 8.
func bitOf(v uint64, n uint64) (one bool) {
	for i := uint64(0); i < n; i++ {
		v /= 2
	}
	return v%2 == 1
}

// Struct returns the structure that a field of the pointer section leads to; a null or missing pointer gives the zero Struct. Errors:
// ErrDepth, ErrTraversal, ErrKind, ErrCapability, ErrFar, ErrSegment, ErrBounds, ErrAbsent.
func (s Struct) Struct(field uint32) (t Struct, e Err) {
	if field >= s.pointers {
		return Struct{}, OK
	}
	return s.m.structAt(uint64(s.segment), s.pointerWord(field), s.depth)
}

// Text returns the bytes of a text without its final zero; a null or missing pointer gives none. The bytes need not be UTF-8. Errors:
// those of Struct, and ErrText.
func (s Struct) Text(field uint32) (text []byte, e Err) {
	if field >= s.pointers {
		return nil, OK
	}
	return s.m.textAt(uint64(s.segment), s.pointerWord(field), s.depth)
}

// Data returns the bytes of a data field; a null or missing pointer gives none. Errors: those of Struct.
func (s Struct) Data(field uint32) (data []byte, e Err) {
	if field >= s.pointers {
		return nil, OK
	}
	return s.m.dataAt(uint64(s.segment), s.pointerWord(field), s.depth)
}

// BoolList returns a list of bits; a null or missing pointer gives an empty one. Errors: those of Struct, and ErrList.
func (s Struct) BoolList(field uint32) (l List, e Err) {
	if field >= s.pointers {
		return List{}, OK
	}
	l, e = s.m.listAt(uint64(s.segment), s.pointerWord(field), s.depth)
	if e != OK {
		return List{}, e
	}
	if l.m != nil && !l.bits {
		return List{}, ErrKind
	}
	return l, OK
}

// List returns a list whose elements have at least that many bytes of data and that many pointers: (0, 0) for a list of
// structures, (8, 0) for one of 64-bit numbers, (0, 1) for one of texts. A null or missing pointer gives an empty list. Errors:
// those of Struct, and ErrList.
func (s Struct) List(field uint32, data uint32, pointers uint32) (l List, e Err) {
	if field >= s.pointers {
		return List{}, OK
	}
	l, e = s.m.listAt(uint64(s.segment), s.pointerWord(field), s.depth)
	if e != OK {
		return List{}, e
	}
	if l.m != nil && (l.bits || l.data < data || l.pointers < pointers) {
		return List{}, ErrKind
	}
	return l, OK
}

// pointerWord returns the word of the segment that holds a field of the pointer section.
func (s Struct) pointerWord(field uint32) (word uint64) {
	return (s.at+uint64(s.data)-s.m.start[s.segment])/WordBytes + uint64(field)
}

// structAt follows the pointer at a word of a segment, which is inside the input, to a structure.
func (m *Message) structAt(segment uint64, word uint64, depth uint32) (s Struct, e Err) {
	t, e := m.follow(segment, word)
	if e != OK {
		return Struct{}, e
	}
	if t.kind == kindNull {
		return Struct{}, OK
	}
	if t.kind != kindStruct {
		return Struct{}, ErrKind
	}
	if depth == 0 {
		return Struct{}, ErrDepth
	}
	data := t.upper % 65536
	pointers := t.upper / 65536
	at, e := m.locate(t.segment, t.word, data+pointers)
	if e != OK {
		return Struct{}, e
	}
	if e = m.charge(data + pointers); e != OK {
		return Struct{}, e
	}
	return Struct{
		m:        m,
		at:       at,
		segment:  uint32(t.segment),
		data:     uint32(data * WordBytes),
		pointers: uint32(pointers),
		depth:    depth - 1,
	}, OK
}
