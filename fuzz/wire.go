package fuzz

import (
	"bytes"

	"capnproto.org/go/capnp/v3"

	"warrant/lib/wire"
)

// stricter are the errors that capnp/v3 does not report: its limits on depth, traversal and segments are out of reach here; it takes a
// list's elements from the segment where the format wants them within the words of the list pointer; it takes a landing pad of zero for
// a null pointer; and it knows capabilities inside messages.
var stricter = map[wire.Err]bool{wire.ErrDepth: true, wire.ErrTraversal: true, wire.ErrSegments: true, wire.ErrList: true, wire.ErrFar: true,
	wire.ErrCapability: true}

// Wire reads the input as a message, in every way and to the end of its limits, and then beside capnproto.org/go/capnp/v3: where that
// reports an error so must the parser, where only the parser does it must be one of stricter, and all values must be the same.
func Wire(data []byte) int {
	absent()
	defaults(data)
	cursors(data)
	whole := follow(data, func(m *wire.Message) wire.Err { return m.Open(data) })
	follow(data, func(m *wire.Message) wire.Err { return m.OpenPrefix(data) })

	var m wire.Message
	e := m.Open(data)
	their, err := capnp.Unmarshal(data)
	if err != nil {
		must(e != wire.OK, "only capnp/v3 refuses the message: %v", err)
		return 0
	}
	if e != wire.OK {
		must(stricter[e], "only we refuse the message: %v", e)
		return 0
	}
	their.TraverseLimit = 1 << 62
	their.DepthLimit = 1 << 20
	p, err := their.Root()
	s, e := m.Root()
	c := comparison{left: 300}
	c.structure(s, e, p, err)
	return accepted(whole > 1)
}

// absent reads from a message that was not opened, and from a structure and a list that are not there: all is zero or empty, and nothing
// but the message itself is an error.
func absent() {
	var m wire.Message
	root, e := m.Root()
	must(root == wire.Struct{} && e != wire.OK, "a message that was not opened has a root, %v", e)
	var s wire.Struct
	var l wire.List
	var b wire.Builder
	n, full := b.Finish()
	must(n == 0 && full == wire.ErrFull, "a message that was not started has %d bytes, %v", n, full)
	inner, e := s.Struct(0)
	list, listErr := s.List(0, 0, 0)
	text, textErr := s.Text(0)
	data, dataErr := s.Data(0)
	must(inner == s && list == l && text == nil && data == nil && e == wire.OK && listErr == wire.OK && textErr == wire.OK && dataErr == wire.OK,
		"behind nothing there is %+v, %+v, %q, %q", inner, list, text, data)
	must(s.Uint8(0) == 0 && s.Uint16(0) == 0 && s.Uint32(0) == 0 && s.Uint64(0) == 0 && !s.Bool(0), "nothing has data")
	text, textErr = l.Text(0)
	data, dataErr = l.Data(0)
	must(l.Len() == 0 && l.Struct(0) == s && l.Uint8(0) == 0 && l.Uint16(0) == 0 && l.Uint32(0) == 0 && l.Uint64(0) == 0 && !l.Bool(0) && text == nil &&
		data == nil && textErr == wire.OK && dataErr == wire.OK, "an empty list has elements")
}

// defaults converts numbers to the form in which the format stores them beside a default, which is exclusive or, and signed ones to two's
// complement.
func defaults(data []byte) {
	var b [16]byte
	copy(b[:], data)
	v, d := little.Uint64(b[:]), little.Uint64(b[8:])
	signed(v)
	signed(^v)
	must(wire.Default64(v, d) == v^d && wire.Default32(uint32(v), uint32(d)) == uint32(v^d) && wire.Default16(uint16(v), uint16(d)) == uint16(v^d) &&
		wire.Default8(uint8(v), uint8(d)) == uint8(v^d), "%#x and the default %#x", v, d)
}

// signed converts a number in two's complement and back, in each size.
func signed(v uint64) {
	must(wire.Signed64(v) == int64(v) && wire.Signed32(uint32(v)) == int32(v) && wire.Signed16(uint16(v)) == int16(v) && wire.Signed8(uint8(v)) == int8(v),
		"%#x as a signed number", v)
	must(wire.Unsigned64(int64(v)) == v && wire.Unsigned32(int32(v)) == uint32(v) && wire.Unsigned16(int16(v)) == uint16(v) &&
		wire.Unsigned8(int8(v)) == uint8(v), "the signed number %#x", v)
}

// follow reads an opened message until its own limit stops it, and answers how many pointers it followed.
func follow(data []byte, open func(*wire.Message) wire.Err) (followed int) {
	var m wire.Message
	if open(&m) != wire.OK {
		return 0
	}
	s, e := m.Root()
	if e != wire.OK {
		return 0
	}
	followed = 1
	most := wire.TraversalFactor*len(data)/wire.WordBytes + wire.TraversalBase
	queue := []wire.Struct{s}
	for len(queue) > 0 && followed < 500 {
		s, queue = queue[0], queue[1:]
		for field := range uint32(5) {
			if t, e := s.Struct(field); e == wire.OK && t != (wire.Struct{}) {
				queue = append(queue, t)
				followed++
			}
			text, _ := s.Text(field)
			bytes, _ := s.Data(field)
			must(len(text) <= len(data) && len(bytes) <= len(data), "%d bytes out of %d", max(len(text), len(bytes)), len(data))
			l, e := s.List(field, 0, 0)
			if e != wire.OK || l.Len() == 0 {
				continue
			}
			followed++
			must(int(l.Len()) <= 8*most, "a list of %d in %d bytes", l.Len(), len(data))
			l.Uint64(l.Len() - 1)
			l.Bool(l.Len() - 1)
			at := l.Len() - uint32(field)%2 // the last one, or one too many
			l.Uint8(at)
			l.Uint16(at)
			l.Uint32(at)
			l.Text(at)
			l.Data(at)
			must(l.Struct(l.Len()) == wire.Struct{}, "a list of %d has one structure more", l.Len())
			queue = append(queue, l.Struct(0), l.Struct(l.Len()-1))
		}
		must(followed <= most, "%d pointers were followed, the limit is %d words", followed, most)
	}
	return followed
}

// comparison walks a message in two readers at once, over at most left objects.
type comparison struct{ left int }

// refusal handles what one reader refuses; done says that there is nothing left to compare.
func refusal(e wire.Err, err error) (done bool) {
	if err != nil {
		must(e != wire.OK, "only capnp/v3 refuses it: %v", err)
		return true
	}
	if e != wire.OK && e != wire.ErrKind && e != wire.ErrText {
		must(stricter[e], "only we refuse it: %v", e)
		return true
	}
	return false
}

// structure compares a pointer that is asked for as a structure.
func (c *comparison) structure(s wire.Struct, e wire.Err, p capnp.Ptr, err error) {
	if c.left--; c.left < 0 || refusal(e, err) {
		return
	}
	their := p.Struct()
	must(e == wire.OK || !their.IsValid(), "only capnp/v3 sees a structure")
	must(s == wire.Struct{} || their.IsValid() || hollow(s), "only we see a structure")
	if their.IsValid() {
		c.content(s, their)
	}
}

// hollow reports whether a structure has nothing in it: as one whose tag, behind a landing pad of two words, is zero. capnp/v3 takes that tag for a
// null pointer; the values are the same.
func hollow(s wire.Struct) bool {
	for i := range uint32(4) {
		t, e := s.Struct(i)
		if s.Uint64(8*i) != 0 || t != (wire.Struct{}) || e != wire.OK {
			return false
		}
	}
	return true
}

// content compares the fields of two structures, and what lies behind them.
func (c *comparison) content(s wire.Struct, their capnp.Struct) {
	size := their.Size()
	for i := uint32(0); i <= uint32(size.DataSize)+8 && i < 48; i++ {
		at := capnp.DataOffset(i)
		must(s.Uint8(i) == their.Uint8(at) && s.Uint16(i) == their.Uint16(at) && s.Uint32(i) == their.Uint32(at) &&
			s.Uint64(i) == their.Uint64(at) && s.Bool(i) == their.Bit(capnp.BitOffset(i)), "data at %d differs", i)
	}
	for i := uint32(0); i <= uint32(size.PointerCount) && i < 12; i++ {
		p, err := their.Ptr(uint16(i))
		t, e := s.Struct(i)
		c.structure(t, e, p, err)
		text, e := s.Text(i)
		if !refusal(e, err) {
			must(bytes.Equal(text, p.TextBytes()) || e != wire.OK && p.TextBytes() == nil, "text is %q, theirs %q", text, p.TextBytes())
		}
		data, e := s.Data(i)
		if !refusal(e, err) {
			must(bytes.Equal(data, p.Data()) || e != wire.OK && p.Data() == nil, "data is %x, theirs %x", data, p.Data())
		}
		l, e := s.List(i, 0, 0)
		bits, bitsErr := s.BoolList(i)
		c.list(l, e, bits, bitsErr, p, err)
	}
}

// list compares a pointer that is asked for as a list of structures and as one of bits.
func (c *comparison) list(l wire.List, e wire.Err, bits wire.List, bitsErr wire.Err, p capnp.Ptr, err error) {
	if refusal(e, err) || refusal(bitsErr, err) {
		return
	}
	their := p.List()
	if e == wire.ErrKind {
		must(int(bits.Len()) == their.Len() && (bitsErr == wire.OK || !their.IsValid()), "%d bits, theirs %d", bits.Len(), their.Len())
		for i := 0; i < their.Len() && i < 100; i++ {
			must(bits.Bool(uint32(i)) == capnp.BitList(their).At(i), "bit %d differs", i)
		}
		return
	}
	must(int(l.Len()) == their.Len(), "list of %d, theirs of %d", l.Len(), their.Len())
	for i := 0; i < their.Len() && i < 20; i++ {
		if c.left--; c.left < 0 {
			return
		}
		c.content(l.Struct(uint32(i)), their.Struct(i))
	}
}
