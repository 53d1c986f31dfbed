package memory

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// pattern returns RAM of n bytes, no two neighbours of which are equal.
func pattern(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*7 + i/256)
	}
	return b
}

func TestFrames(t *testing.T) {
	for _, tt := range []struct {
		bytes int
		want  Frame
	}{{0, 0}, {1, 0}, {FrameSize - 1, 0}, {FrameSize, 1}, {FrameSize + 1, 1}, {10 * FrameSize, 10}} {
		var m RAM
		m.Attach(make([]byte, tt.bytes))
		if got := m.Frames(); got != tt.want {
			t.Errorf("%d bytes are %d frames, want %d", tt.bytes, got, tt.want)
		}
	}
	if got := Frame(0xffffffff).Address(); got != 0xffffffff000 {
		t.Errorf("the address of the last frame number is %#x", uint64(got))
	}
}

// Words and halves are little-endian and touch nothing beside them.
func TestWords(t *testing.T) {
	const size = 2 * FrameSize
	for _, at := range []PhysAddr{0, 8, FrameSize - 8, FrameSize, size - 8} {
		for _, v := range []uint64{0, 1, 0x0102030405060708, 0x8000000000000000, 0xffffffffffffffff} {
			b, want := pattern(size), pattern(size)
			var m RAM
			m.Attach(b)
			frame, offset := Frame(at/FrameSize), at%FrameSize
			if got := m.Word(at); got != binary.LittleEndian.Uint64(want[at:]) {
				t.Errorf("Word(%#x) = %#x", uint64(at), got)
			}
			if got := m.Half(frame, offset+4); got != binary.LittleEndian.Uint32(want[at+4:]) {
				t.Errorf("Half(%#x) = %#x", uint64(at+4), got)
			}
			m.SetWord(at, v)
			binary.LittleEndian.PutUint64(want[at:], v)
			if !bytes.Equal(b, want) || m.Word(at) != v {
				t.Errorf("SetWord(%#x, %#x) left %x", uint64(at), v, b[at:at+8])
			}
			m.SetHalf(frame, offset+4, uint32(v>>8))
			binary.LittleEndian.PutUint32(want[at+4:], uint32(v>>8))
			if !bytes.Equal(b, want) {
				t.Errorf("SetHalf(%#x, %#x) left %x", uint64(at+4), uint32(v>>8), b[at:at+8])
			}
		}
	}
}

// Lines lie inside a frame, little-endian; what is published touches nothing beside it.
func TestLines(t *testing.T) {
	const size = 3 * FrameSize
	words := [4]uint64{0x0102030405060708, 0, 0xffffffffffffffff, 0x8000000000000001}
	for _, offset := range []PhysAddr{0, 8, 64, FrameSize - 64, FrameSize - 32} {
		b, want := pattern(size), pattern(size)
		var m RAM
		m.Attach(b)
		at := FrameSize + offset
		if offset <= FrameSize-64 {
			var got [8]uint64
			got[0], got[1], got[2], got[3], got[4], got[5], got[6], got[7] = m.Line(1, offset)
			for i, w := range got {
				if w != binary.LittleEndian.Uint64(want[at+PhysAddr(i)*8:]) {
					t.Errorf("Line(1, %#x): word %d is %#x", uint64(offset), i, w)
				}
			}
		}
		m.Publish(1, offset, words[0], words[1], words[2], words[3], 132, 0xa1b2c3d4)
		binary.LittleEndian.PutUint32(want[FrameSize+132:], 0xa1b2c3d4)
		for i, w := range words {
			binary.LittleEndian.PutUint64(want[at+PhysAddr(i)*8:], w)
		}
		if !bytes.Equal(b, want) {
			t.Errorf("Publish(1, %#x) left %x", uint64(offset), b[at:at+32])
		}
	}
}

func TestReadWrite(t *testing.T) {
	const size = 2 * FrameSize
	for _, tt := range []struct{ at, n int }{
		{0, 0}, {0, 1}, {size, 0}, {size - 1, 1}, {FrameSize - 3, 7}, {3, 15}, {3, 16}, {FrameSize - 9, 17}, {8, 24}, {size - 31, 31}, {1, 32}, {1, 33}, {0, size},
	} {
		b, want := pattern(size), pattern(size)
		var m RAM
		m.Attach(b)
		got := make([]byte, tt.n)
		m.Read(got, PhysAddr(tt.at))
		if !bytes.Equal(got, want[tt.at:tt.at+tt.n]) {
			t.Errorf("Read of %d bytes at %#x is wrong", tt.n, tt.at)
		}
		if v := m.View(PhysAddr(tt.at), uint64(tt.n)); !bytes.Equal(v, got) || cap(v) != tt.n {
			t.Errorf("View of %d bytes at %#x is wrong, or can grow", tt.n, tt.at)
		}
		src := pattern(tt.n + 1)[1:]
		m.Write(PhysAddr(tt.at), src)
		copy(want[tt.at:], src)
		if !bytes.Equal(b, want) {
			t.Errorf("Write of %d bytes at %#x is wrong", tt.n, tt.at)
		}
	}
}

// Invariant: FR-2
func TestZero(t *testing.T) {
	for f := range Frame(3) {
		b, want := pattern(3*FrameSize), pattern(3*FrameSize)
		var m RAM
		m.Attach(b)
		m.Zero(f)
		clear(want[f*FrameSize : (f+1)*FrameSize])
		if !bytes.Equal(b, want) {
			t.Errorf("Zero(%d) did not clear that frame alone", f)
		}
	}
}

// View answers no bytes that are not RAM.
func TestViewOutside(t *testing.T) {
	var m RAM
	m.Attach(make([]byte, FrameSize))
	for _, tt := range []struct{ a, n, want uint64 }{
		{0, FrameSize, FrameSize}, {1, FrameSize - 1, FrameSize - 1}, {FrameSize, 0, 0}, {0, FrameSize + 1, 0}, {1, FrameSize, 0},
		{FrameSize + 1, 0, 0}, {1, ^uint64(0), 0}, {^uint64(0), 2, 0},
	} {
		if b := m.View(PhysAddr(tt.a), tt.n); uint64(len(b)) != tt.want {
			t.Errorf("View(%#x, %#x) has %d bytes, want %d", tt.a, tt.n, len(b), tt.want)
		}
	}
}

// A wrong address is found by a check of the language, never read: the machine interface relies on it.
func TestOutside(t *testing.T) {
	var m RAM
	m.Attach(make([]byte, FrameSize))
	for name, access := range map[string]func(){
		"Word":       func() { m.Word(FrameSize) },
		"SetWord":    func() { m.SetWord(FrameSize-7, 1) },
		"Half":       func() { m.Half(0, FrameSize-3) },
		"SetHalf":    func() { m.SetHalf(1, 0, 1) },
		"Line":       func() { m.Line(1, 0) },
		"LineEnd":    func() { m.Line(0, FrameSize-56) },
		"Publish":    func() { m.Publish(1, 0, 1, 2, 3, 4, 68, 5) },
		"PublishEnd": func() { m.Publish(0, FrameSize-24, 1, 2, 3, 4, 68, 5) },
		"PublishAt":  func() { m.Publish(0, 0, 1, 2, 3, 4, FrameSize, 5) },
		"Read":       func() { m.Read(make([]byte, 2), FrameSize-1) },
		"Write":      func() { m.Write(FrameSize, []byte{1}) },
		"Zero":       func() { m.Zero(1) },
		"Fill":       func() { m.Fill(1, nil, 0) },
		"Copy":       func() { m.Copy(0, 8, Words) },
		"Next":       func() { m.Next(1, 0) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s outside RAM went on", name)
				}
			}()
			access()
		}()
	}
}
