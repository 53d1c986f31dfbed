// +gobra

package object

import (
	"warrant/kernel/core/aspace"
	"warrant/lib/little"
	"warrant/lib/wire"
)

// Act is what an Effect asks for.
type Act uint8

// The acts.
const (
	// Refuse answers the call with How.Exception.
	Refuse Act = iota
	// Answer completes the call with the first Part.Count bytes of the result buffer, where the object has built its results.
	Answer
	// Print adds a part of the parameters to the console, then answers with no results.
	Print
	// Sleep completes the call Value ns from now.
	Sleep
	// Await completes the call when the process that the handle names has ended.
	Await
	// Spawn starts a process; the request stands where the object was told to put it.
	Spawn
	// Kill ends the process that the handle names.
	Kill
	// MakeEndpoint and MakeNotification answer a new object's owner capability.
	MakeEndpoint
	MakeNotification
	// MakeFacet answers a client facet of the endpoint, with interface Value; RevokeFacet revokes the facet Part.First; TellEndpoint answers counts.
	MakeFacet
	RevokeFacet
	TellEndpoint
	// AwaitSignal completes the call when a signal has come; MakeSignal answers a Signal; RevokeSignals revokes all; GiveSignal signals.
	AwaitSignal
	MakeSignal
	RevokeSignals
	GiveSignal
	// Allocate answers a memory object of Part.Count pages; TellFrames answers the caller's ledger of frames.
	Allocate
	TellFrames
	// MapObject maps Part of the memory object, in pages, at Value, or where the kernel chooses, with Access; UnmapObject
	// unmaps the mapping that starts at Value; ProtectObject changes it to Access.
	MapObject
	UnmapObject
	ProtectObject
	// TellObject and TellView answer what the owner, or the holder of a view, may know.
	TellObject
	TellView
	// MakeView answers a view of the memory object, Writable or not; RevokeViews revokes all.
	MakeView
	RevokeViews
	// Reserve reserves Part.Count pages of addresses at Value, or where the kernel chooses; Unreserve gives back the reservation at Value.
	Reserve
	Unreserve
	// Commit maps fresh pages with Access; Decommit takes them back; MapFresh is Reserve and Commit; ProtectPages changes them to Access.
	Commit
	Decommit
	MapFresh
	ProtectPages
	// TellLimits, TellProcess, TellHold and TellPlace answer what the monitor may know: of all, of the process at place
	// Part.First, of its slot Value, and of the endpoint at place Part.First.
	TellLimits
	TellProcess
	TellHold
	TellPlace
)

// Effect is what a call on a kernel object is to do. It has four fields, and no more than four words, so that the compiler keeps it in
// registers.
type Effect struct {
	Act   Act
	How   How
	Part  Part
	Value uint64 // Sleep: nanoseconds; MakeFacet: the interface; acts on pages: the address; TellHold: the slot
}

// How is what an Act is done with.
type How struct {
	Exception Exception
	Access    aspace.Access
	Line      bool // Print: a line feed behind the text
	Writable  bool
}

// Part is Count things from number First on: bytes of the results for Answer, from the first on; bytes of the parameters for Print; pages. For
// RevokeFacet, TellProcess, TellHold and TellPlace First is a place.
type Part struct {
	First uint32
	Count uint32
}

// @ ensures f == Effect{Act: Refuse, How: How{Exception: x}}
// @ decreases
// @ pure

// Refused is the effect that answers x.
func Refused(x Exception) (f Effect) {
	return Effect{Act: Refuse, How: How{Exception: x}}
}

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params))
// @ requires  0 <= method && 0 <= methods
// @ ensures   c.Opened() == old(c.Opened()) && (ok ==> c.Opened() && method < methods)
// @ ensures   method >= methods ==> !ok && f == Refused(NoSuchMethod)
// @ ensures   method < methods && !ok ==> f == Refused(Malformed)
// @ decreases

// Decode goes to the parameters of a call, which c has opened, of a method of an interface that has that many. When !ok, f is the answer.
func Decode(method uint16, methods uint16, c *wire.Cursor, params []byte) (f Effect, ok bool) {
	if method >= methods {
		return Refused(NoSuchMethod), false
	}
	if c.Root(params) != wire.OK {
		return Refused(Malformed), false
	}
	return Effect{}, true
}

// @ requires acc(d) && acc(buffer) && d.Right(len(buffer)) && len(buffer) <= wire.MaxBuild
// @ ensures  acc(d) && acc(buffer) && d.Good() == old(d.Good()) && d.Used() == old(d.Used())
// @ ensures  d.Good() ==> f == Effect{Act: Answer, Part: Part{Count: uint32(d.Used())}} && IsMessage(buffer, d.Used())
// @ ensures  !d.Good() ==> f == Refused(Unbuilt)
// @ ensures  forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 8 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Built is the effect that answers with the message that d has written into buffer.
func Built(d *wire.Draft, buffer []byte) (f Effect) {
	n, e := d.Finish(buffer)
	if e != wire.OK {
		return Refused(Unbuilt)
	}
	return Effect{Act: Answer, Part: Part{Count: uint32(n)}}
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   Answers(f, buffer, 16)
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 16 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Empty is the effect that answers with no results, built in buffer.
func Empty(buffer []byte) (f Effect) {
	if len(buffer) < 16 {
		return Refused(Unbuilt)
	}
	little.PutUint64(buffer, 0, oneSegment)
	little.PutUint64(buffer, 8, noData)
	// @ assert wire.WordsBefore(buffer, 0) == 0
	return Effect{Act: Answer, Part: Part{Count: 16}}
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild && 0 <= v && v <= 18446744073709551615
// @ ensures   Answers(f, buffer, 24) && (24 <= len(buffer) ==> little.At64(buffer, 16) == v)
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 24 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Word is the effect that answers with results that are one word of data, built in buffer: three stores.
func Word(buffer []byte, v uint64) (f Effect) {
	if len(buffer) < 24 {
		return Refused(Unbuilt)
	}
	little.PutUint64(buffer, 0, oneSegment+wholeWord)
	little.PutUint64(buffer, 8, wholeWord)
	little.PutUint64(buffer, 16, v)
	// @ assert wire.WordsBefore(buffer, 0) == 0
	return Effect{Act: Answer, Part: Part{Count: 24}}
}

// The words of a message of one segment that has nothing but a root of data: see wire.Draft, which writes the others.
const (
	wholeWord  = 4294967296 // one word of data right behind the root pointer; one word more in the segment
	oneSegment = 4294967296 // one segment, of the root pointer alone
	noData     = 4294967292 // a root of no words, which stands at its pointer
)

// IndexBytes is the length of a result message that tells where a capability is: segment table, root pointer, one word of data.
const IndexBytes = 24
