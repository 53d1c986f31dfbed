package fuzz

import (
	"warrant/lib/negotiation"
	"warrant/lib/telnet"
)

// side is one side of one option as RFC 1143, section 7, keeps it: a state and a queue bit.
type side struct {
	state    string // "NO", "YES", "WANTNO" or "WANTYES"; "" is "NO"
	opposite bool
}

func (s *side) set(state string, opposite bool) { s.state, s.opposite = state, opposite }

// hear is the RFC's table for a WILL or DO (on) or a WONT or DONT. say is "", "on" or "off".
func (s *side) hear(on, agree bool) (say string) {
	switch s.state {
	case "YES":
		if !on {
			s.set("NO", false)
			return "off"
		}
	case "WANTNO":
		switch {
		case on && s.opposite:
			s.set("YES", false)
		case !on && s.opposite:
			s.set("WANTYES", false)
			return "on"
		default:
			s.set("NO", false)
		}
	case "WANTYES":
		switch {
		case on && s.opposite:
			s.set("WANTNO", false)
			return "off"
		case on:
			s.set("YES", false)
		default:
			s.set("NO", false)
		}
	default:
		if on && agree {
			s.set("YES", false)
			return "on"
		}
		if on {
			return "off"
		}
	}
	return ""
}

// ask is the RFC's table for the user's wish.
func (s *side) ask(on bool) (say string) {
	switch s.state {
	case "YES":
		if !on {
			s.set("WANTNO", false)
			return "off"
		}
	case "WANTNO":
		s.opposite = on
	case "WANTYES":
		s.opposite = !on
	default:
		if on {
			s.set("WANTYES", false)
			return "on"
		}
	}
	return ""
}

// agreed are the options that may be on: RFC 857, 858 on the server's side, RFC 858, 1091, 1073 on the client's.
var agreed = [2]map[byte]bool{{1: true, 3: true}, {3: true, 24: true, 31: true}}

// answerOf is what a side says about an option.
func answerOf(who negotiation.Side, say string, code byte) (a negotiation.Answer) {
	switch say {
	case "on":
		return negotiation.Answer{Verb: []byte{will, do}[who], Option: code}
	case "off":
		return negotiation.Answer{Verb: []byte{wont, dont}[who], Option: code}
	}
	return a
}

// Negotiation takes the first byte as a number of wishes; the wishes follow, and between them stands the client's stream. It compares
// each answer and the state of each option with the tables of RFC 1143, and name and size with the last ones that were allowed.
func Negotiation(data []byte) int {
	if len(data) == 0 {
		return 0
	}
	wishes := min(int(data[0])%8, len(data)-1)
	stream := data[1+wishes:]
	var c negotiation.Client
	sides := [2]map[byte]*side{{}, {}}
	for who := range sides {
		for code := range agreed[who] {
			sides[who][code] = &side{}
		}
	}
	var name []byte
	var width, height uint16
	news := 0
	for w := 0; len(stream) > 0; w++ {
		if w < wishes {
			b := data[1+w]
			who, code, on := negotiation.Side(b%2), []byte{1, 3, 24, 31, 0, 255}[b/2%6], b/16%2 == 0
			want := negotiation.Answer{}
			if agreed[who][code] {
				want = answerOf(who, sides[who][code].ask(on), code)
			}
			must(c.Ask(who, code, on) == want, "wish for %d %v on side %d is not answered by %v", code, on, who, want)
		}
		t, ok := lex(stream)
		if !ok {
			break
		}
		var f telnet.Filter
		var a negotiation.Answer
		var n negotiation.News
		for _, b := range stream[:t.length] {
			must(a == negotiation.Answer{} && n == negotiation.Nothing, "an answer before the end of %q", stream[:t.length])
			a, n = c.Take(f.Step(b))
		}
		want, wantNews := negotiation.Answer{}, negotiation.Nothing
		switch t.kind {
		case telnet.Negotiate:
			who := negotiation.Ours
			if t.verb == will || t.verb == wont {
				who = negotiation.Theirs
			}
			s := sides[who][t.code]
			if s == nil {
				s = &side{}
			}
			was := s.state
			want = answerOf(who, s.hear(t.verb == will || t.verb == do, agreed[who][t.code]), t.code)
			if who == negotiation.Theirs && t.code == 24 && was != "YES" && s.state == "YES" {
				wantNews = negotiation.TerminalAgreed
			}
		case telnet.End:
			on := agreed[1][t.code] && sides[1][t.code].state == "YES"
			if on && t.code == 31 && len(t.payload) == 4 {
				wantNews = negotiation.SizePresent
				width, height = uint16(t.payload[0])<<8|uint16(t.payload[1]), uint16(t.payload[2])<<8|uint16(t.payload[3])
			}
			if on && t.code == 24 && printable(t.payload) {
				wantNews = negotiation.NamePresent
				name = t.payload[1:]
			}
		}
		must(a == want && n == wantNews, "%q is answered by %v, %d, want %v, %d", stream[:t.length], a, n, want, wantNews)
		news += int(n)
		stream = stream[t.length:]
		check(&c, sides, name, width, height)
	}
	return accepted(news > 0)
}

// printable reports whether a subnegotiation about the terminal type is IS and a name of 1 to 40 printing ASCII characters.
func printable(payload []byte) bool {
	if len(payload) < 2 || len(payload) > 41 || payload[0] != 0 {
		return false
	}
	for _, b := range payload[1:] {
		if b < 33 || b > 126 {
			return false
		}
	}
	return true
}

// check compares all that is known of a client.
func check(c *negotiation.Client, sides [2]map[byte]*side, name []byte, width, height uint16) {
	for who := range sides {
		for code, s := range sides[who] {
			must(c.Enabled(negotiation.Side(who), code) == (s.state == "YES"), "option %d on side %d is %s", code, who, s.state)
		}
	}
	must(!c.Enabled(negotiation.Ours, 0) && !c.Enabled(negotiation.Theirs, 255), "an unknown option is on")
	var b [64]byte
	must(c.Name(b[:1]) == min(1, len(name)), "a copy of one byte is longer")
	must(string(b[:c.Name(b[:])]) == string(name), "the name is %q, want %q", b, name)
	w, h := c.Size()
	must(w == width && h == height, "the size is %d, %d, want %d, %d", w, h, width, height)
}
