// +gobra

// Package little reads and writes little-endian numbers in byte slices.
//
// It holds arithmetic only, without operations that wrap, so that proofs of its callers see plain integers. Each function cuts its bytes out
// of the slice first, so that the compiler checks bounds once, and join.go combines them in the form that it turns into one load. It may not
// check anything: the caller has.
package little

// @ requires  0 <= at && at + 2 <= len(b)
// @ preserves acc(b, 1/64)
// @ ensures   v == At16(b, at)
// @ ensures   0 <= v && v <= 65535
// @ decreases

// Uint16 answers the number in the two bytes from at. Precondition: 0 <= at and at+2 <= len(b).
func Uint16(b []byte, at int) (v uint16) {
	w := b[at : at+2 : len(b)]
	// @ assert forall k int :: { &w[k] } 0 <= k && k < len(w) ==> &w[k] == &b[at+k]
	return join16(w[0], w[1])
}

// @ requires  0 <= at && at + 4 <= len(b)
// @ preserves acc(b, 1/64)
// @ ensures   v == At32(b, at)
// @ ensures   0 <= v && v <= 4294967295
// @ decreases

// Uint32 answers the number in the four bytes from at. Precondition: 0 <= at and at+4 <= len(b).
func Uint32(b []byte, at int) (v uint32) {
	w := b[at : at+4 : len(b)]
	// @ assert forall k int :: { &w[k] } 0 <= k && k < len(w) ==> &w[k] == &b[at+k]
	return join32(w[0], w[1], w[2], w[3])
}

// @ requires  0 <= at && at + 8 <= len(b)
// @ preserves acc(b, 1/32)
// @ ensures   v == At64(b, at)
// @ ensures   0 <= v && v <= 18446744073709551615
// @ decreases

// Uint64 answers the number in the eight bytes from at. Precondition: 0 <= at and at+8 <= len(b).
func Uint64(b []byte, at int) (v uint64) {
	w := b[at : at+8 : len(b)]
	// @ assert forall k int :: { &w[k] } 0 <= k && k < len(w) ==> &w[k] == &b[at+k]
	return join64(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7])
}

// @ requires  0 <= at && at + 2 <= len(b) && 0 <= v && v <= 65535
// @ preserves acc(b)
// @ ensures   At16(b, at) == v
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (k < at || at + 2 <= k) ==> b[k] == old(b[k])
// @ decreases

// PutUint16 stores v in the two bytes from at. Precondition: 0 <= at and at+2 <= len(b).
func PutUint16(b []byte, at int, v uint16) {
	w := b[at : at+2 : len(b)]
	// @ assert forall k int :: { &w[k] } 0 <= k && k < len(w) ==> &w[k] == &b[at+k]
	w[0] = byte(v % 256)
	w[1] = byte(v / 256)
}

// @ requires  0 <= at && at + 4 <= len(b) && 0 <= v && v <= 4294967295
// @ preserves acc(b)
// @ ensures   At32(b, at) == v
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (k < at || at + 4 <= k) ==> b[k] == old(b[k])
// @ decreases

// PutUint32 stores v in the four bytes from at. Precondition: 0 <= at and at+4 <= len(b).
func PutUint32(b []byte, at int, v uint32) {
	w := b[at : at+4 : len(b)]
	// @ assert forall k int :: { &w[k] } 0 <= k && k < len(w) ==> &w[k] == &b[at+k]
	w[0] = byte(v % 256)
	w[1] = byte(v / 256 % 256)
	w[2] = byte(v / 65536 % 256)
	w[3] = byte(v / 16777216)
}

// @ requires  0 <= at && at + 8 <= len(b) && 0 <= v && v <= 18446744073709551615
// @ preserves acc(b)
// @ ensures   At64(b, at) == v
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (k < at || at + 8 <= k) ==> b[k] == old(b[k])
// @ decreases

// PutUint64 stores v in the eight bytes from at. Precondition: 0 <= at and at+8 <= len(b).
func PutUint64(b []byte, at int, v uint64) {
	w := b[at : at+8 : len(b)]
	// @ assert forall k int :: { &w[k] } 0 <= k && k < len(w) ==> &w[k] == &b[at+k]
	// @ Halves(v)
	w[0] = byte(v % 256)
	w[1] = byte(v / 256 % 256)
	w[2] = byte(v / 65536 % 256)
	w[3] = byte(v / 16777216 % 256)
	w[4] = byte(v / 4294967296 % 256)
	w[5] = byte(v / 1099511627776 % 256)
	w[6] = byte(v / 281474976710656 % 256)
	w[7] = byte(v / 72057594037927936)
	// @ assert At32(b, at) == uint32(v % 4294967296)
	// @ assert At32(b, at+4) == uint32(v / 4294967296)
}
