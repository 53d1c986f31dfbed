package wire

// copyBytes copies from to the beginning of to, as far as both reach.
func copyBytes(to []byte, from []byte) {
	copy(to, from)
}

// copyText copies the bytes of a text to the beginning of to, as far as both reach.
func copyText(to []byte, from string) {
	copy(to, from)
}
