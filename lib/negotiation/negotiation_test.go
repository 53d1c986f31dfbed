package negotiation

import (
	"fmt"
	"strings"
	"testing"

	"warrant/lib/telnet"
)

// The tables of RFC 1143, section 7: what is heard, row by row.
func TestHear(t *testing.T) {
	for _, tt := range []struct {
		q         queue
		on, agree bool
		after     queue
		say       word
	}{
		{no, true, true, yes, positive},
		{no, true, false, no, negative},
		{yes, true, true, yes, nothing},
		{wantNo, true, true, no, nothing},         // a refusal was due: error
		{wantNoThenYes, true, true, yes, nothing}, // the same
		{wantYes, true, true, yes, nothing},
		{wantYesThenNo, true, true, wantNo, negative},
		{no, false, true, no, nothing},
		{yes, false, true, no, negative},
		{wantNo, false, true, no, nothing},
		{wantNoThenYes, false, true, wantYes, positive},
		{wantYes, false, true, no, nothing},
		{wantYesThenNo, false, true, no, nothing},
	} {
		for _, agree := range []bool{tt.agree, tt.agree || tt.q != no} {
			after, say := hear(tt.q, tt.on, agree)
			if after != tt.after || say != tt.say {
				t.Errorf("state %d hears %v: %d, says %d; want %d, %d", tt.q, tt.on, after, say, tt.after, tt.say)
			}
		}
	}
}

// The same section: what is asked for.
func TestAskQueue(t *testing.T) {
	for _, tt := range []struct {
		q     queue
		on    bool
		after queue
		say   word
	}{
		{no, true, wantYes, positive},
		{yes, true, yes, nothing},
		{wantNo, true, wantNoThenYes, nothing},
		{wantNoThenYes, true, wantNoThenYes, nothing},
		{wantYes, true, wantYes, nothing},
		{wantYesThenNo, true, wantYes, nothing},
		{no, false, no, nothing},
		{yes, false, wantNo, negative},
		{wantNo, false, wantNo, nothing},
		{wantNoThenYes, false, wantNo, nothing},
		{wantYes, false, wantYesThenNo, nothing},
		{wantYesThenNo, false, wantYesThenNo, nothing},
	} {
		if after, say := ask(tt.q, tt.on); after != tt.after || say != tt.say {
			t.Errorf("state %d is asked for %v: %d, says %d; want %d, %d", tt.q, tt.on, after, say, tt.after, tt.say)
		}
	}
}

// link is two sides that negotiate one option: what each thinks, and what is under way.
type link struct {
	user, server       queue // of the side that uses the option, of the other one
	toServer, toUser   string
	userMay, serverMay bool
	asked              int
}

func send(to string, say word) string {
	switch say {
	case positive:
		return to + "+"
	case negative:
		return to + "-"
	}
	return to
}

// Two sides that both use this method, each asking for anything at any time: in every order of events the talk ends, and then both
// think the same.
func TestTwoSidesSettle(t *testing.T) {
	const questions = 12
	seen := map[link]bool{}
	settled := 0
	var explore func(l link)
	explore = func(l link) {
		if seen[l] {
			return
		}
		seen[l] = true
		if len(l.toServer)+len(l.toUser) > 2*questions+2 {
			t.Fatalf("the talk grows: %+v", l)
		}
		if l.toServer == "" && l.toUser == "" {
			settled++
			if (l.user == yes) != (l.server == yes) || l.user > yes || l.server > yes {
				t.Fatalf("nothing is under way, but the sides differ: %+v", l)
			}
		}
		if l.asked < questions {
			for _, on := range []bool{false, true} {
				if l.userMay || !on {
					n := l
					n.asked++
					var say word
					n.user, say = ask(l.user, on)
					n.toServer = send(l.toServer, say)
					explore(n)
				}
				if l.serverMay || !on {
					n := l
					n.asked++
					var say word
					n.server, say = ask(l.server, on)
					n.toUser = send(l.toUser, say)
					explore(n)
				}
			}
		}
		if l.toServer != "" {
			n := l
			var say word
			n.server, say = hear(l.server, l.toServer[0] == '+', l.serverMay)
			n.toServer = l.toServer[1:]
			n.toUser = send(l.toUser, say)
			explore(n)
		}
		if l.toUser != "" {
			n := l
			var say word
			n.user, say = hear(l.user, l.toUser[0] == '+', l.userMay)
			n.toUser = l.toUser[1:]
			n.toServer = send(l.toServer, say)
			explore(n)
		}
	}
	for _, may := range [][2]bool{{false, false}, {false, true}, {true, false}, {true, true}} {
		explore(link{userMay: may[0], serverMay: may[1]})
	}
	if len(seen) < 400 || settled < 60 {
		t.Errorf("only %d states, %d of them at rest", len(seen), settled)
	}
}

// talk gives a client's stream to c and answers what c says, in words.
func talk(c *Client, in string) string {
	var f telnet.Filter
	var said []string
	for i := range len(in) {
		a, n := c.Take(f.Step(in[i]))
		if a.Verb != 0 {
			said = append(said, fmt.Sprintf("%s %d", verbs[a.Verb], a.Option))
		}
		switch n {
		case TerminalAgreed:
			said = append(said, "terminal agreed")
		case NamePresent:
			var b [NameMax]byte
			said = append(said, "name "+string(b[:c.Name(b[:])]))
		case SizePresent:
			w, h := c.Size()
			said = append(said, fmt.Sprintf("size %dx%d", w, h))
		}
	}
	return strings.Join(said, ", ")
}

var verbs = map[byte]string{telnet.WILL: "WILL", telnet.WONT: "WONT", telnet.DO: "DO", telnet.DONT: "DONT"}

const (
	willName = "\xff\xfb\x18"
	willSize = "\xff\xfb\x1f"
)

func TestTake(t *testing.T) {
	long := strings.Repeat("x", NameMax)
	for _, tt := range []struct{ name, in, want string }{
		{"data", "abc", ""},
		{"command", "\xff\xf1", ""},
		{"they offer echo", "\xff\xfb\x01", "DONT 1"},
		{"they refuse echo", "\xff\xfc\x01", ""},
		{"they want our echo", "\xff\xfd\x01", "WILL 1"},
		{"they want our echo twice", "\xff\xfd\x01\xff\xfd\x01", "WILL 1"},
		{"they want it and end it", "\xff\xfd\x01\xff\xfe\x01\xff\xfe\x01", "WILL 1, WONT 1"},
		{"go-ahead on both sides", "\xff\xfb\x03\xff\xfd\x03", "DO 3, WILL 3"},
		{"they offer a name", willName, "DO 24, terminal agreed"},
		{"they offer a name twice", willName + willName, "DO 24, terminal agreed"},
		{"they want our name", "\xff\xfd\x18", "WONT 24"},
		{"they offer a size", willSize, "DO 31"},
		{"they want our size", "\xff\xfd\x1f", "WONT 31"},
		{"unknown options", "\xff\xfb\x00\xff\xfd\x00\xff\xfb\x27\xff\xfd\xff", "DONT 0, WONT 0, DONT 39, WONT 255"},
		{"unknown options ended", "\xff\xfc\x00\xff\xfe\x00", ""},
		{"size", willSize + "\xff\xfa\x1f\x00\x50\x00\x18\xff\xf0", "DO 31, size 80x24"},
		{"largest size", willSize + "\xff\xfa\x1f\xff\xff\xff\xff\xff\xff\xff\xff\xff\xf0", "DO 31, size 65535x65535"},
		{"size that was not agreed", "\xff\xfa\x1f\x00\x50\x00\x18\xff\xf0", ""},
		{"size too short", willSize + "\xff\xfa\x1f\x00\x50\x00\xff\xf0", "DO 31"},
		{"size too long", willSize + "\xff\xfa\x1f\x00\x50\x00\x18\x00\xff\xf0", "DO 31"},
		{"size after it was ended", willSize + "\xff\xfc\x1f\xff\xfa\x1f\x00\x50\x00\x18\xff\xf0", "DO 31, DONT 31"},
		{"name", willName + "\xff\xfa\x18\x00xterm-256color\xff\xf0", "DO 24, terminal agreed, name xterm-256color"},
		{"second name", willName + "\xff\xfa\x18\x00long\xff\xf0\xff\xfa\x18\x00b\xff\xf0", "DO 24, terminal agreed, name long, name b"},
		{"name that was not agreed", "\xff\xfa\x18\x00vt\xff\xf0", ""},
		{"longest name", willName + "\xff\xfa\x18\x00" + long + "\xff\xf0", "DO 24, terminal agreed, name " + long},
		{"name too long", willName + "\xff\xfa\x18\x00" + long + "y\xff\xf0", "DO 24, terminal agreed"},
		{"name far too long", willName + "\xff\xfa\x18\x00" + long + long + "\xff\xf0", "DO 24, terminal agreed"},
		{"no name", willName + "\xff\xfa\x18\x00\xff\xf0", "DO 24, terminal agreed"},
		{"nothing about the name", willName + "\xff\xfa\x18\xff\xf0", "DO 24, terminal agreed"},
		{"SEND instead of IS", willName + "\xff\xfa\x18\x01vt\xff\xf0", "DO 24, terminal agreed"},
		{"first and last of printing", willName + "\xff\xfa\x18\x00!~\xff\xf0", "DO 24, terminal agreed, name !~"},
		{"space in a name", willName + "\xff\xfa\x18\x00a b\xff\xf0", "DO 24, terminal agreed"},
		{"control in a name", willName + "\xff\xfa\x18\x00a\x1b[2J\xff\xf0", "DO 24, terminal agreed"},
		{"DEL in a name", willName + "\xff\xfa\x18\x00a\x7f\xff\xf0", "DO 24, terminal agreed"},
		{"about another option", willName + "\xff\xfa\x01\x00vt\xff\xf0", "DO 24, terminal agreed"},
		{"two at once", willName + willSize + "\xff\xfa\x1f\x00\x01\x00\x02\xff\xf0\xff\xfa\x18\x00a\xff\xf0",
			"DO 24, terminal agreed, DO 31, size 1x2, name a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var c Client
			if got := talk(&c, tt.in); got != tt.want {
				t.Errorf("says %q, want %q", got, tt.want)
			}
		})
	}
}

// Events in an order that no filter answers: a subnegotiation that ends twice says its news once, and one that begins anew forgets what it
// was about.
func TestEventsOutOfOrder(t *testing.T) {
	var c Client
	talk(&c, willSize)
	size := func(n int) (said string) {
		for range n {
			_, news := c.Take(telnet.Event{Kind: telnet.Payload, Byte: 9})
			said += fmt.Sprint(news)
		}
		return said
	}
	begin := func(code byte) News { _, n := c.Take(telnet.Event{Kind: telnet.Begin, Byte: code}); return n }
	end := func() News { _, n := c.Take(telnet.Event{Kind: telnet.End}); return n }
	if n := begin(WindowSize); n != Nothing || size(4) != "0000" || end() != SizePresent || end() != Nothing {
		t.Error("the end of a size is not the end")
	}
	begin(WindowSize)
	begin(Echo)
	if size(4); end() != Nothing {
		t.Error("what is about another option is taken for a size")
	}
	if w, h := c.Size(); w != 0x909 || h != 0x909 {
		t.Errorf("size %dx%d", w, h)
	}
}

// What a server asks for at the beginning, and what comes of it.
func TestAsk(t *testing.T) {
	for _, tt := range []struct {
		side  Side
		code  byte
		want  Answer
		reply string
	}{
		{Ours, Echo, Answer{telnet.WILL, Echo}, "\xff\xfd\x01"},
		{Ours, GoAhead, Answer{telnet.WILL, GoAhead}, "\xff\xfd\x03"},
		{Theirs, GoAhead, Answer{telnet.DO, GoAhead}, "\xff\xfb\x03"},
		{Theirs, TerminalType, Answer{telnet.DO, TerminalType}, "\xff\xfb\x18"},
		{Theirs, WindowSize, Answer{telnet.DO, WindowSize}, "\xff\xfb\x1f"},
		{Theirs, Echo, Answer{}, ""},
		{Ours, TerminalType, Answer{}, ""},
		{Ours, WindowSize, Answer{}, ""},
		{Ours, 0, Answer{}, ""},
		{Theirs, 255, Answer{}, ""},
	} {
		var c Client
		if got := c.Ask(tt.side, tt.code, true); got != tt.want {
			t.Errorf("side %d, option %d: %v, want %v", tt.side, tt.code, got, tt.want)
		}
		if c.Enabled(tt.side, tt.code) {
			t.Errorf("side %d, option %d is on before the answer", tt.side, tt.code)
		}
		said := talk(&c, tt.reply)
		if on := tt.reply != ""; c.Enabled(tt.side, tt.code) != on || strings.Contains(said, "D") || strings.Contains(said, "W") {
			t.Errorf("side %d, option %d: %v, says %q", tt.side, tt.code, c.Enabled(tt.side, tt.code), said)
		}
		want := Answer{}
		if tt.reply != "" {
			want = Answer{telnet.DONT, tt.code}
			if tt.side == Ours {
				want.Verb = telnet.WONT
			}
		}
		if got := c.Ask(tt.side, tt.code, false); got != want || c.Enabled(tt.side, tt.code) {
			t.Errorf("side %d, option %d is ended: %v, want %v", tt.side, tt.code, got, want)
		}
	}
}

func TestRequest(t *testing.T) {
	var f telnet.Filter
	var got []telnet.Kind
	for i := range len(Request) {
		if e := f.Step(Request[i]); e.Kind != telnet.None {
			got = append(got, e.Kind)
		}
	}
	if fmt.Sprint(got) != fmt.Sprint([]telnet.Kind{telnet.Begin, telnet.Payload, telnet.End}) {
		t.Errorf("%q is %v", Request, got)
	}
}

func TestNameRoom(t *testing.T) {
	var c Client
	talk(&c, willName+"\xff\xfa\x18\x00vt100\xff\xf0")
	b := []byte("........")
	if n := c.Name(b[:3]); n != 3 || string(b) != "vt1....." {
		t.Errorf("%d bytes of %q", n, b)
	}
}
