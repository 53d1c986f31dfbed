package text

import (
	"math"
	"strings"
	"testing"

	"warrant/kernel/limits"
)

func TestNumbers(t *testing.T) {
	tests := []struct {
		name  string
		write func(*Line)
		want  string
	}{
		{"zero", func(l *Line) { l.Unsigned(0) }, "0"},
		{"nine", func(l *Line) { l.Unsigned(9) }, "9"},
		{"ten", func(l *Line) { l.Unsigned(10) }, "10"},
		{"greatest unsigned", func(l *Line) { l.Unsigned(math.MaxUint64) }, "18446744073709551615"},
		{"signed zero", func(l *Line) { l.Signed(0) }, "0"},
		{"minus one", func(l *Line) { l.Signed(-1) }, "-1"},
		{"greatest signed", func(l *Line) { l.Signed(math.MaxInt64) }, "9223372036854775807"},
		{"least signed", func(l *Line) { l.Signed(math.MinInt64) }, "-9223372036854775808"},
		{"hex zero", func(l *Line) { l.Hex(0) }, "0x0"},
		{"hex fifteen", func(l *Line) { l.Hex(15) }, "0xf"},
		{"hex sixteen", func(l *Line) { l.Hex(16) }, "0x10"},
		{"greatest hex", func(l *Line) { l.Hex(math.MaxUint64) }, "0xffffffffffffffff"},
		{"chain", func(l *Line) { l.String("a=").Unsigned(7).Byte(',').Text([]byte("b")) }, "a=7,b"},
		{"pad", func(l *Line) { l.String("ab").Pad(4).Byte('|') }, "ab  |"},
		{"pad to a column already passed", func(l *Line) { l.String("abcd").Pad(2).Byte('|') }, "abcd|"},
		{"not printable", func(l *Line) { l.Printable([]byte("a\x1b[0m~\x7f\n é")) }, "a?[0m~?? ??"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var line Line
			test.write(&line)
			if got := string(line.Bytes()); got != test.want || line.Truncated() {
				t.Errorf("got %q (truncated %v), want %q", got, line.Truncated(), test.want)
			}
		})
	}
}

func TestLineKeepsWhatFits(t *testing.T) {
	full := strings.Repeat("x", limits.ConsoleBytes)
	var line Line
	line.String(full)
	if line.Truncated() || line.Len() != limits.ConsoleBytes {
		t.Fatalf("a full line has %d bytes, truncated %v", line.Len(), line.Truncated())
	}
	line.Byte('y')
	line.Pad(limits.ConsoleBytes + 1)
	if !line.Truncated() || string(line.Bytes()) != full {
		t.Errorf("one byte more: truncated %v, %d bytes", line.Truncated(), line.Len())
	}
	if line.Reset(); line.Len() != 0 || line.Truncated() {
		t.Errorf("after Reset: %d bytes, truncated %v", line.Len(), line.Truncated())
	}
}
