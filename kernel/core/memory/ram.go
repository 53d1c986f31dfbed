// +gobra

package memory

// RAM is the machine's memory. The zero value has none.
//
// This file is part of the machine interface: its contracts are trusted, not proved, since the bytes are also the processor's page
// tables and the processes' memory. It is the one place of the core that combines bytes with | and <<, the form that the compiler
// turns into one load or store.
type RAM struct {
	bytes []byte
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ requires acc(m)
// @ ensures  m.Mem() && m.Size() == len(b)
// @ decreases

// Attach makes b the machine's memory; index 0 is physical address 0. Boot calls it once.
func (m *RAM) Attach(b []byte) {
	m.bytes = b
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves acc(m.Mem(), 1/16)
// @ ensures   0 <= n && int(n) == m.Size() / FrameSize
// @ decreases

// Frames answers the number of whole frames, those of the holes included.
func (m *RAM) Frames() (n Frame) {
	return Frame(uint64(len(m.bytes)) / FrameSize)
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves acc(m.Mem(), 1/16)
// @ requires  a % 8 == 0 && m.Holds(int(a), 8)
// @ ensures   w == m.At(int(a))
// @ decreases

// Word answers the little-endian 64-bit word at address a. Preconditions: a is a multiple of 8; a+8 <= Frames()*FrameSize.
func (m *RAM) Word(a PhysAddr) (w uint64) {
	return load(m.bytes[a : a+8 : a+8])
}

//gosure:reason "machine interface: the form of bytes that the compiler turns into one load; its tests and every smoke run it"
// @ trusted
// @ requires len(b) >= 8 && acc(b, 1/16)
// @ decreases

// load answers the first eight bytes of b as a little-endian word. Precondition: b has eight.
func load(b []byte) (w uint64) {
	_ = b[7]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves acc(m.Mem(), 1/16)
// @ requires  a % 8 == 0 && m.Holds(int(a), 64)
// @ ensures   w0 == m.At(int(a)) && w1 == m.At(int(a) + 8) && w2 == m.At(int(a) + 16) && w3 == m.At(int(a) + 24)
// @ ensures   w4 == m.At(int(a) + 32) && w5 == m.At(int(a) + 40) && w6 == m.At(int(a) + 48) && w7 == m.At(int(a) + 56)
// @ decreases

// Line answers the eight words from address a on, each read once. Preconditions: a is a multiple of 8; a+64 <= Frames()*FrameSize.
func (m *RAM) Line(a PhysAddr) (w0, w1, w2, w3, w4, w5, w6, w7 uint64) {
	b := m.bytes[a : a+64 : a+64]
	return load(b), load(b[8:]), load(b[16:]), load(b[24:]), load(b[32:]), load(b[40:]), load(b[48:]), load(b[56:])
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves m.Mem()
// @ requires  a % 8 == 0 && m.Holds(int(a), 8)
// @ ensures   m.Size() == old(m.Size()) && m.At(int(a)) == w
// @ ensures   forall b int :: { m.At(b) } b % 8 == 0 && b != int(a) ==> m.At(b) == old(m.At(b))
// @ decreases

// SetWord stores w, little-endian, at address a. Preconditions: as for Word.
func (m *RAM) SetWord(a PhysAddr, w uint64) {
	store(m.bytes[a:a+8:a+8], w)
}

//gosure:reason "machine interface: the form of bytes that the compiler turns into one store; its tests and every smoke run it"
// @ trusted
// @ requires len(b) >= 8 && acc(b)
// @ ensures  acc(b)
// @ decreases

// store makes the first eight bytes of b the little-endian word w. Precondition: b has eight.
func store(b []byte, w uint64) {
	_ = b[7]
	b[0], b[1], b[2], b[3] = byte(w), byte(w>>8), byte(w>>16), byte(w>>24)
	b[4], b[5], b[6], b[7] = byte(w>>32), byte(w>>40), byte(w>>48), byte(w>>56)
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves m.Mem()
// @ requires  a % 8 == 0 && m.Holds(int(a), 32)
// @ ensures   m.Size() == old(m.Size())
// @ ensures   m.At(int(a)) == w0 && m.At(int(a) + 8) == w1 && m.At(int(a) + 16) == w2 && m.At(int(a) + 24) == w3
// @ ensures   forall b int :: { m.At(b) } b % 8 == 0 && (b < int(a) || int(a) + 32 <= b) ==> m.At(b) == old(m.At(b))
// @ decreases

// SetWords stores four words from address a on. Preconditions: a is a multiple of 8; a+32 <= Frames()*FrameSize.
func (m *RAM) SetWords(a PhysAddr, w0, w1, w2, w3 uint64) {
	b := m.bytes[a : a+32 : a+32]
	store(b, w0)
	store(b[8:], w1)
	store(b[16:], w2)
	store(b[24:], w3)
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves acc(m.Mem(), 1/16)
// @ requires  a % 4 == 0 && m.Holds(int(a), 4)
// @ ensures   0 <= w && w <= 4294967295
// @ ensures   a % 8 == 0 ==> uint64(w) == m.At(int(a)) % 4294967296
// @ ensures   a % 8 == 4 ==> uint64(w) == m.At(int(a) - 4) / 4294967296
// @ decreases

// Half answers the little-endian 32-bit word at address a. Preconditions: a is a multiple of 4; a+4 <= Frames()*FrameSize.
func (m *RAM) Half(a PhysAddr) (w uint32) {
	b := m.bytes[a : a+4 : a+4]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves m.Mem()
// @ requires  a % 4 == 0 && m.Holds(int(a), 4) && 0 <= w && w <= 4294967295
// @ ensures   m.Size() == old(m.Size())
// @ ensures   forall b int :: { m.At(b) } b % 8 == 0 && b != int(a) - int(a) % 8 ==> m.At(b) == old(m.At(b))
// @ ensures   a % 8 == 0 ==> m.At(int(a)) == old(m.At(int(a))) / 4294967296 * 4294967296 + uint64(w)
// @ ensures   a % 8 == 4 ==> m.At(int(a) - 4) == old(m.At(int(a) - 4)) % 4294967296 + uint64(w) * 4294967296
// @ decreases

// SetHalf stores w, little-endian, at address a. Preconditions: as for Half.
func (m *RAM) SetHalf(a PhysAddr, w uint32) {
	b := m.bytes[a : a+4 : a+4]
	b[0], b[1], b[2], b[3] = byte(w), byte(w>>8), byte(w>>16), byte(w>>24)
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves acc(m.Mem(), 1/16) && acc(dst)
// @ requires  m.Holds(int(a), len(dst))
// @ ensures   forall k int :: { &dst[k] } 0 <= k && k < len(dst) ==> dst[k] == m.Byte(int(a) + k)
// @ decreases

// Read copies len(dst) bytes from address a. Precondition: a+len(dst) <= Frames()*FrameSize.
func (m *RAM) Read(dst []byte, a PhysAddr) {
	copy(dst, m.bytes[a:a+PhysAddr(len(dst))])
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves m.Mem() && acc(src, 1/2)
// @ requires  m.Holds(int(a), len(src))
// @ ensures   m.Size() == old(m.Size())
// @ ensures   forall b int :: { m.Byte(b) } m.Byte(b) == (int(a) <= b && b < int(a) + len(src) ? src[b-int(a)] : old(m.Byte(b)))
// @ ensures   forall b int :: { m.At(b) } b % 8 == 0 && (b + 8 <= int(a) || int(a) + len(src) <= b) ==> m.At(b) == old(m.At(b))
// @ decreases

// Write copies src to address a. Precondition: a+len(src) <= Frames()*FrameSize.
func (m *RAM) Write(a PhysAddr, src []byte) {
	copy(m.bytes[a:a+PhysAddr(len(src))], src)
}
