package wire

import "warrant/lib/little"

// Message is a message that is being read. The zero value is a message without a root. A Message belongs to one reader at a time:
// following pointers uses up its traversal limit.
type Message struct {
	bytes    []byte              // the whole input
	segments uint64              // number of segments, 0 before Open
	size     uint64              // bytes of the message by its segment table
	budget   uint64              // words that may still be read
	start    [MaxSegments]uint64 // position of each segment in bytes; may lie behind their end in a prefix
	words    [MaxSegments]uint64 // size of each segment by the table
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
	return m.size
}

// Root returns the root structure. A null root is a structure of defaults. The error is one of those of Struct.Struct, or ErrShort
// when no message is open.
func (m *Message) Root() (s Struct, e Err) {
	if m.segments == 0 {
		return Struct{}, ErrShort
	}
	if _, e = m.locate(0, 0, 1); e != OK {
		return Struct{}, e
	}
	return m.structAt(0, 0, MaxDepth)
}

// open reads the segment table; whole says that all segments must be in b.
func (m *Message) open(b []byte, whole bool) (e Err) {
	m.bytes = nil
	m.segments = 0
	m.size = 0
	m.budget = 0
	have := uint64(len(b))
	if have < WordBytes {
		return ErrShort
	}
	count := uint64(little.Uint32(b, 0)) + 1
	if count > MaxSegments {
		return ErrSegments
	}
	header := (count/2 + 1) * WordBytes // four bytes for the count and for each segment, rounded up to words
	if header > have {
		return ErrShort
	}
	end := header
	for i := uint64(0); i < count; i++ {
		words := uint64(little.Uint32(b, int(4+4*i)))
		m.start[i] = end
		m.words[i] = words
		end += words * WordBytes
	}
	present := end
	if end > have {
		if whole {
			return ErrShort
		}
		present = have
	}
	m.bytes = b
	m.segments = count
	m.size = end
	m.budget = (present-header)/WordBytes*TraversalFactor + TraversalBase
	return OK
}

// locate returns the position in m.bytes of count words from word of a segment.
func (m *Message) locate(segment uint64, word uint64, count uint64) (at uint64, e Err) {
	if segment >= m.segments {
		return 0, ErrSegment
	}
	size := m.words[segment]
	if word > size || count > size-word {
		return 0, ErrBounds
	}
	at = m.start[segment] + word*WordBytes
	have := uint64(len(m.bytes))
	if at > have || count*WordBytes > have-at {
		return 0, ErrAbsent
	}
	return at, OK
}

// charge takes the cost of an object of that many words off the traversal limit.
func (m *Message) charge(words uint64) (e Err) {
	if words >= m.budget {
		return ErrTraversal
	}
	m.budget -= words + 1
	return OK
}
