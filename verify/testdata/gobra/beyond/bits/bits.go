// +gobra

// Package bits needs the bits themselves: masks, shifts by variables and their combinations.
package bits

// @ ensures r <= 255 && r >= hi * 16
// @ ensures (r ^ lo) == hi * 16
// @ requires hi < 16 && lo < 16
// @ decreases

// Join packs two halves of a byte.
func Join(hi, lo uint8) (r uint8) {
	return hi<<4 | lo
}

// @ requires n < 32
// @ ensures  r > 0
// @ ensures  (r & (r - 1)) == 0
// @ decreases

// Bit is the word with one bit set.
func Bit(n uint32) (r uint32) {
	return 1 << n
}

// @ ensures (r & m) == 0 && (r | m) == (x | m)
// @ decreases

// Clear clears the bits of m.
func Clear(x, m uint32) (r uint32) {
	return x &^ m
}

// @ requires a <= 4294967296 - 4096
// @ ensures  r % 4096 == 0 && r >= a && r - a < 4096
// @ decreases

// RoundUp rounds an address up to a page.
func RoundUp(a uint64) (r uint64) {
	return (a + 4095) &^ 4095
}
