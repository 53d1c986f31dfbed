package wire

// store8 writes the lowest byte of v to position at, which is inside b.
func store8(b []byte, at uint64, v uint64) {
	b[int(at)] = byte(v % 256)
}

// store16 writes the two lowest bytes of v from position at, little-endian; they are inside b.
func store16(b []byte, at uint64, v uint64) {
	w := b[int(at) : int(at)+2]
	w[0] = byte(v % 256)
	w[1] = byte(v / 256 % 256)
}

// store32 writes the four lowest bytes of v from position at, little-endian; they are inside b.
func store32(b []byte, at uint64, v uint64) {
	w := b[int(at) : int(at)+4]
	w[0] = byte(v % 256)
	w[1] = byte(v / 256 % 256)
	w[2] = byte(v / 65536 % 256)
	w[3] = byte(v / 16777216 % 256)
}

// store64 writes v from position at, little-endian; the eight bytes are inside b.
func store64(b []byte, at uint64, v uint64) {
	w := b[int(at) : int(at)+8]
	w[0] = byte(v % 256)
	w[1] = byte(v / 256 % 256)
	w[2] = byte(v / 65536 % 256)
	w[3] = byte(v / 16777216 % 256)
	w[4] = byte(v / 4294967296 % 256)
	w[5] = byte(v / 1099511627776 % 256)
	w[6] = byte(v / 281474976710656 % 256)
	w[7] = byte(v / 72057594037927936)
}
