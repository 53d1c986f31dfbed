// +gobra

package memory

// This file is part of the machine interface, as ram.go is: what it does to many words at once.

// half is the length of half a frame, in bytes.
const half = FrameSize / 2

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves m.Mem()
// @ requires  0 <= f && m.Holds(int(f) * FrameSize, FrameSize)
// @ ensures   m.Size() == old(m.Size())
// @ ensures   forall b int :: { m.At(b) } b % 8 == 0 ==> m.At(b) == (int(f) * FrameSize <= b && b < int(f) * FrameSize + FrameSize ? 0 : old(m.At(b)))
// @ decreases

// Zero clears frame f. Precondition: f < Frames().
func (m *RAM) Zero(f Frame) {
	b := m.bytes[f.Address() : f.Address()+FrameSize]
	wipe((*[half]byte)(b[:half]))
	wipe((*[half]byte)(b[half:]))
}

//gosure:reason "machine interface: the form that the compiler turns into stores of 16 bytes; its tests and every smoke run it"
// @ trusted
// @ requires acc(b)
// @ ensures  acc(b)
// @ decreases

// wipe clears b. The compiler clears an array of at most 128 bytes with stores of 16 bytes and nothing else, a longer one with a loop or with
// stores of 8.
func wipe(b *[half]byte) {
	*(*[128]byte)(b[0:]) = [128]byte{}
	*(*[128]byte)(b[128:]) = [128]byte{}
	*(*[128]byte)(b[256:]) = [128]byte{}
	*(*[128]byte)(b[384:]) = [128]byte{}
	*(*[128]byte)(b[512:]) = [128]byte{}
	*(*[128]byte)(b[640:]) = [128]byte{}
	*(*[128]byte)(b[768:]) = [128]byte{}
	*(*[128]byte)(b[896:]) = [128]byte{}
	*(*[128]byte)(b[1024:]) = [128]byte{}
	*(*[128]byte)(b[1152:]) = [128]byte{}
	*(*[128]byte)(b[1280:]) = [128]byte{}
	*(*[128]byte)(b[1408:]) = [128]byte{}
	*(*[128]byte)(b[1536:]) = [128]byte{}
	*(*[128]byte)(b[1664:]) = [128]byte{}
	*(*[128]byte)(b[1792:]) = [128]byte{}
	*(*[128]byte)(b[1920:]) = [128]byte{}
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves m.Mem() && acc(content, 1/4)
// @ requires  0 <= f && m.Holds(int(f) * FrameSize, FrameSize) && 0 <= from
// @ ensures   m.Size() == old(m.Size())
// @ ensures   forall b int :: { m.Byte(b) } int(f) * FrameSize <= b && b < int(f) * FrameSize + FrameSize ==>
// @ 	m.Byte(b) == (int(from) + b - int(f) * FrameSize < len(content) ? content[int(from)+b-int(f)*FrameSize] : 0)
// @ ensures   forall b int :: { m.At(b) } b % 8 == 0 && (b < int(f) * FrameSize || int(f) * FrameSize + FrameSize <= b) ==> m.At(b) == old(m.At(b))
// @ decreases

// Fill makes frame f hold the bytes of content from the given one on, as many as it has room for, and zeros behind them. Every byte of the
// frame is written. Precondition: f < Frames().
func (m *RAM) Fill(f Frame, content []byte, from uint64) {
	if from >= uint64(len(content)) {
		m.Zero(f)
		return
	}
	b := m.bytes[f.Address() : f.Address()+FrameSize]
	n := copy(b, content[from:])
	clear(b[n:])
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves m.Mem()
// @ requires  0 <= n && to % 8 == 0 && from % 8 == 0 && m.Holds(int(to), int(n) * 8) && m.Holds(int(from), int(n) * 8)
// @ ensures   m.Size() == old(m.Size())
// @ ensures   forall b int :: { m.At(b) } b % 8 == 0 ==>
// @ 	m.At(b) == (int(to) <= b && b < int(to) + int(n) * 8 ? old(m.At(b - int(to) + int(from))) : old(m.At(b)))
// @ decreases

// Copy stores at address to the n 64-bit words from address from on. Preconditions: both are multiples of 8; both ranges are RAM.
func (m *RAM) Copy(to, from PhysAddr, n uint64) {
	copy(m.bytes[to:to+PhysAddr(n*8)], m.bytes[from:from+PhysAddr(n*8)])
}

//gosure:reason "machine interface: bytes that the processor and the processes share; its tests and every smoke run it"
// @ trusted
// @ preserves acc(m.Mem(), 1/16)
// @ requires  0 <= f && m.Holds(int(f) * FrameSize, FrameSize) && 0 <= i && i <= Words
// @ ensures   i <= at && at <= Words && (at < Words ==> m.At(int(f) * FrameSize + int(at) * 8) != 0)
// @ ensures   forall b int :: { m.At(b) } b % 8 == 0 && int(f) * FrameSize + int(i) * 8 <= b && b < int(f) * FrameSize + int(at) * 8 ==> m.At(b) == 0
// @ decreases

// Next answers the number of the first 64-bit word of frame f, from word i on, that is not 0, or Words when there is none. Preconditions:
// f < Frames(); i <= Words.
func (m *RAM) Next(f Frame, i uint32) (at uint32) {
	b := (*[FrameSize]byte)(m.bytes[f.Address() : f.Address()+FrameSize])
	o := uint64(i) * 8
	for o <= FrameSize-128 {
		w := b[o : o+128]
		if load(w)|load(w[8:])|load(w[16:])|load(w[24:])|load(w[32:])|load(w[40:])|load(w[48:])|load(w[56:])|
			load(w[64:])|load(w[72:])|load(w[80:])|load(w[88:])|load(w[96:])|load(w[104:])|load(w[112:])|load(w[120:]) != 0 {
			break
		}
		o = o + 128
	}
	for o <= FrameSize-8 && load(b[o:o+8]) == 0 {
		o = o + 8
	}
	return uint32(o / 8)
}
