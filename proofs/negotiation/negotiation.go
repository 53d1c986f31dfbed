// Package negotiation has the bounded proofs of lib/negotiation: any state of a client, and any event.
//
// Only gosure prove runs these functions. The package may not be imported.
package negotiation

import (
	"warrant/lib/negotiation"
	"warrant/lib/telnet"
	"warrant/verify/prove"
)

// options is the number of options that may be agreed on, and states that of the states of one.
const (
	options = 4
	states  = 6
	textMax = 1 + negotiation.NameMax
)

// mirror is negotiation.Client with its fields in reach.
type mirror struct {
	ours   [options]uint8
	theirs [options]uint8
	about  byte
	text   [textMax]byte
	size   uint32
	name   [negotiation.NameMax]byte
	length uint32
	width  uint16
	height uint16
}

// sound is the invariant: options are in a state, texts and names within their room.
func sound(m mirror) bool {
	ok := m.size <= textMax+1 && m.length <= negotiation.NameMax
	for i := range options {
		ok = ok && m.ours[i] < states && m.theirs[i] < states
	}
	return ok
}

func anyClient() mirror {
	m := prove.Any[mirror]()
	prove.Assume(sound(m))
	return m
}

// ProofTake: whatever a client says, its state stays sound, an answer is one of the four verbs about the option that was heard, and options
// that nobody knows are refused and never come on. Invariant: PA-1.
func ProofTake() {
	before, event := anyClient(), prove.Any[telnet.Event]()
	c := prove.Reshape[negotiation.Client](before)
	answer, news := c.Take(event)
	after := prove.Reshape[mirror](c)
	prove.Cover(news == negotiation.NamePresent && after.length == negotiation.NameMax, "the longest name")
	prove.Cover(answer.Verb == telnet.DONT)
	prove.Assert(sound(after), "the invariant holds")
	prove.Assert(answer.Verb == 0 || answer.Verb >= telnet.WILL && answer.Verb <= telnet.DONT)
	prove.Assert(answer.Verb == 0 || event.Kind == telnet.Negotiate && answer.Option == event.Byte)
	isKnown := event.Byte == negotiation.Echo || event.Byte == negotiation.GoAhead || event.Byte == negotiation.TerminalType ||
		event.Byte == negotiation.WindowSize
	if event.Kind == telnet.Negotiate && !isKnown {
		prove.Assert(answer.Verb != telnet.WILL && answer.Verb != telnet.DO)
		prove.Assert(after.ours == before.ours && after.theirs == before.theirs)
	}
}

// ProofTakeTwin claims that every word of a client is answered.
func ProofTakeTwin() {
	c := prove.Reshape[negotiation.Client](anyClient())
	verb := prove.Any[uint8]()
	prove.Assume(verb >= telnet.WILL && verb <= telnet.DONT)
	answer, _ := c.Take(telnet.Event{Kind: telnet.Negotiate, Verb: verb, Byte: negotiation.Echo})
	prove.Assert(answer.Verb != 0)
}

// ProofQuiet: what is heard for the fourth time on end is answered with a refusal or not at all, so that two sides cannot go on for ever.
// Invariant: PA-1.
func ProofQuiet() {
	c := prove.Reshape[negotiation.Client](anyClient())
	verb, option := prove.Any[uint8](), prove.Any[byte]()
	prove.Assume(verb >= telnet.WILL && verb <= telnet.DONT)
	event := telnet.Event{Kind: telnet.Negotiate, Verb: verb, Byte: option}
	for range 3 {
		c.Take(event)
	}
	answer, _ := c.Take(event)
	isOn := verb == telnet.WILL || verb == telnet.DO
	prove.Cover(answer.Verb == 0 && isOn)
	prove.Assert(answer.Verb == 0 || isOn && (answer.Verb == telnet.WONT || answer.Verb == telnet.DONT), "at most a refusal")
}

// ProofQuietTwin claims that even a first word is not answered.
func ProofQuietTwin() {
	var c negotiation.Client
	answer, _ := c.Take(telnet.Event{Kind: telnet.Negotiate, Verb: telnet.DO, Byte: prove.Any[byte]()})
	prove.Assert(answer.Verb == 0)
}
