package console

// Waiting answers the output that waits, in place; Clear ends its use.
func (b *Buffer) Waiting() (p []byte) {
	return b.bytes[:b.count]
}
