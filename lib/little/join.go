// +gobra

package little

// This file is where bytes are combined with | and <<, the form that the compiler turns into one load. That this is the number of package's
// arithmetic is believed by the proofs of contracts, and proved bit by bit by the harness ProofJoin.

//gosure:reason "| and << on bytes are not in the language of contracts; the harness ProofJoin proves this contract for all bytes"
// @ trusted
// @ ensures v == Two(b0, b1) && 0 <= v && v <= 65535
// @ decreases

// join16 answers the number whose little-endian bytes are b0 and b1.
func join16(b0, b1 byte) (v uint16) {
	return uint16(b0) | uint16(b1)<<8
}

//gosure:reason "| and << on bytes are not in the language of contracts; the harness ProofJoin proves this contract for all bytes"
// @ trusted
// @ ensures v == Four(b0, b1, b2, b3) && 0 <= v && v <= 4294967295
// @ decreases

// join32 answers the number whose little-endian bytes are b0 to b3.
func join32(b0, b1, b2, b3 byte) (v uint32) {
	return uint32(b0) | uint32(b1)<<8 | uint32(b2)<<16 | uint32(b3)<<24
}

//gosure:reason "| and << on bytes are not in the language of contracts; the harness ProofJoin proves this contract for all bytes"
// @ trusted
// @ ensures v == Eight(Four(b0, b1, b2, b3), Four(b4, b5, b6, b7)) && 0 <= v && v <= 18446744073709551615
// @ decreases

// join64 answers the number whose little-endian bytes are b0 to b7.
func join64(b0, b1, b2, b3, b4, b5, b6, b7 byte) (v uint64) {
	return uint64(b0) | uint64(b1)<<8 | uint64(b2)<<16 | uint64(b3)<<24 |
		uint64(b4)<<32 | uint64(b5)<<40 | uint64(b6)<<48 | uint64(b7)<<56
}
