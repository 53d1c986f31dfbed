package elf

import (
	"bytes"
	"debug/elf"
	"testing"
)

// FuzzParse looks for a file that makes Parse panic, that it accepts although it cannot be mapped, or that it accepts and the standard
// library does not. Invariant: PA-1, PA-2
func FuzzParse(f *testing.F) {
	seed := small()
	seed.other(elf.PT_NOTE)
	f.Add(seed.bytes())
	f.Add(seed.bytes()[:64+2*56])
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
		header := bytes.Clone(b)
		clear(header[40:48]) // the standard library reads sections, which Parse does not look at
		clear(header[58:64])
		if _, err := elf.NewFile(bytes.NewReader(header)); err != nil {
			t.Errorf("debug/elf refuses it: %v", err)
		}
	})
}
