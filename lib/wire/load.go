package wire

// The numbers of the format are little-endian. Each function here needs its bytes to be inside the slice: callers have checked.

// load8 reads the byte at position at.
func load8(b []byte, at uint64) (v uint64) {
	return uint64(b[int(at)])
}

// load16 reads two bytes from position at.
func load16(b []byte, at uint64) (v uint64) {
	w := b[int(at) : int(at)+2]
	return uint64(w[0]) + 256*uint64(w[1])
}

// load32 reads four bytes from position at.
func load32(b []byte, at uint64) (v uint64) {
	w := b[int(at) : int(at)+4]
	return uint64(w[0]) + 256*uint64(w[1]) + 65536*uint64(w[2]) + 16777216*uint64(w[3])
}

// load64 reads eight bytes from position at.
func load64(b []byte, at uint64) (v uint64) {
	w := b[int(at) : int(at)+8]
	lower := uint64(w[0]) + 256*uint64(w[1]) + 65536*uint64(w[2]) + 16777216*uint64(w[3])
	upper := uint64(w[4]) + 256*uint64(w[5]) + 65536*uint64(w[6]) + 16777216*uint64(w[7])
	return lower + 4294967296*upper
}
