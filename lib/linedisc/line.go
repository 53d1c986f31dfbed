// +gobra

package linedisc

// Max is the greatest length of a line, in bytes.
const Max = 1024

// Line is the line that is being typed. Start makes it ready; the zero value takes no character.
type Line struct {
	buf     [Max]byte
	n       uint32 // bytes of the line: whole characters
	limit   uint32
	hidden  bool
	partial Char // the bytes of a character that is not whole yet
	at      place
}

// @ requires  acc(l) && 0 <= limit
// @ ensures   l.Mem() && l.Size() == 0
// @ ensures   l.Limit() == (limit <= Max ? limit : Max)
// @ decreases

// Start begins an empty line of at most limit bytes, cut to Max. hidden is for a password: nothing is echoed. What was typed before is
// overwritten with zeros. Only a return that ended the line before is remembered, for the line feed that may belong to it.
func (l *Line) Start(limit uint32, hidden bool) {
	at := l.at
	if at != afterReturn {
		at = typing
	}
	*l = Line{hidden: hidden, limit: limit, at: at}
	if limit > Max {
		l.limit = Max
	}
	// @ fold l.Mem()
}

// @ preserves acc(l.Mem(), 1/2) && acc(dst)
// @ ensures   0 <= n && n <= len(dst) && (l.Size() <= len(dst) ==> n == l.Size())
// @ decreases

// Copy copies the line's bytes into dst, as many as fit, and answers their number.
func (l *Line) Copy(dst []byte) (n int) {
	// @ unfold acc(l.Mem(), 1/2)
	// @ defer fold acc(l.Mem(), 1/2)
	n = int(l.n)
	if n > len(dst) {
		n = len(dst)
	}
	// @ invariant acc(l, 1/2) && acc(dst) && 0 <= i && i <= n && n <= len(dst) && n <= Max
	// @ decreases n - i
	for i := 0; i < n; i++ {
		dst[i] = l.buf[i]
	}
	return n
}

// @ preserves acc(l, 1/2) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
// @ requires  l.n > 0
// @ ensures   0 <= i && i < l.n && Starts(seq(l.buf)[int(i)])
// @ ensures   Chars(seq(l.buf), int(l.n)) == Chars(seq(l.buf), int(i)) + 1
// @ decreases

// last answers where the last character begins. Precondition: the line is not empty.
func (l *Line) last() (i uint32) {
	i = l.n - 1
	// @ invariant acc(l, 1/2) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
	// @ invariant 0 <= i && i < l.n
	// @ invariant Chars(seq(l.buf), int(l.n)) == Chars(seq(l.buf), int(i) + 1)
	// @ decreases i
	for i > 0 && !starts(l.buf[i]) {
		i = i - 1
	}
	return i
}

// @ requires acc(l) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial) && Whole(c)
// @ ensures  acc(l) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
// @ ensures  l.limit == old(l.limit) && l.hidden == old(l.hidden)
// @ ensures  s.Outcome == Pending && (s.Echo == None || s.Echo == Type)
// @ ensures  s.Echo == None ==> l.n == old(l.n) && seq(l.buf) == old(seq(l.buf))
// @ ensures  s.Echo == Type ==> s.Char === c && l.n == old(l.n) + c.Size
// @ ensures  s.Echo == Type ==> Chars(seq(l.buf), int(l.n)) == Chars(old(seq(l.buf)), int(old(l.n))) + 1
// @ decreases

// add appends c, if it fits.
func (l *Line) add(c Char) (s Step) {
	if c.Size > l.limit-l.n {
		return Step{}
	}
	// @ ghost first := seq(l.buf)
	// @ invariant acc(l) && 0 <= k && k <= c.Size && Whole(c)
	// @ invariant l.n == old(l.n) && l.limit == old(l.limit) && l.hidden == old(l.hidden) && l.partial === old(l.partial)
	// @ invariant 0 <= l.n && l.n + c.Size <= l.limit && l.limit <= Max
	// @ invariant l.n + k > 0 ==> Starts(seq(l.buf)[0])
	// @ invariant Chars(seq(l.buf), int(l.n) + int(k)) == Chars(first, int(l.n)) + (k > 0 ? 1 : 0)
	// @ decreases c.Size - k
	for k := uint32(0); k < c.Size; k++ {
		// @ ghost prev := seq(l.buf)
		l.buf[l.n+k] = c.Bytes[k]
		// @ assert seq(l.buf) == prev[int(l.n) + int(k) = c.Bytes[k]]
		// @ CharsBelow(prev, int(l.n) + int(k), c.Bytes[k], int(l.n) + int(k))
	}
	l.n = l.n + c.Size
	return Step{Outcome: Pending, Echo: Type, Char: c}
}

// @ requires acc(l) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
// @ ensures  acc(l) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
// @ ensures  l.limit == old(l.limit) && l.hidden == old(l.hidden) && seq(l.buf) == old(seq(l.buf))
// @ ensures  s.Outcome == Pending && (s.Echo == None || s.Echo == Erase && s.Count == 1)
// @ ensures  s.Echo == None ==> l.n == 0 && old(l.n) == 0
// @ ensures  s.Echo == Erase ==> Chars(seq(l.buf), int(l.n)) + 1 == Chars(seq(l.buf), int(old(l.n)))
// @ decreases

// erase takes away the last character.
func (l *Line) erase() (s Step) {
	if l.n == 0 {
		return Step{}
	}
	l.n = l.last()
	return Step{Outcome: Pending, Echo: Erase, Count: 1}
}

// @ requires acc(l) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
// @ ensures  acc(l) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
// @ ensures  l.limit == old(l.limit) && l.hidden == old(l.hidden) && seq(l.buf) == old(seq(l.buf))
// @ ensures  s.Echo == None ==> s.Outcome == Pending && l.n == 0 && old(l.n) == 0
// @ ensures  s.Echo != None ==> s.Outcome == Edited && s.Echo == Erase && s.Count > 0
// @ ensures  s.Echo != None ==> Chars(seq(l.buf), int(l.n)) + int(s.Count) == Chars(seq(l.buf), int(old(l.n)))
// @ decreases

// eraseWord takes away the last word and what is no word behind it.
func (l *Line) eraseWord() (s Step) {
	count := uint32(0)
	inWord := false
	// @ invariant acc(l) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
	// @ invariant l.limit == old(l.limit) && l.hidden == old(l.hidden) && seq(l.buf) == old(seq(l.buf))
	// @ invariant 0 <= count && count + l.n <= old(l.n) && (count == 0 ==> l.n == old(l.n))
	// @ invariant inWord ==> count > 0
	// @ invariant Chars(seq(l.buf), int(l.n)) + int(count) == Chars(seq(l.buf), int(old(l.n)))
	// @ decreases l.n
	for l.n > 0 {
		i := l.last()
		ofWord := wordByte(l.buf[i])
		if inWord && !ofWord {
			return Step{Outcome: Edited, Echo: Erase, Count: count}
		}
		inWord = inWord || ofWord
		l.n = i
		count = count + 1
	}
	if count == 0 {
		return Step{}
	}
	return Step{Outcome: Edited, Echo: Erase, Count: count}
}

// @ requires acc(l) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
// @ ensures  acc(l) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
// @ ensures  l.limit == old(l.limit) && l.hidden == old(l.hidden) && seq(l.buf) == old(seq(l.buf)) && l.n == 0
// @ ensures  s.Echo == None ==> s.Outcome == Pending && old(l.n) == 0
// @ ensures  s.Echo != None ==> s.Outcome == Edited && s.Echo == Erase && s.Count > 0
// @ ensures  s.Echo != None ==> int(s.Count) == Chars(seq(l.buf), int(old(l.n)))
// @ decreases

// eraseAll takes away the whole line.
func (l *Line) eraseAll() (s Step) {
	if l.n == 0 {
		return Step{}
	}
	count := uint32(0)
	// @ invariant acc(l, 1/2) && Inv(seq(l.buf), int(l.n), int(l.limit), l.partial)
	// @ invariant 0 <= i && i <= l.n && 0 <= count && count <= i && (i > 0 ==> count > 0)
	// @ invariant int(count) == Chars(seq(l.buf), int(i))
	// @ decreases l.n - i
	for i := uint32(0); i < l.n; i++ {
		if starts(l.buf[i]) {
			count = count + 1
		}
	}
	l.n = 0
	return Step{Outcome: Edited, Echo: Erase, Count: count}
}

// @ ensures res == IsWord(b)
// @ decreases

// wordByte reports whether a character that begins with b belongs to a word: ASCII letters, digits and the underscore, and everything
// beyond ASCII.
func wordByte(b byte) (res bool) {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b >= 128
}
