// +gobra

// Package bitset is an excerpt of github.com/bits-and-blooms/bitset v1.29.0 (bitset.go, BSD licence, see LICENSE beside this file) with
// contracts. Bodies are as they are there; results got names.
package bitset

const wordSize = 64
const wordMask = wordSize - 1
const log2WordSize = 6

// A BitSet is a set of bits. The zero value of a BitSet is an empty set of length 0.
type BitSet struct {
	length uint
	set    []uint64
}

// @ ensures  n == 18446744073709551615
// @ decreases

// Cap returns the total possible capacity, or number of bits
// that can be stored in the BitSet theoretically.
func Cap() (n uint) {
	return ^uint(0)
}

// @ ensures n >= 0 && (int(i) <= 64 * n || n == 288230376151711743)
// @ ensures 64 * (n - 1) < int(i)
// @ decreases

// wordsNeeded calculates the number of words needed for i bits
func wordsNeeded(i uint) (n int) {
	if i > (Cap() - wordMask) {
		return int(Cap() >> log2WordSize)
	}
	return int((i + wordMask) >> log2WordSize)
}

// @ ensures int(i) <= 64 * n && 64 * (n - 1) < int(i)
// @ decreases

// wordsNeededUnbound calculates the number of words needed for i bits, possibly exceeding the capacity.
func wordsNeededUnbound(i uint) (n int) {
	return (int(i) + wordMask) >> log2WordSize
}

// @ ensures n == i % 64
// @ decreases

// wordsIndex calculates the index of words in a `uint64`
func wordsIndex(i uint) (n uint) {
	return i & wordMask
}

// @ preserves acc(b)
// @ ensures   n == b.length
// @ decreases

// Len returns the number of bits in the BitSet.
// Note that it differs from the Count function.
func (b *BitSet) Len() (n uint) {
	return b.length
}

// @ preserves acc(b) && acc(b.set, 1/2)
// @ requires  b.length <= 64 * uint(len(b.set))
// @ ensures   ok ==> i < b.length
// @ decreases

// Test whether bit i is set.
func (b *BitSet) Test(i uint) (ok bool) {
	if i >= b.length {
		return false
	}
	return b.set[i>>log2WordSize]&(1<<wordsIndex(i)) != 0
}
