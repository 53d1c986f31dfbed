// +gobra

package negotiation

// textMax is the greatest length of a subnegotiation that is understood, in bytes: IS and the longest name.
const textMax = 1 + NameMax

// is stands before the name of a terminal (RFC 1091, section 2).
const is = 0

// windowBytes is the length of a window size (RFC 1073).
const windowBytes = 4

// @ preserves acc(c.Mem(), 1/2) && acc(dst)
// @ ensures   0 <= n && n == (c.View().Length < len(dst) ? c.View().Length : len(dst))
// @ ensures   forall i int :: { &dst[i] } 0 <= i && i < n ==> dst[i] == c.View().Name[i]
// @ ensures   forall i int :: { &dst[i] } n <= i && i < len(dst) ==> dst[i] == old(dst[i])
// @ decreases

// Name copies the name of the client's terminal into dst, as much as fits, and answers its length; 0 when it is not known. The bytes
// are printing ASCII.
func (c *Client) Name(dst []byte) (n int) {
	// @ unfold acc(c.Mem(), 1/2)
	// @ defer fold acc(c.Mem(), 1/2)
	n = int(c.length)
	if n > len(dst) {
		n = len(dst)
	}
	// @ invariant acc(c, 1/2) && acc(dst) && 0 <= i && i <= n && n <= len(dst) && n <= NameMax
	// @ invariant forall j int :: { &dst[j] } 0 <= j && j < i ==> dst[j] == seq(c.name)[j]
	// @ invariant forall j int :: { &dst[j] } i <= j && j < len(dst) ==> dst[j] == old(dst[j])
	// @ decreases n - i
	for i := 0; i < n; i++ {
		dst[i] = c.name[i]
	}
	return n
}

// @ preserves acc(c.Mem(), 1/2)
// @ ensures   width == c.View().Width && height == c.View().Height
// @ decreases

// Size answers the size of the client's window in characters; 0 for what is not known.
func (c *Client) Size() (width, height uint16) {
	// @ unfold acc(c.Mem(), 1/2)
	// @ defer fold acc(c.Mem(), 1/2)
	return c.width, c.height
}

// @ preserves c.Mem()
// @ requires  0 <= code && code <= 255
// @ ensures   c.View() === Begun(old(c.View()), (code == TerminalType || code == WindowSize) && On(old(c.View()), Theirs, code) ? code : byte(0))
// @ decreases

// begin begins a subnegotiation. One about an option that is not on is ignored.
func (c *Client) begin(code byte) {
	known := (code == TerminalType || code == WindowSize) && c.Enabled(Theirs, code)
	// @ unfold c.Mem()
	// @ defer fold c.Mem()
	c.size = 0
	c.about = 0
	if known {
		c.about = code
	}
}

// @ preserves c.Mem()
// @ ensures   c.View() === Added(old(c.View()), b)
// @ decreases

// add takes a byte of a subnegotiation.
func (c *Client) add(b byte) {
	// @ unfold c.Mem()
	// @ defer fold c.Mem()
	// @ ghost text := seq(c.text)
	if c.size < textMax {
		c.text[c.size] = b
		// @ assert seq(c.text) == text[int(c.size) = b]
	}
	if c.size <= textMax {
		c.size = c.size + 1
	}
}

// @ preserves c.Mem()
// @ ensures   SameOptions(c.View(), old(c.View())) && c.View().Text == old(c.View()).Text && c.View().Size == old(c.View()).Size && c.View().About == 0
// @ ensures   (n == SizePresent) == (old(c.View()).About == WindowSize && old(c.View()).Size == windowBytes)
// @ ensures   n == SizePresent ==> int(c.View().Width) == 256 * int(old(c.View()).Text[0]) + int(old(c.View()).Text[1]) && int(c.View().Height) == 256 * int(old(c.View()).Text[2]) + int(old(c.View()).Text[3])
// @ ensures   n != SizePresent ==> c.View().Width == old(c.View()).Width && c.View().Height == old(c.View()).Height
// @ ensures   n == NamePresent ==> old(c.View()).About == TerminalType && old(c.View()).Text[0] == is && c.View().Length == old(c.View()).Size - 1
// @ ensures   n == NamePresent ==> forall i int :: { c.View().Name[i] } 0 <= i && i < c.View().Length ==> c.View().Name[i] == old(c.View()).Text[i+1] && 32 < c.View().Name[i] && c.View().Name[i] <= 126
// @ ensures   n != NamePresent ==> c.View().Name == old(c.View()).Name && c.View().Length == old(c.View()).Length
// @ ensures   n == NamePresent || n == SizePresent || n == Nothing
// @ decreases

// end takes what the subnegotiation said, if it is what it must be.
func (c *Client) end() (n News) {
	// @ unfold c.Mem()
	// @ defer fold c.Mem()
	about := c.about
	c.about = 0
	if about == WindowSize && c.size == windowBytes {
		c.width = 256*uint16(c.text[0]) + uint16(c.text[1])
		c.height = 256*uint16(c.text[2]) + uint16(c.text[3])
		return SizePresent
	}
	if about != TerminalType || c.size < 2 || c.size > textMax || c.text[0] != is {
		return Nothing
	}
	// @ invariant acc(c) && 1 <= i && i <= c.size && 2 <= c.size && c.size <= textMax && Inv(seq(c.ours), seq(c.theirs), int(c.size), int(c.length))
	// @ invariant seq(c.ours) == old(c.View()).Ours && seq(c.theirs) == old(c.View()).Theirs && seq(c.text) == old(c.View()).Text && c.about == 0
	// @ invariant int(c.size) == old(c.View()).Size && c.width == old(c.View()).Width && c.height == old(c.View()).Height
	// @ invariant seq(c.name) == old(c.View()).Name && int(c.length) == old(c.View()).Length
	// @ invariant forall j int :: { seq(c.text)[j] } 1 <= j && j < int(i) ==> 32 < seq(c.text)[j] && seq(c.text)[j] <= 126
	// @ decreases c.size - i
	for i := uint32(1); i < c.size; i++ {
		if c.text[i] <= ' ' || c.text[i] > '~' {
			return Nothing
		}
	}
	c.length = c.size - 1
	// @ invariant acc(c) && 0 <= i && i <= c.length && c.length <= NameMax && Inv(seq(c.ours), seq(c.theirs), int(c.size), int(c.length))
	// @ invariant seq(c.ours) == old(c.View()).Ours && seq(c.theirs) == old(c.View()).Theirs && seq(c.text) == old(c.View()).Text && c.about == 0
	// @ invariant int(c.size) == old(c.View()).Size && c.width == old(c.View()).Width && c.height == old(c.View()).Height
	// @ invariant c.length == c.size - 1 && forall j int :: { seq(c.text)[j] } 1 <= j && j < int(c.size) ==> 32 < seq(c.text)[j] && seq(c.text)[j] <= 126
	// @ invariant forall j int :: { seq(c.name)[j] } 0 <= j && j < int(i) ==> seq(c.name)[j] == seq(c.text)[j+1]
	// @ decreases c.length - i
	for i := uint32(0); i < c.length; i++ {
		c.name[i] = c.text[i+1]
	}
	return NamePresent
}
