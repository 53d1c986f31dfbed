// +gobra

// Package negotiation agrees with a Telnet client on options, and learns from it what its terminal is.
//
// It is the server's side: it answers with the method of RFC 1143, for echo (RFC 857), suppress go-ahead (RFC 858), terminal type
// (RFC 1091) and window size (RFC 1073), and refuses every other option. It takes the events of package telnet and answers what to send;
// it may not send, and what a client says changes nothing but the answers of this package.
package negotiation

import "warrant/lib/telnet"

// The options that may be agreed on.
const (
	Echo         byte = 1  // Echo: the side shows what the other one typed; only ours may be on
	GoAhead      byte = 3  // GoAhead: the side suppresses GA
	TerminalType byte = 24 // TerminalType: the client tells the name of its terminal
	WindowSize   byte = 31 // WindowSize: the client tells the size of its window
)

// options is the number of options that may be agreed on.
const options = 4

// NameMax is the greatest length of the name of a terminal, in bytes (RFC 1091, section 3).
const NameMax = 40

// Side is who uses an option.
type Side uint8

// The sides.
const (
	Ours   Side = iota // Ours: the server; WILL and WONT are sent, DO and DONT are heard
	Theirs             // Theirs: the client, the other way round
)

// Answer is what to send: IAC Verb Option. Nothing when Verb is 0.
type Answer struct {
	Verb   byte
	Option byte
}

// News is what an event told beside an answer.
type News uint8

// The news.
const (
	// Nothing new.
	Nothing News = iota
	// TerminalAgreed: the client will tell its terminal's name when it is sent Request.
	TerminalAgreed
	// NamePresent: Name answers the terminal's name.
	NamePresent
	// SizePresent: Size answers the size of the window.
	SizePresent
)

// Request is what asks for the name of the terminal: IAC SB TERMINAL-TYPE SEND IAC SE.
const Request = "\xff\xfa\x18\x01\xff\xf0"

// Client is what is known of a client. The zero value knows nothing, and no option is on.
type Client struct {
	ours   [options]queue
	theirs [options]queue
	about  byte // option of the subnegotiation under way; 0 for one that is ignored
	text   [textMax]byte
	size   uint32 // bytes of the subnegotiation; textMax+1 for one that is too long
	name   [NameMax]byte
	length uint32 // of the name
	width  uint16
	height uint16
}

// @ preserves c.Mem()
// @ requires  0 <= code && code <= 255 && (side == Ours || side == Theirs)
// @ ensures   a.Verb != 0 ==> telnet.WILL <= a.Verb && a.Verb <= telnet.DONT && a.Option == code
// @ ensures   SameTerminal(c.View(), old(c.View())) && c.View().About == old(c.View()).About
// @ ensures   side == Ours ? c.View().Theirs == old(c.View()).Theirs : c.View().Ours == old(c.View()).Ours
// @ ensures   SlotOf(code) == options || on && !May(side, code) ==> a === Answer{} && c.View() === old(c.View())
// @ decreases

// Ask begins to negotiate that the option code is to be on or off on a side. Options that cannot be agreed on are left off.
func (c *Client) Ask(side Side, code byte, on bool) (a Answer) {
	i := slot(code)
	if i == options || on && !agrees(side, code) {
		return Answer{}
	}
	// @ unfold c.Mem()
	// @ defer fold c.Mem()
	if side == Ours {
		after, say := ask(c.ours[i], on)
		c.ours[i] = after
		return answer(Ours, say, code)
	}
	after, say := ask(c.theirs[i], on)
	c.theirs[i] = after
	return answer(Theirs, say, code)
}

// @ preserves acc(c.Mem(), 1/2)
// @ requires  0 <= code && code <= 255
// @ ensures   is == On(c.View(), side, code)
// @ decreases

// Enabled reports whether both have agreed that the option code is on, on a side.
func (c *Client) Enabled(side Side, code byte) (is bool) {
	i := slot(code)
	if i == options {
		return false
	}
	// @ unfold acc(c.Mem(), 1/2)
	// @ defer fold acc(c.Mem(), 1/2)
	if side == Ours {
		return c.ours[i] == yes
	}
	return c.theirs[i] == yes
}

// @ preserves c.Mem()
// @ requires  0 <= e.Byte && e.Byte <= 255
// @ ensures   a.Verb != 0 ==> telnet.WILL <= a.Verb && a.Verb <= telnet.DONT && a.Option == e.Byte && e.Kind == telnet.Negotiate
// @ ensures   e.Kind != telnet.Negotiate ==> SameOptions(c.View(), old(c.View()))
// @ ensures   e.Kind != telnet.End ==> SameTerminal(c.View(), old(c.View()))
// @ ensures   e.Kind == telnet.Begin ==> c.View() === Begun(old(c.View()), (e.Byte == TerminalType || e.Byte == WindowSize) && On(old(c.View()), Theirs, e.Byte) ? e.Byte : byte(0))
// @ ensures   e.Kind == telnet.Payload ==> c.View() === Added(old(c.View()), e.Byte)
// @ ensures   n != Nothing ==> e.Kind == telnet.Negotiate || e.Kind == telnet.End
// @ decreases

// Take takes an event of the client's stream. Data and commands mean nothing here.
func (c *Client) Take(e telnet.Event) (a Answer, n News) {
	switch e.Kind {
	case telnet.Negotiate:
		return c.negotiate(e.Verb, e.Byte)
	case telnet.Begin:
		c.begin(e.Byte)
	case telnet.Payload:
		c.add(e.Byte)
	case telnet.End:
		return Answer{}, c.end()
	}
	return Answer{}, Nothing
}

// @ preserves c.Mem()
// @ requires  0 <= code && code <= 255
// @ ensures   a.Verb != 0 ==> telnet.WILL <= a.Verb && a.Verb <= telnet.DONT && a.Option == code
// @ ensures   SameTerminal(c.View(), old(c.View())) && c.View().About == old(c.View()).About
// @ ensures   SlotOf(code) == options ==> c.View() === old(c.View())
// @ ensures   SlotOf(code) != options && (verb == telnet.DO || verb == telnet.DONT) ==> c.View().Theirs == old(c.View()).Theirs && c.View().Ours == old(c.View()).Ours[SlotOf(code) = Heard(old(c.View()).Ours[SlotOf(code)], verb == telnet.DO, May(Ours, code))]
// @ ensures   SlotOf(code) != options && verb != telnet.DO && verb != telnet.DONT ==> c.View().Ours == old(c.View()).Ours && c.View().Theirs == old(c.View()).Theirs[SlotOf(code) = Heard(old(c.View()).Theirs[SlotOf(code)], verb == telnet.WILL, May(Theirs, code))]
// @ ensures   n == (On(c.View(), Theirs, code) && !On(old(c.View()), Theirs, code) && code == TerminalType ? TerminalAgreed : Nothing)
// @ decreases

// negotiate answers WILL, WONT, DO or DONT.
func (c *Client) negotiate(verb byte, code byte) (a Answer, n News) {
	side := Theirs
	if verb == telnet.DO || verb == telnet.DONT {
		side = Ours
	}
	on := verb == telnet.WILL || verb == telnet.DO
	i := slot(code)
	if i == options {
		_, say := hear(no, on, false)
		return answer(side, say, code), Nothing
	}
	// @ unfold c.Mem()
	// @ defer fold c.Mem()
	if side == Ours {
		after, say := hear(c.ours[i], on, agrees(Ours, code))
		c.ours[i] = after
		return answer(Ours, say, code), Nothing
	}
	was := c.theirs[i]
	after, say := hear(was, on, agrees(Theirs, code))
	c.theirs[i] = after
	if code == TerminalType && after == yes && was != yes {
		n = TerminalAgreed
	}
	return answer(Theirs, say, code), n
}

// @ ensures 0 <= i && i <= options && i == SlotOf(code)
// @ decreases

// slot answers the place of an option in the tables; options for one that has none.
func slot(code byte) (i int) {
	switch code {
	case Echo:
		return 0
	case GoAhead:
		return 1
	case TerminalType:
		return 2
	case WindowSize:
		return 3
	}
	return options
}

// @ ensures may == May(side, code)
// @ decreases

// agrees reports whether an option may be on, on a side.
func agrees(side Side, code byte) (may bool) {
	switch code {
	case Echo:
		return side == Ours
	case TerminalType, WindowSize:
		return side == Theirs
	}
	return code == GoAhead
}

// @ requires side == Ours || side == Theirs
// @ ensures  say == nothing ==> a.Verb == 0
// @ ensures  say == positive ==> a === Answer{(side == Ours ? telnet.WILL : telnet.DO), code}
// @ ensures  say == negative ==> a === Answer{(side == Ours ? telnet.WONT : telnet.DONT), code}
// @ ensures  a.Verb == 0 || telnet.WILL <= a.Verb && a.Verb <= telnet.DONT && a.Option == code
// @ decreases

// answer is how a word is written.
func answer(side Side, say word, code byte) (a Answer) {
	switch {
	case say == positive && side == Ours:
		return Answer{Verb: telnet.WILL, Option: code}
	case say == positive:
		return Answer{Verb: telnet.DO, Option: code}
	case say == negative && side == Ours:
		return Answer{Verb: telnet.WONT, Option: code}
	case say == negative:
		return Answer{Verb: telnet.DONT, Option: code}
	}
	return Answer{}
}
