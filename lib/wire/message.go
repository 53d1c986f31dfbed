package wire

// Message is a message that is being read. The zero value is a message without a root. A Message belongs to one reader at a time:
// following pointers uses up its traversal limit.
type Message struct {
	bytes []byte // the whole input
	table table
	limit limit
}

// Open makes m the message at the beginning of b; bytes behind it are allowed, see Size. It returns ErrShort or ErrSegments for a bad
// segment table, and then m has no root. b must stay unchanged as long as m or a value read from it is in use.
func (m *Message) Open(b []byte) (e Err) {
	return m.open(b, true)
}

// OpenPrefix is Open where b may end anywhere behind the segment table. Objects that are not wholly in b answer ErrAbsent; the
// traversal limit counts the words of b only.
func (m *Message) OpenPrefix(b []byte) (e Err) {
	return m.open(b, false)
}

// Size returns the length of the message by its segment table, in bytes; 0 when no message is open.
func (m *Message) Size() (n uint64) {
	return m.table.size
}

// Root returns the root structure. A null root is a structure of defaults. The error is one of those of Struct.Struct, or ErrShort
// when no message is open.
func (m *Message) Root() (s Struct, e Err) {
	x, null, e := m.table.root(&m.limit, m.bytes)
	if e != OK || null {
		return Struct{}, e
	}
	return Struct{m: m, place: x}, OK
}

// open reads the segment table; whole says that all segments must be in b.
func (m *Message) open(b []byte, whole bool) (e Err) {
	m.bytes = nil
	words, e := m.table.read(b, whole)
	if e != OK {
		return e
	}
	m.bytes = b
	m.limit.reset(words)
	return OK
}
