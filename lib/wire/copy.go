package wire

// copyBytes copies from to the beginning of to, as far as both reach.
func copyBytes(to []byte, from []byte) {
	copy(to, from)
}

// copyText copies the bytes of a text to the beginning of to, as far as both reach.
func copyText(to []byte, from string) {
	copy(to, from)
}

// clearBytes makes all of b zero. The compiler knows the loop and clears by words.
func clearBytes(b []byte) {
	for i := range b {
		b[i] = 0
	}
}
