package little

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"
)

// TestAgainstStandardLibrary reads and writes boundary values at every offset of a small buffer, next to encoding/binary.
func TestAgainstStandardLibrary(t *testing.T) {
	values := []uint64{0, 1, 0xff, 0x100, 0x0102030405060708, math.MaxUint16, math.MaxUint32, math.MaxUint32 + 1, math.MaxUint64 - 1, math.MaxUint64}
	for _, v := range values {
		for at := 0; at < 5; at++ {
			want, got := make([]byte, 12), make([]byte, 12)
			binary.LittleEndian.PutUint64(want[at:], v)
			PutUint64(got, at, v)
			if !bytes.Equal(want, got) {
				t.Errorf("PutUint64(%#x) at %d: %x, want %x", v, at, got, want)
			}
			if r := Uint64(want, at); r != v {
				t.Errorf("Uint64 at %d: %#x, want %#x", at, r, v)
			}
			if r := Uint32(want, at); r != uint32(v) {
				t.Errorf("Uint32 at %d: %#x, want %#x", at, r, uint32(v))
			}
			if r := Uint16(want, at); r != uint16(v) {
				t.Errorf("Uint16 at %d: %#x, want %#x", at, r, uint16(v))
			}
			clear(got)
			PutUint32(got, at, uint32(v))
			PutUint16(got, at+4, uint16(v>>32))
			if !bytes.Equal(want[:at+6], got[:at+6]) {
				t.Errorf("PutUint32, PutUint16 of %#x at %d: %x, want %x", v, at, got, want)
			}
		}
	}
}
