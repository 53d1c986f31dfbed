// Package std holds bounded proofs about functions of the standard library and of well-known modules. They are the model
// checker's own corpus: code that it did not grow up with. Each harness has a twin whose claim is wrong and must fail.
package std

import (
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/mod/semver"

	"warrant/verify/prove"
)

// Sizes of the inputs, the same as in harness-bounds.toml.
const (
	runeBytes  = 4
	sortedLen  = 3
	searchLen  = 5
	pathLen    = 2
	hexLen     = 3
	textLen    = 4
	versionLen = 3
)

// ProofDecodeRune shows that utf8.DecodeRuneInString and the range statement decode alike, and that what decodes without
// an error encodes back to the same bytes.
func ProofDecodeRune() {
	s := prove.AnyString(runeBytes)
	r, size := utf8.DecodeRuneInString(s)
	for i, c := range s {
		if i == 0 {
			prove.Assert(c == r)
		} else {
			prove.Assert(i == size)
			break
		}
	}
	prove.Cover(size == 4)
	if r != utf8.RuneError {
		prove.Assert(string(r) == s[:size])
		prove.Assert(utf8.RuneLen(r) == size)
	}
}

// ProofDecodeRuneTwin claims that an error always has size 1; the encoding of U+FFFD itself has 3.
func ProofDecodeRuneTwin() {
	s := prove.AnyString(runeBytes)
	r, size := utf8.DecodeRuneInString(s)
	prove.Assume(len(s) > 0)
	prove.Assert(r != utf8.RuneError || size == 1)
}

// ProofEncodeRune shows that every code point survives utf8.AppendRune and utf8.DecodeRune.
func ProofEncodeRune() {
	r := prove.Any[rune]()
	buffer := utf8.AppendRune(nil, r)
	back, size := utf8.DecodeRune(buffer)
	prove.Cover(size == 3)
	prove.Assert(size == len(buffer))
	prove.Assert(utf8.ValidRune(r) && back == r || !utf8.ValidRune(r) && back == utf8.RuneError)
}

// ProofEncodeRuneTwin forgets surrogates.
func ProofEncodeRuneTwin() {
	r := prove.Any[rune]()
	prove.Assume(0 <= r && r <= utf8.MaxRune)
	back, _ := utf8.DecodeRune(utf8.AppendRune(nil, r))
	prove.Assert(back == r)
}

// ProofBits shows that the functions of math/bits agree with their definitions on every word of 16 bits.
func ProofBits() {
	x := prove.Any[uint16]()
	ones, zeros := 0, 16
	for i := range 16 {
		if x>>i&1 == 1 {
			ones++
			zeros = 15 - i
		}
	}
	prove.Cover(ones == 15)
	prove.Assert(bits.OnesCount16(x) == ones)
	prove.Assert(bits.LeadingZeros16(x) == zeros)
	prove.Assert(bits.Reverse16(bits.Reverse16(x)) == x)
	prove.Assert(bits.RotateLeft16(x, 13) == x<<13|x>>3)
}

// ProofBitsTwin claims that no word of ten ones is a palindrome of bits and of bytes at once.
func ProofBitsTwin() {
	x := prove.Any[uint32]()
	prove.Assume(bits.OnesCount32(x) == 10)
	prove.Assert(bits.ReverseBytes32(x) != bits.Reverse32(x))
}

// ProofMul64 shows that the low word of bits.Mul64 is the product, and its high word what 32-bit parts give.
func ProofMul64() {
	x, y := prove.Any[uint32](), prove.Any[uint16]()
	high, low := bits.Mul64(uint64(x)<<32, uint64(y))
	prove.Cover(high == 3)
	prove.Assert(low == uint64(x)<<32*uint64(y))
	prove.Assert(high == uint64(x)*uint64(y)>>32)
}

// ProofMul64Twin claims that the high word is always 0.
func ProofMul64Twin() {
	high, _ := bits.Mul64(prove.Any[uint64](), 3)
	prove.Assert(high == 0)
}

// ProofUvarint shows that every word survives binary.PutUvarint and binary.Uvarint.
func ProofUvarint() {
	x := prove.Any[uint64]()
	var buffer [binary.MaxVarintLen64]byte
	n := binary.PutUvarint(buffer[:], x)
	back, m := binary.Uvarint(buffer[:n])
	prove.Cover(n == 10)
	prove.Assert(back == x && m == n)
}

// ProofUvarintTwin claims that reading any bytes and writing the value gives the same length: there are padded encodings.
func ProofUvarintTwin() {
	s := prove.AnySlice[byte](3)
	x, n := binary.Uvarint(s)
	prove.Assume(n > 0)
	var buffer [binary.MaxVarintLen64]byte
	prove.Assert(binary.PutUvarint(buffer[:], x) == n)
}

// ProofSortInts shows that sort.Ints sorts and keeps the elements.
func ProofSortInts() {
	list := prove.AnySlice[int](sortedLen)
	x := prove.Any[int]()
	before := 0
	for _, v := range list {
		if v == x {
			before++
		}
	}
	sort.Ints(list)
	for i, v := range list {
		if v == x {
			before--
		}
		prove.Assert(i == 0 || list[i-1] <= v)
	}
	prove.Cover(len(list) == sortedLen && list[0] < list[1])
	prove.Assert(before == 0)
}

// ProofSortIntsTwin claims that no element is repeated.
func ProofSortIntsTwin() {
	list := prove.AnySlice[int](sortedLen)
	sort.Ints(list)
	for i := 1; i < len(list); i++ {
		prove.Assert(list[i-1] < list[i])
	}
}

// ProofBinarySearch shows that slices.BinarySearch finds exactly what is in a sorted slice, at its first place.
func ProofBinarySearch() {
	list := prove.AnySlice[int16](searchLen)
	for i := 1; i < len(list); i++ {
		prove.Assume(list[i-1] <= list[i])
	}
	x := prove.Any[int16]()
	i, found := slices.BinarySearch(list, x)
	prove.Cover(found && i == 4)
	prove.Assert(i == 0 || list[i-1] < x)
	prove.Assert(i == len(list) || list[i] >= x)
	prove.Assert(found == (i < len(list) && list[i] == x))
}

// ProofBinarySearchTwin leaves out that the slice is sorted.
func ProofBinarySearchTwin() {
	list := prove.AnySlice[int16](searchLen)
	x := prove.Any[int16]()
	i, _ := slices.BinarySearch(list, x)
	prove.Assert(i == len(list) || list[i] >= x)
	prove.Assert(i == 0 || !slices.Contains(list[:i], x))
}

// ProofItoa shows that strconv.Atoi undoes strconv.Itoa for every number from -999 to 999, and the length of the text.
func ProofItoa() {
	n := prove.Any[int16]()
	prove.Assume(-1000 < n && n < 1000)
	s := strconv.Itoa(int(n))
	back, err := strconv.Atoi(s)
	prove.Cover(n < -99)
	prove.Assert(err == nil && back == int(n))
	prove.Assert(len(s) <= 4 && (n < 0) == (s[0] == '-'))
}

// ProofItoaTwin claims that three characters suffice.
func ProofItoaTwin() {
	n := prove.Any[int16]()
	prove.Assume(-1000 < n && n < 1000)
	prove.Assert(len(strconv.Itoa(int(n))) <= 3)
}

// ProofParseUint shows that strconv.ParseUint accepts exactly the decimal numbers that fit 8 bits, in up to 4 characters.
func ProofParseUint() {
	s := prove.AnyString(runeBytes)
	value, digits := 0, len(s) > 0
	for i := range len(s) {
		digits = digits && '0' <= s[i] && s[i] <= '9'
		value = value*10 + int(s[i]) - '0'
	}
	n, err := strconv.ParseUint(s, 10, 8)
	prove.Cover(err == nil && n == 255)
	prove.Assert((err == nil) == (digits && value <= 255))
	prove.Assert(err != nil || int(n) == value)
}

// ProofParseUintTwin forgets the range.
func ProofParseUintTwin() {
	s := prove.AnyString(runeBytes)
	for i := range len(s) {
		prove.Assume('0' <= s[i] && s[i] <= '9')
	}
	prove.Assume(len(s) > 0)
	_, err := strconv.ParseUint(s, 10, 8)
	prove.Assert(err == nil)
}

// ProofPathClean shows that path.Clean is idempotent, never empty, and keeps whether a path is absolute.
func ProofPathClean() {
	s := prove.AnyString(pathLen)
	clean := path.Clean(s)
	prove.Cover(clean == "..")
	prove.Assert(path.Clean(clean) == clean)
	prove.Assert(clean != "" && (clean[0] == '/') == (len(s) > 0 && s[0] == '/'))
}

// ProofPathCleanTwin claims that a clean path has no dots.
func ProofPathCleanTwin() {
	s := prove.AnyString(pathLen)
	prove.Assume(len(s) > 1)
	clean := path.Clean(s)
	for i := 1; i < len(clean); i++ {
		prove.Assert(clean[i] != '.' || clean[i-1] != '.')
	}
}

// ProofHex shows that hex.Decode undoes hex.Encode and that Encode writes lower-case digits only.
func ProofHex() {
	source := prove.AnySlice[byte](hexLen)
	text := make([]byte, hex.EncodedLen(len(source)))
	hex.Encode(text, source)
	back := make([]byte, len(source))
	n, err := hex.Decode(back, text)
	prove.Cover(n == hexLen)
	prove.Assert(err == nil && n == len(source) && string(back) == string(source))
	for _, c := range text {
		prove.Assert('0' <= c && c <= '9' || 'a' <= c && c <= 'f')
	}
}

// ProofHexTwin claims that only lower-case digits decode.
func ProofHexTwin() {
	text := prove.AnySlice[byte](2)
	back := make([]byte, 1)
	n, err := hex.Decode(back, text)
	prove.Assert(err != nil || n == 0 || text[0] <= '9' || text[0] >= 'a')
}

// ProofStringsIndex shows that strings.Index finds the first place of a pair of bytes.
func ProofStringsIndex() {
	s, part := prove.AnyString(textLen), prove.AnyString(2)
	i := strings.Index(s, part)
	prove.Cover(i == 3)
	prove.Assert(i == -1 || s[i:i+len(part)] == part)
	for j := 0; j+len(part) <= len(s); j++ {
		prove.Assert(s[j:j+len(part)] != part || i >= 0 && i <= j)
	}
}

// ProofStringsIndexTwin claims the last place.
func ProofStringsIndexTwin() {
	s, part := prove.AnyString(textLen), prove.AnyString(2)
	i := strings.Index(s, part)
	for j := 0; j+len(part) <= len(s); j++ {
		prove.Assert(s[j:j+len(part)] != part || i >= j)
	}
}

// ProofSemver shows that semver.Compare is antisymmetric and that a valid version equals itself, for short versions.
func ProofSemver() {
	v, w := prove.AnyString(versionLen), prove.AnyString(versionLen)
	prove.Cover(semver.IsValid(v) && semver.Compare(v, w) > 0 && semver.IsValid(w))
	prove.Assert(semver.Compare(v, w) == -semver.Compare(w, v))
	prove.Assert(!semver.IsValid(v) || semver.Compare(v, v) == 0)
}

// ProofSemverTwin claims that what compares equal is the same text, but no invalid version is less than another.
func ProofSemverTwin() {
	v, w := prove.AnyString(versionLen), prove.AnyString(versionLen)
	prove.Assert(semver.Compare(v, w) != 0 || v == w)
}
