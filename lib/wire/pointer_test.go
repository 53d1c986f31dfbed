package wire

import (
	"bytes"
	"testing"
)

// TestStructPointer follows the root pointer of messages at the boundaries of every kind of pointer to a structure.
func TestStructPointer(t *testing.T) {
	const value = 0x1122334455667788
	tests := []struct {
		name string
		in   []byte
		want Err
		v    uint64 // the structure's first word
	}{
		{"null", one(0), OK, 0},
		{"empty structure at its pointer", one(structPointer(-1, 0, 0)), OK, 0},
		{"empty structure at the end", one(structPointer(1, 0, 0), 0), OK, 0},
		{"next word", one(structPointer(0, 1, 0), value), OK, value},
		{"last word of the segment", one(structPointer(2, 1, 0), 0, 0, value), OK, value},
		{"one word past the end", one(structPointer(1, 1, 0), value), ErrBounds, 0},
		{"data reaches past the end", one(structPointer(0, 2, 0), value), ErrBounds, 0},
		{"pointers reach past the end", one(structPointer(0, 1, 1), value), ErrBounds, 0},
		{"greatest sizes", one(structPointer(0, 65535, 65535), value), ErrBounds, 0},
		{"backwards onto itself", one(structPointer(-1, 1, 0)), OK, structPointer(-1, 1, 0)},
		{"backwards before the segment", one(structPointer(-2, 1, 0)), ErrBounds, 0},
		{"farthest forwards", one(structPointer(1<<29-1, 1, 0), value), ErrBounds, 0},
		{"farthest backwards", one(structPointer(-1<<29, 1, 0), value), ErrBounds, 0},
		{"empty structure past the end", one(structPointer(2, 0, 0), 0), ErrBounds, 0},
		{"list instead", one(listPointer(0, sizeEight, 1), value), ErrKind, 0},
		{"capability", one(3, 0), ErrCapability, 0},
		{"reserved kind", one(7, 0), ErrCapability, 0},

		{"far", stream([]uint64{far(1, 0)}, []uint64{structPointer(0, 1, 0), value}), OK, value},
		{"far into the own segment", one(far(0, 1), structPointer(0, 1, 0), value), OK, value},
		{"far, pad in the last word, backwards", stream([]uint64{far(1, 1)}, []uint64{value, structPointer(-2, 1, 0)}), OK, value},
		{"far to a segment that does not exist", one(far(1, 0), value), ErrSegment, 0},
		{"far to segment 2^32-1", one(far(1<<32-1, 0), value), ErrSegment, 0},
		{"far, pad past the end", stream([]uint64{far(1, 2)}, []uint64{structPointer(0, 1, 0), value}), ErrBounds, 0},
		{"far, farthest pad", one(far(0, 1<<29-1)), ErrBounds, 0},
		{"far into an empty segment", stream([]uint64{far(1, 0)}, nil), ErrBounds, 0},
		{"far, object past the end", stream([]uint64{far(1, 0)}, []uint64{structPointer(0, 1, 0)}), ErrBounds, 0},
		{"far to itself", one(far(0, 0)), ErrFar, 0},
		{"far to a far", stream([]uint64{far(1, 0)}, []uint64{far(0, 0)}), ErrFar, 0},
		{"far to a double far", stream([]uint64{far(1, 0)}, []uint64{doubleFar(1, 1), far(1, 0), structPointer(0, 1, 0)}), ErrFar, 0},
		{"far to a null pad", stream([]uint64{far(1, 0)}, []uint64{0}), ErrFar, 0},
		{"far to a capability", stream([]uint64{far(1, 0)}, []uint64{3}), ErrFar, 0},
		{"far to a list", stream([]uint64{far(1, 0)}, []uint64{listPointer(0, sizeEight, 1), value}), ErrKind, 0},

		{"double far", stream([]uint64{doubleFar(1, 0)}, []uint64{far(2, 0), structPointer(0, 1, 0)}, []uint64{value}), OK, value},
		{"double far, object in the middle", stream([]uint64{doubleFar(1, 1)}, []uint64{0, far(2, 2), structPointer(0, 1, 0)}, []uint64{0, 0, value}), OK, value},
		{"double far, half a pad", stream([]uint64{doubleFar(1, 0)}, []uint64{far(0, 0)}), ErrBounds, 0},
		{"double far, pad segment does not exist", one(doubleFar(1, 0), 0), ErrSegment, 0},
		{"double far, object's segment does not exist", stream([]uint64{doubleFar(1, 0)}, []uint64{far(2, 0), structPointer(0, 1, 0)}), ErrSegment, 0},
		{"double far, object past the end", stream([]uint64{doubleFar(1, 0)}, []uint64{far(0, 1), structPointer(0, 1, 0)}), ErrBounds, 0},
		{"double far, pad begins with a struct", stream([]uint64{doubleFar(1, 0)}, []uint64{structPointer(0, 1, 0), structPointer(0, 1, 0)}), ErrFar, 0},
		{"double far, pad begins with a double far", stream([]uint64{doubleFar(1, 0)}, []uint64{doubleFar(1, 0), structPointer(0, 1, 0)}), ErrFar, 0},
		{"double far, pad begins with null", stream([]uint64{doubleFar(1, 0)}, []uint64{0, structPointer(0, 1, 0)}), ErrFar, 0},
		{"double far, tag with a distance", stream([]uint64{doubleFar(1, 0)}, []uint64{far(0, 0), structPointer(1, 1, 0)}), ErrFar, 0},
		{"double far, tag is a far", stream([]uint64{doubleFar(1, 0)}, []uint64{far(0, 0), far(0, 0)}), ErrFar, 0},
		{"double far, tag is a capability", stream([]uint64{doubleFar(1, 0)}, []uint64{far(0, 0), 3}), ErrFar, 0},
		{"double far, tag is a list", stream([]uint64{doubleFar(1, 0)}, []uint64{far(0, 0), listPointer(0, sizeEight, 1)}), ErrKind, 0},
		{"double far to itself", one(doubleFar(0, 0), 0), ErrFar, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var m Message
			if e := m.Open(test.in); e != OK {
				t.Fatal(e)
			}
			s, e := m.Root()
			if v := s.Uint64(0); e != test.want || v != test.v {
				t.Errorf("got %#x, %v, want %#x, %v", v, e, test.v, test.want)
			}
		})
	}
}

// TestBytesPointer follows the only pointer of a root structure to text and data.
func TestBytesPointer(t *testing.T) {
	root := structPointer(0, 0, 1)
	tests := []struct {
		name string
		in   []byte
		text []byte
		te   Err
		data []byte
		de   Err
	}{
		{"null", one(root, 0), nil, OK, nil, OK},
		{"missing", one(structPointer(0, 1, 0), listPointer(0, sizeByte, 1)), nil, OK, nil, OK},
		{"no bytes", one(root, listPointer(0, sizeByte, 0)), nil, ErrText, []byte{}, OK},
		{"only the zero", one(root, listPointer(0, sizeByte, 1), 0), []byte{}, OK, []byte{0}, OK},
		{"three", one(root, listPointer(0, sizeByte, 4), ascii("abc")), []byte("abc"), OK, []byte("abc\x00"), OK},
		{"a full word", one(root, listPointer(0, sizeByte, 8), ascii("abcdefg")), []byte("abcdefg"), OK, []byte("abcdefg\x00"), OK},
		{"one more than a word", one(root, listPointer(0, sizeByte, 9), ascii("abcdefgh"), 0), []byte("abcdefgh"), OK, []byte("abcdefgh\x00"), OK},
		{"zero in the middle", one(root, listPointer(0, sizeByte, 4), ascii("a\x00b")), []byte("a\x00b"), OK, []byte("a\x00b\x00"), OK},
		{"no zero at the end", one(root, listPointer(0, sizeByte, 3), ascii("abc")), nil, ErrText, []byte("abc"), OK},
		{"past the end", one(root, listPointer(0, sizeByte, 9), ascii("abc")), nil, ErrBounds, nil, ErrBounds},
		{"greatest count", one(root, listPointer(0, sizeByte, 1<<29-1), 0), nil, ErrBounds, nil, ErrBounds},
		{"bits", one(root, listPointer(0, sizeBit, 8), 0), nil, ErrKind, nil, ErrKind},
		{"numbers", one(root, listPointer(0, sizeTwo, 1), 0), nil, ErrKind, nil, ErrKind},
		{"structures", one(root, listPointer(0, sizeComposite, 0), tag(0, 0, 0)), nil, ErrKind, nil, ErrKind},
		{"structure", one(root, structPointer(0, 1, 0), 0), nil, ErrKind, nil, ErrKind},
		{"far", stream([]uint64{root, far(1, 0)}, []uint64{listPointer(0, sizeByte, 2), ascii("a")}), []byte("a"), OK, []byte("a\x00"), OK},
		{"double far", stream([]uint64{root, doubleFar(1, 0)}, []uint64{far(2, 0), listPointer(0, sizeByte, 2)}, []uint64{ascii("a")}),
			[]byte("a"), OK, []byte("a\x00"), OK},
		{"capability", one(root, 3), nil, ErrCapability, nil, ErrCapability},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var m Message
			m.Open(test.in)
			s, e := m.Root()
			if e != OK {
				t.Fatal(e)
			}
			if text, e := s.Text(0); e != test.te || !bytes.Equal(text, test.text) {
				t.Errorf("Text: %q, %v, want %q, %v", text, e, test.text, test.te)
			}
			if data, e := s.Data(0); e != test.de || !bytes.Equal(data, test.data) {
				t.Errorf("Data: %q, %v, want %q, %v", data, e, test.data, test.de)
			}
		})
	}
}
