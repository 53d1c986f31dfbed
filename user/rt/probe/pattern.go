package probe

import (
	"warrant/lib/little"
	"warrant/user/rt"
)

// Parts of the state that FXSAVE64 stores, Intel SDM volume 1, table 10-2: offsets in bytes.
const (
	ControlWord = 0   // ControlWord is the x87 control word; status, tags and pointers follow.
	floatTag    = 4   // one bit for each x87 register in use
	MXCSR       = 24  // MXCSR is control and status of SSE; its mask follows.
	FloatData   = 32  // FloatData is where eight x87 registers stand, 10 bytes in 16 each.
	xmmData     = 160 // sixteen SSE registers of 16 bytes
	FloatEnd    = 416 // FloatEnd is the end of what is stored.
	floatPieces = 16  // bytes that are compared at once
)

// Fill makes a state in Loaded that has another value in each register and depends on seed. The control words are those of the first
// instruction.
func Fill(seed uint64) {
	state := Loaded()
	*state = *rt.First()
	controlWords(&state.Float)
	for at := FloatData; at < xmmData; at += 16 {
		little.PutUint64(state.Float[:], at, value(seed, at)|1<<63)
		// A sign of plus and an exponent of a number between 1 and 2: neither infinite nor denormal.
		little.PutUint16(state.Float[:], at+8, 0x3fff)
	}
	for at := xmmData; at < FloatEnd; at += 8 {
		little.PutUint64(state.Float[:], at, value(seed, at))
	}
	state.Float[floatTag] = 0xff
	state.RAX, state.RBX, state.RCX, state.RDX = value(seed, 1001), value(seed, 1002), value(seed, 1003), value(seed, 1004)
	state.RSI, state.RDI, state.RBP = value(seed, 1005), value(seed, 1006), value(seed, 1007)
	state.R8, state.R9, state.R10, state.R11 = value(seed, 1008), value(seed, 1009), value(seed, 1010), value(seed, 1011)
	state.R12, state.R13, state.R14, state.R15 = value(seed, 1012), value(seed, 1013), value(seed, 1014), value(seed, 1015)
}

// controlWords makes the control words those after FNINIT, with MXCSR 0x1f80.
func controlWords(state *[512]byte) {
	little.PutUint16(state[:], ControlWord, 0x37f)
	little.PutUint32(state[:], MXCSR, 0x1f80)
}

// value is a number that looks like no other: the splitmix64 finaliser (Steele, Lea, Flood, OOPSLA 2014) of seed and position.
func value(seed uint64, position int) uint64 {
	v := seed*0x9e3779b97f4a7c15 + uint64(position)
	v = (v ^ v>>30) * 0xbf58476d1ce4e5b9
	v = (v ^ v>>27) * 0x94d049bb133111eb
	return v ^ v>>31
}

// Differences is the number of registers in which Stored differs from Loaded: general registers without RSP, 16-byte pieces of the
// x87 and SSE state.
func Differences() int {
	return DifferencesAcrossCall() + differs(Stored().RAX, Loaded().RAX) + differs(Stored().RCX, Loaded().RCX) +
		differs(Stored().RDI, Loaded().RDI) + differs(Stored().RSI, Loaded().RSI) + differs(Stored().R11, Loaded().R11)
}

// DifferencesAcrossCall is Differences without the registers that a system call uses: RAX, RCX, RDI, RSI and R11.
func DifferencesAcrossCall() (n int) {
	got, want := Stored(), Loaded()
	n = differs(got.RBX, want.RBX) + differs(got.RDX, want.RDX) + differs(got.RBP, want.RBP) +
		differs(got.R8, want.R8) + differs(got.R9, want.R9) + differs(got.R10, want.R10) +
		differs(got.R12, want.R12) + differs(got.R13, want.R13) + differs(got.R14, want.R14) + differs(got.R15, want.R15)
	for at := 0; at < FloatEnd; at += floatPieces {
		same := true
		for i := at; i < at+floatPieces; i++ {
			// Bytes 28 to 31 are the mask of MXCSR, which FXRSTOR64 does not load.
			if got.Float[i] != want.Float[i] && (i < 28 || i >= 32) {
				same = false
			}
		}
		if !same {
			n++
		}
	}
	return n
}

// differs is 1 when a and b differ.
func differs(a, b uint64) int {
	if a != b {
		return 1
	}
	return 0
}
