// +gobra

package linedisc

// Char is a character as UTF-8 (RFC 3629). The zero value is none.
type Char struct {
	// Bytes has Size bytes; the rest is zero.
	Bytes [4]byte
	// Size is in bytes, 1 to 4 for a whole character.
	Size uint32
}

// @ ensures res == Starts(b)
// @ decreases

// starts reports whether b begins a character; the bytes that do not are those that continue one.
func starts(b byte) (res bool) {
	return b < 128 || b >= 192
}

// @ ensures 0 <= n && n <= 4 && n != 1
// @ ensures n > 0 ==> Starts(lead)
// @ decreases

// sizeOf answers the length of the character that lead begins, in bytes; 0 for a byte that begins none of several bytes.
func sizeOf(lead byte) (n uint32) {
	switch {
	case lead >= 194 && lead <= 223:
		return 2
	case lead >= 224 && lead <= 239:
		return 3
	case lead >= 240 && lead <= 244:
		return 4
	}
	return 0
}

// @ ensures ok ==> !Starts(b)
// @ decreases

// continues reports whether b may be the byte behind the first at bytes of a character that lead begins. Refused are overlong forms,
// surrogates and what lies above U+10FFFF, all by their second byte (RFC 3629, section 4); and the controls U+0080 to U+009F, which
// a terminal would obey.
func continues(lead byte, at uint32, b byte) (ok bool) {
	if b < 128 || b > 191 {
		return false
	}
	if at != 1 {
		return true
	}
	switch lead {
	case 194, 224:
		return b >= 160
	case 237:
		return b <= 159
	case 240:
		return b >= 144
	case 244:
		return b <= 143
	}
	return true
}
