package wire

import "testing"

// TestListPointer follows the only pointer of a root structure to a list and asks for an element size.
func TestListPointer(t *testing.T) {
	root := structPointer(0, 0, 1)
	const value = 0x8877665544332211
	numbers := func(size, count uint64) []byte { return one(root, listPointer(0, size, count), value) }
	structs := func(words uint64, rest ...uint64) []byte {
		return one(append([]uint64{root, listPointer(0, sizeComposite, words)}, rest...)...)
	}
	tests := []struct {
		name     string
		in       []byte
		data     uint32 // asked for
		pointers uint32
		want     Err
		count    uint32
		last     uint64 // the last element as a number of that size
	}{
		{"null", one(root, 0), 8, 0, OK, 0, 0},
		{"empty", numbers(sizeEight, 0), 8, 0, OK, 0, 0},
		{"bytes", numbers(sizeByte, 8), 1, 0, OK, 8, 0x88},
		{"pairs", numbers(sizeTwo, 4), 2, 0, OK, 4, 0x8877},
		{"fours", numbers(sizeFour, 2), 4, 0, OK, 2, 0x88776655},
		{"eights", numbers(sizeEight, 1), 8, 0, OK, 1, value},
		{"part of a word", numbers(sizeByte, 3), 1, 0, OK, 3, 0x33},
		{"wider than asked", numbers(sizeFour, 2), 1, 0, OK, 2, 0x55},
		{"narrower than asked", numbers(sizeTwo, 4), 4, 0, ErrKind, 0, 0},
		{"bits", numbers(sizeBit, 8), 1, 0, ErrKind, 0, 0},
		{"bits as structures", numbers(sizeBit, 8), 0, 0, ErrKind, 0, 0},
		{"numbers as texts", numbers(sizeEight, 1), 0, 1, ErrKind, 0, 0},
		{"texts as numbers", one(root, listPointer(0, sizePointer, 1), 0), 8, 0, ErrKind, 0, 0},
		{"voids as numbers", numbers(sizeVoid, 8), 1, 0, ErrKind, 0, 0},
		{"voids as structures", numbers(sizeVoid, 8), 0, 0, OK, 8, 0},
		{"numbers as structures", numbers(sizeFour, 2), 0, 0, OK, 2, 0},
		{"a byte past the end", numbers(sizeByte, 9), 1, 0, ErrBounds, 0, 0},
		{"a pair past the end", numbers(sizeTwo, 5), 2, 0, ErrBounds, 0, 0},
		{"a four past the end", numbers(sizeFour, 3), 4, 0, ErrBounds, 0, 0},
		{"an eight past the end", numbers(sizeEight, 2), 8, 0, ErrBounds, 0, 0},
		{"most eights", numbers(sizeEight, 1<<29-1), 8, 0, ErrBounds, 0, 0},
		{"most voids", numbers(sizeVoid, 1<<29-1), 0, 0, ErrTraversal, 0, 0},
		{"structure", one(root, structPointer(0, 1, 0), value), 8, 0, ErrKind, 0, 0},
		{"capability", one(root, 3), 8, 0, ErrCapability, 0, 0},

		{"structures", structs(2, tag(2, 1, 0), 1, value), 0, 0, OK, 2, 0},
		{"structures as numbers", structs(2, tag(2, 1, 0), 1, value), 4, 0, OK, 2, 0x44332211},
		{"structures without data as numbers", structs(2, tag(2, 0, 1), 0, 0), 4, 0, ErrKind, 0, 0},
		{"structures as texts", structs(2, tag(2, 0, 1), 0, 0), 0, 1, OK, 2, 0},
		{"structures without pointers as texts", structs(2, tag(2, 1, 0), 1, value), 0, 1, ErrKind, 0, 0},
		{"no structures", structs(0, tag(0, 1, 1)), 0, 0, OK, 0, 0},
		{"more words than structures", structs(2, tag(1, 1, 0), value, 0), 8, 0, OK, 1, value},
		{"tag says one more", structs(2, tag(3, 1, 0), 1, value, 0), 0, 0, ErrList, 0, 0},
		{"tag overflows 32 bits", structs(2, tag(1<<29-1, 65535, 65535), 1, value), 0, 0, ErrList, 0, 0},
		{"tag with a negative count", structs(2, tag(1<<30-1, 0, 0), 1, value), 0, 0, ErrList, 0, 0},
		{"tag is a list", structs(2, listPointer(2, 0, 0), 1, value), 0, 0, ErrList, 0, 0},
		{"tag is a far", structs(2, far(0, 0), 1, value), 0, 0, ErrList, 0, 0},
		{"tag past the end", one(root, listPointer(1, sizeComposite, 0), 0), 0, 0, ErrBounds, 0, 0},
		{"words past the end", structs(3, tag(2, 1, 0), 1, value), 0, 0, ErrBounds, 0, 0},
		{"most words", structs(1<<29-1, tag(2, 1, 0), 1, value), 0, 0, ErrBounds, 0, 0},
		{"most empty structures", structs(0, tag(1<<29-1, 0, 0)), 0, 0, ErrTraversal, 0, 0},
		{"far", stream([]uint64{root, far(1, 0)}, []uint64{listPointer(0, sizeComposite, 1), tag(1, 1, 0), value}), 8, 0, OK, 1, value},
		{"double far", stream([]uint64{root, doubleFar(1, 0)}, []uint64{far(2, 1), listPointer(0, sizeComposite, 1)},
			[]uint64{0, tag(1, 1, 0), value}), 8, 0, OK, 1, value},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var m Message
			m.Open(test.in)
			s, e := m.Root()
			if e != OK {
				t.Fatal(e)
			}
			l, e := s.List(0, test.data, test.pointers)
			if e != test.want || l.Len() != test.count {
				t.Fatalf("%d elements, %v, want %d, %v", l.Len(), e, test.count, test.want)
			}
			if l.Len() == 0 {
				return
			}
			i := l.Len() - 1
			got := map[uint32]uint64{1: uint64(l.Uint8(i)), 2: uint64(l.Uint16(i)), 4: uint64(l.Uint32(i)), 8: l.Uint64(i)}
			if v := got[test.data]; v != test.last {
				t.Errorf("last element %#x, want %#x", v, test.last)
			}
			if l.Struct(l.Len()) != (Struct{}) || l.Uint8(l.Len()) != 0 || l.Struct(1<<32-1) != (Struct{}) {
				t.Error("an element behind the last is not empty")
			}
		})
	}
}

func TestBoolList(t *testing.T) {
	root := structPointer(0, 0, 1)
	bits := func(count uint64, words ...uint64) []byte {
		return one(append([]uint64{root, listPointer(0, sizeBit, count)}, words...)...)
	}
	tests := []struct {
		name  string
		in    []byte
		want  Err
		count uint32
		set   []uint32
	}{
		{"null", one(root, 0), OK, 0, nil},
		{"eleven", bits(11, 0x581), OK, 11, []uint32{0, 7, 8, 10}},
		{"a word and one", bits(65, 1<<63, 1), OK, 65, []uint32{63, 64}},
		{"one past the end", bits(65, 0), ErrBounds, 0, nil},
		{"bytes", one(root, listPointer(0, sizeByte, 8), 1), ErrKind, 0, nil},
		{"voids", one(root, listPointer(0, sizeVoid, 8), 1), ErrKind, 0, nil},
		{"structures", one(root, listPointer(0, sizeComposite, 1), tag(1, 1, 0), 1), ErrKind, 0, nil},
		{"structure", one(root, structPointer(0, 1, 0), 1), ErrKind, 0, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var m Message
			m.Open(test.in)
			s, _ := m.Root()
			l, e := s.BoolList(0)
			if e != test.want || l.Len() != test.count {
				t.Fatalf("%d elements, %v, want %d, %v", l.Len(), e, test.count, test.want)
			}
			want := map[uint32]bool{}
			for _, i := range test.set {
				want[i] = true
			}
			for i := uint32(0); i < test.count+70; i++ {
				if l.Bool(i) != want[i] {
					t.Errorf("element %d is %v", i, l.Bool(i))
				}
			}
			if l.Uint8(0) != 0 || l.Struct(0).Bool(0) {
				t.Error("a list of bits reads as something else")
			}
		})
	}
}

// TestFields reads fields at the boundaries of a structure of two words of data and one pointer.
func TestFields(t *testing.T) {
	var m Message
	m.Open(one(structPointer(0, 2, 1), 0x0807060504030201, 0x8000000000000009, 0, ^uint64(0)))
	s, e := m.Root()
	if e != OK {
		t.Fatal(e)
	}
	tests := []struct {
		name      string
		got, want uint64
	}{
		{"first byte", uint64(s.Uint8(0)), 1},
		{"last byte", uint64(s.Uint8(15)), 0x80},
		{"byte past the end", uint64(s.Uint8(16)), 0},
		{"greatest byte offset", uint64(s.Uint8(1<<32 - 1)), 0},
		{"first pair", uint64(s.Uint16(0)), 0x0201},
		{"last pair", uint64(s.Uint16(14)), 0x8000},
		{"pair across the end", uint64(s.Uint16(15)), 0},
		{"greatest pair offset", uint64(s.Uint16(1<<32 - 1)), 0},
		{"first four", uint64(s.Uint32(0)), 0x04030201},
		{"last four", uint64(s.Uint32(12)), 0x80000000},
		{"four across the end", uint64(s.Uint32(13)), 0},
		{"greatest four offset", uint64(s.Uint32(1<<32 - 4)), 0},
		{"first eight", s.Uint64(0), 0x0807060504030201},
		{"last eight", s.Uint64(8), 0x8000000000000009},
		{"eight across the end", s.Uint64(9), 0},
		{"greatest eight offset", s.Uint64(1<<32 - 8), 0},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%s: %#x, want %#x", test.name, test.got, test.want)
		}
	}
	bits := map[uint32]bool{0: true, 1: false, 9: true, 64: true, 67: true, 127: true, 128: false, 1<<32 - 1: false}
	for bit, want := range bits {
		if s.Bool(bit) != want {
			t.Errorf("bit %d is %v", bit, !want)
		}
	}
}
