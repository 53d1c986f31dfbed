// +gobra

package sys

import (
	"warrant/kernel/abi"
)

// @ requires -2147483648 <= code && code <= 2147483647
// @ ensures  0 <= w && (code >= 0 ==> w == uint64(code))
// @ decreases

// word answers code as a register holds it: in two's complement.
func word(code abi.Code) (w uint64) {
	if code >= 0 {
		return uint64(code)
	}
	return allOnes - uint64(-(int64(code) + 1))
}

// @ requires 0 <= w
// @ ensures  (v >= 0) == (w <= 9223372036854775807)
// @ decreases

// signed answers the number that the register value w holds in two's complement.
func signed(w uint64) (v int64) {
	if w <= 0x7fffffffffffffff {
		return int64(w)
	}
	return -int64(allOnes-w) - 1
}

// allOnes is the greatest value of a register.
const allOnes = 0xffffffffffffffff
