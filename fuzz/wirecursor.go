package fuzz

import (
	"bytes"

	"warrant/lib/wire"
)

// cursors reads the input with a wire.Cursor and with a wire.Message, which the walk below compares with capnp/v3, step by step along one path:
// all values, errors and places must be the same, to the end of the limits that both count on their own.
func cursors(data []byte) {
	var m wire.Message
	var c wire.Cursor
	e, own := m.Open(data), c.Open(data)
	must(e == own, "the message is opened with %v, the cursor with %v", e, own)
	s, e := m.Root()
	own = c.Root(data)
	must(e == own, "the root is %v, the cursor's %v", e, own)
	for i, b := range data[:min(len(data), 40)] {
		sameFields(data, s, &c)
		field := uint32(b) % 5
		l, e := s.List(field, 0, 0)
		n, own := c.Structs(data, field)
		must(e == own && n == l.Len(), "field %d is a list of %d, %v, the cursor's of %d, %v", field, l.Len(), e, n, own)
		at := uint32(i) % 3 // may be behind the last one
		if b >= 128 {
			at = n - 1
		}
		s = l.Struct(at)
		c.Enter(at)
		if b%2 == 0 && s == (wire.Struct{}) { // nothing is left to see there
			s, e = m.Root()
			own = c.Root(data)
			must(e == own, "the root is %v again, the cursor's %v", e, own)
		}
	}
}

// sameFields compares the fields of a structure in both readers.
func sameFields(data []byte, s wire.Struct, c *wire.Cursor) {
	for _, at := range []uint32{0, 1, 7, 8, 15, 16, 23, 1<<32 - 1} {
		must(s.Uint8(at) == c.Uint8(data, at) && s.Uint16(at) == c.Uint16(data, at) && s.Uint32(at) == c.Uint32(data, at) &&
			s.Uint64(at) == c.Uint64(data, at) && s.Bool(at) == c.Bool(data, at) && s.Bool(8*at+7) == c.Bool(data, 8*at+7), "the cursor's data at %d differs", at)
	}
	for field := range uint32(4) {
		text, e := s.Text(field)
		from, to, own := c.Text(data, field)
		must(e == own && bytes.Equal(text, data[from:to]), "text %d is %q, %v, the cursor's %q, %v", field, text, e, data[from:to], own)
		blob, e := s.Data(field)
		from, to, own = c.Data(data, field)
		must(e == own && bytes.Equal(blob, data[from:to]), "data %d is %q, %v, the cursor's %q, %v", field, blob, e, data[from:to], own)
	}
}
