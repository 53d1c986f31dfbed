// +gobra

// Package telnet takes Telnet commands out of a byte stream and says what they were.
//
// It is the lexical layer of RFC 854 and RFC 855: it knows how commands are written, not what they ask for; package negotiation does.
// What stays is the user's data, byte for byte: CR LF and CR NUL are left to whoever reads lines. The filter is total and keeps one
// byte of state besides its place, so no stream makes it fail, wait or remember more. It may not answer anybody.
package telnet

// The bytes that have a meaning behind IAC (RFC 854, "Telnet Command Structure").
const (
	SE   byte = 240 // SE ends a subnegotiation
	NOP  byte = 241 // NOP does nothing
	SB   byte = 250 // SB begins a subnegotiation
	WILL byte = 251 // WILL offers to use an option, or confirms that the sender does
	WONT byte = 252 // WONT refuses to use an option, or ends it
	DO   byte = 253 // DO asks the receiver to use an option, or confirms that it may
	DONT byte = 254 // DONT asks the receiver not to use an option
	IAC  byte = 255 // IAC stands before every command; twice, it is one data byte
)

// Kind says what a byte completed.
type Kind uint8

// The kinds of event.
const (
	// None: nothing; the byte belongs to a command that goes on.
	None Kind = iota
	// Data: a byte of the user's.
	Data
	// Command: IAC and a command without an option. Everything that RFC 854 does not define counts as one and has no effect.
	Command
	// Negotiate: WILL, WONT, DO or DONT, and its option.
	Negotiate
	// Begin: a subnegotiation about an option begins.
	Begin
	// Payload: a byte of the subnegotiation.
	Payload
	// End: the subnegotiation ends.
	End
)

// Event is what one byte of input meant.
type Event struct {
	Kind Kind
	// Verb is the command of a Command or of a Negotiate; 0 for others.
	Verb byte
	// Byte is the data or payload byte, or the option of a Negotiate or Begin; 0 for others.
	Byte byte
}

// place is where the filter is inside a command.
type place uint8

// The places.
const (
	normal place = iota
	afterIAC
	afterVerb  // WILL, WONT, DO or DONT: the option follows
	afterSB    // the option follows, whatever its value: EXOPL is 255 (RFC 861)
	payload    // in a subnegotiation
	payloadIAC // behind an IAC in a subnegotiation
)

// Filter is where a connection's input stands. The zero value is its beginning.
type Filter struct {
	at   place
	verb byte // the command while at is afterVerb, else 0
}

// @ preserves f.Mem()
// @ ensures   e === EventAt(old(f.View()), b)
// @ ensures   f.View() === After(old(f.View()), b)
// @ ensures   e.Kind == Data ==> e.Byte == b && (old(f.View()).At == normal && b != IAC || old(f.View()).At == afterIAC && b == IAC)
// @ ensures   old(f.View()).At == afterSB ==> f.View().At == payload && e === Event{Begin, 0, b}
// @ decreases

// Step takes one byte. Invariants: TN-1, TN-3.
//
// IAC and a byte that is neither IAC nor SE inside a subnegotiation are dropped, and the subnegotiation goes on: RFC 855 leaves them
// undefined, and a sender that errs there must not get payload taken for data.
func (f *Filter) Step(b byte) (e Event) {
	// @ unfold f.Mem()
	// @ defer fold f.Mem()
	switch f.at {
	case normal:
		if b == IAC {
			f.at = afterIAC
			return Event{}
		}
		return Event{Kind: Data, Byte: b}
	case afterIAC:
		return f.command(b)
	case afterVerb:
		e = Event{Kind: Negotiate, Verb: f.verb, Byte: b}
		f.at = normal
		f.verb = 0
		return e
	case afterSB:
		f.at = payload
		return Event{Kind: Begin, Byte: b}
	case payload:
		if b == IAC {
			f.at = payloadIAC
			return Event{}
		}
		return Event{Kind: Payload, Byte: b}
	}
	return f.inside(b)
}

// @ preserves acc(f) && Valid(Place{f.at, f.verb})
// @ requires  f.at == afterIAC
// @ ensures   e === EventAt(old(Place{f.at, f.verb}), b) && Place{f.at, f.verb} === After(old(Place{f.at, f.verb}), b)
// @ decreases

// command takes the byte behind an IAC in the user's data.
func (f *Filter) command(b byte) (e Event) {
	switch b {
	case IAC:
		f.at = normal
		return Event{Kind: Data, Byte: b}
	case SB:
		f.at = afterSB
		return Event{}
	case WILL, WONT, DO, DONT:
		f.at = afterVerb
		f.verb = b
		return Event{}
	}
	f.at = normal
	return Event{Kind: Command, Verb: b}
}

// @ preserves acc(f) && Valid(Place{f.at, f.verb})
// @ requires  f.at == payloadIAC
// @ ensures   e === EventAt(old(Place{f.at, f.verb}), b) && Place{f.at, f.verb} === After(old(Place{f.at, f.verb}), b)
// @ decreases

// inside takes the byte behind an IAC in a subnegotiation.
func (f *Filter) inside(b byte) (e Event) {
	if b == SE {
		f.at = normal
		return Event{Kind: End}
	}
	f.at = payload
	if b == IAC {
		return Event{Kind: Payload, Byte: b}
	}
	return Event{}
}
