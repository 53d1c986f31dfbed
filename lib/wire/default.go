// +gobra

package wire

// A field with a default is stored as the exclusive or of its value and the default, so that absent and default look alike.

// @ requires 0 <= v && 0 <= d
// @ ensures  0 <= x && (v <= 255 && d <= 255 ==> x <= 255) && (v <= 65535 && d <= 65535 ==> x <= 65535)
// @ ensures  v <= 4294967295 && d <= 4294967295 ==> x <= 4294967295
// @ decreases

// exclusiveOr returns the exclusive or of two numbers, bit by bit: proofs know arithmetic but no bit operations, and fields with a default
// are read too rarely for its 64 steps to matter.
func exclusiveOr(v uint64, d uint64) (x uint64) {
	weight := uint64(1)
	// @ ghost all := v <= 255 && d <= 255 ? 8 : (v <= 65535 && d <= 65535 ? 16 : (v <= 4294967295 && d <= 4294967295 ? 32 : 64))
	// @ Sizes()
	// @ invariant 0 <= i && i <= 64 && 0 <= v && 0 <= d && 0 <= x && (all == 8 || all == 16 || all == 32 || all == 64)
	// @ invariant i == 0 ? weight == 1 && x == 0 : int(weight) == Two(i-1)
	// @ invariant i < all ? int(v) < Two(all-i) && int(d) < Two(all-i) && int(x) < Two(i) : v == 0 && d == 0 && int(x) < Two(all)
	// @ decreases 64 - i
	for i := 0; i < 64; i++ {
		// @ TwoBound(i)
		// @ TwoBound(i+1)
		if i > 0 {
			weight = weight * 2
		}
		if v%2 != d%2 {
			x = x + weight
		}
		v = v / 2
		d = d / 2
	}
	return x
}

// @ requires 0 <= v && v <= 255 && 0 <= d && d <= 255
// @ decreases

// Default8 converts between a field's value and its stored form, where d is its default in the schema.
func Default8(v uint8, d uint8) (other uint8) {
	return uint8(exclusiveOr(uint64(v), uint64(d)))
}

// @ requires 0 <= v && v <= 65535 && 0 <= d && d <= 65535
// @ decreases

// Default16 converts between a field's value and its stored form, where d is its default in the schema.
func Default16(v uint16, d uint16) (other uint16) {
	return uint16(exclusiveOr(uint64(v), uint64(d)))
}

// @ requires 0 <= v && v <= 4294967295 && 0 <= d && d <= 4294967295
// @ decreases

// Default32 converts between a field's value and its stored form, where d is its default in the schema.
func Default32(v uint32, d uint32) (other uint32) {
	return uint32(exclusiveOr(uint64(v), uint64(d)))
}

// @ requires 0 <= v && v <= 18446744073709551615 && 0 <= d && d <= 18446744073709551615
// @ decreases

// Default64 converts between a field's value and its stored form, where d is its default in the schema.
func Default64(v uint64, d uint64) (other uint64) {
	return exclusiveOr(v, d)
}
