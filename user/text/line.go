// Package text formats lines of text into a buffer of fixed size, for programs that have neither heap nor package fmt.
//
// It is pure: it may not call the kernel, and it builds and runs on any host.
package text

import "warrant/kernel/limits"

// Line is a line of text under construction, at most limits.ConsoleBytes bytes. What does not fit is left out, and Truncated says so.
// The zero value is an empty line. Its methods return the line so that calls can be chained.
type Line struct {
	buffer    [limits.ConsoleBytes]byte
	length    int
	truncated bool
}

// Reset makes the line empty again.
func (l *Line) Reset() *Line {
	l.length = 0
	l.truncated = false
	return l
}

// Bytes is the text so far. It is valid until the next method that changes the line.
func (l *Line) Bytes() []byte { return l.buffer[:l.length] }

// Len is the number of bytes so far.
func (l *Line) Len() int { return l.length }

// Truncated says whether something did not fit.
func (l *Line) Truncated() bool { return l.truncated }

// Byte adds one byte.
func (l *Line) Byte(b byte) *Line {
	if l.length == len(l.buffer) {
		l.truncated = true
		return l
	}
	l.buffer[l.length] = b
	l.length++
	return l
}

// String adds s.
func (l *Line) String(s string) *Line {
	for i := 0; i < len(s); i++ {
		l.Byte(s[i])
	}
	return l
}

// Text adds the bytes of s unchanged.
func (l *Line) Text(s []byte) *Line {
	for i := 0; i < len(s); i++ {
		l.Byte(s[i])
	}
	return l
}

// Printable adds the bytes of s with a question mark for each byte that is not printable ASCII, so that a name that came from elsewhere
// cannot steer a terminal.
func (l *Line) Printable(s []byte) *Line {
	for i := 0; i < len(s); i++ {
		b := s[i]
		if b < ' ' || b > '~' {
			b = '?'
		}
		l.Byte(b)
	}
	return l
}

// Pad adds spaces up to the given column; a line that is longer stays as it is.
func (l *Line) Pad(column int) *Line {
	for l.length < column && !l.truncated {
		l.Byte(' ')
	}
	return l
}
