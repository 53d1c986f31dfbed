package wire

// visitor reads everything that a message gives, as every kind of object, to show that reading is total.
type visitor struct {
	objects int
	sum     uint64 // of all that was read, so that nothing is optimised away
}

// maxVisits bounds the objects that a visitor looks at; the traversal limit bounds them as well, but by far more.
const maxVisits = 300

// message reads a message and what it calls its first bytes.
func (v *visitor) message(in []byte) {
	var m Message
	if m.Open(in) == OK {
		if s, e := m.Root(); e == OK {
			v.structure(s)
		}
	}
	if m.OpenPrefix(in) == OK {
		if s, e := m.Root(); e == OK {
			v.structure(s)
		}
	}
}

func (v *visitor) structure(s Struct) {
	if v.objects++; v.objects > maxVisits {
		return
	}
	for _, at := range []uint32{0, 1, 7, 8, 15, s.place.data - 8, s.place.data - 4, s.place.data - 2, s.place.data - 1, s.place.data, s.place.data + 1, 1<<32 - 1} {
		v.sum += uint64(s.Uint8(at)) + uint64(s.Uint16(at)) + uint64(s.Uint32(at)) + s.Uint64(at)
		if s.Bool(at) || s.Bool(8*at+7) {
			v.sum++
		}
	}
	for i := uint32(0); i <= s.place.pointers && i < 20; i++ {
		v.pointer(s, i)
	}
	v.pointer(s, s.place.pointers-1)
	v.pointer(s, 1<<32-1)
}

func (v *visitor) pointer(s Struct, i uint32) {
	if t, e := s.Struct(i); e == OK && t != (Struct{}) {
		v.structure(t)
	}
	if text, e := s.Text(i); e == OK {
		v.bytes(text)
	}
	if data, e := s.Data(i); e == OK {
		v.bytes(data)
	}
	if l, e := s.BoolList(i); e == OK {
		v.list(l)
	}
	for _, shape := range [][2]uint32{{0, 0}, {1, 0}, {8, 0}, {0, 1}} {
		if l, e := s.List(i, shape[0], shape[1]); e == OK {
			v.list(l)
		}
	}
}

func (v *visitor) list(l List) {
	for _, i := range []uint32{0, 1, 2, l.Len() / 2, l.Len() - 1, l.Len(), 1<<32 - 1} {
		if v.objects > maxVisits {
			return
		}
		v.structure(l.Struct(i))
		v.sum += uint64(l.Uint8(i)) + uint64(l.Uint16(i)) + uint64(l.Uint32(i)) + l.Uint64(i)
		if l.Bool(i) {
			v.sum++
		}
		if text, e := l.Text(i); e == OK {
			v.bytes(text)
		}
		if data, e := l.Data(i); e == OK {
			v.bytes(data)
		}
	}
}

// bytes reads the ends and the middle, and that the capacity gives nothing away.
func (v *visitor) bytes(b []byte) {
	if len(b) != cap(b) {
		panic("a view reaches behind its object")
	}
	if len(b) > 0 {
		v.sum += uint64(b[0]) + uint64(b[len(b)/2]) + uint64(b[len(b)-1])
	}
}
