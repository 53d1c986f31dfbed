// +gobra

// Package linedisc collects a line that somebody types, and says after each byte what the terminal should show.
//
// It is the editing of a terminal in canonical mode, aware of UTF-8: a line consists of whole characters, invalid bytes are dropped,
// and erasing takes away a character however many bytes it has. Escape sequences, which arrow and function keys send, are dropped
// whole. A character is taken to be one column wide. The package may not write to anything, and knows nothing of prompts.
package linedisc

// Outcome is what a key did.
type Outcome uint8

// The outcomes.
const (
	// Pending: the line goes on, longer or shorter by at most one character.
	Pending Outcome = iota
	// Submitted: the line is complete. It stays as it is; Start begins the next one.
	Submitted
	// Cancelled: the line was thrown away, and is empty.
	Cancelled
	// Ended: the user has nothing more to say; the line is empty.
	Ended
	// Edited: the line goes on, shorter by more than one key's worth: a word or all of it was erased.
	Edited
	// Reprint: the line goes on unchanged, and the user wants prompt and line shown again.
	Reprint
)

// Echo is what the terminal should do.
type Echo uint8

// The echoes.
const (
	None  Echo = iota // None: nothing
	Type              // Type: show Step.Char
	Erase             // Erase: take away the last Step.Count characters
)

// Step is the effect of one byte.
type Step struct {
	Outcome Outcome
	Echo    Echo
	Char    Char   // for Type, else zero
	Count   uint32 // for Erase, else zero
}

// place is what the next byte belongs to.
type place uint8

// The places.
const (
	typing      place = iota
	afterReturn       // behind CR: LF or NUL belong to it (RFC 854, "The NVT Printer and Keyboard")
	escape            // behind ESC
	sequence          // in a control sequence (ECMA-48, section 5.4)
	single            // behind ESC O: one byte more
)

// The keys.
const (
	keyCancel     = 3  // ^C
	keyEnd        = 4  // ^D
	keyBackspace  = 8  // ^H
	keyNewline    = 10 // ^J
	keyRedraw     = 12 // ^L
	keyReturn     = 13 // ^M
	keyReprint    = 18 // ^R
	keyKill       = 21 // ^U
	keyWord       = 23 // ^W
	keyEscape     = 27
	keyDelete     = 127
	firstPrinting = 32
)

// @ preserves l.Mem()
// @ ensures   l.Limit() == old(l.Limit()) && l.Hidden() == old(l.Hidden())
// @ ensures   s.Outcome == Pending ==> l.Length() <= old(l.Length()) + 1 && old(l.Length()) <= l.Length() + 1
// @ ensures   s.Outcome == Cancelled || s.Outcome == Ended ==> l.Size() == 0
// @ ensures   s.Outcome == Submitted || s.Outcome == Reprint ==> l.Length() == old(l.Length()) && l.Size() == old(l.Size())
// @ ensures   s.Echo == Type ==> l.Length() == old(l.Length()) + 1 && Whole(s.Char)
// @ ensures   s.Echo == Erase ==> s.Count > 0 && l.Length() + int(s.Count) == old(l.Length())
// @ ensures   s.Echo == None || s.Echo == Type || s.Echo == Erase
// @ ensures   l.Hidden() ==> s.Echo == None
// @ decreases

// Key takes one byte. Invariants: LD-1, LD-2, LD-3, LD-4.
func (l *Line) Key(b byte) (s Step) {
	// @ unfold l.Mem()
	// @ defer fold l.Mem()
	if l.swallow(b) {
		return Step{}
	}
	switch {
	case b < firstPrinting || b == keyDelete:
		l.partial = Char{}
		s = l.control(b)
	case b < 128:
		l.partial = Char{}
		s = l.add(Char{Bytes: [4]byte{b, 0, 0, 0}, Size: 1})
	default:
		s = l.high(b)
	}
	if l.hidden {
		return Step{Outcome: s.Outcome}
	}
	return s
}

// @ preserves acc(l) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
// @ ensures   did == Swallowed(old(l.at), b) && l.at == Behind(old(l.at), b) && l.partial == old(l.partial)
// @ ensures   l.limit == old(l.limit) && l.hidden == old(l.hidden) && seq(l.buf) == old(seq(l.buf)) && l.n == old(l.n)
// @ decreases

// swallow reports whether b belongs to a line end or an escape sequence that began before it.
func (l *Line) swallow(b byte) (did bool) {
	at := l.at
	l.at = typing
	if at == afterReturn {
		return b == keyNewline || b == 0
	}
	if at == typing || b < firstPrinting || b == keyDelete || b >= 128 {
		return false // a control or a character beyond ASCII ends an escape sequence, and counts
	}
	if at == escape && b == '[' || at == sequence && b < '@' {
		l.at = sequence
	} else if at == escape && b == 'O' {
		l.at = single
	}
	return true
}

// @ requires acc(l) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
// @ ensures  acc(l) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
// @ ensures  l.limit == old(l.limit) && l.hidden == old(l.hidden) && seq(l.buf) == old(seq(l.buf))
// @ ensures  s.Outcome == Pending && s.Echo == None ==> l.n == old(l.n)
// @ ensures  s.Outcome == Cancelled || s.Outcome == Ended ==> l.n == 0 && s.Echo == None
// @ ensures  s.Outcome == Submitted || s.Outcome == Reprint ==> l.n == old(l.n) && s.Echo == None
// @ ensures  s.Echo == Erase ==> s.Count > 0 && Chars(seq(l.buf), int(l.n)) + int(s.Count) == Chars(seq(l.buf), int(old(l.n)))
// @ ensures  s.Echo == Erase && s.Outcome == Pending ==> s.Count == 1
// @ ensures  s.Echo == None || s.Echo == Erase
// @ ensures  s.Outcome == Edited ==> s.Echo == Erase
// @ decreases

// control obeys a control character; most of them do nothing.
func (l *Line) control(b byte) (s Step) {
	switch b {
	case keyBackspace, keyDelete:
		return l.erase()
	case keyKill:
		return l.eraseAll()
	case keyWord:
		return l.eraseWord()
	case keyNewline:
		return Step{Outcome: Submitted}
	case keyReturn:
		l.at = afterReturn
		return Step{Outcome: Submitted}
	case keyEnd:
		if l.n == 0 {
			return Step{Outcome: Ended}
		}
		return Step{Outcome: Submitted}
	case keyCancel:
		l.n = 0
		return Step{Outcome: Cancelled}
	case keyRedraw, keyReprint:
		return Step{Outcome: Reprint}
	case keyEscape:
		l.at = escape
	}
	return Step{}
}

// @ requires acc(l) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
// @ ensures  acc(l) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
// @ ensures  l.limit == old(l.limit) && l.hidden == old(l.hidden)
// @ ensures  s.Outcome == Pending && (s.Echo == None || s.Echo == Type)
// @ ensures  s.Echo == None ==> l.n == old(l.n) && seq(l.buf) == old(seq(l.buf))
// @ ensures  s.Echo == Type ==> Whole(s.Char) && Chars(seq(l.buf), int(l.n)) == Chars(old(seq(l.buf)), int(old(l.n))) + 1
// @ decreases

// high takes a byte of a character that has several. One that does not fit what came before it is dropped with it, unless it begins
// another character.
func (l *Line) high(b byte) (s Step) {
	c := l.partial
	l.partial = Char{}
	if c.Size > 0 && continues(c.Bytes[0], c.Size, b) {
		size := sizeOf(c.Bytes[0])
		c.Bytes[c.Size] = b
		c.Size = c.Size + 1
		if c.Size < size {
			l.partial = c
			return Step{}
		}
		return l.add(c)
	}
	if sizeOf(b) > 0 {
		l.partial = Char{Bytes: [4]byte{b, 0, 0, 0}, Size: 1}
	}
	return Step{}
}
