package fuzz

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"warrant/lib/linedisc"
)

// LineDiscipline types the input, whose first byte says the limit and whether echo is off. It checks what holds of every step, and that
// a terminal which obeys the echoes shows the line. Invariants: LD-1, LD-2, LD-3, LD-4.
func LineDiscipline(data []byte) int {
	if len(data) == 0 {
		return 0
	}
	limit, hidden := int(data[0])%32, data[0] >= 128
	var l linedisc.Line
	l.Start(uint32(limit), hidden)
	var screen []string
	submitted := 0
	before := ""
	for i, b := range data[1:] {
		s := l.Key(b)
		var buffer [64]byte
		line := string(buffer[:l.Copy(buffer[:])])
		was, is := utf8.RuneCountInString(before), utf8.RuneCountInString(line)

		must(len(line) <= limit, "byte %d: %d bytes with limit %d", i, len(line), limit)
		must(utf8.ValidString(line) && strings.IndexFunc(line, unicode.IsControl) < 0, "byte %d: the line is %q", i, line)
		must(s.Echo == linedisc.None || was != is, "byte %d: echo %d without a change", i, s.Echo)
		must(!hidden || s.Echo == linedisc.None && s.Char == linedisc.Char{} && s.Count == 0, "byte %d: echo of a hidden line", i)
		switch s.Outcome {
		case linedisc.Pending:
			must(is <= was+1 && was <= is+1, "byte %d: from %d to %d characters", i, was, is)
			must(is <= was || strings.HasPrefix(line, before), "byte %d: %q became %q", i, before, line)
		case linedisc.Cancelled, linedisc.Ended:
			must(is == 0, "byte %d: %q is left", i, line)
			screen = nil
		case linedisc.Submitted, linedisc.Reprint:
			must(line == before, "byte %d: %q became %q", i, before, line)
		case linedisc.Edited:
			must(is < was && strings.HasPrefix(before, line), "byte %d: %q became %q", i, before, line)
		default:
			must(false, "byte %d: outcome %d", i, s.Outcome)
		}
		switch s.Echo {
		case linedisc.Type:
			must(s.Char.Size >= 1 && s.Char.Size <= 4 && s.Count == 0 && zero(s.Char.Bytes[s.Char.Size:]), "byte %d: %+v", i, s)
			screen = append(screen, string(s.Char.Bytes[:s.Char.Size]))
		case linedisc.Erase:
			must(s.Count >= 1 && int(s.Count) <= len(screen), "byte %d: erases %d of %d", i, s.Count, len(screen))
			screen = screen[:len(screen)-int(s.Count)]
		}
		must(hidden || strings.Join(screen, "") == line, "byte %d: the screen shows %q, the line is %q", i, screen, line)
		before = line
		if s.Outcome == linedisc.Submitted || s.Outcome == linedisc.Ended {
			submitted++
			l.Start(uint32(limit), hidden)
			before, screen = "", nil
		}
	}
	plain(data[1:], limit)
	return accepted(submitted > 0)
}

// longest is the limit of a line for those who set none.
const longest = 1 << 31

// plain types what is text in the input and nothing else: all of it, to the limit, must be in the line.
func plain(keys []byte, limit int) {
	var l linedisc.Line
	l.Start(longest, true)
	l.Start(uint32(limit), false)
	var want []byte
	for _, r := range string(keys) {
		if r == utf8.RuneError || unicode.IsControl(r) {
			continue
		}
		c := utf8.AppendRune(nil, r)
		for _, b := range c {
			l.Key(b)
		}
		if len(want)+len(c) <= limit {
			want = append(want, c...)
		}
	}
	var buffer [64]byte
	got := string(buffer[:l.Copy(buffer[:])])
	must(got == string(want), "text %q became %q", want, got)
	must(l.Copy(buffer[:1]) == min(1, len(want)), "a copy of one byte is longer")
	if len(want) == 0 {
		return
	}
	l.Key(127)
	_, last := utf8.DecodeLastRune(want)
	got = string(buffer[:l.Copy(buffer[:])])
	must(got == string(want[:len(want)-last]), "%q without its last character became %q", want, got)
}
