// +gobra

package wire

import "warrant/lib/little"

// kind says what a pointer leads to; the values are those of the format.
type kind uint8

const (
	kindStruct kind = 0
	kindList   kind = 1
	kindFar    kind = 2
	kindOther  kind = 3
	kindNull   kind = 4 // our own: all bits of the pointer are zero
)

// target is where a pointer leads, far pointers resolved. Nothing is known yet about the bounds of the object.
type target struct {
	kind    kind
	segment uint64
	word    uint64 // first word of the object in the segment; may be outside
	lower   uint64 // lower half of the pointer or tag
	upper   uint64 // upper half: the sizes
}

// @ preserves acc(t, 1/4) && acc(b, 1/8) && t.Right() && 0 <= segment && t.Inside(segment, word, 1, uint64(len(b)))
// @ ensures   e == OK ==> p.Right()
// @ ensures   t.IsNull(b, segment, word) ==> e == OK && p == target{kindNull, 0, 0, 0, 0}
// @ ensures   t.IsNear(b, segment, word) && !t.IsNull(b, segment, word) ==>
// @ 	(e == OK) == (Displaced(int(word)+1, t.Lower(b, segment, word)) >= 0)
// @ ensures   t.IsNear(b, segment, word) && !t.IsNull(b, segment, word) && e == OK ==>
// @ 	p.IsNear(segment, word, t.Lower(b, segment, word), t.Upper(b, segment, word))
// @ ensures   t.Lower(b, segment, word) % 4 == 3 ==> e == ErrCapability
// @ ensures   t.Lower(b, segment, word) % 4 == 2 && e == OK ==> t.Lands(b, t.Lower(b, segment, word), t.Upper(b, segment, word), p)
// @ decreases

// follow reads the pointer at a word of a segment that is inside the input b, and resolves far pointers.
func (t *table) follow(b []byte, segment uint64, word uint64) (p target, e Err) {
	at := t.start[segment] + word*WordBytes
	// @ assert t.start[segment] == seq(t.start)[int(segment)]
	lower := uint64(little.Uint32(b, int(at)))
	upper := uint64(little.Uint32(b, int(at+4)))
	if lower == 0 && upper == 0 {
		return target{kind: kindNull}, OK
	}
	switch kind(lower % 4) {
	case kindFar:
		return t.land(b, lower, upper)
	case kindOther:
		return target{}, ErrCapability
	}
	return near(segment, word, lower, upper)
}

// @ requires 0 <= segment && segment <= 4294967295 && 0 <= word && word <= 4294967295
// @ requires 0 <= lower && lower <= 4294967295 && 0 <= upper && upper <= 4294967295 && lower % 4 <= 1
// @ ensures  (e == OK) == (Displaced(int(word)+1, lower) >= 0) && (e == OK || e == ErrBounds)
// @ ensures  e == OK ==> p.IsNear(segment, word, lower, upper) && p.Right()
// @ decreases

// near resolves a structure or list pointer that stands at a word of a segment.
func near(segment uint64, word uint64, lower uint64, upper uint64) (p target, e Err) {
	to, ok := displace(word+1, lower/4)
	if !ok {
		return target{}, ErrBounds
	}
	return target{kind: kind(lower % 4), segment: segment, word: to, lower: lower, upper: upper}, OK
}

// @ requires 0 <= base && base <= 4294967296 && 0 <= field && field < 1073741824
// @ ensures  ok == (Displaced(int(base), 4*field) >= 0)
// @ ensures  ok ==> int(to) == Displaced(int(base), 4*field)
// @ decreases

// displace adds a 30-bit two's complement distance to a position; !ok means that the sum is negative.
func displace(base uint64, field uint64) (to uint64, ok bool) {
	if field < 536870912 {
		return base + field, true
	}
	back := 1073741824 - field
	if back > base {
		return 0, false
	}
	return base - back, true
}

// @ preserves acc(t, 1/8) && acc(b, 1/16) && t.Right()
// @ requires  0 <= lower && lower <= 4294967295 && 0 <= upper && upper <= 4294967295
// @ ensures   e == OK ==> p.Right() && t.Lands(b, lower, upper, p)
// @ decreases

// land resolves a far pointer through its landing pad.
func (t *table) land(b []byte, lower uint64, upper uint64) (p target, e Err) {
	double := lower/4%2 == 1
	padWords := uint64(1)
	if double {
		padWords = 2
	}
	pad := lower / 8
	at, e := t.locate(uint64(len(b)), upper, pad, padWords)
	if e != OK {
		return target{}, e
	}
	padLower := uint64(little.Uint32(b, int(at)))
	padUpper := uint64(little.Uint32(b, int(at+4)))
	if !double {
		if kind(padLower%4) != kindStruct && kind(padLower%4) != kindList || padLower == 0 && padUpper == 0 {
			return target{}, ErrFar
		}
		return near(upper, pad, padLower, padUpper)
	}
	tagLower := uint64(little.Uint32(b, int(at+8)))
	tagUpper := uint64(little.Uint32(b, int(at+12)))
	// The first word is a single far pointer to the object, the second is the object's tag: a pointer without distance.
	if padLower%8 != 2 || tagLower != 0 && tagLower != 1 {
		return target{}, ErrFar
	}
	return target{kind: kind(tagLower), segment: padUpper, word: padLower / 8, lower: tagLower, upper: tagUpper}, OK
}
