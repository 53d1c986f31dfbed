package wire

import (
	"bytes"
	"testing"
)

// TestCursor reads a message with a list, texts and data along one path.
func TestCursor(t *testing.T) {
	buffer := make([]byte, 1024)
	var b Builder
	n, e := sample(&b, buffer)
	if e != OK {
		t.Fatal(e)
	}
	in := append(buffer[:n:n], 1, 2, 3) // bytes behind the message are allowed
	var c Cursor
	if e := c.Open(in); e != OK {
		t.Fatal(e)
	}
	if c.Uint64(in, 0) != 0 || c.Bool(in, 0) {
		t.Error("a cursor that was not led to the root reads something")
	}
	if e := c.Root(in); e != OK {
		t.Fatal(e)
	}
	if c.Uint64(in, 0) != 0x1122334455667788 || c.Uint8(in, 8) != 0x99 || c.Uint16(in, 10) != 0xaabb || c.Uint32(in, 12) != 0xccddeeff {
		t.Error("numbers differ")
	}
	if c.Uint8(in, 16) != 0 || c.Uint16(in, 15) != 0 || c.Uint32(in, 13) != 0 || c.Uint64(in, 9) != 0 || c.Bool(in, 128) {
		t.Error("there is data behind the last")
	}
	if !c.Bool(in, 73) || c.Bool(in, 74) {
		t.Error("bits differ")
	}
	if from, to, e := c.Text(in, 0); e != OK || string(in[from:to]) != "hello" {
		t.Error(from, to, e)
	}
	if from, to, e := c.Data(in, 1); e != OK || !bytes.Equal(in[from:to], []byte{1, 2, 3, 4, 5, 6, 7, 8, 9}) {
		t.Error(from, to, e)
	}
	if from, to, e := c.Text(in, 1); e != ErrText || from != 0 || to != 0 {
		t.Error("data that does not end in zero is a text", from, to, e)
	}
	if from, to, e := c.Data(in, 8); e != OK || from != 0 || to != 0 {
		t.Error("there is a pointer behind the last", from, to, e)
	}
	for field, want := range map[uint32]Err{5: ErrKind, 2: ErrKind, 8: OK} {
		if n, e := c.Structs(in, field); n != 0 || e != want {
			t.Errorf("field %d is a list of %d, %v, want %v", field, n, e, want)
		}
		c.Enter(0)
		if c.place != (extent{}) {
			t.Errorf("field %d has an element", field)
		}
		c.Root(in)
	}
	if n, e := c.Structs(in, 3); n != 3 || e != OK {
		t.Fatal(n, e)
	}
	for i := uint32(0); i < 3; i++ {
		c.Enter(i)
		from, to, e := c.Text(in, 0)
		if e != OK || string(in[from:to]) != "p"+string(rune('0'+i)) || c.Uint32(in, 4) != i {
			t.Error(i, from, to, e)
		}
	}
	c.Enter(3)
	if c.place != (extent{}) {
		t.Error("there is an element behind the last")
	}
	c.Enter(2) // of the list, not of the structure that the cursor is at
	if c.Uint32(in, 4) != 2 {
		t.Error("the list was left")
	}
	if e := c.Open(in); e != OK || c.place != (extent{}) || c.list != (row{}) {
		t.Error("opened again, the cursor is where it was", e)
	}
}

// TestCursorStructs goes to structures and back.
func TestCursorStructs(t *testing.T) {
	in := append(one(structPointer(0, 1, 3), 1, structPointer(3, 1, 1), listPointer(4, sizeEight, 2), 0, 0, 2, listPointer(1, sizeByte, 2), 7, 8), 9)
	var c Cursor
	if c.Size() != 0 {
		t.Error("a cursor that was not opened has a size", c.Size())
	}
	if e := c.Open(in); e != OK || c.Size() != uint64(len(in)-1) {
		t.Fatal(e, c.Size())
	}
	c.Root(in)
	root := c.Here()
	if e := c.Struct(in, 0); e != OK || c.Uint64(in, 0) != 2 || c.Here() == root {
		t.Error("the structure is not read", e, c.Uint64(in, 0))
	}
	inner := c.Here()
	for field, want := range map[uint32]Err{0: ErrKind, 1: OK} {
		if e := c.Struct(in, field); e != want || c.Here() != (extent{}) {
			t.Errorf("field %d is a structure at %+v, %v, want %v", field, c.Here(), e, want)
		}
		c.Back(inner)
	}
	c.Back(root)
	if c.Uint64(in, 0) != 1 {
		t.Error("the way back does not lead to the root")
	}
	if e := c.Struct(in, 2); e != OK || c.Here() != (extent{}) {
		t.Error("null is a structure", e, c.Here())
	}
	c.Back(inner)
	if c.Uint64(in, 0) != 2 || c.Here() != inner {
		t.Error("the way back does not lead to the structure")
	}
}

// TestCursorRefuses opens what is no message, and follows what may not be followed.
func TestCursorRefuses(t *testing.T) {
	var zero Cursor
	if e := zero.Root(nil); e != ErrShort {
		t.Errorf("a cursor that was not opened has a root, %v", e)
	}
	if n, e := zero.Structs(nil, 0); n != 0 || e != OK {
		t.Errorf("nothing has a list of %d, %v", n, e)
	}
	for _, test := range []struct {
		name       string
		in         []byte
		open, root Err
	}{
		{"seven bytes", make([]byte, 7), ErrShort, ErrShort},
		{"cut", one(structPointer(0, 1, 0), 0)[:23], ErrShort, ErrShort},
		{"no words", stream([]uint64{}), OK, ErrBounds},
		{"null root", one(0), OK, OK},
		{"list as root", one(listPointer(0, sizeByte, 1), 0), OK, ErrKind},
		{"root outside", one(structPointer(0, 1, 0)), OK, ErrBounds},
	} {
		var c Cursor
		c.Open(one(structPointer(0, 1, 0), 7))
		c.Root(one(structPointer(0, 1, 0), 7))
		if e := c.Open(test.in); e != test.open {
			t.Errorf("%s: opened with %v, want %v", test.name, e, test.open)
		}
		if e := c.Root(test.in); e != test.root {
			t.Errorf("%s: the root is %v, want %v", test.name, e, test.root)
		}
		if c.place != (extent{}) && test.name != "null root" || c.Uint64(test.in, 0) != 0 {
			t.Errorf("%s: the cursor is at %+v", test.name, c.place)
		}
	}
}

// TestCursorLimit reads the same text again and again: the traversal limit ends it where it ends that of a Message.
func TestCursorLimit(t *testing.T) {
	in := one(structPointer(0, 0, 1), listPointer(0, sizeByte, 9), 0, 0)
	var c Cursor
	c.Open(in)
	c.Root(in)
	count := 0
	_, _, e := c.Text(in, 0)
	for ; e == OK; _, _, e = c.Text(in, 0) {
		count++
	}
	if want := (TraversalFactor*4 + TraversalBase - 2) / 3; e != ErrTraversal || count != want {
		t.Errorf("%v after %d times, want %d", e, count, want)
	}
	c.Open(in)
	c.Root(in)
	if _, _, e := c.Text(in, 0); e != OK {
		t.Error("opening the message again does not renew the limit", e)
	}
}
