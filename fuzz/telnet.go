package fuzz

import (
	"bytes"

	"warrant/lib/telnet"
)

// The numbers of RFC 854, page 14, and RFC 855.
const (
	se   = 240
	sb   = 250
	will = 251
	wont = 252
	do   = 253
	dont = 254
	iac  = 255
)

// token is one thing in a Telnet stream, as RFC 854 writes it.
type token struct {
	kind    telnet.Kind // Data, Command, Negotiate or End
	verb    byte
	code    byte   // the data byte or the option
	payload []byte // of End
	length  int    // bytes of the stream
}

// lex reads the token at the beginning of a stream; !ok when the stream ends within it.
func lex(s []byte) (t token, ok bool) {
	if s[0] != iac {
		return token{kind: telnet.Data, code: s[0], length: 1}, true
	}
	if len(s) < 2 {
		return token{}, false
	}
	switch verb := s[1]; {
	case verb == iac:
		return token{kind: telnet.Data, code: iac, length: 2}, true
	case verb < sb:
		return token{kind: telnet.Command, verb: verb, length: 2}, true
	case len(s) < 3:
		return token{}, false
	case verb != sb:
		return token{kind: telnet.Negotiate, verb: verb, code: s[2], length: 3}, true
	}
	t = token{kind: telnet.End, code: s[2]}
	for i := 3; i+1 < len(s); i++ {
		if s[i] != iac {
			t.payload = append(t.payload, s[i])
			continue
		}
		i++
		switch s[i] {
		case se:
			t.length = i + 1
			return t, true
		case iac:
			t.payload = append(t.payload, iac)
		}
	}
	return token{}, false
}

// Telnet gives a stream to the filter, as a whole and in two parts, and compares its events and its data with a reader that looks at
// whole tokens. Invariants: TN-1, TN-2, TN-3.
func Telnet(data []byte) int {
	var f telnet.Filter
	whole := make([]byte, len(data))
	n := f.Run(whole, data)
	must(n >= 0 && n <= len(data), "%d bytes of data out of %d", n, len(data))

	var want []byte
	complete := 0
	var g telnet.Filter
	for complete < len(data) {
		t, ok := lex(data[complete:])
		if !ok {
			break
		}
		if t.kind == telnet.Data {
			want = append(want, t.code)
		}
		sameToken(&g, t, data[complete:complete+t.length])
		complete += t.length
	}
	must(bytes.Equal(whole[:n], want), "data %q, want %q", whole[:n], want)
	for _, b := range data[complete:] {
		must(g.Step(b).Kind != telnet.Data, "data out of a command that is not complete")
	}

	if len(data) > 0 {
		cut := int(data[0]) % len(data)
		var parts telnet.Filter
		out := make([]byte, len(data))
		k := parts.Run(out, data[:cut])
		k += parts.Run(out[k:], data[cut:])
		must(bytes.Equal(out[:k], whole[:n]), "cut at %d: %q, whole: %q", cut, out[:k], whole[:n])
	}
	return accepted(complete == len(data) && n < len(data))
}

// sameToken gives the bytes of a token to a filter that stands between tokens and compares the events.
func sameToken(f *telnet.Filter, t token, s []byte) {
	var payload []byte
	for i, b := range s {
		e := f.Step(b)
		switch {
		case t.kind == telnet.End && i == 2:
			must(e == telnet.Event{Kind: telnet.Begin, Byte: t.code}, "byte behind IAC SB is %+v", e)
		case i == len(s)-1 && t.kind == telnet.Data || i == len(s)-1 && t.kind == telnet.Negotiate || i == len(s)-1 && t.kind == telnet.Command:
			must(e == telnet.Event{Kind: t.kind, Verb: t.verb, Byte: t.code}, "%q ends in %+v", s, e)
		case i == len(s)-1:
			must(e == telnet.Event{Kind: telnet.End}, "subnegotiation ends in %+v", e)
		case t.kind == telnet.End && e.Kind == telnet.Payload:
			payload = append(payload, e.Byte)
		default:
			must(e == telnet.Event{}, "%+v within %q", e, s)
		}
	}
	must(bytes.Equal(payload, t.payload), "payload %q, want %q", payload, t.payload)
}

// TelnetRoundTrip takes the input as a list of things to say, writes them as RFC 854 and RFC 855 do, and wants the filter to give back
// the data. Invariant: TN-4.
func TelnetRoundTrip(data []byte) int {
	var stream, want []byte
	escaped := func(b byte) {
		stream = append(stream, b)
		if b == iac {
			stream = append(stream, b)
		}
	}
	for i := 0; i < len(data); i++ {
		rest := data[i+1:]
		switch {
		case data[i] < 160 || len(rest) == 0:
			want = append(want, data[i])
			escaped(data[i])
		case data[i] < 180:
			want = append(want, rest[0])
			escaped(rest[0])
			i++
		case data[i] < 220:
			stream = append(stream, iac, will+data[i]%4, rest[0])
			i++
		default:
			stream = append(stream, iac, sb, rest[0])
			length := min(int(data[i]-220), len(rest)-1)
			for _, b := range rest[1 : 1+length] {
				escaped(b)
			}
			stream = append(stream, iac, se)
			i += 1 + length
		}
	}
	var f telnet.Filter
	out := make([]byte, len(stream))
	n := f.Run(out, stream)
	must(bytes.Equal(out[:n], want), "%q gives %q, want %q", stream, out[:n], want)
	must(f == telnet.Filter{}, "%q leaves the filter within a command", stream)
	return accepted(len(stream) > len(want))
}
