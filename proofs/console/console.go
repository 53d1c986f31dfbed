// Package console has the bounded proofs of kernel/core/console, at the real size of its buffer.
//
// Only gosure prove runs these functions. The package may not be imported.
package console

import (
	"warrant/kernel/core/console"
	"warrant/kernel/limits"
	"warrant/verify/prove"
)

// mirror is console.Buffer with its fields in reach.
type mirror struct {
	bytes [limits.ConsoleBuffer]byte
	count uint32
	lost  uint64
}

// TextBytes is the length of the longest text of the proofs.
const TextBytes = 4

// anyBuffer returns a buffer that is not longer than its room.
func anyBuffer() mirror {
	b := prove.Any[mirror]()
	prove.Assume(b.count <= limits.ConsoleBuffer && b.lost < 1<<40)
	return b
}

// ProofText: each byte of a text goes behind what waits, in order, or is counted as lost when there is no room; what waits stays.
func ProofText() {
	before, s, k := anyBuffer(), prove.AnyString(TextBytes), prove.Any[uint32]()%limits.ConsoleBuffer
	b := prove.Reshape[console.Buffer](before)
	b.Text(s)
	after := prove.Reshape[mirror](b)
	kept := min(uint32(len(s)), limits.ConsoleBuffer-before.count)
	prove.Cover(kept == 2 && len(s) == TextBytes, "half of a text fits")
	prove.Assert(after.count == before.count+kept && after.lost == before.lost+uint64(len(s))-uint64(kept))
	prove.Assert(b.Room() == limits.ConsoleBuffer-after.count && b.Lost() == after.lost)
	switch {
	case k < before.count || k >= after.count:
		prove.Assert(after.bytes[k] == before.bytes[k])
	default:
		prove.Assert(after.bytes[k] == s[k-before.count])
	}
}

// ProofTextTwin claims that a text that does not fit is left out whole.
func ProofTextTwin() {
	before, s := anyBuffer(), prove.AnyString(TextBytes)
	b := prove.Reshape[console.Buffer](before)
	b.Text(s)
	after := prove.Reshape[mirror](b)
	prove.Assert(after.count == before.count || after.lost == before.lost)
}

// ProofHex: a number in base 16 is 0x and its digits, none of them a leading zero, and reads back as the number.
func ProofHex() {
	var b console.Buffer
	v := uint64(prove.Any[uint16]())
	b.Hex(v)
	text := b.Waiting()
	prove.Cover(len(text) == 6)
	prove.Assert(len(text) >= 3 && len(text) <= 6 && text[0] == '0' && text[1] == 'x' && (len(text) == 3 || text[2] != '0'))
	read := uint64(0)
	for _, c := range text[2:] {
		digit := uint64(c - '0')
		if c >= 'a' {
			digit = uint64(c-'a') + 10
		}
		prove.Assert(digit < 16)
		read = 16*read + digit
	}
	prove.Assert(read == v)
}

// ProofHexTwin claims that a number has four digits.
func ProofHexTwin() {
	var b console.Buffer
	b.Hex(uint64(prove.Any[uint16]()))
	prove.Assert(len(b.Waiting()) == 6)
}
