package oracle

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"warrant/lib/linedisc"
)

// terminal is a pseudo-terminal in canonical mode: what is typed into keys comes out of lines.
type terminal struct{ keys, lines *os.File }

// open opens a pseudo-terminal whose keys are those of package linedisc. Its own further keys are off.
func open(t *testing.T) terminal {
	t.Helper()
	keys, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { keys.Close() })
	fd := int(keys.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetUint32(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lines.Close() })
	mode, err := unix.IoctlGetTermios(int(lines.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	mode.Iflag = unix.IUTF8 | unix.ICRNL
	mode.Oflag = 0
	mode.Lflag = unix.ICANON | unix.ISIG | unix.IEXTEN | unix.ECHO | unix.ECHOE | unix.ECHOK | unix.ECHOKE // reprint is a key only with echo
	mode.Cc = [len(mode.Cc)]uint8{}
	for key, code := range map[int]uint8{unix.VINTR: 3, unix.VEOF: 4, unix.VKILL: 21, unix.VWERASE: 23, unix.VREPRINT: 18, unix.VERASE: 127} {
		mode.Cc[key] = code
	}
	if err := unix.IoctlSetTermios(int(lines.Fd()), unix.TCSETS, mode); err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, keys) // the echo, until keys is closed
	return terminal{keys, lines}
}

// line types keys and answers the line that comes out, without its end.
func (x terminal) line(t *testing.T, keys string) string {
	t.Helper()
	if _, err := x.keys.WriteString(keys); err != nil {
		t.Fatal(err)
	}
	var b [4096]byte
	n, err := unix.Read(int(x.lines.Fd()), b[:])
	if err != nil {
		t.Fatal(err)
	}
	if n > 0 && b[n-1] == '\n' {
		n--
	}
	return string(b[:n])
}

// ours answers the line that package linedisc makes of keys, of which the last one alone must submit it.
func ours(t *testing.T, keys string) string {
	t.Helper()
	var l linedisc.Line
	l.Start(linedisc.Max, false)
	for i := range len(keys) {
		s := l.Key(keys[i])
		done := s.Outcome == linedisc.Submitted || s.Outcome == linedisc.Ended
		if done != (i == len(keys)-1) {
			t.Fatalf("%q, byte %d: outcome %d", keys, i, s.Outcome)
		}
	}
	var b [linedisc.Max]byte
	return string(b[:l.Copy(b[:])])
}

// The line is the one that the operating system's own line discipline makes of the same keys, for those that both have; docs/fuzzing.md
// lists the others.
func TestLinesAgainstTerminal(t *testing.T) {
	x := open(t)
	pieces := []string{"a", "b", "Z", "0", "_", " ", ".", "/", "é", "ß", "€", "漢", "😀", "\u0301", "\x7f", "\x7f", "\x7f", "\x15", "\x17", "\x17", "\x12", "\x03"}
	ends := []string{"\n", "\r", "\x04"}
	for seed := range uint64(4000) {
		r := rand.New(rand.NewPCG(seed, 2))
		keys := ""
		for range r.IntN(30) {
			keys += pieces[r.IntN(len(pieces))]
		}
		keys += ends[r.IntN(len(ends))]
		want := x.line(t, keys)
		if got := ours(t, keys); got != want {
			t.Fatalf("seed %d: %q gives %q, the terminal's line is %q", seed, keys, got, want)
		}
	}
}

// The comparison notices a discipline that erases bytes instead of characters.
func TestTerminalComparisonSaysNo(t *testing.T) {
	x := open(t)
	if theirs := x.line(t, "aé\x7f\n"); theirs != "a" {
		t.Errorf("the terminal erases to %q", theirs)
	}
	if theirs := x.line(t, "one two\x17\n"); theirs == ours(t, "one two\x7f\n") {
		t.Error("erasing a word and a character give the same")
	}
}
