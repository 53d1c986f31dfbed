// +gobra

// Package parse reads little-endian fields.
package parse

// @ import "samples/machine"

// modulus bounds the sum of the bytes of a section.
const modulus = 65521

// Section is a checked range of an input.
type Section struct {
	off  uint64
	size uint64
}

// @ requires  0 <= at && at + 4 <= len(b)
// @ preserves acc(b, 1/8)
// @ ensures   0 <= v
// @ decreases

// U32 reads four bytes.
func U32(b []byte, at int) (v uint32) {
	// @ machine.Byte(b[at])
	// @ machine.Byte(b[at+1])
	// @ machine.Byte(b[at+2])
	// @ machine.Byte(b[at+3])
	return uint32(b[at]) + 256*uint32(b[at+1]) + 65536*uint32(b[at+2]) + 16777216*uint32(b[at+3])
}

// @ preserves acc(b, 1/4)
// @ ensures  ok ==> 0 <= s.off && 0 <= s.size && s.off + s.size <= uint64(len(b))
// @ decreases

// Read parses a section header.
func Read(b []byte) (s Section, ok bool) {
	if len(b) < 8 {
		return Section{}, false
	}
	off := uint64(U32(b, 0))
	size := uint64(U32(b, 4))
	total := uint64(len(b))
	if off > total || size > total-off {
		return Section{}, false
	}
	return Section{off: off, size: size}, true
}

// @ requires acc(b, 1/2)
// @ ensures  acc(b, 1/2)
// @ decreases

// Sum adds the bytes of the section, modulo a prime.
func Sum(b []byte) (sum uint64) {
	s, ok := Read(b)
	if !ok {
		return 0
	}
	body := b[int(s.off):int(s.off+s.size)]
	// @ assert forall k int :: { &body[k] } 0 <= k && k < len(body) ==> &body[k] == &b[int(s.off)+k]
	// @ invariant acc(b, 1/2) && 0 <= i && i <= len(body) && len(body) == int(s.size)
	// @ invariant s.Fits(len(b)) && body === b[int(s.off):int(s.off+s.size)]
	// @ invariant sum < modulus
	// @ decreases len(body) - i
	for i := 0; i < len(body); i++ {
		// @ assert &body[i] == &b[int(s.off)+i]
		sum = (sum + uint64(body[i])) % modulus
	}
	return sum
}

// @ ghost
// @ decreases
// @ pure func (s Section) Fits(n int) bool { return 0 <= s.off && 0 <= s.size && s.off + s.size <= uint64(n) }
