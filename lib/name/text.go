package name

// Text answers the bytes of n, in place.
func (n *Name) Text() (b []byte) {
	return n.Bytes[:n.Length]
}
