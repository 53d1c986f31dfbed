package memory

// View answers the n bytes from address a, in place and not copied. Only for memory that no process can write: the boot module.
// Precondition: a+n <= Frames()*FrameSize.
func (m *RAM) View(a PhysAddr, n uint64) (b []byte) {
	return m.bytes[a : a+PhysAddr(n) : a+PhysAddr(n)]
}
