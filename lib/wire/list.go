package wire

// List is a view of a list of a message. The zero value is an empty list.
type List struct {
	m     *Message // nil only for the zero value
	place row
}

// Len returns the number of elements.
func (l List) Len() (n uint32) {
	return l.place.count
}

// Struct returns element i as a structure; the zero Struct where the list has no such element.
func (l List) Struct(i uint32) (s Struct) {
	if i >= l.place.count {
		return Struct{}
	}
	return Struct{m: l.m, place: l.place.element(i)}
}

// Uint8 returns element i of a list that was asked for with one byte of data; 0 where the list has no such element.
func (l List) Uint8(i uint32) (v uint8) {
	return l.Struct(i).Uint8(0)
}

// Uint16 returns element i of a list that was asked for with two bytes of data; 0 where the list has no such element.
func (l List) Uint16(i uint32) (v uint16) {
	return l.Struct(i).Uint16(0)
}

// Uint32 returns element i of a list that was asked for with four bytes of data; 0 where the list has no such element.
func (l List) Uint32(i uint32) (v uint32) {
	return l.Struct(i).Uint32(0)
}

// Uint64 returns element i of a list that was asked for with eight bytes of data; 0 where the list has no such element.
func (l List) Uint64(i uint32) (v uint64) {
	return l.Struct(i).Uint64(0)
}

// Bool returns element i of a list of bits; false where the list has no such element or is none of bits.
func (l List) Bool(i uint32) (v bool) {
	if l.m == nil {
		return false
	}
	return l.place.flag(l.m.bytes, i)
}

// Text returns element i of a list of texts; none where the list has no such element. Errors: those of Struct.Text.
func (l List) Text(i uint32) (text []byte, e Err) {
	return l.Struct(i).Text(0)
}

// Data returns element i of a list of data; none where the list has no such element. Errors: those of Struct.Data.
func (l List) Data(i uint32) (data []byte, e Err) {
	return l.Struct(i).Data(0)
}
