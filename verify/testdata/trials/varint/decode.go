// +gobra

package varint

// MaxVarintLen64 is the maximum length of a varint-encoded 64-bit integer.
const MaxVarintLen64 = 10

// @ preserves acc(buf, 1/2)
// @ ensures   -11 <= n && n <= 10 && n <= len(buf)
// @ ensures   n <= 0 ==> v == 0
// @ ensures   n > 0 ==> buf[n-1] < 128 && (n == 10 ==> buf[9] <= 1)
// @ ensures   n > 0 ==> forall k int :: { buf[k] } 0 <= k && k < n - 1 ==> buf[k] >= 128
// @ ensures   n == 0 ==> len(buf) <= 10 && forall k int :: { buf[k] } 0 <= k && k < len(buf) ==> buf[k] >= 128
// @ decreases

// Uvarint decodes a uint64 from buf and returns that value and the
// number of bytes read (> 0). If an error occurred, the value is 0
// and the number of bytes n is <= 0.
func Uvarint(buf []byte) (v uint64, n int) {
	var x uint64
	var s uint
	// @ invariant acc(buf, 1/2) && 0 <= i0 && i0 <= len(buf) && i0 <= 10 && s == 7 * uint(i0)
	// @ invariant forall k int :: { buf[k] } 0 <= k && k < i0 ==> buf[k] >= 128
	// @ decreases len(buf) - i0
	for i, b := range buf /*@ with i0 @*/ {
		if i == MaxVarintLen64 {
			return 0, -(i + 1) // overflow
		}
		if b < 0x80 {
			if i == MaxVarintLen64-1 && b > 1 {
				return 0, -(i + 1) // overflow
			}
			return x | uint64(b)<<s, i + 1
		}
		x |= uint64(b&0x7f) << s
		s += 7
	}
	return 0, 0
}

// @ requires len(buf) >= 10
// @ preserves acc(buf)
// @ ensures   0 <= n && n <= 10
// @ ensures   x >= 0 ==> Encodes(seq(buf), 0, n, 2 * int(x))
// @ ensures   x < 0 ==> Encodes(seq(buf), 0, n, -2 * int(x) - 1)
// @ decreases

// PutVarint encodes an int64 into buf and returns the number of bytes written.
// If the buffer is too small, PutVarint will panic.
func PutVarint(buf []byte, x int64) (n int) {
	//gosure:wraps "two's complement"
	ux := uint64(x) << 1
	if x < 0 {
		ux = ^ux
	}
	// @ assert x >= 0 ==> int(ux) == 2 * int(x)
	// @ assert x < 0 ==> int(ux) == -2 * int(x) - 1
	// @ Short(ux)
	return PutUvarint(buf, ux)
}
