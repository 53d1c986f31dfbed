// Package little reads and writes little-endian numbers in byte slices.
//
// It holds arithmetic only, without operations that wrap and without bit operations, so that proofs of its callers see plain
// integers; the compiler turns each reader into one load and each writer into one store where the bounds are known. It may not
// check anything: the caller has.
package little

// Uint16 answers the number in the two bytes from at. Precondition: 0 <= at and at+2 <= len(b).
func Uint16(b []byte, at int) (v uint16) {
	return uint16(b[at]) + 256*uint16(b[at+1])
}

// Uint32 answers the number in the four bytes from at. Precondition: 0 <= at and at+4 <= len(b).
func Uint32(b []byte, at int) (v uint32) {
	return uint32(b[at]) + 256*uint32(b[at+1]) + 65536*uint32(b[at+2]) + 16777216*uint32(b[at+3])
}

// Uint64 answers the number in the eight bytes from at. Precondition: 0 <= at and at+8 <= len(b).
func Uint64(b []byte, at int) (v uint64) {
	return uint64(Uint32(b, at)) + 4294967296*uint64(Uint32(b, at+4))
}

// PutUint16 stores v in the two bytes from at. Precondition: 0 <= at and at+2 <= len(b).
func PutUint16(b []byte, at int, v uint16) {
	b[at] = byte(v % 256)
	b[at+1] = byte(v / 256)
}

// PutUint32 stores v in the four bytes from at. Precondition: 0 <= at and at+4 <= len(b).
func PutUint32(b []byte, at int, v uint32) {
	b[at] = byte(v % 256)
	b[at+1] = byte(v / 256 % 256)
	b[at+2] = byte(v / 65536 % 256)
	b[at+3] = byte(v / 16777216)
}

// PutUint64 stores v in the eight bytes from at. Precondition: 0 <= at and at+8 <= len(b).
func PutUint64(b []byte, at int, v uint64) {
	PutUint32(b, at, uint32(v%4294967296))
	PutUint32(b, at+4, uint32(v/4294967296))
}
