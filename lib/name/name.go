// +gobra

// Package name is the name of a process, a binary or a capability as a value: it can be kept, copied and compared without a pointer to
// where it was read.
//
// It may not give names a meaning, or say which bytes they may have.
package name

import "warrant/kernel/abi"

// Name is a name of at most abi.NameMax bytes. The zero value is no name. Two names are the same when == says so.
type Name struct {
	// Bytes is the name; bytes from Length on are zero.
	Bytes [abi.NameMax]byte
	// Length is in bytes, at most abi.NameMax.
	Length uint32
}

// @ preserves acc(b, 1/2)
// @ ensures   ok == (0 < len(b) && len(b) <= abi.NameMax)
// @ ensures   ok ==> n.WellFormed() && int(n.Length) == len(b)
// @ ensures   ok ==> forall i int :: { n.Bytes[i] } 0 <= i && i < len(b) ==> n.Bytes[i] == b[i]
// @ ensures   !ok ==> n == Name{}
// @ decreases

// New answers the name b. It fails when b is empty or longer than abi.NameMax bytes.
func New(b []byte) (n Name, ok bool) {
	if len(b) == 0 || len(b) > abi.NameMax {
		return Name{}, false
	}
	n.Length = uint32(len(b))
	// @ invariant acc(b, 1/2) && 0 <= i && i <= len(b) && len(b) <= abi.NameMax && int(n.Length) == len(b)
	// @ invariant forall j int :: { n.Bytes[j] } 0 <= j && j < i ==> n.Bytes[j] == b[j]
	// @ invariant forall j int :: { n.Bytes[j] } i <= j && j < abi.NameMax ==> n.Bytes[j] == 0
	// @ decreases len(b) - i
	for i := 0; i < len(b); i++ {
		n.Bytes[i] = b[i]
	}
	return n, true
}
