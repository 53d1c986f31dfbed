package wire

import "warrant/lib/little"

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
	words := uint64(data) + uint64(pointers)
	if !s.points(field) || !s.b.fits(uint64(count), 1) || !s.b.fits(uint64(count)*words, WordBytes) {
		return ListBuilder{b: s.b}
	}
	total := uint64(count) * words
	at, ok := s.b.newList(s.pointerAt(field), total+1, sizeComposite, total)
	if !ok {
		return ListBuilder{b: s.b}
	}
	little.PutUint32(s.b.bytes, int(at), uint32(4*uint64(count)))
	little.PutUint32(s.b.bytes, int(at+4), uint32(uint64(data)+65536*uint64(pointers)))
	return ListBuilder{
		b:        s.b,
		at:       at + WordBytes,
		count:    count,
		step:     uint32(words * WordBytes),
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
		s.b.fail(ErrField)
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
	if !s.points(field) || !s.b.fits(uint64(count), 1) {
		return ListBuilder{b: s.b}
	}
	at, ok := s.b.newList(s.pointerAt(field), (uint64(count)+63)/64, sizeBit, uint64(count))
	if !ok {
		return ListBuilder{b: s.b}
	}
	return ListBuilder{b: s.b, at: at, count: count, bits: true}
}

// newFlat allocates a list of numbers or pointers of that shape.
func (s StructBuilder) newFlat(field uint32, shape ListBuilder, bytes uint64, size uint64) (l ListBuilder) {
	if !s.points(field) || !s.b.fits(uint64(shape.count), bytes) {
		return ListBuilder{b: s.b}
	}
	at, ok := s.b.newList(s.pointerAt(field), (uint64(shape.count)*bytes+7)/8, size, uint64(shape.count))
	if !ok {
		return ListBuilder{b: s.b}
	}
	shape.at = at
	return shape
}

// fits says whether count elements of that many bytes may ever fit; if not, it fails the message.
func (b *Builder) fits(count uint64, bytes uint64) (yes bool) {
	if bytes == 0 || count <= MaxBuild/bytes {
		return true
	}
	b.fail(ErrFull)
	return false
}

// Len returns the number of elements; 0 after an error.
func (l ListBuilder) Len() (n uint32) {
	return l.count
}

// Struct returns element i as a structure; an element that the list does not have is ErrField.
func (l ListBuilder) Struct(i uint32) (s StructBuilder) {
	if i >= l.count || l.bits {
		l.b.fail(ErrField)
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
		l.b.fail(ErrField)
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
