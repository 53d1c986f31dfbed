package wire

import (
	"math"
	"testing"
)

// TestSigned compares with Go's own conversions: all numbers of 8 and 16 bits, boundaries of the others.
func TestSigned(t *testing.T) {
	for i := 0; i < 1<<8; i++ {
		if v := uint8(i); Signed8(v) != int8(v) || Unsigned8(int8(v)) != v {
			t.Errorf("%#x: %d, back %#x", v, Signed8(v), Unsigned8(int8(v)))
		}
	}
	for i := 0; i < 1<<16; i++ {
		if v := uint16(i); Signed16(v) != int16(v) || Unsigned16(int16(v)) != v {
			t.Errorf("%#x: %d, back %#x", v, Signed16(v), Unsigned16(int16(v)))
		}
	}
	for _, v := range []uint32{0, 1, 1<<31 - 1, 1 << 31, 1<<31 + 1, math.MaxUint32 - 1, math.MaxUint32} {
		if Signed32(v) != int32(v) || Unsigned32(int32(v)) != v {
			t.Errorf("%#x: %d, back %#x", v, Signed32(v), Unsigned32(int32(v)))
		}
	}
	for _, v := range []uint64{0, 1, 1<<63 - 1, 1 << 63, 1<<63 + 1, math.MaxUint64 - 1, math.MaxUint64} {
		if Signed64(v) != int64(v) || Unsigned64(int64(v)) != v {
			t.Errorf("%#x: %d, back %#x", v, Signed64(v), Unsigned64(int64(v)))
		}
	}
}

// TestDefault checks that a default reads back from zero, and that every value survives being stored.
func TestDefault(t *testing.T) {
	for _, d := range []uint64{0, 1, 0x80, 0xa5a5, 1<<31 + 3, 10000000, math.MaxUint64} {
		if Default8(0, uint8(d)) != uint8(d) || Default16(0, uint16(d)) != uint16(d) ||
			Default32(0, uint32(d)) != uint32(d) || Default64(0, d) != d {
			t.Errorf("%#x does not read back from zero", d)
		}
		for _, v := range []uint64{0, 1, d, d + 1, math.MaxUint64} {
			if Default8(Default8(uint8(v), uint8(d)), uint8(d)) != uint8(v) || Default16(Default16(uint16(v), uint16(d)), uint16(d)) != uint16(v) ||
				Default32(Default32(uint32(v), uint32(d)), uint32(d)) != uint32(v) || Default64(Default64(v, d), d) != v {
				t.Errorf("%#x with default %#x does not survive", v, d)
			}
		}
	}
}
