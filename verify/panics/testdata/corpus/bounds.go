// Package corpus has every kind of place that can panic: guarded, unguarded, and behind a guard that is wrong by one. A comment at the end
// of a line says what the audit says of each site on it.
package corpus

import "strings"

// IndexUnguarded indexes with anything.
func IndexUnguarded(s []int, i int) int {
	return s[i] // index: open
}

// IndexGuarded tests both bounds.
func IndexGuarded(s []int, i int) int {
	if i < 0 || i >= len(s) {
		return 0
	}
	return s[i] // index: ok
}

// IndexOffByOne lets len(s) through.
func IndexOffByOne(s []int, i int) int {
	if i < 0 || i > len(s) {
		return 0
	}
	return s[i] // index: open
}

// IndexNegative forgets the lower bound.
func IndexNegative(s []int, i int) int {
	if i >= len(s) {
		return 0
	}
	return s[i] // index: open
}

// IndexNext tests for one and uses the next.
func IndexNext(s []int, i int) int {
	if i >= 0 && i < len(s)-1 {
		return s[i+1] // index: ok
	}
	if i >= 0 && i < len(s) {
		return s[i+1] // index: open
	}
	return 0
}

// IndexUnsigned needs no lower bound.
func IndexUnsigned(s []int, i uint32) int {
	if i < uint32(len(s)) { // a length can be larger than 32 bits
		return s[i] // index: open
	}
	if uint64(i) < uint64(len(s)) {
		return s[i] // index: ok
	}
	return 0
}

// IndexMask is a ring.
func IndexMask(ring *[64]int, i uint) int {
	x := ring[i%64] // index: ok; nil-dereference: open
	x += ring[i&63] // index: ok; nil-dereference: ok
	x += ring[i%65] // index: open; nil-dereference: ok
	return x
}

// IndexType is in range by its type.
func IndexType(i uint8) int {
	var table [256]int
	var short [255]int
	return table[i] + // index: ok
		short[i] // index: open
}

// IndexRange runs over the slice, and past it.
func IndexRange(s, t []int) (sum int) {
	for i := range s {
		sum += s[i] // index: ok
		sum += t[i] // index: open
	}
	for i := 0; i <= len(s); i++ {
		sum += s[i] // index: open
	}
	for i := len(s) - 1; i >= 0; i-- {
		sum += s[i] // index: ok
	}
	for i := len(s); i > 0; i-- {
		sum += s[i-1] // index: ok
	}
	for i := 0; i+1 < len(s); i += 2 {
		sum += s[i] + s[i+1] // index: ok; index: ok
	}
	return sum
}

// IndexChanged guards a variable that changes afterwards.
func IndexChanged(s []int, i int) int {
	if i >= 0 && i < len(s) {
		i++
		return s[i] // index: open
	}
	return 0
}

// IndexHint tests once for all.
func IndexHint(b []byte) uint32 {
	_ = b[3]              // index: open
	return uint32(b[0]) | // index: ok
		uint32(b[2])<<16 | // index: ok
		uint32(b[4])<<24 // index: open
}

// IndexString indexes text.
func IndexString(s string) byte {
	if s == "" {
		return 0
	}
	x := s[0]       // index: ok
	return x + s[1] // index: open
}

// Wrapping adds in a small type, so that the guard says nothing.
func Wrapping(s []int, i uint8) int {
	if int(i+1) < len(s) {
		return s[i] // index: open
	}
	return 0
}

type box struct {
	used  uint32
	slots [8]int
	level uint32
}

// Add keeps used at most 8, in every method.
func (b *box) add(v int) bool {
	if b.used == 8 { // nil-dereference: ok
		return false
	}
	if b.used < 8 { // nil-dereference: ok
		b.slots[b.used] = v // index: ok; nil-dereference: ok; nil-dereference: ok
		b.used++            // nil-dereference: ok; nil-dereference: ok
	}
	return true
}

// SetLevel keeps level below 8.
func (b *box) setLevel(n uint32) { b.level = n % 8 } // nil-dereference: ok

// Boxes uses what the methods keep.
func Boxes(n uint32, v int) int {
	b := &box{}
	b.add(v)
	b.setLevel(n)
	x := b.slots[b.level]      // index: ok
	return x + b.slots[b.used] // index: open
}

// lookup answers an index below 8 when it finds one.
func lookup(n uint32) (index uint32, ok bool) {
	if n > 100 {
		return n, false
	}
	return n % 8, true
}

// Found uses the result only when there is one.
func Found(n uint32) int {
	var table [8]int
	i, ok := lookup(n)
	if !ok {
		return 0
	}
	return table[i] // index: ok
}

// NotFound uses it always.
func NotFound(n uint32) int {
	var table [8]int
	i, _ := lookup(n)
	return table[i] // index: open
}

// part is called with bounds that fit only.
func part(b []byte, n int) byte { return b[n] } // index: ok

// Parts calls it.
func Parts() byte {
	var b [16]byte
	return part(b[:], 3) + part(b[4:], 11) // slice-bounds: ok
}

// Slices cut with guards.
func Slices(b []byte, low, high, n int) []byte {
	if low >= 0 && low <= high && high <= len(b) {
		return b[low:high] // slice-bounds: ok
	}
	if low >= 0 && n >= 0 && low <= len(b) && n <= len(b)-low {
		return b[low : low+n] // slice-bounds: ok
	}
	if low >= 0 && n >= 0 && low+n <= len(b) { // the sum may wrap
		return b[low : low+n] // slice-bounds: open
	}
	if high >= 0 && high <= len(b) {
		return b[:high] // slice-bounds: ok
	}
	if n >= 0 && n <= len(b)+1 {
		return b[n:] // slice-bounds: open
	}
	return b[low:high:n] // slice-bounds: open
}

// Strings cut text.
func Strings(s string, i int) string {
	if len(s) > 3 {
		return s[1:3] // slice-bounds: ok
	}
	return s[i:] // slice-bounds: open
}

// Arrays convert slices.
func Arrays(b []byte) (x [4]byte) {
	if len(b) >= 4 {
		return [4]byte(b) // nil-dereference: ok; slice-to-array: ok
	}
	if len(b) >= 3 {
		return [4]byte(b) // nil-dereference: ok; slice-to-array: open
	}
	return x
}

// Search cuts at what a search finds.
func Search(s string) string {
	if i := strings.IndexByte(s, '='); i >= 0 {
		return s[i+1:] // slice-bounds: ok
	}
	if i := strings.Index(s, "x"); i >= 0 {
		return s[i+1:] // slice-bounds: open
	}
	i := strings.IndexByte(s, ',')
	return s[:i] // slice-bounds: open
}
