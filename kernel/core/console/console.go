// Package console collects what is to appear on the machine's console until kernel/boot hands it to the device.
//
// It may not touch a device, and it never blocks: what does not fit is counted and reported with the next output that fits.
package console

import "warrant/kernel/limits"

// Buffer is output that waits. The zero value is empty.
type Buffer struct {
	bytes [limits.ConsoleBuffer]byte
	count uint32
	lost  uint64
}

// Room answers how many more bytes fit.
func (b *Buffer) Room() (n uint32) {
	return limits.ConsoleBuffer - b.count
}

// Lost answers how many bytes did not fit since boot.
func (b *Buffer) Lost() (n uint64) {
	return b.lost
}

// Waiting answers the output that waits, in place; Clear ends its use.
func (b *Buffer) Waiting() (p []byte) {
	return b.bytes[:b.count]
}

// Clear forgets the output that waited.
func (b *Buffer) Clear() {
	b.count = 0
}

// Byte adds one byte.
func (b *Buffer) Byte(c byte) {
	if b.count >= limits.ConsoleBuffer {
		b.lost = b.lost + 1
		return
	}
	b.bytes[b.count] = c
	b.count = b.count + 1
}

// Bytes adds p.
func (b *Buffer) Bytes(p []byte) {
	for i := 0; i < len(p); i++ {
		b.Byte(p[i])
	}
}

// Text adds s.
func (b *Buffer) Text(s string) {
	for i := 0; i < len(s); i++ {
		b.Byte(s[i])
	}
}

// Decimal adds v in base 10.
func (b *Buffer) Decimal(v uint64) {
	unit := uint64(1)
	for v/unit >= 10 {
		unit = unit * 10
	}
	for ; unit > 0; unit = unit / 10 {
		b.Byte(byte('0' + v/unit%10))
	}
}

// Signed adds v in base 10.
func (b *Buffer) Signed(v int64) {
	if v >= 0 {
		b.Decimal(uint64(v))
		return
	}
	b.Byte('-')
	b.Decimal(uint64(-(v + 1)) + 1)
}

// Hex adds v in base 16, with 0x and without leading zeros.
func (b *Buffer) Hex(v uint64) {
	b.Text("0x")
	unit := uint64(1)
	for v/unit >= 16 {
		unit = unit * 16
	}
	for ; unit > 0; unit = unit / 16 {
		b.Byte(digits[v/unit%16])
	}
}

// digits are the digits of base 16.
const digits = "0123456789abcdef"
