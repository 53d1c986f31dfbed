// +gobra

package memory

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves acc(m.Mem(), 1/16)
// @ requires  0 <= a && 0 <= n
// @ ensures   acc(b, 1/2) && len(b) == (m.Holds(int(a), int(n)) ? int(n) : 0)
// @ ensures   forall k int :: { &b[k] } 0 <= k && k < len(b) ==> b[k] == m.Byte(int(a) + k)
// @ decreases

// View answers the n bytes from address a, in place and not copied; none when they are not all RAM. Only for memory that no process can
// write: the boot module.
func (m *RAM) View(a PhysAddr, n uint64) (b []byte) {
	size := uint64(len(m.bytes))
	if uint64(a) > size || n > size-uint64(a) {
		return nil
	}
	return m.bytes[a : uint64(a)+n : uint64(a)+n]
}
