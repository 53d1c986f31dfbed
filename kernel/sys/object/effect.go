package object

import "warrant/lib/wire"

// Act is what an Effect asks for.
type Act uint8

// The acts.
const (
	// Refuse answers the call with Effect.Exception.
	Refuse Act = iota
	// Answer completes the call with the first Effect.Length bytes of the result buffer, where the object has built its results.
	Answer
	// Print adds Effect.Text to the console, then answers with no results.
	Print
	// Sleep completes the call Effect.Nanoseconds from now.
	Sleep
	// Await completes the call when the process that the handle names has ended.
	Await
	// Spawn starts a process; the request stands where the object was told to put it.
	Spawn
)

// Effect is what a call on a kernel object is to do.
type Effect struct {
	Act         Act
	Exception   Exception
	Length      uint32
	Text        []byte
	Line        bool // Print: a line feed behind Text
	Nanoseconds uint64
}

// Refused is the effect that answers x.
func Refused(x Exception) (f Effect) {
	return Effect{Act: Refuse, Exception: x}
}

// Undecodable is the effect that answers a call whose method or parameters could not be read.
func Undecodable(e wire.Err) (f Effect) {
	if e == wire.ErrMethod {
		return Refused(NoSuchMethod)
	}
	return Refused(Malformed)
}

// Built is the effect that answers with the message that b holds.
func Built(b *wire.Builder) (f Effect) {
	n, e := b.Finish()
	if e != wire.OK {
		return Refused(Unbuilt)
	}
	return Effect{Act: Answer, Length: uint32(n)}
}

// Empty is the effect that answers with no results, built in buffer.
func Empty(buffer []byte) (f Effect) {
	var b wire.Builder
	b.Start(buffer)
	b.Root(0, 0)
	return Built(&b)
}
