package name

import "warrant/kernel/abi"

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
