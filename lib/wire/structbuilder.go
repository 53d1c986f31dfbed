package wire

// StructBuilder writes the fields of one structure of a message being built. Fields that are not set read as their defaults. After an
// error of the message, writing does nothing; a field that the structure does not have is ErrField. The zero value ignores writes.
type StructBuilder struct {
	b        *Builder
	at       uint64 // position of the data section; the pointer section follows it
	data     uint32 // bytes
	pointers uint32
}

// SetUint8 writes a byte at an offset of the data section.
func (s StructBuilder) SetUint8(offset uint32, v uint8) {
	if s.b != nil {
		s.b.room.putOctet(s.b.bytes, s.at, s.data, offset, v)
	}
}

// SetUint16 writes a number at an offset of the data section, in bytes.
func (s StructBuilder) SetUint16(offset uint32, v uint16) {
	if s.b != nil {
		s.b.room.put16(s.b.bytes, s.at, s.data, offset, v)
	}
}

// SetUint32 writes a number at an offset of the data section, in bytes.
func (s StructBuilder) SetUint32(offset uint32, v uint32) {
	if s.b != nil {
		s.b.room.put32(s.b.bytes, s.at, s.data, offset, v)
	}
}

// SetUint64 writes a number at an offset of the data section, in bytes.
func (s StructBuilder) SetUint64(offset uint32, v uint64) {
	if s.b != nil {
		s.b.room.put64(s.b.bytes, s.at, s.data, offset, v)
	}
}

// SetBool writes a bit of the data section, counted from its beginning.
func (s StructBuilder) SetBool(bit uint32, v bool) {
	if s.b != nil && s.b.room.holds(s.data, bit/8, 1) {
		setBit(s.b.bytes, s.at+uint64(bit/8), uint64(bit%8), v)
	}
}

// NewStruct allocates a structure of that many words of data and pointers for a field of the pointer section.
func (s StructBuilder) NewStruct(field uint32, data uint16, pointers uint16) (t StructBuilder) {
	if s.b == nil || !s.points(field) {
		return StructBuilder{}
	}
	at, ok := s.b.room.object(s.b.bytes, s.pointerAt(field), data, pointers)
	return s.b.structure(at, ok, data, pointers)
}

// SetText allocates a text for a field of the pointer section. The caller sees to it that it is UTF-8.
func (s StructBuilder) SetText(field uint32, text string) {
	n := uint64(len(text))
	copyText(s.newBytes(field, n, n+1), text)
}

// SetTextBytes is SetText of the bytes of a text.
func (s StructBuilder) SetTextBytes(field uint32, text []byte) {
	n := uint64(len(text))
	copyBytes(s.newBytes(field, n, n+1), text)
}

// SetData allocates a copy of data for a field of the pointer section.
func (s StructBuilder) SetData(field uint32, data []byte) {
	copyBytes(s.NewData(field, len(data)), data)
}

// NewData allocates n bytes of data, zeroed, for a field of the pointer section and returns them for the caller to fill; none when there is
// no room.
func (s StructBuilder) NewData(field uint32, n int) (data []byte) {
	if n < 0 {
		s.fail(ErrField)
		return nil
	}
	return s.newBytes(field, uint64(n), uint64(n))
}

// newBytes allocates a list of count bytes and returns the first n of them.
func (s StructBuilder) newBytes(field uint32, n uint64, count uint64) (to []byte) {
	if s.b == nil || !s.points(field) {
		return nil
	}
	at, ok := s.b.room.flat(s.b.bytes, s.pointerAt(field), count, 1, sizeByte)
	size := uint64(len(s.b.bytes))
	if !ok || at > size || n > size-at {
		return nil
	}
	return s.b.bytes[int(at):int(at+n):int(at+n)]
}

// fail keeps the first error of the message, if there is one.
func (s StructBuilder) fail(e Err) {
	if s.b != nil {
		s.b.room.fail(e)
	}
}

// points says whether the pointer section has a field; if not, it fails the message.
func (s StructBuilder) points(field uint32) (yes bool) {
	if field < s.pointers {
		return true
	}
	s.fail(ErrField)
	return false
}

// pointerAt returns the position of a field of the pointer section.
func (s StructBuilder) pointerAt(field uint32) (at uint64) {
	return s.at + uint64(s.data) + uint64(field)*WordBytes
}
