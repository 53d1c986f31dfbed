// +gobra

// Package console collects what is to appear on the machine's console until kernel/boot hands it to the device.
//
// It may not touch a device, and it never blocks: what does not fit is counted and reported with the next output that fits.
package console

import "warrant/kernel/limits"

// LastLost is the number of lost bytes at which counting ends.
const LastLost = 9223372036854775807

// Buffer is output that waits. The zero value is empty.
type Buffer struct {
	bytes [limits.ConsoleBuffer]byte
	count uint32
	lost  uint64
}

// @ preserves acc(b.Mem(), 1/2)
// @ ensures   int(n) == limits.ConsoleBuffer - b.View().Count
// @ decreases

// Room answers how many more bytes fit.
func (b *Buffer) Room() (n uint32) {
	// @ unfold acc(b.Mem(), 1/2)
	// @ defer fold acc(b.Mem(), 1/2)
	return limits.ConsoleBuffer - b.count
}

// @ preserves acc(b.Mem(), 1/2)
// @ ensures   yes == (b.View().Count == 0)
// @ decreases

// IsEmpty says that no output waits.
func (b *Buffer) IsEmpty() (yes bool) {
	// @ unfold acc(b.Mem(), 1/2)
	// @ defer fold acc(b.Mem(), 1/2)
	return b.count == 0
}

// @ preserves acc(b.Mem(), 1/2)
// @ ensures   int(n) == b.View().Lost
// @ decreases

// Lost answers how many bytes did not fit since boot, up to LastLost.
func (b *Buffer) Lost() (n uint64) {
	// @ unfold acc(b.Mem(), 1/2)
	// @ defer fold acc(b.Mem(), 1/2)
	return b.lost
}

// @ preserves b.Mem()
// @ ensures   b.View() === View{0, old(b.View()).Lost}
// @ decreases

// Clear forgets the output that waited.
func (b *Buffer) Clear() {
	// @ unfold b.Mem()
	// @ defer fold b.Mem()
	b.count = 0
}

// @ preserves b.Mem()
// @ ensures   b.View() === Filled(old(b.View()), 1)
// @ ensures   old(b.View()).Count < limits.ConsoleBuffer ==> b.At(old(b.View()).Count) == c
// @ decreases

// Byte adds one byte.
func (b *Buffer) Byte(c byte) {
	// @ unfold b.Mem()
	// @ defer fold b.Mem()
	if b.count >= limits.ConsoleBuffer {
		if b.lost < LastLost {
			b.lost = b.lost + 1
		}
		return
	}
	b.bytes[b.count] = c
	b.count = b.count + 1
}

// @ preserves b.Mem() && acc(p, 1/2)
// @ ensures   b.View() === Filled(old(b.View()), len(p))
// @ decreases

// Bytes adds p.
func (b *Buffer) Bytes(p []byte) {
	// @ invariant b.Mem() && acc(p, 1/2) && 0 <= i && i <= len(p) && b.View() === Filled(old(b.View()), i)
	// @ decreases len(p) - i
	for i := 0; i < len(p); i++ {
		b.Byte(p[i])
	}
}

// @ preserves b.Mem()
// @ ensures   b.View() === Filled(old(b.View()), len(s))
// @ decreases

// Text adds s.
func (b *Buffer) Text(s string) {
	// @ invariant b.Mem() && 0 <= i && i <= len(s) && b.View() === Filled(old(b.View()), i)
	// @ decreases len(s) - i
	for i := 0; i < len(s); i++ {
		b.Byte(s[i])
	}
}

// @ preserves b.Mem()
// @ requires  0 <= v
// @ ensures   Longer(old(b.View()), b.View())
// @ decreases

// Decimal adds v in base 10.
func (b *Buffer) Decimal(v uint64) {
	unit := uint64(1)
	// @ invariant 0 < unit
	// @ decreases uint64(18446744073709551615) - unit
	for v/unit >= 10 {
		unit = unit * 10
	}
	// @ invariant b.Mem() && 0 <= unit && (unit > 0 || Longer(old(b.View()), b.View())) && NotShorter(old(b.View()), b.View())
	// @ decreases unit
	for ; unit > 0; unit = unit / 10 {
		b.Byte(byte('0' + v/unit%10))
	}
}

// @ preserves b.Mem()
// @ ensures   Longer(old(b.View()), b.View())
// @ decreases

// Signed adds v in base 10.
func (b *Buffer) Signed(v int64) {
	if v >= 0 {
		b.Decimal(uint64(v))
		return
	}
	b.Byte('-')
	b.Decimal(uint64(-(v + 1)) + 1)
}

// @ preserves b.Mem()
// @ requires  0 <= v
// @ ensures   Longer(old(b.View()), b.View())
// @ decreases

// Hex adds v in base 16, with 0x and without leading zeros.
func (b *Buffer) Hex(v uint64) {
	b.Text("0x")
	unit := uint64(1)
	// @ invariant 0 < unit
	// @ decreases uint64(18446744073709551615) - unit
	for v/unit >= 16 {
		unit = unit * 16
	}
	// @ invariant b.Mem() && 0 <= unit && Longer(old(b.View()), b.View())
	// @ decreases unit
	for ; unit > 0; unit = unit / 16 {
		b.Byte(digits[v/unit%16])
	}
}

// digits are the digits of base 16.
const digits = "0123456789abcdef"
