package memory

// View answers the n bytes from address a, in place and not copied; none when they are not all RAM. Only for memory that no process can
// write: the boot module.
func (m *RAM) View(a PhysAddr, n uint64) (b []byte) {
	size := uint64(len(m.bytes))
	if uint64(a) > size || n > size-uint64(a) {
		return nil
	}
	return m.bytes[a : uint64(a)+n : uint64(a)+n]
}
