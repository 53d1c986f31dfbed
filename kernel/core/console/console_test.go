package console

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"warrant/kernel/limits"
)

func numbers() []uint64 {
	all := []uint64{0, math.MaxUint64, math.MaxInt64, 1 << 63}
	for base := uint64(1); base < math.MaxUint64/16; base *= 10 {
		all = append(all, base-1, base, base+1, 9*base)
	}
	for shift := range 64 {
		all = append(all, 1<<shift-1, 1<<shift, 1<<shift+1)
	}
	all = append(all, 1e19-1, 1e19, 1e19+1)
	r := rand.New(rand.NewPCG(1, 6))
	for range 1000 {
		all = append(all, r.Uint64()>>r.IntN(64))
	}
	return all
}

// The numbers read as the standard library writes them.
func TestNumbers(t *testing.T) {
	b := new(Buffer)
	for _, v := range numbers() {
		for _, tt := range []struct {
			name  string
			write func()
			want  string
		}{
			{"Decimal", func() { b.Decimal(v) }, strconv.FormatUint(v, 10)},
			{"Signed", func() { b.Signed(int64(v)) }, strconv.FormatInt(int64(v), 10)},
			{"Signed", func() { b.Signed(-int64(v)) }, strconv.FormatInt(-int64(v), 10)},
			{"Hex", func() { b.Hex(v) }, "0x" + strconv.FormatUint(v, 16)},
		} {
			b.Clear()
			tt.write()
			if got := string(b.Waiting()); got != tt.want {
				t.Errorf("%s of %#x writes %q, want %q", tt.name, v, got, tt.want)
			}
		}
	}
}

func TestFull(t *testing.T) {
	for _, tt := range []struct {
		name       string
		before, n  int
		left, lost int
	}{
		{"nothing", 0, 0, limits.ConsoleBuffer, 0},
		{"one less than fits", 0, limits.ConsoleBuffer - 1, 1, 0},
		{"what fits", 0, limits.ConsoleBuffer, 0, 0},
		{"one more than fits", 0, limits.ConsoleBuffer + 1, 0, 1},
		{"the last", limits.ConsoleBuffer - 1, 1, 0, 0},
		{"none left", limits.ConsoleBuffer, 1, 0, 1},
		{"part of it", limits.ConsoleBuffer - 2, 5, 0, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for name, write := range map[string]func(*Buffer, []byte){
				"Bytes": (*Buffer).Bytes,
				"Text":  func(b *Buffer, p []byte) { b.Text(string(p)) },
			} {
				b := new(Buffer)
				text := make([]byte, tt.before+tt.n)
				for i := range text {
					text[i] = byte(i * 7)
				}
				write(b, text[:tt.before])
				write(b, text[tt.before:])
				want := text[:len(text)-tt.lost]
				if !bytes.Equal(b.Waiting(), want) || int(b.Room()) != tt.left || int(b.Lost()) != tt.lost {
					t.Errorf("%s: %d bytes wait, room %d, lost %d; want %d, %d, %d", name, len(b.Waiting()), b.Room(), b.Lost(),
						len(want), tt.left, tt.lost)
				}
				b.Clear()
				if len(b.Waiting()) != 0 || b.Room() != limits.ConsoleBuffer || int(b.Lost()) != tt.lost {
					t.Errorf("%s: after Clear %d bytes wait, room %d, lost %d", name, len(b.Waiting()), b.Room(), b.Lost())
				}
			}
		})
	}
}
