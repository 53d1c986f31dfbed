package memory

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// Fill writes a whole frame, and no other: what there is of the content, and zeros. Invariant: FR-2
func TestFill(t *testing.T) {
	content := pattern(3*FrameSize + 5)[3:]
	for _, tt := range []struct{ n, from int }{
		{0, 0}, {1, 0}, {FrameSize - 1, 0}, {FrameSize, 0}, {FrameSize + 1, 0}, {FrameSize, FrameSize}, {FrameSize + 1, FrameSize},
		{2*FrameSize - 1, FrameSize}, {2 * FrameSize, FrameSize}, {3 * FrameSize, FrameSize}, {3 * FrameSize, 7}, {10, 11}, {10, 9},
	} {
		for f := range Frame(3) {
			b, want := pattern(3*FrameSize), pattern(3*FrameSize)
			var m RAM
			m.Attach(b)
			m.Fill(f, content[:tt.n], uint64(tt.from))
			page := want[f*FrameSize : (f+1)*FrameSize]
			clear(page)
			copy(page, content[min(tt.from, tt.n):tt.n])
			if !bytes.Equal(b, want) {
				t.Errorf("Fill(%d, %d bytes, %d) is wrong", f, tt.n, tt.from)
			}
		}
	}
	var m RAM
	m.Attach(pattern(FrameSize))
	m.Fill(0, nil, ^uint64(0))
	if m.Next(0, 0) != Words {
		t.Error("content from the greatest number on is not nothing")
	}
}

func TestCopy(t *testing.T) {
	for _, tt := range []struct{ to, from, n int }{
		{0, FrameSize, 0}, {0, FrameSize, 1}, {FrameSize, 0, Words}, {FrameSize / 2, 3 * FrameSize / 2, Words / 2}, {8, 0, Words}, {0, 8, Words},
	} {
		b, want := pattern(2*FrameSize), pattern(2*FrameSize)
		var m RAM
		m.Attach(b)
		m.Copy(PhysAddr(tt.to), PhysAddr(tt.from), uint64(tt.n))
		copy(want[tt.to:tt.to+8*tt.n], want[tt.from:tt.from+8*tt.n])
		if !bytes.Equal(b, want) {
			t.Errorf("Copy(%d, %d, %d) is wrong", tt.to, tt.from, tt.n)
		}
	}
}

// Next finds the first word that is not zero wherever it stands, whichever of its bytes is not.
func TestNext(t *testing.T) {
	b := make([]byte, 3*FrameSize)
	var m RAM
	m.Attach(b)
	for i := range b {
		if i/FrameSize != 1 {
			b[i] = 0xff // the neighbours say nothing
		}
	}
	for i := range uint32(Words + 1) {
		if at := m.Next(1, i); at != Words {
			t.Fatalf("Next(1, %d) of nothing = %d", i, at)
		}
	}
	for at := range uint32(Words) {
		word := b[FrameSize+8*at : FrameSize+8*at+8]
		binary.LittleEndian.PutUint64(word, 1<<(at%64))
		for _, i := range []uint32{0, at / 2, max(at, 17) - 17, max(at, 16) - 16, max(at, 1) - 1, at} {
			if got := m.Next(1, i); i <= at && got != at {
				t.Errorf("Next(1, %d) = %d, want %d", i, got, at)
			}
		}
		if got := m.Next(1, at+1); got != Words {
			t.Errorf("Next(1, %d) = %d behind the only word", at+1, got)
		}
		clear(word)
	}
}
