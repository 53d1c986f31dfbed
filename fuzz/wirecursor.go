package fuzz

import (
	"bytes"

	"warrant/lib/wire"
)

// cursors reads the input with a wire.Cursor and with a wire.Message, which the comparison beside it compares with capnp/v3, step by step: all
// values, errors and places must be the same, to the end of the limits that both count on their own.
func cursors(data []byte) {
	var m wire.Message
	p := pair{data: data, left: 60}
	e, own := m.Open(data), p.c.Open(data)
	must(e == own && m.Size() == p.c.Size(), "the message is opened with %v, the cursor with %v", e, own)
	s, e := m.Root()
	own = p.c.Root(data)
	must(e == own, "the root is %v, the cursor's %v", e, own)
	p.walk(s)
}

// pair is a cursor that goes where a message is read, over at most left structures.
type pair struct {
	data []byte
	c    wire.Cursor
	left int
}

// walk compares the structure that the cursor is at with s, and all that lies behind.
func (p *pair) walk(s wire.Struct) {
	if p.left--; p.left < 0 {
		return
	}
	sameFields(p.data, s, &p.c)
	here := p.c.Here()
	for field := range uint32(4) {
		t, e := s.Struct(field)
		own := p.c.Struct(p.data, field)
		must(e == own, "structure %d is %v, the cursor's %v", field, e, own)
		if t != (wire.Struct{}) {
			p.walk(t)
		} else {
			sameFields(p.data, t, &p.c) // the cursor is at a structure of no fields
		}
		p.c.Back(here)
		l, e := s.List(field, 0, 0)
		n, own := p.c.Structs(p.data, field)
		must(e == own && n == l.Len(), "field %d is a list of %d, %v, the cursor's of %d, %v", field, l.Len(), e, n, own)
		p.c.Enter(n) // behind the last one
		sameFields(p.data, wire.Struct{}, &p.c)
		for i := range min(n, 3) {
			p.c.Enter(i)
			sameFields(p.data, l.Struct(i), &p.c)
		}
		if n > 0 {
			p.c.Enter(n - 1)
			p.walk(l.Struct(n - 1))
		}
		p.c.Back(here)
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
