// +gobra

package wire

import "warrant/lib/little"

// table is the segment table of a message, and where its segments lie in the input. The zero value is that of no message.
type table struct {
	segments uint64              // number of segments, 0 before read
	size     uint64              // bytes of the message by its segment table
	start    [MaxSegments]uint64 // position of each segment in bytes; may lie behind the end of a prefix
	words    [MaxSegments]uint64 // size of each segment by the table
}

// @ preserves acc(t) && acc(b, 1/4)
// @ ensures   t.Right()
// @ ensures   (e == OK) == (HasTable(b) && (whole ==> Total(b) <= len(b)))
// @ ensures   e == OK ==> int(t.segments) == Count(b) && int(t.size) == Total(b)
// @ ensures   e == OK ==> forall i int :: { seq(t.start)[i] } 0 <= i && i < Count(b) ==>
// @ 	int(seq(t.start)[i]) == Header(b) + 8*WordsBefore(b, i) && seq(t.words)[i] == uint64(little.At32(b, 4+4*i))
// @ ensures   e == OK ==> int(words) == ((Total(b) <= len(b) ? Total(b) : len(b)) - Header(b)) / 8
// @ ensures   0 <= words && words <= 72057594037927936
// @ ensures   e != OK ==> words == 0 && t.segments == 0 && t.size == 0
// @ ensures   (e == ErrSegments) == (len(b) >= 8 && Count(b) > MaxSegments) && (e == OK || e == ErrShort || e == ErrSegments)
// @ decreases

// read reads the segment table at the beginning of b; whole says that all segments must be in b. words is how many words of the segments
// are. After an error t has no segments.
func (t *table) read(b []byte, whole bool) (words uint64, e Err) {
	t.segments = 0
	t.size = 0
	if len(b) < WordBytes {
		return 0, ErrShort
	}
	if little.Uint32(b, 0) == 0 {
		return t.readOne(b, whole)
	}
	return t.readMany(b, whole)
}

// @ preserves acc(t) && acc(b, 1/4) && HasTable(b) && Count(b) == 1
// @ requires  t.segments == 0 && t.size == 0
// @ ensures   t.Right()
// @ ensures   (e == OK) == (whole ==> Total(b) <= len(b))
// @ ensures   e == OK ==> t.segments == 1 && int(t.size) == Total(b)
// @ ensures   e == OK ==> int(seq(t.start)[0]) == Header(b) && seq(t.words)[0] == uint64(little.At32(b, 4)) && WordsBefore(b, 0) == 0
// @ ensures   e == OK ==> int(words) == ((Total(b) <= len(b) ? Total(b) : len(b)) - Header(b)) / 8
// @ ensures   0 <= words && words <= 72057594037927936
// @ ensures   e != OK ==> words == 0 && t.segments == 0 && t.size == 0 && e == ErrShort
// @ decreases

// readOne is read for a message of one segment, as nearly all are, whose table is one word.
func (t *table) readOne(b []byte, whole bool) (words uint64, e Err) {
	n := uint64(little.Uint32(b, 4))
	// @ assert WordsBefore(b, 0) == 0 && WordsBefore(b, 1) == int(n)
	have := uint64(len(b))
	end := n*WordBytes + WordBytes
	present := end
	if end > have {
		if whole {
			return 0, ErrShort
		}
		present = have
	}
	// @ ghost start := seq(t.start)
	// @ ghost words_ := seq(t.words)
	t.start[0] = WordBytes
	t.words[0] = n
	// @ assert seq(t.start) == start[0 = WordBytes] && seq(t.words) == words_[0 = n]
	t.segments = 1
	t.size = end
	return (present - WordBytes) / WordBytes, OK
}

// @ preserves acc(t) && acc(b, 1/4)
// @ requires  8 <= len(b) && t.segments == 0 && t.size == 0
// @ ensures   t.Right()
// @ ensures   (e == OK) == (HasTable(b) && (whole ==> Total(b) <= len(b)))
// @ ensures   e == OK ==> int(t.segments) == Count(b) && int(t.size) == Total(b)
// @ ensures   e == OK ==> forall i int :: { seq(t.start)[i] } 0 <= i && i < Count(b) ==>
// @ 	int(seq(t.start)[i]) == Header(b) + 8*WordsBefore(b, i) && seq(t.words)[i] == uint64(little.At32(b, 4+4*i))
// @ ensures   e == OK ==> int(words) == ((Total(b) <= len(b) ? Total(b) : len(b)) - Header(b)) / 8
// @ ensures   0 <= words && words <= 72057594037927936
// @ ensures   e != OK ==> words == 0 && t.segments == 0 && t.size == 0
// @ ensures   (e == ErrSegments) == (Count(b) > MaxSegments) && (e == OK || e == ErrShort || e == ErrSegments)
// @ decreases

// readMany is read for a message of any number of segments.
//
//go:noinline
func (t *table) readMany(b []byte, whole bool) (words uint64, e Err) {
	have := uint64(len(b))
	count := uint64(little.Uint32(b, 0)) + 1
	if count > MaxSegments {
		return 0, ErrSegments
	}
	header := (count/2 + 1) * WordBytes // four bytes for the count and for each segment, rounded up to words
	if header > have {
		return 0, ErrShort
	}
	end := header
	// @ invariant acc(t) && acc(b, 1/4) && HasTable(b) && int(count) == Count(b) && int(header) == Header(b) && have == uint64(len(b))
	// @ invariant 0 <= i && i <= count && t.segments == 0 && t.size == 0
	// @ invariant int(end) == Header(b) + 8*WordsBefore(b, int(i)) && header <= end && end <= 72 + i*34359738360
	// @ invariant forall k int :: { seq(t.start)[k] } 0 <= k && k < int(i) ==>
	// @ 	int(seq(t.start)[k]) == Header(b) + 8*WordsBefore(b, k) && seq(t.words)[k] == uint64(little.At32(b, 4+4*k)) &&
	// @ 	0 <= seq(t.start)[k] && 0 <= seq(t.words)[k] && seq(t.words)[k] <= 4294967295 && seq(t.start)[k] + 8*seq(t.words)[k] <= end
	// @ decreases count - i
	for i := uint64(0); i < count; i++ {
		n := uint64(little.Uint32(b, int(4+4*i)))
		// @ ghost start := seq(t.start)
		// @ ghost words_ := seq(t.words)
		t.start[i] = end
		t.words[i] = n
		// @ assert seq(t.start) == start[int(i) = end] && seq(t.words) == words_[int(i) = n]
		end = end + n*WordBytes
	}
	present := end
	if end > have {
		if whole {
			return 0, ErrShort
		}
		present = have
	}
	t.segments = count
	t.size = end
	// @ assert forall k int :: { seq(t.words)[k] } 0 <= k && k < int(count) ==> seq(t.start)[k] + 8*seq(t.words)[k] <= end
	return (present - header) / WordBytes, OK
}

// @ preserves acc(t, 1/8) && t.Right()
// @ requires  0 <= have && 0 <= segment && 0 <= word && 0 <= count
// @ ensures   (e == ErrSegment) == (segment >= t.segments)
// @ ensures   (e == ErrBounds) == (segment < t.segments && word + count > seq(t.words)[int(segment)])
// @ ensures   (e == OK) == t.Inside(segment, word, count, have)
// @ ensures   e == OK || e == ErrSegment || e == ErrBounds || e == ErrAbsent
// @ ensures   at == (e == OK ? seq(t.start)[int(segment)] + 8*word : 0)
// @ decreases

// locate answers the position in the input, of which there are have bytes, of count words from word of a segment.
func (t *table) locate(have uint64, segment uint64, word uint64, count uint64) (at uint64, e Err) {
	if segment >= t.segments {
		return 0, ErrSegment
	}
	size := t.words[segment]
	// @ assert size == seq(t.words)[int(segment)] && t.start[segment] == seq(t.start)[int(segment)]
	if word > size || count > size-word {
		return 0, ErrBounds
	}
	at = t.start[segment] + word*WordBytes
	if at > have || count*WordBytes > have-at {
		return 0, ErrAbsent
	}
	return at, OK
}
