package wire

import "encoding/binary"

// stream assembles a message from the words of its segments.
func stream(segments ...[]uint64) (b []byte) {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(segments)-1))
	for _, s := range segments {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(s)))
	}
	if len(segments)%2 == 0 {
		b = binary.LittleEndian.AppendUint32(b, 0)
	}
	for _, s := range segments {
		for _, w := range s {
			b = binary.LittleEndian.AppendUint64(b, w)
		}
	}
	return b
}

// one assembles a message of one segment.
func one(words ...uint64) (b []byte) {
	return stream(words)
}

// structPointer is a pointer to a structure, distance words behind the word after the pointer.
func structPointer(distance int64, data, pointers uint64) (w uint64) {
	return uint64(distance)&0x3fffffff<<2 | data<<32 | pointers<<48
}

// listPointer is a pointer to a list, distance words behind the word after the pointer; a count of words for sizeComposite.
func listPointer(distance int64, size, count uint64) (w uint64) {
	return 1 | uint64(distance)&0x3fffffff<<2 | size<<32 | count<<35
}

// tag is the first word of a composite list.
func tag(count, data, pointers uint64) (w uint64) {
	return count<<2 | data<<32 | pointers<<48
}

// far is a far pointer to a landing pad of one word.
func far(segment, word uint64) (w uint64) {
	return 2 | word<<3 | segment<<32
}

// doubleFar is a far pointer to a landing pad of two words.
func doubleFar(segment, word uint64) (w uint64) {
	return 6 | word<<3 | segment<<32
}

// ascii is the word that holds up to eight characters.
func ascii(s string) (w uint64) {
	var b [8]byte
	copy(b[:], s)
	return binary.LittleEndian.Uint64(b[:])
}

// times repeats a word.
func times(n int, w uint64) (words []uint64) {
	for i := 0; i < n; i++ {
		words = append(words, w)
	}
	return words
}
