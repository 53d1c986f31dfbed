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

// New answers the name b. It fails when b is empty or longer than abi.NameMax bytes.
func New(b []byte) (n Name, ok bool) {
	if len(b) == 0 || len(b) > abi.NameMax {
		return Name{}, false
	}
	n.Length = uint32(len(b))
	for i := 0; i < len(b); i++ {
		n.Bytes[i] = b[i]
	}
	return n, true
}

// Of answers the name s, for names that are constants: a text that is too long gives the zero Name.
func Of(s string) (n Name) {
	if len(s) > abi.NameMax {
		return Name{}
	}
	n.Length = uint32(len(s))
	for i := 0; i < len(s); i++ {
		n.Bytes[i] = s[i]
	}
	return n
}

// Text answers the bytes of n, in place.
func (n *Name) Text() (b []byte) {
	return n.Bytes[:n.Length]
}
