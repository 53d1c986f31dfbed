package wire

// ListBuilder writes the elements of one list of a message being built. The zero value has no elements and ignores writes.
type ListBuilder struct {
	b        *Builder
	at       uint64 // position of the first element
	count    uint32
	step     uint32 // bytes from one element to the next; 0 for bits
	data     uint32 // bytes of data of an element
	pointers uint32 // pointers of an element
	bits     bool   // the elements are single bits
}

// NewStructList allocates a list of structures, each of that many words of data and pointers, for a field of the pointer section.
func (s StructBuilder) NewStructList(field uint32, count uint32, data uint16, pointers uint16) (l ListBuilder) {
	if !s.points(field) {
		return ListBuilder{b: s.b}
	}
	at, ok := s.b.room.composite(s.b.bytes, s.pointerAt(field), uint64(count), data, pointers)
	if !ok {
		return ListBuilder{b: s.b}
	}
	return ListBuilder{
		b:        s.b,
		at:       at,
		count:    count,
		step:     (uint32(data) + uint32(pointers)) * WordBytes,
		data:     uint32(data) * WordBytes,
		pointers: uint32(pointers),
	}
}

// NewNumberList allocates a list of numbers of 1, 2, 4 or 8 bytes for a field of the pointer section. Any other size is ErrField.
func (s StructBuilder) NewNumberList(field uint32, count uint32, bytes uint32) (l ListBuilder) {
	size := uint64(0)
	switch bytes {
	case 1:
		size = sizeByte
	case 2:
		size = sizeTwo
	case 4:
		size = sizeFour
	case 8:
		size = sizeEight
	}
	if size == 0 {
		s.fail(ErrField)
		return ListBuilder{b: s.b}
	}
	shape := ListBuilder{b: s.b, count: count, step: bytes, data: bytes}
	return s.newFlat(field, shape, uint64(bytes), size)
}

// NewPointerList allocates a list of texts or data for a field of the pointer section.
func (s StructBuilder) NewPointerList(field uint32, count uint32) (l ListBuilder) {
	return s.newFlat(field, ListBuilder{b: s.b, count: count, step: WordBytes, pointers: 1}, WordBytes, sizePointer)
}

// NewBoolList allocates a list of bits for a field of the pointer section.
func (s StructBuilder) NewBoolList(field uint32, count uint32) (l ListBuilder) {
	if !s.points(field) {
		return ListBuilder{b: s.b}
	}
	at, ok := s.b.room.flags(s.b.bytes, s.pointerAt(field), uint64(count))
	if !ok {
		return ListBuilder{b: s.b}
	}
	return ListBuilder{b: s.b, at: at, count: count, bits: true}
}

// newFlat allocates a list of numbers or pointers of that shape.
func (s StructBuilder) newFlat(field uint32, shape ListBuilder, bytes uint64, size uint64) (l ListBuilder) {
	if !s.points(field) {
		return ListBuilder{b: s.b}
	}
	at, ok := s.b.room.flat(s.b.bytes, s.pointerAt(field), uint64(shape.count), bytes, size)
	if !ok {
		return ListBuilder{b: s.b}
	}
	shape.at = at
	return shape
}

// Len returns the number of elements; 0 after an error.
func (l ListBuilder) Len() (n uint32) {
	return l.count
}

// fail keeps the first error of the message, if there is one.
func (l ListBuilder) fail(e Err) {
	if l.b != nil {
		l.b.room.fail(e)
	}
}

// Struct returns element i as a structure; an element that the list does not have is ErrField.
func (l ListBuilder) Struct(i uint32) (s StructBuilder) {
	if i >= l.count || l.bits {
		l.fail(ErrField)
		return StructBuilder{}
	}
	return StructBuilder{b: l.b, at: l.at + uint64(i)*uint64(l.step), data: l.data, pointers: l.pointers}
}

// SetUint8 writes element i of a list of bytes.
func (l ListBuilder) SetUint8(i uint32, v uint8) {
	l.Struct(i).SetUint8(0, v)
}

// SetUint16 writes element i of a list of 16-bit numbers.
func (l ListBuilder) SetUint16(i uint32, v uint16) {
	l.Struct(i).SetUint16(0, v)
}

// SetUint32 writes element i of a list of 32-bit numbers.
func (l ListBuilder) SetUint32(i uint32, v uint32) {
	l.Struct(i).SetUint32(0, v)
}

// SetUint64 writes element i of a list of 64-bit numbers.
func (l ListBuilder) SetUint64(i uint32, v uint64) {
	l.Struct(i).SetUint64(0, v)
}

// SetBool writes element i of a list of bits.
func (l ListBuilder) SetBool(i uint32, v bool) {
	if i >= l.count || !l.bits {
		l.fail(ErrField)
		return
	}
	setBit(l.b.bytes, l.at+uint64(i/8), uint64(i%8), v)
}

// SetText allocates a text for element i of a list of texts.
func (l ListBuilder) SetText(i uint32, text string) {
	l.Struct(i).SetText(0, text)
}

// SetTextBytes is SetText of the bytes of a text.
func (l ListBuilder) SetTextBytes(i uint32, text []byte) {
	l.Struct(i).SetTextBytes(0, text)
}

// SetData allocates a copy of data for element i of a list of data.
func (l ListBuilder) SetData(i uint32, data []byte) {
	l.Struct(i).SetData(0, data)
}
