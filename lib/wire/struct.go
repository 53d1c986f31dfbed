package wire

// Struct is a view of a structure of a message. The zero value is a structure of no fields, which reads as all defaults.
type Struct struct {
	m     *Message // nil only for the zero value
	place extent
}

// Uint8 returns the byte at an offset of the data section; 0 where the section has no such byte.
func (s Struct) Uint8(offset uint32) (v uint8) {
	if s.m == nil {
		return 0
	}
	return s.place.octet(s.m.bytes, offset)
}

// Uint16 returns the number at an offset of the data section, in bytes; 0 where the section does not hold it wholly.
func (s Struct) Uint16(offset uint32) (v uint16) {
	if s.m == nil {
		return 0
	}
	return s.place.number16(s.m.bytes, offset)
}

// Uint32 returns the number at an offset of the data section, in bytes; 0 where the section does not hold it wholly.
func (s Struct) Uint32(offset uint32) (v uint32) {
	if s.m == nil {
		return 0
	}
	return s.place.number32(s.m.bytes, offset)
}

// Uint64 returns the number at an offset of the data section, in bytes; 0 where the section does not hold it wholly.
func (s Struct) Uint64(offset uint32) (v uint64) {
	if s.m == nil {
		return 0
	}
	return s.place.number64(s.m.bytes, offset)
}

// Bool returns a bit of the data section, counted from its beginning; false where the section has no such bit.
func (s Struct) Bool(bit uint32) (v bool) {
	if s.m == nil {
		return false
	}
	return s.place.flag(s.m.bytes, bit)
}

// Struct returns the structure that a field of the pointer section leads to; a null or missing pointer gives the zero Struct. Errors:
// ErrDepth, ErrTraversal, ErrKind, ErrCapability, ErrFar, ErrSegment, ErrBounds, ErrAbsent.
func (s Struct) Struct(field uint32) (t Struct, e Err) {
	if s.m == nil {
		return Struct{}, OK
	}
	x, null, e := s.m.table.structOf(&s.m.limit, s.m.bytes, &s.place, field)
	if e != OK || null {
		return Struct{}, e
	}
	return Struct{m: s.m, place: x}, OK
}

// Text returns the bytes of a text without its final zero; a null or missing pointer gives none. The bytes need not be UTF-8. Errors:
// those of Struct, and ErrText.
func (s Struct) Text(field uint32) (text []byte, e Err) {
	if s.m == nil {
		return nil, OK
	}
	from, to, e := s.m.table.textOf(&s.m.limit, s.m.bytes, &s.place, field)
	return s.part(from, to), e
}

// Data returns the bytes of a data field; a null or missing pointer gives none. Errors: those of Struct.
func (s Struct) Data(field uint32) (data []byte, e Err) {
	if s.m == nil {
		return nil, OK
	}
	from, to, e := s.m.table.dataOf(&s.m.limit, s.m.bytes, &s.place, field)
	return s.part(from, to), e
}

// part answers a part of the input; none at its very beginning, where no object is.
func (s Struct) part(from int, to int) (b []byte) {
	if s.m == nil || to == 0 || from < 0 || from > to || to > len(s.m.bytes) {
		return nil
	}
	return s.m.bytes[from:to:to]
}

// BoolList returns a list of bits; a null or missing pointer gives an empty one. Errors: those of Struct, and ErrList.
func (s Struct) BoolList(field uint32) (l List, e Err) {
	l, e = s.list(field)
	if e != OK {
		return List{}, e
	}
	if l.m != nil && !l.place.bits {
		return List{}, ErrKind
	}
	return l, OK
}

// List returns a list whose elements have at least that many bytes of data and that many pointers: (0, 0) for a list of
// structures, (8, 0) for one of 64-bit numbers, (0, 1) for one of texts. A null or missing pointer gives an empty list. Errors:
// those of Struct, and ErrList.
func (s Struct) List(field uint32, data uint32, pointers uint32) (l List, e Err) {
	l, e = s.list(field)
	if e != OK {
		return List{}, e
	}
	if l.m != nil && (l.place.bits || l.place.data < data || l.place.pointers < pointers) {
		return List{}, ErrKind
	}
	return l, OK
}

// list follows a field of the pointer section to a list of any kind.
func (s Struct) list(field uint32) (l List, e Err) {
	if s.m == nil {
		return List{}, OK
	}
	r, null, e := s.m.table.listOf(&s.m.limit, s.m.bytes, &s.place, field)
	if e != OK || null {
		return List{}, e
	}
	return List{m: s.m, place: r}, OK
}
