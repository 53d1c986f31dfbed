package text

// decimalDigits is the number of digits of the greatest uint64.
const decimalDigits = 20

// Unsigned adds v in decimal.
func (l *Line) Unsigned(v uint64) *Line {
	var digits [decimalDigits]byte
	i := len(digits)
	for {
		i--
		digits[i] = byte('0' + v%10)
		v /= 10
		if v == 0 {
			return l.Text(digits[i:])
		}
	}
}

// Signed adds v in decimal, with a minus sign when it is negative.
func (l *Line) Signed(v int64) *Line {
	if v < 0 {
		// The two's complement of the least int64 is its own magnitude as a uint64.
		return l.Byte('-').Unsigned(-uint64(v))
	}
	return l.Unsigned(uint64(v))
}

// hexDigits is the number of hexadecimal digits of a uint64.
const hexDigits = 16

// Hex adds v in hexadecimal, lower case, with the prefix 0x and no leading zeros.
func (l *Line) Hex(v uint64) *Line {
	const figures = "0123456789abcdef"
	var digits [hexDigits]byte
	i := len(digits)
	for {
		i--
		digits[i] = figures[v%16]
		v /= 16
		if v == 0 {
			return l.String("0x").Text(digits[i:])
		}
	}
}
