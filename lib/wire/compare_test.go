package wire

import (
	"bytes"
	"fmt"

	"capnproto.org/go/capnp/v3"
)

// comparison reads one message with this package and with capnp/v3 at the same time.
//
// The two must agree on every value. Where capnp/v3 reports an error, this package must report one; where only this package does, the
// reason must be one of those that allowed lists.
type comparison struct {
	disagree   []string
	stricter   map[Err]int // what only this package refused
	objects    int         // objects on which both agreed
	maxObjects int
}

// allowed are the errors that capnp/v3 does not report, and why that is right:
// ErrDepth and ErrTraversal because its limits are set out of reach here, ErrSegments because it reads any number of segments,
// ErrList because it looks for a list's elements in the segment and not in the words that the list pointer claims,
// ErrFar because it takes a landing pad of zero for a null pointer, which the format does not provide for,
// ErrCapability because it knows capabilities inside messages,
// ErrKind and ErrText because it reads an object of another kind as if the pointer were null.
var allowed = map[Err]bool{ErrDepth: true, ErrTraversal: true, ErrSegments: true, ErrList: true, ErrFar: true, ErrCapability: true}

func newComparison() *comparison {
	return &comparison{stricter: map[Err]int{}, maxObjects: 2000}
}

func (c *comparison) differ(path, format string, args ...any) {
	c.disagree = append(c.disagree, path+": "+fmt.Sprintf(format, args...))
}

// refused notes that only this package refuses something.
func (c *comparison) refused(path string, e Err) {
	c.stricter[e]++
	if !allowed[e] {
		c.differ(path, "only we refuse it: %v", e)
	}
}

// message compares what two readers make of a message; theirs reads the bytes of in, ours of mine.
func (c *comparison) message(mine, in []byte) {
	var m Message
	e := m.Open(mine)
	their, err := capnp.Unmarshal(in)
	if err != nil {
		if e == OK {
			c.differ("message", "only they refuse it: %v", err)
		}
		return
	}
	if e != OK {
		c.refused("message", e)
		return
	}
	their.TraverseLimit = 1 << 62
	their.DepthLimit = 1 << 20
	p, err := their.Root()
	s, e := m.Root()
	c.structure("root", s, e, p, err)
}

// structure compares a pointer that is asked for as a structure.
func (c *comparison) structure(path string, s Struct, e Err, p capnp.Ptr, err error) {
	if c.objects++; c.objects > c.maxObjects {
		return
	}
	if err != nil {
		if e == OK {
			c.differ(path, "only they refuse it: %v", err)
		}
		return
	}
	their := p.Struct()
	switch {
	case e == ErrKind:
		if their.IsValid() {
			c.differ(path, "only they see a structure")
		}
		return
	case e != OK:
		c.refused(path, e)
		return
	case s == Struct{}:
		if p.IsValid() {
			c.differ(path, "only we see null")
		}
		return
	case !their.IsValid():
		c.differ(path, "only we see a structure")
		return
	}
	c.content(path, s, their)
}

// content compares the fields of two structures.
func (c *comparison) content(path string, s Struct, their capnp.Struct) {
	if size := their.Size(); uint32(size.DataSize) != s.place.data || uint32(size.PointerCount) != s.place.pointers {
		c.differ(path, "sizes are %d, %d, theirs %v", s.place.data, s.place.pointers, size)
		return
	}
	for i := uint32(0); i <= s.place.data && i < 64; i++ {
		at := capnp.DataOffset(i)
		if s.Uint8(i) != their.Uint8(at) || s.Uint16(i) != their.Uint16(at) || s.Uint32(i) != their.Uint32(at) ||
			s.Uint64(i) != their.Uint64(at) || s.Bool(i) != their.Bit(capnp.BitOffset(i)) {
			c.differ(path, "data at %d differs", i)
		}
	}
	for i := uint32(0); i <= s.place.pointers && i < 16; i++ {
		p, err := their.Ptr(uint16(i))
		c.pointer(fmt.Sprintf("%s.%d", path, i), s, i, p, err)
	}
}

// pointer compares a field of a structure, asked for as everything.
func (c *comparison) pointer(path string, s Struct, i uint32, p capnp.Ptr, err error) {
	t, e := s.Struct(i)
	c.structure(path, t, e, p, err)
	text, textErr := s.Text(i)
	data, dataErr := s.Data(i)
	l, listErr := s.List(i, 0, 0)
	bits, bitsErr := s.BoolList(i)
	if err != nil {
		if textErr == OK || dataErr == OK || listErr == OK || bitsErr == OK {
			c.differ(path, "only they refuse it as text, data or list: %v", err)
		}
		return
	}
	c.bytes(path+" as text", text, textErr, p.TextBytes(), p.IsValid())
	c.bytes(path+" as data", data, dataErr, p.Data(), p.IsValid())
	c.list(path, l, listErr, bits, bitsErr, p)
}

// bytes compares a text or data.
func (c *comparison) bytes(path string, ours []byte, e Err, theirs []byte, valid bool) {
	switch {
	case e == ErrKind || e == ErrText:
		if theirs != nil {
			c.differ(path, "only they see %q", theirs)
		}
	case e != OK:
		c.refused(path, e)
	case !bytes.Equal(ours, theirs):
		c.differ(path, "%q, theirs %q", ours, theirs)
	case ours != nil && !valid:
		c.differ(path, "only they see null")
	}
}

// list compares a list, asked for as one of structures and as one of bits.
func (c *comparison) list(path string, l List, e Err, bits List, bitsErr Err, p capnp.Ptr) {
	their := p.List()
	if e == ErrKind && bitsErr == ErrKind {
		if their.IsValid() {
			c.differ(path, "only they see a list")
		}
		return
	}
	if e == ErrKind {
		if bitsErr != OK {
			c.refused(path, bitsErr)
			return
		}
		if int(bits.Len()) != their.Len() {
			c.differ(path, "%d bits, theirs %d", bits.Len(), their.Len())
			return
		}
		for i := 0; i < their.Len() && i < 200; i++ {
			if bits.Bool(uint32(i)) != capnp.BitList(their).At(i) {
				c.differ(path, "bit %d differs", i)
			}
		}
		return
	}
	if e != OK {
		c.refused(path, e)
		return
	}
	if (l == List{}) != !their.IsValid() || int(l.Len()) != their.Len() {
		c.differ(path, "list of %d, theirs of %d", l.Len(), their.Len())
		return
	}
	for i := 0; i < their.Len() && i < 30; i++ {
		if c.objects++; c.objects > c.maxObjects {
			return
		}
		c.content(fmt.Sprintf("%s[%d]", path, i), l.Struct(uint32(i)), their.Struct(i))
	}
}
