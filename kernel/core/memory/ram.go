package memory

// RAM is the machine's memory. The zero value has none.
//
// This file is part of the machine interface: its contracts are trusted, not proved, since the bytes are also the processor's page
// tables and the processes' memory. It is the one place of the core that combines bytes with | and <<, the form that the compiler
// turns into one load or store.
type RAM struct {
	bytes []byte
}

// Attach makes b the machine's memory; index 0 is physical address 0. Boot calls it once.
func (m *RAM) Attach(b []byte) {
	m.bytes = b
}

// Frames answers the number of whole frames, those of the holes included.
func (m *RAM) Frames() (n Frame) {
	return Frame(uint64(len(m.bytes)) / FrameSize)
}

// Word answers the little-endian 64-bit word at address a. Preconditions: a is a multiple of 8; a+8 <= Frames()*FrameSize.
func (m *RAM) Word(a PhysAddr) (w uint64) {
	b := m.bytes[a : a+8 : a+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// SetWord stores w, little-endian, at address a. Preconditions: as for Word.
func (m *RAM) SetWord(a PhysAddr, w uint64) {
	b := m.bytes[a : a+8 : a+8]
	b[0], b[1], b[2], b[3] = byte(w), byte(w>>8), byte(w>>16), byte(w>>24)
	b[4], b[5], b[6], b[7] = byte(w>>32), byte(w>>40), byte(w>>48), byte(w>>56)
}

// Half answers the little-endian 32-bit word at address a. Preconditions: a is a multiple of 4; a+4 <= Frames()*FrameSize.
func (m *RAM) Half(a PhysAddr) (w uint32) {
	b := m.bytes[a : a+4 : a+4]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

// SetHalf stores w, little-endian, at address a. Preconditions: as for Half.
func (m *RAM) SetHalf(a PhysAddr, w uint32) {
	b := m.bytes[a : a+4 : a+4]
	b[0], b[1], b[2], b[3] = byte(w), byte(w>>8), byte(w>>16), byte(w>>24)
}

// Read copies len(dst) bytes from address a. Precondition: a+len(dst) <= Frames()*FrameSize.
func (m *RAM) Read(dst []byte, a PhysAddr) {
	copy(dst, m.bytes[a:a+PhysAddr(len(dst))])
}

// Write copies src to address a. Precondition: a+len(src) <= Frames()*FrameSize.
func (m *RAM) Write(a PhysAddr, src []byte) {
	copy(m.bytes[a:a+PhysAddr(len(src))], src)
}

// Zero clears frame f. Precondition: f < Frames().
func (m *RAM) Zero(f Frame) {
	b := m.bytes[f.Address() : f.Address()+FrameSize]
	for i := range b {
		b[i] = 0
	}
}

// View answers the n bytes from address a, in place and not copied. Only for memory that no process can write: the boot module.
// Precondition: a+n <= Frames()*FrameSize.
func (m *RAM) View(a PhysAddr, n uint64) (b []byte) {
	return m.bytes[a : a+PhysAddr(n) : a+PhysAddr(n)]
}
