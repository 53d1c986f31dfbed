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
// @ requires  0 <= offset && offset % 8 == 0 && offset <= FrameSize - 64 && m.Holds(int(f) * FrameSize, FrameSize)
// @ ensures   w0 == m.At(int(f) * FrameSize + int(offset)) && w1 == m.At(int(f) * FrameSize + int(offset) + 8)
// @ ensures   w2 == m.At(int(f) * FrameSize + int(offset) + 16) && w3 == m.At(int(f) * FrameSize + int(offset) + 24)
// @ ensures   w4 == m.At(int(f) * FrameSize + int(offset) + 32) && w5 == m.At(int(f) * FrameSize + int(offset) + 40)
// @ ensures   w6 == m.At(int(f) * FrameSize + int(offset) + 48) && w7 == m.At(int(f) * FrameSize + int(offset) + 56)
// @ decreases

// Line answers the eight words at offset of frame f, each read once. Preconditions: offset is a multiple of 8, at most FrameSize-64; f <
// Frames(). Its words are spelt out, as those of Publish are: slices of them, and calls of load, which leave an instruction that does nothing
// where they are inlined, would cost 16 instructions an entry.
func (m *RAM) Line(f Frame, offset PhysAddr) (w0, w1, w2, w3, w4, w5, w6, w7 uint64) {
	a := f.Address()
	p := m.bytes[a : a+FrameSize]
	w0 = uint64(p[offset]) | uint64(p[offset+1])<<8 | uint64(p[offset+2])<<16 | uint64(p[offset+3])<<24 |
		uint64(p[offset+4])<<32 | uint64(p[offset+5])<<40 | uint64(p[offset+6])<<48 | uint64(p[offset+7])<<56
	w1 = uint64(p[offset+8]) | uint64(p[offset+9])<<8 | uint64(p[offset+10])<<16 | uint64(p[offset+11])<<24 |
		uint64(p[offset+12])<<32 | uint64(p[offset+13])<<40 | uint64(p[offset+14])<<48 | uint64(p[offset+15])<<56
	w2 = uint64(p[offset+16]) | uint64(p[offset+17])<<8 | uint64(p[offset+18])<<16 | uint64(p[offset+19])<<24 |
		uint64(p[offset+20])<<32 | uint64(p[offset+21])<<40 | uint64(p[offset+22])<<48 | uint64(p[offset+23])<<56
	w3 = uint64(p[offset+24]) | uint64(p[offset+25])<<8 | uint64(p[offset+26])<<16 | uint64(p[offset+27])<<24 |
		uint64(p[offset+28])<<32 | uint64(p[offset+29])<<40 | uint64(p[offset+30])<<48 | uint64(p[offset+31])<<56
	w4 = uint64(p[offset+32]) | uint64(p[offset+33])<<8 | uint64(p[offset+34])<<16 | uint64(p[offset+35])<<24 |
		uint64(p[offset+36])<<32 | uint64(p[offset+37])<<40 | uint64(p[offset+38])<<48 | uint64(p[offset+39])<<56
	w5 = uint64(p[offset+40]) | uint64(p[offset+41])<<8 | uint64(p[offset+42])<<16 | uint64(p[offset+43])<<24 |
		uint64(p[offset+44])<<32 | uint64(p[offset+45])<<40 | uint64(p[offset+46])<<48 | uint64(p[offset+47])<<56
	w6 = uint64(p[offset+48]) | uint64(p[offset+49])<<8 | uint64(p[offset+50])<<16 | uint64(p[offset+51])<<24 |
		uint64(p[offset+52])<<32 | uint64(p[offset+53])<<40 | uint64(p[offset+54])<<48 | uint64(p[offset+55])<<56
	w7 = uint64(p[offset+56]) | uint64(p[offset+57])<<8 | uint64(p[offset+58])<<16 | uint64(p[offset+59])<<24 |
		uint64(p[offset+60])<<32 | uint64(p[offset+61])<<40 | uint64(p[offset+62])<<48 | uint64(p[offset+63])<<56
	return w0, w1, w2, w3, w4, w5, w6, w7
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
// @ requires  0 <= offset && offset % 8 == 0 && offset <= FrameSize - 32 && m.Holds(int(f) * FrameSize, FrameSize)
// @ requires  0 <= at && at % 8 == 4 && at < FrameSize && (at < offset || offset + 32 <= at) && 0 <= w && w <= 4294967295
// @ ensures   m.Size() == old(m.Size())
// @ ensures   m.At(int(f) * FrameSize + int(offset)) == w0 && m.At(int(f) * FrameSize + int(offset) + 8) == w1
// @ ensures   m.At(int(f) * FrameSize + int(offset) + 16) == w2 && m.At(int(f) * FrameSize + int(offset) + 24) == w3
// @ ensures   m.At(int(f) * FrameSize + int(at) - 4) == old(m.At(int(f) * FrameSize + int(at) - 4)) % 4294967296 + uint64(w) * 4294967296
// @ ensures   forall b int :: { m.At(b) } b % 8 == 0 && (b < int(f) * FrameSize + int(offset) || int(f) * FrameSize + int(offset) + 32 <= b) && b != int(f) * FrameSize + int(at) - 4 ==> m.At(b) == old(m.At(b))
// @ decreases

// Publish stores four words at offset of frame f, and then the 32-bit word w at offset at, which tells the reader that they are there.
// Preconditions: offset is a multiple of 8, at most FrameSize-32; at, below FrameSize, is the second half of a word beside them; f < Frames().
func (m *RAM) Publish(f Frame, offset PhysAddr, w0, w1, w2, w3 uint64, at PhysAddr, w uint32) {
	a := f.Address()
	p := m.bytes[a : a+FrameSize]
	p[offset], p[offset+1], p[offset+2], p[offset+3] = byte(w0), byte(w0>>8), byte(w0>>16), byte(w0>>24)
	p[offset+4], p[offset+5], p[offset+6], p[offset+7] = byte(w0>>32), byte(w0>>40), byte(w0>>48), byte(w0>>56)
	p[offset+8], p[offset+9], p[offset+10], p[offset+11] = byte(w1), byte(w1>>8), byte(w1>>16), byte(w1>>24)
	p[offset+12], p[offset+13], p[offset+14], p[offset+15] = byte(w1>>32), byte(w1>>40), byte(w1>>48), byte(w1>>56)
	p[offset+16], p[offset+17], p[offset+18], p[offset+19] = byte(w2), byte(w2>>8), byte(w2>>16), byte(w2>>24)
	p[offset+20], p[offset+21], p[offset+22], p[offset+23] = byte(w2>>32), byte(w2>>40), byte(w2>>48), byte(w2>>56)
	p[offset+24], p[offset+25], p[offset+26], p[offset+27] = byte(w3), byte(w3>>8), byte(w3>>16), byte(w3>>24)
	p[offset+28], p[offset+29], p[offset+30], p[offset+31] = byte(w3>>32), byte(w3>>40), byte(w3>>48), byte(w3>>56)
	p[at], p[at+1], p[at+2], p[at+3] = byte(w), byte(w>>8), byte(w>>16), byte(w>>24)
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves acc(m.Mem(), 1/16)
// @ requires  0 <= offset && offset % 4 == 0 && offset <= FrameSize - 4 && m.Holds(int(f) * FrameSize, FrameSize)
// @ ensures   0 <= w && w <= 4294967295
// @ ensures   offset % 8 == 0 ==> uint64(w) == m.At(int(f) * FrameSize + int(offset)) % 4294967296
// @ ensures   offset % 8 == 4 ==> uint64(w) == m.At(int(f) * FrameSize + int(offset) - 4) / 4294967296
// @ decreases

// Half answers the little-endian 32-bit word at offset of frame f. Preconditions: offset is a multiple of 4 below FrameSize; f < Frames().
func (m *RAM) Half(f Frame, offset PhysAddr) (w uint32) {
	a := f.Address()
	p := m.bytes[a : a+FrameSize]
	return uint32(p[offset]) | uint32(p[offset+1])<<8 | uint32(p[offset+2])<<16 | uint32(p[offset+3])<<24
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves m.Mem()
// @ requires  0 <= offset && offset % 4 == 0 && offset <= FrameSize - 4 && m.Holds(int(f) * FrameSize, FrameSize) && 0 <= w && w <= 4294967295
// @ ensures   m.Size() == old(m.Size())
// @ ensures   forall b int :: { m.At(b) } b % 8 == 0 && b != int(f) * FrameSize + int(offset) - int(offset) % 8 ==> m.At(b) == old(m.At(b))
// @ ensures   offset % 8 == 0 ==> m.At(int(f) * FrameSize + int(offset)) == old(m.At(int(f) * FrameSize + int(offset))) / 4294967296 * 4294967296 + uint64(w)
// @ ensures   offset % 8 == 4 ==> m.At(int(f) * FrameSize + int(offset) - 4) == old(m.At(int(f) * FrameSize + int(offset) - 4)) % 4294967296 + uint64(w) * 4294967296
// @ decreases

// SetHalf stores w, little-endian, at offset of frame f. Preconditions: as for Half.
func (m *RAM) SetHalf(f Frame, offset PhysAddr, w uint32) {
	a := f.Address()
	p := m.bytes[a : a+FrameSize]
	p[offset], p[offset+1], p[offset+2], p[offset+3] = byte(w), byte(w>>8), byte(w>>16), byte(w>>24)
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves acc(m.Mem(), 1/16) && acc(dst)
// @ requires  m.Holds(int(a), len(dst))
// @ ensures   forall k int :: { &dst[k] } 0 <= k && k < len(dst) ==> dst[k] == m.Byte(int(a) + k)
// @ decreases

// Read copies len(dst) bytes from address a. Precondition: a+len(dst) <= Frames()*FrameSize.
func (m *RAM) Read(dst []byte, a PhysAddr) {
	n := PhysAddr(len(dst))
	if n < 16 || n > 32 {
		copy(dst, m.bytes[a:a+n])
		return
	}
	transport(dst, m.bytes[a:a+n:a+n])
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
	n := PhysAddr(len(src))
	if n < 16 || n > 32 {
		copy(m.bytes[a:a+n], src)
		return
	}
	transport(m.bytes[a:a+n:a+n], src)
}

//gosure:reason "machine interface: copies of two to four words without a call; its tests and every smoke run it"
// @ trusted
// @ preserves acc(dst) && acc(src, 1/2)
// @ requires  16 <= len(src) && len(src) <= 32 && len(dst) == len(src)
// @ decreases

// transport copies the 16 to 32 bytes of src, as many as most messages of the kernel's objects have, to dst, which is as long: the first 16 and
// the last 16, which may overlap. The runtime's copy costs more before its first byte. Calls of load and store would each leave an instruction
// that does nothing.
func transport(dst, src []byte) {
	n := len(src)
	tail, end := src[n-16:], dst[n-16:]
	w0 := uint64(src[0]) | uint64(src[1])<<8 | uint64(src[2])<<16 | uint64(src[3])<<24 |
		uint64(src[4])<<32 | uint64(src[5])<<40 | uint64(src[6])<<48 | uint64(src[7])<<56
	w1 := uint64(src[8]) | uint64(src[9])<<8 | uint64(src[10])<<16 | uint64(src[11])<<24 |
		uint64(src[12])<<32 | uint64(src[13])<<40 | uint64(src[14])<<48 | uint64(src[15])<<56
	w2 := uint64(tail[0]) | uint64(tail[1])<<8 | uint64(tail[2])<<16 | uint64(tail[3])<<24 |
		uint64(tail[4])<<32 | uint64(tail[5])<<40 | uint64(tail[6])<<48 | uint64(tail[7])<<56
	w3 := uint64(tail[8]) | uint64(tail[9])<<8 | uint64(tail[10])<<16 | uint64(tail[11])<<24 |
		uint64(tail[12])<<32 | uint64(tail[13])<<40 | uint64(tail[14])<<48 | uint64(tail[15])<<56
	dst[0], dst[1], dst[2], dst[3] = byte(w0), byte(w0>>8), byte(w0>>16), byte(w0>>24)
	dst[4], dst[5], dst[6], dst[7] = byte(w0>>32), byte(w0>>40), byte(w0>>48), byte(w0>>56)
	dst[8], dst[9], dst[10], dst[11] = byte(w1), byte(w1>>8), byte(w1>>16), byte(w1>>24)
	dst[12], dst[13], dst[14], dst[15] = byte(w1>>32), byte(w1>>40), byte(w1>>48), byte(w1>>56)
	end[0], end[1], end[2], end[3] = byte(w2), byte(w2>>8), byte(w2>>16), byte(w2>>24)
	end[4], end[5], end[6], end[7] = byte(w2>>32), byte(w2>>40), byte(w2>>48), byte(w2>>56)
	end[8], end[9], end[10], end[11] = byte(w3), byte(w3>>8), byte(w3>>16), byte(w3>>24)
	end[12], end[13], end[14], end[15] = byte(w3>>32), byte(w3>>40), byte(w3>>48), byte(w3>>56)
}
