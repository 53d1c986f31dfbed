// +gobra

package wire

// Cursor reads a message one structure at a time. It holds no pointer: each function is given the bytes of the message again, the same ones
// that Open was given, unchanged. So it can be kept, and proofs see plain values; Message reads the same messages with more comfort. The zero
// value stands at a structure of no fields.
type Cursor struct {
	table table
	limit limit
	place extent // the structure that is read
	list  row    // the list whose elements can be entered
}

// @ requires acc(c) && acc(b, 1/2)
// @ ensures  acc(c) && acc(b, 1/2) && c.Right(len(b)) && c.At() == extent{} && c.Length() == 0
// @ ensures  (e == OK) == (HasTable(b) && Total(b) <= len(b)) && (e == OK || e == ErrShort || e == ErrSegments)
// @ ensures  c.Opened() == (e == OK) && int(c.Bytes()) == (e == OK ? Total(b) : 0)
// @ decreases

// Open makes c a cursor on the message at the beginning of b; bytes behind it are allowed. It stands at a structure of no fields: Root leads
// further. It returns ErrShort or ErrSegments for a bad segment table.
func (c *Cursor) Open(b []byte) (e Err) {
	c.place = extent{}
	c.list = row{}
	words, e := c.table.read(b, true)
	c.limit.reset(words)
	return e
}

// @ preserves acc(c) && acc(b, 1/2) && c.Right(len(b))
// @ ensures   c.Same(old(*c)) && (e == OK ==> c.Opened()) && (e != OK ==> c.At() == extent{})
// @ decreases

// Root goes to the root structure; a null root is a structure of no fields, and so is one that cannot be read. The error is one of those of
// Struct.Struct, or ErrShort when no message is open.
func (c *Cursor) Root(b []byte) (e Err) {
	if c.table.plainRoot(&c.limit, b, &c.place) {
		return OK
	}
	return c.anyRoot(b)
}

// @ preserves acc(c) && acc(b, 1/2) && c.Right(len(b))
// @ ensures   c.Same(old(*c)) && (e == OK ==> c.Opened()) && (e != OK ==> c.At() == extent{})
// @ decreases

// anyRoot is Root for every message.
//
//go:noinline
func (c *Cursor) anyRoot(b []byte) (e Err) {
	c.place, _, e = c.table.root(&c.limit, b)
	return e
}

// @ preserves acc(c, 1/2)
// @ ensures   n == c.Bytes()
// @ decreases

// Size returns the length of the message by its segment table, in bytes; 0 when no message is open.
func (c *Cursor) Size() (n uint64) {
	return c.table.size
}

// @ preserves acc(c, 1/2)
// @ ensures   x == c.At()
// @ decreases

// Here returns where c is, for Back.
func (c *Cursor) Here() (x extent) {
	return c.place
}

// @ preserves acc(c) && c.Right(n)
// @ requires  c.Holds(x, n)
// @ ensures   c.At() == x && c.Length() == old(c.Length()) && c.Same(old(*c))
// @ decreases

// Back goes where c was when Here returned x. The message is still the same one.
func (c *Cursor) Back(x extent /*@, ghost n int @*/) {
	c.place = x
}

// @ preserves acc(c, 1/2) && acc(b, 1/2) && c.Right(len(b))
// @ requires  0 <= offset && offset <= 4294967295
// @ ensures   v == c.At().Octet(b, offset)
// @ decreases

// Uint8 returns the byte at an offset of the data section; 0 where the section has no such byte.
func (c *Cursor) Uint8(b []byte, offset uint32) (v uint8) {
	return c.place.octet(b, offset)
}

// @ preserves acc(c, 1/2) && acc(b, 1/2) && c.Right(len(b))
// @ requires  0 <= offset && offset <= 4294967295
// @ ensures   v == c.At().Number16(b, offset)
// @ decreases

// Uint16 returns the number at an offset of the data section, in bytes; 0 where the section does not hold it wholly.
func (c *Cursor) Uint16(b []byte, offset uint32) (v uint16) {
	return c.place.number16(b, offset)
}

// @ preserves acc(c, 1/2) && acc(b, 1/2) && c.Right(len(b))
// @ requires  0 <= offset && offset <= 4294967295
// @ ensures   v == c.At().Number32(b, offset)
// @ decreases

// Uint32 returns the number at an offset of the data section, in bytes; 0 where the section does not hold it wholly.
func (c *Cursor) Uint32(b []byte, offset uint32) (v uint32) {
	return c.place.number32(b, offset)
}

// @ preserves acc(c, 1/2) && acc(b, 1/2) && c.Right(len(b))
// @ requires  0 <= offset && offset <= 4294967295
// @ ensures   v == c.At().Number64(b, offset)
// @ decreases

// Uint64 returns the number at an offset of the data section, in bytes; 0 where the section does not hold it wholly.
func (c *Cursor) Uint64(b []byte, offset uint32) (v uint64) {
	return c.place.number64(b, offset)
}

// @ preserves acc(c, 1/2) && acc(b, 1/2) && c.Right(len(b))
// @ requires  0 <= bit && bit <= 4294967295
// @ ensures   v == c.At().Flag(b, bit)
// @ decreases

// Bool returns a bit of the data section, counted from its beginning; false where the section has no such bit.
func (c *Cursor) Bool(b []byte, bit uint32) (v bool) {
	return c.place.flag(b, bit)
}

// @ preserves acc(c) && acc(b, 1/2) && c.Right(len(b))
// @ requires  0 <= field && field <= 4294967295
// @ ensures   c.Length() == old(c.Length()) && c.Same(old(*c)) && (e != OK ==> c.At() == extent{})
// @ decreases

// Struct goes to the structure that a field of the pointer section leads to; to a structure of no fields for a null or missing pointer, and
// when it cannot be read. Errors: those of Struct.Struct.
func (c *Cursor) Struct(b []byte, field uint32) (e Err) {
	c.place, _, e = c.table.structOf(&c.limit, b, &c.place, field)
	return e
}

// @ preserves acc(c) && acc(b, 1/2) && c.Right(len(b))
// @ requires  0 <= field && field <= 4294967295
// @ ensures   0 <= from && from <= to && to <= len(b) && (e != OK ==> from == 0 && to == 0)
// @ ensures   c.At() == old(c.At()) && c.Length() == old(c.Length()) && c.Same(old(*c))
// @ decreases

// Text returns where the bytes of a text are, without its final zero: b[from:to]. A null or missing pointer gives none. The bytes need not
// be UTF-8. Errors: those of Struct.Text.
func (c *Cursor) Text(b []byte, field uint32) (from int, to int, e Err) {
	return c.table.textOf(&c.limit, b, &c.place, field)
}

// @ preserves acc(c) && acc(b, 1/2) && c.Right(len(b))
// @ requires  0 <= field && field <= 4294967295
// @ ensures   0 <= from && from <= to && to <= len(b) && (e != OK ==> from == 0 && to == 0)
// @ ensures   c.At() == old(c.At()) && c.Length() == old(c.Length()) && c.Same(old(*c))
// @ decreases

// Data returns where the bytes of a data field are: b[from:to]. A null or missing pointer gives none. Errors: those of Struct.Data.
func (c *Cursor) Data(b []byte, field uint32) (from int, to int, e Err) {
	return c.table.dataOf(&c.limit, b, &c.place, field)
}

// @ preserves acc(c) && acc(b, 1/2) && c.Right(len(b))
// @ requires  0 <= field && field <= 4294967295
// @ ensures   0 <= n && n <= 536870911 && n == c.Length() && (e != OK ==> n == 0)
// @ ensures   c.At() == old(c.At()) && c.Same(old(*c))
// @ decreases

// Structs returns how many structures a list has, and lets Enter go to them; a null or missing pointer gives none. Errors: those of Struct.List.
func (c *Cursor) Structs(b []byte, field uint32) (n uint32, e Err) {
	c.list, _, e = c.table.listOf(&c.limit, b, &c.place, field)
	if e != OK {
		return 0, e
	}
	if c.list.bits {
		c.list = row{}
		return 0, ErrKind
	}
	return c.list.count, OK
}

// @ preserves acc(c) && c.Right(n) && 0 <= n && n <= 9223372036854775807
// @ requires  0 <= i && i <= 4294967295
// @ ensures   c.Length() == old(c.Length()) && c.Same(old(*c))
// @ decreases

// Enter goes to element i of the list that Structs has counted; to a structure of no fields where it has no such element.
func (c *Cursor) Enter(i uint32 /*@, ghost n int @*/) {
	// @ ghost if i < c.list.count {
	// @ 	c.table.ElementHeld(c.list, i, n)
	// @ }
	c.place = c.list.element(i /*@, n @*/)
}
