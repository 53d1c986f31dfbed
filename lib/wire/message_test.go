package wire

import "testing"

func TestOpen(t *testing.T) {
	empty := one(0)
	huge := stream(nil, nil)
	copy(huge[4:], "\xff\xff\xff\xff\xff\xff\xff\xff")
	tests := []struct {
		name   string
		in     []byte
		whole  Err
		prefix Err
		size   uint64 // of the prefix
	}{
		{"nothing", nil, ErrShort, ErrShort, 0},
		{"one byte short of a table", empty[:7], ErrShort, ErrShort, 0},
		{"table without its segment", empty[:8], ErrShort, OK, 16},
		{"one byte short of the segment", empty[:15], ErrShort, OK, 16},
		{"null root", empty, OK, OK, 16},
		{"bytes behind the message", append(one(0), 1, 2, 3), OK, OK, 16},
		{"no word at all", one(), OK, OK, 8},
		{"two segments, table cut", stream([]uint64{0}, nil)[:15], ErrShort, ErrShort, 0},
		{"two segments", stream([]uint64{0}, nil), OK, OK, 24},
		{"three segments", stream([]uint64{0}, []uint64{0}, nil), OK, OK, 32},
		{"all segments", stream(append([][]uint64{{0}}, make([][]uint64, MaxSegments-1)...)...), OK, OK, 80},
		{"one segment too many", stream(append([][]uint64{{0}}, make([][]uint64, MaxSegments)...)...), ErrSegments, ErrSegments, 0},
		{"2^32 segments", []byte{255, 255, 255, 255, 0, 0, 0, 0}, ErrSegments, ErrSegments, 0},
		{"two segments of 2^32-1 words", huge, ErrShort, OK, 16 + 2*8*(1<<32-1)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var m Message
			m.Open(one(structPointer(0, 1, 0), 7)) // what an earlier message leaves must not show
			if e := m.Open(test.in); e != test.whole {
				t.Errorf("Open: %v, want %v", e, test.whole)
			} else if s, e := m.Root(); test.whole != OK && (e != ErrShort || s != Struct{} || m.Size() != 0) {
				t.Errorf("a refused message has the root %v (%v) and size %d", s, e, m.Size())
			}
			if e := m.OpenPrefix(test.in); e != test.prefix || m.Size() != test.size {
				t.Errorf("OpenPrefix: %v, size %d, want %v, %d", e, m.Size(), test.prefix, test.size)
			}
		})
	}
}

func TestZeroValues(t *testing.T) {
	var m Message
	if s, e := m.Root(); e != ErrShort || s != (Struct{}) {
		t.Errorf("Message: root %v, %v", s, e)
	}
	var s Struct
	inner, e1 := s.Struct(0)
	text, e2 := s.Text(0)
	data, e3 := s.Data(0)
	l, e4 := s.List(0, 8, 0)
	bits, e5 := s.BoolList(0)
	if e1 != OK || e2 != OK || e3 != OK || e4 != OK || e5 != OK {
		t.Errorf("Struct: errors %v %v %v %v %v", e1, e2, e3, e4, e5)
	}
	if inner != (Struct{}) || text != nil || data != nil || l != (List{}) || bits != (List{}) {
		t.Errorf("Struct: %v %v %v %v %v", inner, text, data, l, bits)
	}
	if s.Uint8(0) != 0 || s.Uint16(0) != 0 || s.Uint32(0) != 0 || s.Uint64(0) != 0 || s.Bool(0) {
		t.Error("Struct: a field is not zero")
	}
	if l.Len() != 0 || l.Struct(0) != (Struct{}) || l.Bool(0) || l.Uint64(0) != 0 {
		t.Error("List: an element is not zero")
	}
	var b Builder
	if n, e := b.Finish(); n != 0 || e != ErrFull {
		t.Errorf("Builder: %d, %v", n, e)
	}
	b.Root(1, 1).SetUint64(0, 1)
	if n, e := b.Finish(); n != 0 || e != ErrFull {
		t.Errorf("Builder: %d, %v", n, e)
	}
	var sb StructBuilder
	sb.SetUint64(0, 1)
	sb.SetText(0, "x")
	sb.NewStruct(0, 1, 1).SetBool(0, true)
	sb.NewStructList(0, 1, 1, 1).Struct(0).SetUint8(0, 1)
	sb.NewNumberList(0, 1, 3).SetUint8(0, 1)
	sb.NewBoolList(0, 1).SetBool(0, true)
	var lb ListBuilder
	lb.SetBool(0, true)
	lb.SetText(0, "x")
	if lb.Len() != 0 || len(sb.NewData(0, 1)) != 0 {
		t.Error("a builder without a message has elements")
	}
}

func TestErrText(t *testing.T) {
	seen := map[string]Err{}
	for e := OK; e <= ErrMethod; e++ {
		text := e.String()
		if other, twice := seen[text]; twice || text == "unknown error" || text == "" {
			t.Errorf("error %d says %q, as %d does", e, text, other)
		}
		seen[text] = e
	}
	if text := (ErrMethod + 1).String(); text != "unknown error" {
		t.Errorf("a value that is no error says %q", text)
	}
}
