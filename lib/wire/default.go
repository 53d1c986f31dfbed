package wire

// A field with a default is stored as the exclusive or of its value and the default, so that absent and default look alike.

// exclusiveOr returns the exclusive or of two numbers, bit by bit: proofs know arithmetic but no bit operations, and fields with a default
// are read too rarely for its 64 steps to matter.
func exclusiveOr(v uint64, d uint64) (x uint64) {
	weight := uint64(1)
	for i := 0; i < 64; i++ {
		if i > 0 {
			weight *= 2
		}
		if v%2 != d%2 {
			x += weight
		}
		v /= 2
		d /= 2
	}
	return x
}

// Default8 converts between a field's value and its stored form, where d is its default in the schema.
func Default8(v uint8, d uint8) (other uint8) {
	return uint8(exclusiveOr(uint64(v), uint64(d)))
}

// Default16 converts between a field's value and its stored form, where d is its default in the schema.
func Default16(v uint16, d uint16) (other uint16) {
	return uint16(exclusiveOr(uint64(v), uint64(d)))
}

// Default32 converts between a field's value and its stored form, where d is its default in the schema.
func Default32(v uint32, d uint32) (other uint32) {
	return uint32(exclusiveOr(uint64(v), uint64(d)))
}

// Default64 converts between a field's value and its stored form, where d is its default in the schema.
func Default64(v uint64, d uint64) (other uint64) {
	return exclusiveOr(v, d)
}
