// Package little has the bounded proofs of lib/little.
//
// Only gosure prove runs these functions. The package may not be imported.
package little

import (
	"warrant/lib/little"
	"warrant/verify/prove"
)

// BufferBytes is the length of the buffers, twice that of the widest number.
const BufferBytes = 16

// ProofRoundTrip: what is stored is read back at every place, low byte first, and no byte outside changes. Invariant: PA-1.
func ProofRoundTrip() {
	before := prove.Any[[BufferBytes]byte]()
	b, at, v, k := before, int(prove.Any[uint8]()%9), prove.Any[uint64](), prove.Any[uint8]()%BufferBytes
	size := 8
	switch prove.Any[uint8]() % 3 {
	case 0:
		size = 2
		little.PutUint16(b[:], at, uint16(v))
		prove.Assert(little.Uint16(b[:], at) == uint16(v) && b[at] == byte(v))
	case 1:
		size = 4
		little.PutUint32(b[:], at, uint32(v))
		prove.Assert(little.Uint32(b[:], at) == uint32(v) && b[at+1] == byte(v>>8))
	default:
		little.PutUint64(b[:], at, v)
		prove.Assert(little.Uint64(b[:], at) == v && b[at+7] == byte(v>>56))
	}
	prove.Cover(at == 8 && size == 8, "the last place")
	prove.Assert(int(k) >= at && int(k) < at+size || b[k] == before[k])
}

// ProofRoundTripTwin claims that the first byte is the highest.
func ProofRoundTripTwin() {
	var b [BufferBytes]byte
	v := prove.Any[uint32]()
	little.PutUint32(b[:], 0, v)
	prove.Assert(b[0] == byte(v>>24))
}

// ProofJoin: the number read from bytes is the sum of each byte's value at its place, whatever the bytes are. The proofs of contracts believe
// that. Invariant: PA-1.
func ProofJoin() {
	b := prove.Any[[8]byte]()
	sum, unit := uint64(0), uint64(1)
	for i := range b {
		sum += uint64(b[i]) * unit
		unit *= 256
	}
	prove.Cover(sum > 1<<63, "every byte counts")
	prove.Assert(uint64(little.Uint16(b[:], 0)) == sum%(1<<16))
	prove.Assert(uint64(little.Uint32(b[:], 0)) == sum%(1<<32) && uint64(little.Uint32(b[:], 4)) == sum>>32)
	prove.Assert(little.Uint64(b[:], 0) == sum)
}

// ProofJoinTwin claims that a number does not depend on its highest byte.
func ProofJoinTwin() {
	b := prove.Any[[8]byte]()
	prove.Assert(little.Uint64(b[:], 0) < 1<<56)
}

// ProofBounds: a number that is not wholly in the bytes is a panic of the caller, never a read elsewhere; one that is has none.
// Invariant: PA-1.
func ProofBounds() {
	b, at := prove.AnySlice[byte](BufferBytes), int(prove.Any[uint8]())
	panicked := func() (failed bool) {
		defer func() { failed = recover() != nil }()
		little.Uint64(b, at)
		return false
	}()
	prove.Cover(panicked)
	prove.Cover(!panicked && at > 0)
	prove.Assert(panicked == (at+8 > len(b)))
}

// ProofBoundsTwin claims that four bytes are enough for any number.
func ProofBoundsTwin() {
	b := prove.AnySlice[byte](BufferBytes)
	prove.Assume(len(b) >= 4)
	little.Uint64(b, 0)
}
