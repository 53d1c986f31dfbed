// +gobra

package wire

// @ requires 0 <= v && v <= 255
// @ ensures  int(n) == (v <= 127 ? int(v) : int(v) - 255 - 1)
// @ decreases

// Signed8 returns the number whose two's complement in 8 bits is v, as the format stores it.
func Signed8(v uint8) (n int8) {
	if v < 128 {
		return int8(v)
	}
	return -int8(255-v) - 1
}

// @ requires 0 <= v && v <= 65535
// @ ensures  int(n) == (v <= 32767 ? int(v) : int(v) - 65535 - 1)
// @ decreases

// Signed16 returns the number whose two's complement in 16 bits is v, as the format stores it.
func Signed16(v uint16) (n int16) {
	if v < 32768 {
		return int16(v)
	}
	return -int16(65535-v) - 1
}

// @ requires 0 <= v && v <= 4294967295
// @ ensures  int(n) == (v <= 2147483647 ? int(v) : int(v) - 4294967295 - 1)
// @ decreases

// Signed32 returns the number whose two's complement in 32 bits is v, as the format stores it.
func Signed32(v uint32) (n int32) {
	if v < 2147483648 {
		return int32(v)
	}
	return -int32(4294967295-v) - 1
}

// @ requires 0 <= v && v <= 18446744073709551615
// @ ensures  int(n) == (v <= 9223372036854775807 ? int(v) : int(v) - 9223372036854775807 - 9223372036854775807 - 2)
// @ decreases

// Signed64 returns the number whose two's complement in 64 bits is v, as the format stores it.
func Signed64(v uint64) (n int64) {
	if v < 9223372036854775808 {
		return int64(v)
	}
	return -int64(18446744073709551615-v) - 1
}

// @ ensures int(v) == (n >= 0 ? int(n) : int(n) + 255 + 1)
// @ decreases

// Unsigned8 returns the two's complement of n in 8 bits, as the format stores it.
func Unsigned8(n int8) (v uint8) {
	if n >= 0 {
		return uint8(n)
	}
	return 255 - uint8(-(n + 1))
}

// @ ensures int(v) == (n >= 0 ? int(n) : int(n) + 65535 + 1)
// @ decreases

// Unsigned16 returns the two's complement of n in 16 bits, as the format stores it.
func Unsigned16(n int16) (v uint16) {
	if n >= 0 {
		return uint16(n)
	}
	return 65535 - uint16(-(n + 1))
}

// @ ensures int(v) == (n >= 0 ? int(n) : int(n) + 4294967295 + 1)
// @ decreases

// Unsigned32 returns the two's complement of n in 32 bits, as the format stores it.
func Unsigned32(n int32) (v uint32) {
	if n >= 0 {
		return uint32(n)
	}
	return 4294967295 - uint32(-(n + 1))
}

// @ ensures int(v) == (n >= 0 ? int(n) : int(n) + 9223372036854775807 + 9223372036854775807 + 2)
// @ decreases

// Unsigned64 returns the two's complement of n in 64 bits, as the format stores it.
func Unsigned64(n int64) (v uint64) {
	if n >= 0 {
		return uint64(n)
	}
	return 18446744073709551615 - uint64(-(n + 1))
}
