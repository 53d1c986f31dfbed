// +gobra

// Package varint is an excerpt of Go's encoding/binary (varint.go of go1.26, BSD licence, see LICENSE beside this file) with contracts.
// Bodies are as they are there; results got names.
package varint

// @ preserves acc(buf)
// @ requires  Size(int(x)) <= len(buf)
// @ ensures   n == Size(int(x)) && n <= len(buf) && Encodes(seq(buf), 0, n, int(x))
// @ decreases

// PutUvarint encodes a uint64 into buf and returns the number of bytes written.
// If the buffer is too small, PutUvarint will panic.
func PutUvarint(buf []byte, x uint64) (n int) {
	i := 0
	// @ ghost was := int(x)
	// @ invariant acc(buf) && 0 <= i && i + Size(int(x)) == Size(was) && Size(was) <= len(buf)
	// @ invariant forall b seq[byte] :: { Encodes(b, 0, Size(was), was) } len(b) == len(buf) && (forall k int :: { b[k] } 0 <= k && k < i ==> b[k] == buf[k]) && Encodes(b, i, Size(int(x)), int(x)) ==> Encodes(b, 0, Size(was), was)
	// @ decreases x
	for x >= 0x80 {
		// @ LowByte(byte(int(x) % 256))
		//gosure:wraps "the low byte is what is wanted"
		buf[i] = byte(x) | 0x80
		// @ assert int(buf[i]) == 128 + int(x) % 128
		// @ assert Size(int(x)) == 1 + Size(int(x) / 128)
		// @ assert forall b seq[byte] :: { Encodes(b, i, Size(int(x)), int(x)) } len(b) == len(buf) && b[i] == buf[i] && Encodes(b, i+1, Size(int(x) / 128), int(x) / 128) ==> Encodes(b, i, Size(int(x)), int(x))
		x >>= 7
		i++
	}
	//gosure:wraps "below 0x80"
	buf[i] = byte(x)
	// @ assert Encodes(seq(buf), i, 1, int(x))
	return i + 1
}
