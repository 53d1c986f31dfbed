package telnet

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// run answers what stays of in.
func run(in string) string {
	var f Filter
	out := make([]byte, len(in))
	return string(out[:f.Run(out, []byte(in))])
}

// Invariants: TN-1, TN-2, TN-3
func TestRun(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"plain", "abc", "abc"},
		{"lines are not looked at", "a\r\nb\r\x00c\x00", "a\r\nb\r\x00c\x00"},
		{"bytes below IAC", "\xf0\xfa\xfb\xfe", "\xf0\xfa\xfb\xfe"},
		{"IAC IAC", "a\xff\xffb", "a\xffb"},
		{"IAC IAC IAC IAC", "\xff\xff\xff\xff", "\xff\xff"},
		{"IAC IAC SB is data", "\xff\xff\xfab", "\xff\xfab"},
		{"NOP", "a\xff\xf1b", "ab"},
		{"SE outside a subnegotiation", "a\xff\xf0b", "ab"},
		{"undefined command", "a\xff\x00b\xff\xefc", "abc"},
		{"WILL", "a\xff\xfb\x01b", "ab"},
		{"WONT", "a\xff\xfc\x01b", "ab"},
		{"DO", "a\xff\xfd\x01b", "ab"},
		{"DONT", "a\xff\xfe\x01b", "ab"},
		{"WILL of option 255", "a\xff\xfb\xffb", "ab"},
		{"DO of option SE", "a\xff\xfd\xf0b", "ab"},
		{"subnegotiation", "a\xff\xfa\x18\x00xterm\xff\xf0b", "ab"},
		{"no payload", "a\xff\xfa\x18\xff\xf0b", "ab"},
		{"IAC in the payload", "a\xff\xfa\x1f\xff\xff\x00\xff\xff\xff\xf0b", "ab"},
		{"IAC IAC SE in the payload", "a\xff\xfa\x1f\xff\xff\xf0c\xff\xf0b", "ab"},
		{"EXOPL", "a\xff\xfa\xff\x01\xff\xf0b", "ab"},
		{"EXOPL without payload", "a\xff\xfa\xff\xff\xf0b", "ab"},
		{"EXOPL, IAC in the payload", "a\xff\xfa\xff\xff\xff\xff\xf0b", "ab"},
		{"option SE", "a\xff\xfa\xf0x\xff\xf0b", "ab"},
		{"IAC and another byte in the payload", "a\xff\xfa\x18\xff\xfbx\xff\xf0b", "ab"},
		{"IAC SB in the payload", "a\xff\xfa\x18\xff\xfax\xff\xf0b", "ab"},
		{"ends behind IAC", "a\xff", "a"},
		{"ends behind WILL", "a\xff\xfb", "a"},
		{"ends behind SB", "a\xff\xfa", "a"},
		{"ends in a payload", "a\xff\xfa\x18bc", "a"},
		{"ends behind IAC in a payload", "a\xff\xfa\x18bc\xff", "a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := run(tt.in); got != tt.want {
				t.Errorf("%q gives %q, want %q", tt.in, got, tt.want)
			}
			for cut := range len(tt.in) { // the place is kept between calls
				var f Filter
				out := make([]byte, len(tt.in))
				n := f.Run(out, []byte(tt.in[:cut]))
				n += f.Run(out[n:], []byte(tt.in[cut:]))
				if string(out[:n]) != tt.want {
					t.Errorf("%q, cut at %d, gives %q, want %q", tt.in, cut, out[:n], tt.want)
				}
			}
		})
	}
}

func TestRunWritesNoMore(t *testing.T) {
	out := []byte("........")
	var f Filter
	if n := f.Run(out, []byte("a\xff\xf1b")); n != 2 || string(out) != "ab......" {
		t.Errorf("%d bytes: %q", n, out)
	}
}

func TestEvents(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []Event
	}{
		{"a", []Event{{Kind: Data, Byte: 'a'}}},
		{"\xff\xff", []Event{{}, {Kind: Data, Byte: 255}}},
		{"\xff\xf1", []Event{{}, {Kind: Command, Verb: NOP}}},
		{"\xff\xf0", []Event{{}, {Kind: Command, Verb: SE}}},
		{"\xff\xf9", []Event{{}, {Kind: Command, Verb: 249}}},
		{"\xff\xfb\x01", []Event{{}, {}, {Kind: Negotiate, Verb: WILL, Byte: 1}}},
		{"\xff\xfc\x03", []Event{{}, {}, {Kind: Negotiate, Verb: WONT, Byte: 3}}},
		{"\xff\xfd\xff", []Event{{}, {}, {Kind: Negotiate, Verb: DO, Byte: 255}}},
		{"\xff\xfe\xf0", []Event{{}, {}, {Kind: Negotiate, Verb: DONT, Byte: 240}}},
		{"\xff\xfa\xff\x01\xff\xff\xff\x02\xff\xf0", []Event{{}, {}, {Kind: Begin, Byte: 255}, {Kind: Payload, Byte: 1}, {},
			{Kind: Payload, Byte: 255}, {}, {}, {}, {Kind: End}}},
	} {
		var f Filter
		for i, want := range tt.want {
			if got := f.Step(tt.in[i]); got != want {
				t.Errorf("%q, byte %d: %+v, want %+v", tt.in, i, got, want)
			}
		}
		if f != (Filter{}) {
			t.Errorf("%q leaves %+v", tt.in, f)
		}
	}
}

// Any sequence of data, negotiations and subnegotiations, written as RFC 854 and 855 say, gives the data. Invariant: TN-4
func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 854))
	special := []byte{0, 1, 10, 13, 24, 31, SE, NOP, SB, WILL, WONT, DO, DONT, IAC}
	some := func() byte { return special[r.IntN(len(special))] }
	for range 20000 {
		var in, want []byte
		escaped := func(b byte) {
			in = append(in, b)
			if b == IAC {
				in = append(in, IAC)
			}
		}
		for range r.IntN(8) {
			switch r.IntN(4) {
			case 0:
				in = append(in, IAC, WILL+byte(r.IntN(4)), some())
			case 1:
				in = append(in, IAC, SB, some())
				for range r.IntN(6) {
					escaped(some())
				}
				in = append(in, IAC, SE)
			default:
				b := some()
				want = append(want, b)
				escaped(b)
			}
		}
		if got := run(string(in)); !bytes.Equal([]byte(got), want) {
			t.Fatalf("%q gives %q, want %q", in, got, want)
		}
	}
}

// No byte leads out of the places, whatever the place.
func TestEveryByteAtEveryPlace(t *testing.T) {
	for at := normal; at <= payloadIAC; at++ {
		for b := range 256 {
			f := Filter{at: at}
			if at == afterVerb {
				f.verb = DO
			}
			e := f.Step(byte(b))
			if f.at > payloadIAC || (f.verb != 0) != (f.at == afterVerb) {
				t.Errorf("place %d, byte %d: %+v", at, b, f)
			}
			if e.Kind == Data && at != normal && at != afterIAC {
				t.Errorf("place %d, byte %d: data", at, b)
			}
		}
	}
}
