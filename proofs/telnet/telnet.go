// Package telnet has the bounded proofs of lib/telnet: one byte in any state, and streams of a few bytes.
//
// Only gosure prove runs these functions. The package may not be imported.
package telnet

import (
	"warrant/lib/telnet"
	"warrant/verify/prove"
)

// StreamBytes is the greatest length of a stream in these proofs. Seven bytes hold a subnegotiation with payload and data on both sides.
const StreamBytes = 7

// The places of the filter, in the order of its states.
const (
	normal = iota
	afterIAC
	afterVerb
	afterSB
	payload
	payloadIAC
	states
)

// mirror is telnet.Filter with its fields in reach.
type mirror struct{ at, verb uint8 }

// anyFilter returns a filter in any state.
func anyFilter() (telnet.Filter, mirror) {
	m := prove.Any[mirror]()
	prove.Assume(m.at < states)
	return prove.Reshape[telnet.Filter](m), m
}

// ProofData: a byte is the user's only in normal text if it is no IAC, or behind one if it is. Invariant: TN-1.
func ProofData() {
	f, before := anyFilter()
	b := prove.Any[byte]()
	e := f.Step(b)
	want := before.at == normal && b != telnet.IAC || before.at == afterIAC && b == telnet.IAC
	prove.Cover(e.Kind == telnet.Data && b == telnet.IAC)
	prove.Assert((e.Kind == telnet.Data) == want)
	prove.Assert(!want || e.Byte == b)
	prove.Assert(prove.Reshape[mirror](f).at < states)
}

// ProofDataTwin claims that every byte of normal text is data.
func ProofDataTwin() {
	f, before := anyFilter()
	e := f.Step(prove.Any[byte]())
	prove.Assert(e.Kind == telnet.Data || before.at != normal)
}

// ProofOption: behind IAC SB exactly one byte is the option, whatever its value, and payload follows. Invariant: TN-3.
func ProofOption() {
	f := prove.Reshape[telnet.Filter](mirror{at: normal})
	prove.Assert(f.Step(telnet.IAC).Kind == telnet.None && f.Step(telnet.SB).Kind == telnet.None)
	option := prove.Any[byte]()
	e := f.Step(option)
	prove.Cover(option == 255)
	prove.Assert(e == telnet.Event{Kind: telnet.Begin, Byte: option})
	b := prove.Any[byte]()
	prove.Assume(b != telnet.IAC)
	prove.Assert(f.Step(b) == telnet.Event{Kind: telnet.Payload, Byte: b})
}

// ProofOptionTwin claims that an option of 255 is the IAC of a command.
func ProofOptionTwin() {
	var f telnet.Filter
	f.Step(telnet.IAC)
	f.Step(telnet.SB)
	option := prove.Any[byte]()
	prove.Assert(f.Step(option).Kind == telnet.Begin && option != telnet.IAC)
}

// ProofRun: from any state, output is never longer than input and nothing behind it is written. Invariant: TN-2.
func ProofRun() {
	f, _ := anyFilter()
	src := prove.AnySlice[byte](StreamBytes)
	before := prove.Any[[StreamBytes]byte]()
	dst := before
	n := f.Run(dst[:], src)
	prove.Cover(n == StreamBytes)
	prove.Assert(0 <= n && n <= len(src))
	k := int(prove.Any[uint8]())
	prove.Assume(n <= k && k < StreamBytes)
	prove.Assert(dst[k] == before[k])
}

// ProofRunTwin claims that all input is data.
func ProofRunTwin() {
	var f telnet.Filter
	src := prove.AnySlice[byte](2)
	var dst [2]byte
	prove.Assert(f.Run(dst[:], src) == len(src))
}

// ProofRoundTrip: data in which each IAC is doubled, with a negotiation somewhere between, comes out as it was. Invariant: TN-4.
func ProofRoundTrip() {
	const length = 3
	data := prove.Any[[length]byte]()
	verb, option := prove.Any[byte](), prove.Any[byte]()
	prove.Assume(verb >= telnet.WILL && verb <= telnet.DONT)
	where := prove.Any[uint8]() % length
	var stream [2*length + 3]byte
	n := 0
	for i := range data {
		if uint8(i) == where {
			stream[n], stream[n+1], stream[n+2] = telnet.IAC, verb, option
			n += 3
		}
		stream[n] = data[i]
		n++
		if data[i] == telnet.IAC {
			stream[n] = telnet.IAC
			n++
		}
	}
	var f telnet.Filter
	var out [2*length + 3]byte
	got := f.Run(out[:], stream[:n])
	prove.Cover(n == len(stream))
	prove.Assert(got == length && out[0] == data[0] && out[1] == data[1] && out[2] == data[2])
}

// ProofRoundTripTwin forgets to double IAC.
func ProofRoundTripTwin() {
	data := prove.Any[[2]byte]()
	var f telnet.Filter
	var out [2]byte
	prove.Assert(f.Run(out[:], data[:]) == 2)
}
