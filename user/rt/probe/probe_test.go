package probe

import (
	"testing"
)

// TestHold runs the check of registers on the host, where the operating system keeps them.
func TestHold(t *testing.T) {
	Fill(3)
	Hold(1)
	if n := Differences(); n != 0 {
		t.Errorf("%d registers differ although nobody has changed one", n)
	}
	Hold(1000000)
	if n := Differences(); n != 0 {
		t.Errorf("%d registers differ although nobody has changed one", n)
	}
}

// TestDifferencesAreSeen makes sure that each single register counts.
func TestDifferencesAreSeen(t *testing.T) {
	Fill(5)
	general := []*uint64{
		&Stored().RAX, &Stored().RBX, &Stored().RCX, &Stored().RDX, &Stored().RSI, &Stored().RDI, &Stored().RBP,
		&Stored().R8, &Stored().R9, &Stored().R10, &Stored().R11, &Stored().R12, &Stored().R13, &Stored().R14, &Stored().R15,
	}
	for i, r := range general {
		Hold(1)
		*r ^= 1
		if n := Differences(); n != 1 {
			t.Errorf("general register %d: %d differences", i, n)
		}
	}
	for _, at := range []int{0, 24, FloatData, FloatData + 9, FloatData + 16*7, xmmData, xmmData + 15, xmmData + 16*15 + 15} {
		Hold(1)
		Stored().Float[at] ^= 1
		if n := Differences(); n != 1 {
			t.Errorf("byte %d of the x87 and SSE state: %d differences", at, n)
		}
	}
}
