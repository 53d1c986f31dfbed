package linedisc

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// content answers the line as a string.
func (l *Line) content() string {
	var b [Max]byte
	return string(b[:l.Copy(b[:])])
}

// shown is a terminal: what a user sees of the line.
type shown []string

func (s *shown) apply(t *testing.T, step Step) {
	t.Helper()
	switch step.Echo {
	case Type:
		*s = append(*s, string(step.Char.Bytes[:step.Char.Size]))
		if rest := step.Char.Bytes[step.Char.Size:]; strings.Trim(string(rest), "\x00") != "" {
			t.Fatalf("behind %q stands %q", step.Char.Bytes[:step.Char.Size], rest)
		}
	case Erase:
		if int(step.Count) > len(*s) {
			t.Fatalf("erases %d of %d characters", step.Count, len(*s))
		}
		*s = (*s)[:len(*s)-int(step.Count)]
	}
	if step.Outcome == Cancelled || step.Outcome == Ended {
		*s = nil
	}
}

// Every byte begins a character or continues one (RFC 3629, section 3).
func TestStarts(t *testing.T) {
	for n := range 256 {
		if b := byte(n); starts(b) != utf8.RuneStart(b) {
			t.Errorf("byte %#x starts a character: %v", b, starts(b))
		}
	}
}

// Each key and each limit. Invariants: LD-1, LD-2, LD-3, LD-4
func TestKeys(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		limit    uint32
		want     string
		last     Outcome
	}{
		{"nothing to erase", "\x7f\x08\x15\x17", 9, "", Pending},
		{"text", "abc", 9, "abc", Pending},
		{"line feed", "ab\n", 9, "ab", Submitted},
		{"return", "ab\r", 9, "ab", Submitted},
		{"return and line feed", "ab\r\n", 9, "ab", Pending},
		{"return and NUL", "ab\r\x00", 9, "ab", Pending},
		{"return and line feed, twice", "ab\r\n\n", 9, "ab", Submitted},
		{"return twice", "ab\r\r", 9, "ab", Submitted},
		{"NUL alone", "a\x00b", 9, "ab", Pending},
		{"empty line", "\n", 9, "", Submitted},
		{"delete", "abc\x7f", 9, "ab", Pending},
		{"backspace", "abc\x08", 9, "ab", Pending},
		{"delete to the beginning and on", "ab\x7f\x7f\x7fc", 9, "c", Pending},
		{"kill", "abc\x15", 9, "", Edited},
		{"kill and go on", "abc\x15de", 9, "de", Pending},
		{"word", "one two\x17", 9, "one ", Edited},
		{"word and what is behind it", "one two. \x17", 9, "one ", Edited},
		{"only word", "one\x17", 9, "", Edited},
		{"no word", " ..\x17", 9, "", Edited},
		{"word of one character", "a b\x17", 9, "a ", Edited},
		{"word with an underscore and digits", "x a_1\x17", 9, "x ", Edited},
		{"word beyond ASCII", "x äß\x17", 9, "x ", Edited},
		{"each end of the letters and digits", "@AZ[`az{/09:\x17\x17\x17", 12, "@", Edited},
		{"word of the first small letter", "x.a\x17", 9, "x.", Edited},
		{"word of the last small letter", "x.z\x17", 9, "x.", Edited},
		{"word of the first capital", "x.A\x17", 9, "x.", Edited},
		{"word of the last capital", "x.Z\x17", 9, "x.", Edited},
		{"word of the first digit", "x.0\x17", 9, "x.", Edited},
		{"word of the last digit", "x.9\x17", 9, "x.", Edited},
		{"word of an underscore", "x._\x17", 9, "x.", Edited},
		{"cancel", "abc\x03", 9, "", Cancelled},
		{"cancel nothing", "\x03", 9, "", Cancelled},
		{"end", "\x04", 9, "", Ended},
		{"end behind text", "ab\x04", 9, "ab", Submitted},
		{"reprint", "ab\x12", 9, "ab", Reprint},
		{"redraw", "ab\x0c", 9, "ab", Reprint},
		{"other controls", "a\x01\x02\x05\x06\x07\x09\x0b\x0e\x0f\x10\x11\x13\x14\x16\x18\x19\x1a\x1c\x1d\x1e\x1fb", 9, "ab", Pending},
		{"first and last of ASCII", " ~", 9, " ~", Pending},
		{"one below the limit", "ab", 3, "ab", Pending},
		{"at the limit", "abc", 3, "abc", Pending},
		{"above the limit", "abcd", 3, "abc", Pending},
		{"above the limit, then erased", "abcd\x7fe", 3, "abe", Pending},
		{"no limit at all", strings.Repeat("x", Max+1), ^uint32(0), strings.Repeat("x", Max), Pending},
		{"limit 0", "a", 0, "", Pending},
		{"two bytes fit", "aä", 3, "aä", Pending},
		{"two bytes do not fit", "abä", 3, "ab", Pending},
		{"four bytes fit", "😀", 4, "😀", Pending},
		{"four bytes do not fit", "😀", 3, "", Pending},
		{"erase two bytes", "aä\x7f", 9, "a", Pending},
		{"erase three bytes", "a€\x7f", 9, "a", Pending},
		{"erase four bytes", "a😀\x7f", 9, "a", Pending},
		{"erase a combining mark alone", "e\u0301\x7f", 9, "e", Pending},
		{"ends of two bytes", "\u00a0\u07ff", 9, "\u00a0\u07ff", Pending},
		{"ends of three bytes", "\u0800\ud7ff\ue000\uffff", 12, "\u0800\ud7ff\ue000\uffff", Pending},
		{"ends of four bytes", "\U00010000\U0010ffff", 9, "\U00010000\U0010ffff", Pending},
		{"controls beyond ASCII", "a\u0080\u009fb", 9, "ab", Pending},
		{"overlong", "a\xc0\x80\xc1\xbf\xe0\x9f\xbf\xf0\x8f\xbf\xbfb", 9, "ab", Pending},
		{"surrogates", "a\xed\xa0\x80\xed\xbf\xbfb", 9, "ab", Pending},
		{"above Unicode", "a\xf4\x90\x80\x80\xf5\x80\x80\x80\xffb", 9, "ab", Pending},
		{"continuation alone", "a\x80\xbfb", 9, "ab", Pending},
		{"not finished", "a\xe2\x82", 9, "a", Pending},
		{"not finished, then text", "a\xe2\x82b", 9, "ab", Pending},
		{"not finished, then text and the rest", "a\xe2\x82b\xac", 9, "ab", Pending},
		{"not finished, then another", "a\xe2\x82\xc3\xa4", 9, "aä", Pending},
		{"not finished, then erase", "a\xe2\x82\x7f", 9, "", Pending},
		{"not finished, then line end and the rest", "a\xe2\x82\n\xac", 9, "a", Pending},
		{"arrow", "ab\x1b[Dc", 9, "abc", Pending},
		{"function key", "ab\x1b[15~c", 9, "abc", Pending},
		{"key with modifiers", "ab\x1b[1;5Cc", 9, "abc", Pending},
		{"space in a sequence", "ab\x1b[1 qc", 9, "abc", Pending},
		{"first letter that ends a sequence", "ab\x1b[2@c", 9, "abc", Pending},
		{"application key", "ab\x1bOPc", 9, "abc", Pending},
		{"alt", "ab\x1bxc", 9, "abc", Pending},
		{"line end in a sequence", "ab\x1b[1\n", 9, "ab", Submitted},
		{"delete in a sequence", "ab\x1b[1\x7fc", 9, "ac", Pending},
		{"escape in a sequence", "ab\x1b[1\x1b[Dc", 9, "abc", Pending},
		{"beyond ASCII in a sequence", "ab\x1b[1äc", 9, "abäc", Pending},
		{"bracket on its own", "[O", 9, "[O", Pending},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var l Line
			var s Step
			var screen shown
			l.Start(tt.limit, false)
			for i := range len(tt.in) {
				s = l.Key(tt.in[i])
				screen.apply(t, s)
			}
			if got := l.content(); got != tt.want || s.Outcome != tt.last {
				t.Errorf("%q, outcome %d; want %q, %d", got, s.Outcome, tt.want, tt.last)
			}
			if got := strings.Join(screen, ""); got != tt.want {
				t.Errorf("the screen shows %q, the line is %q", got, tt.want)
			}
			var hidden Line
			hidden.Start(tt.limit, true)
			for i := range len(tt.in) {
				h := hidden.Key(tt.in[i])
				if h.Echo != None || h.Char != (Char{}) || h.Count != 0 {
					t.Errorf("byte %d is echoed: %+v", i, h)
				}
				s = h
			}
			if got := hidden.content(); got != tt.want || s.Outcome != tt.last {
				t.Errorf("hidden: %q, outcome %d; want %q, %d", got, s.Outcome, tt.want, tt.last)
			}
		})
	}
}

func TestStart(t *testing.T) {
	var l Line
	if s := l.Key('a'); s != (Step{}) || l.content() != "" {
		t.Errorf("a line that was not started takes %q: %+v", l.content(), s)
	}
	l.Start(8, true)
	l.Key('s')
	l.Key(0xe2)
	l.Key(27)
	l.Start(8, false)
	if l != (Line{limit: 8}) {
		t.Errorf("something is left of the line before: %+v", l)
	}
}

// The line feed behind a return belongs to the line before, whenever it comes.
func TestStartBehindReturn(t *testing.T) {
	var l Line
	l.Start(8, false)
	for i, want := range []Outcome{Pending, Submitted, Pending, Pending, Submitted} {
		s := l.Key("a\r\nb\n"[i])
		if s.Outcome != want {
			t.Errorf("byte %d: outcome %d, want %d", i, s.Outcome, want)
		}
		if i == 1 {
			l.Start(8, false)
		}
	}
	if got := l.content(); got != "b" {
		t.Errorf("the second line is %q", got)
	}
}

func TestCopy(t *testing.T) {
	var l Line
	l.Start(8, false)
	for _, b := range []byte("abcdef") {
		l.Key(b)
	}
	for n, want := range map[int]string{0: "........", 1: "a.......", 6: "abcdef..", 8: "abcdef.."} {
		b := []byte("........")
		if got := l.Copy(b[:n]); got != min(n, 6) || string(b) != want {
			t.Errorf("%d bytes of room: %d, %q", n, got, b)
		}
	}
}

// Any bytes: the line is within its limit, valid UTF-8, and what the screen shows. Invariants: LD-1, LD-2, LD-3, LD-4
func TestAnyKeys(t *testing.T) {
	keys := []byte("ab_ .\x03\x04\x08\x0a\x0c\x0d\x15\x17\x1b[O;1A\x7f\x80\xbf\xc2\xa0\xc3\xa4\xe2\x82\xac\xed\xf0\x9f\x98\x80\xf4\x90\xff\x00")
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 1))
		var l Line
		limit := uint32(r.IntN(12))
		l.Start(limit, false)
		var screen shown
		for range 200 {
			was := utf8.RuneCountInString(l.content())
			s := l.Key(keys[r.IntN(len(keys))])
			screen.apply(t, s)
			line := l.content()
			is := utf8.RuneCountInString(line)
			if len(line) > int(limit) || !utf8.ValidString(line) {
				t.Fatalf("seed %d: %q with limit %d", seed, line, limit)
			}
			if s.Outcome == Pending && (is > was+1 || was > is+1) || s.Outcome == Cancelled && is != 0 || s.Echo != None && is == was {
				t.Fatalf("seed %d: from %d to %d characters by %+v", seed, was, is, s)
			}
			if got := strings.Join(screen, ""); got != line {
				t.Fatalf("seed %d: the screen shows %q, the line is %q", seed, got, line)
			}
			if s.Outcome == Submitted || s.Outcome == Ended {
				l.Start(limit, false)
				screen = nil
			}
		}
	}
}
