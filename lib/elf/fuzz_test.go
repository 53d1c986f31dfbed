package elf

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"testing"
)

// FuzzParse looks for a file that makes Parse panic, that it accepts although it cannot be mapped, or that it accepts and the standard
// library does not. Invariant: PA-1, PA-2
func FuzzParse(f *testing.F) {
	seed := small()
	seed.other(elf.PT_NOTE)
	f.Add(seed.bytes())
	f.Add(seed.bytes()[:64+2*56])
	seed.segments[2].Off = 1 << 63
	f.Add(seed.bytes())
	seed.header.Phoff = 32
	f.Add(seed.bytes())
	f.Add([]byte("\x7fELF"))
	f.Fuzz(func(t *testing.T, b []byte) {
		i, e := Parse(b)
		if e != OK {
			if i != (Image{}) {
				t.Errorf("refused with a part of an image: %+v", i)
			}
			return
		}
		mappable(t, b, i)
		for n := 0; n < len(b) && n < 0x1000; n += 7 {
			Parse(b[:n])
		}
		if binary.LittleEndian.Uint64(b[32:]) < 64 || beyond(b) {
			return // the table is within the file header, or a number of a header that is passed over is not one for debug/elf
		}
		header := bytes.Clone(b)
		clear(header[40:48]) // the standard library reads sections, which Parse does not look at
		clear(header[58:64])
		if _, err := elf.NewFile(bytes.NewReader(header)); err != nil {
			t.Errorf("debug/elf refuses it: %v", err)
		}
	})
}

// beyond reports whether a program header that Parse passes over has an offset or a size of 2^63 or more, which debug/elf refuses: nothing
// of a segment of another type is used for loading (System V ABI, chapter 5).
func beyond(b []byte) bool {
	at, count := binary.LittleEndian.Uint64(b[32:]), uint64(binary.LittleEndian.Uint16(b[56:]))
	for n := range count {
		h := b[at+56*n:]
		if binary.LittleEndian.Uint32(h) == uint32(elf.PT_LOAD) && binary.LittleEndian.Uint64(h[40:]) > 0 {
			continue
		}
		for _, field := range []int{8, 32, 40} {
			if binary.LittleEndian.Uint64(h[field:]) >= 1<<63 {
				return true
			}
		}
	}
	return false
}
