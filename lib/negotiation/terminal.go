// +gobra

package negotiation

// textMax is the greatest length of a subnegotiation that is understood, in bytes: IS and the longest name.
const textMax = 1 + NameMax

// is stands before the name of a terminal (RFC 1091, section 2).
const is = 0

// windowBytes is the length of a window size (RFC 1073).
const windowBytes = 4

// @ preserves acc(c.Mem(), 1/2) && acc(dst)
// @ ensures   0 <= n && n <= len(dst) && n <= NameMax
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
	// @ decreases n - i
	for i := 0; i < n; i++ {
		dst[i] = c.name[i]
	}
	return n
}

// @ preserves acc(c.Mem(), 1/2)
// @ decreases

// Size answers the size of the client's window in characters; 0 for what is not known.
func (c *Client) Size() (width, height uint16) {
	// @ unfold acc(c.Mem(), 1/2)
	// @ defer fold acc(c.Mem(), 1/2)
	return c.width, c.height
}

// @ preserves c.Mem()
// @ requires  0 <= code && code <= 255
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
// @ decreases

// add takes a byte of a subnegotiation.
func (c *Client) add(b byte) {
	// @ unfold c.Mem()
	// @ defer fold c.Mem()
	if c.size < textMax {
		c.text[c.size] = b
	}
	if c.size <= textMax {
		c.size = c.size + 1
	}
}

// @ preserves c.Mem()
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
	// @ decreases c.size - i
	for i := uint32(1); i < c.size; i++ {
		if c.text[i] <= ' ' || c.text[i] > '~' {
			return Nothing
		}
	}
	c.length = c.size - 1
	// @ invariant acc(c) && 0 <= i && i <= c.length && c.length <= NameMax && Inv(seq(c.ours), seq(c.theirs), int(c.size), int(c.length))
	// @ decreases c.length - i
	for i := uint32(0); i < c.length; i++ {
		c.name[i] = c.text[i+1]
	}
	return NamePresent
}
