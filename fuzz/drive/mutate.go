// Package drive runs targets in the process itself, without the cost of coverage: millions of inputs where coverage-guided fuzzing tries
// thousands. It starts from the corpus that the other fuzzers grow, and a run with the same seed and corpus tries the same inputs.
package drive

import (
	"encoding/binary"
	"math/rand/v2"
)

// Mutator makes inputs out of a corpus and a dictionary. The result of Next is valid until the next call.
type Mutator struct {
	random *rand.Rand
	corpus [][]byte
	words  [][]byte
	max    int
	buffer []byte
}

// NewMutator makes a Mutator whose inputs have at most max bytes beyond those of the corpus; the corpus may be empty.
func NewMutator(seed uint64, corpus, words [][]byte, max int) *Mutator {
	if len(corpus) == 0 {
		corpus = [][]byte{{}}
	}
	return &Mutator{random: rand.New(rand.NewPCG(seed, 0)), corpus: corpus, words: words, max: max}
}

// edges are numbers at which parsers go wrong.
var edges = []uint64{0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 255, 256, 4095, 4096, 4097, 65535, 65536, 1<<29 - 1, 1 << 29, 1<<31 - 1, 1 << 31,
	1<<32 - 1, 1 << 32, 1<<63 - 1, 1 << 63, 1<<64 - 4096, 1<<64 - 2, 1<<64 - 1, 0x200000, 0xfff000, 0x1000000}

// Next answers another input.
func (m *Mutator) Next() []byte {
	b := append(m.buffer[:0], m.corpus[m.random.IntN(len(m.corpus))]...)
	for range 1 + m.random.IntN(4)*m.random.IntN(3) {
		b = m.change(b)
	}
	m.buffer = b
	return b
}

// change makes one change.
func (m *Mutator) change(b []byte) []byte {
	r := m.random
	if len(b) == 0 {
		return m.insert(b, 0, byteString(r, 1+r.IntN(16)))
	}
	at := r.IntN(len(b))
	switch r.IntN(12) {
	case 0:
		b[at] ^= 1 << r.IntN(8)
	case 1:
		b[at] = byte(r.Uint32())
	case 2:
		b[at] += byte(r.IntN(9) - 4)
	case 3:
		return append(b[:at], b[min(len(b), at+1+r.IntN(8)):]...)
	case 4:
		return b[:at]
	case 5:
		return m.insert(b, at, byteString(r, 1+r.IntN(4)))
	case 6, 7:
		number(r, b, edges[r.IntN(len(edges))])
	case 8:
		number(r, b, uint64(r.IntN(len(b)+9)))
	case 9:
		other := m.corpus[r.IntN(len(m.corpus))]
		if len(other) > 0 {
			from := r.IntN(len(other))
			return m.insert(b, at, other[from:min(len(other), from+1+r.IntN(24))])
		}
	default:
		if len(m.words) > 0 {
			word := m.words[r.IntN(len(m.words))]
			if r.IntN(2) == 0 {
				return m.insert(b, at, word)
			}
			copy(b[at:], word)
		}
	}
	return b
}

// number writes v, or what it makes of the number that is there, at a place for its size; mostly at a multiple of it.
func number(r *rand.Rand, b []byte, v uint64) {
	size := 1 << r.IntN(4)
	if len(b) < size {
		return
	}
	at := r.IntN(len(b) - size + 1)
	if r.IntN(4) > 0 {
		at -= at % size
	}
	var w [8]byte
	copy(w[:size], b[at:])
	switch r.IntN(4) {
	case 0:
		v += binary.LittleEndian.Uint64(w[:])
	case 1:
		v = binary.LittleEndian.Uint64(w[:]) + uint64(r.IntN(5)) - 2
	}
	binary.LittleEndian.PutUint64(w[:], v)
	copy(b[at:at+size], w[:])
}

// insert puts s into b, as far as there is room.
func (m *Mutator) insert(b []byte, at int, s []byte) []byte {
	room := max(0, m.max-len(b))
	s = s[:min(len(s), room)]
	b = append(b, s...)
	copy(b[at+len(s):], b[at:])
	copy(b[at:], s)
	return b
}

func byteString(r *rand.Rand, n int) []byte {
	s := make([]byte, n)
	for i := range s {
		s[i] = byte(r.Uint32())
	}
	return s
}
