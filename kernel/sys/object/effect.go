// +gobra

package object

import (
	"warrant/kernel/core/aspace"
	"warrant/lib/wire"
)

// Act is what an Effect asks for.
type Act uint8

// The acts.
const (
	// Refuse answers the call with Effect.Exception.
	Refuse Act = iota
	// Answer completes the call with the first Effect.Length bytes of the result buffer, where the object has built its results.
	Answer
	// Print adds a part of the parameters to the console, then answers with no results.
	Print
	// Sleep completes the call Effect.Nanoseconds from now.
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
	// MakeFacet answers a client facet of the endpoint, with Interface; RevokeFacet revokes the facet Number; TellEndpoint answers counts.
	MakeFacet
	RevokeFacet
	TellEndpoint
	// AwaitSignal completes the call when a signal has come; MakeSignal answers a Signal; RevokeSignals revokes all; GiveSignal signals.
	AwaitSignal
	MakeSignal
	RevokeSignals
	GiveSignal
	// Allocate answers a memory object of Pages pages; TellFrames answers the caller's ledger of frames.
	Allocate
	TellFrames
	// MapObject maps Pages pages of the memory object from page First on at Address, or where the kernel chooses, with Access; UnmapObject
	// unmaps the mapping that starts at Address; ProtectObject changes it to Access.
	MapObject
	UnmapObject
	ProtectObject
	// TellObject and TellView answer what the owner, or the holder of a view, may know.
	TellObject
	TellView
	// MakeView answers a view of the memory object, Writable or not; RevokeViews revokes all.
	MakeView
	RevokeViews
	// Reserve reserves Pages pages of addresses at Address, or where the kernel chooses; Unreserve gives back the reservation at Address.
	Reserve
	Unreserve
	// Commit maps fresh pages with Access; Decommit takes them back; MapFresh is Reserve and Commit; ProtectPages changes them to Access.
	Commit
	Decommit
	MapFresh
	ProtectPages
	// TellLimits, TellProcess, TellHold and TellPlace answer what the monitor may know: of all, of the process at place Number, of its
	// slot First, and of the endpoint at place Number.
	TellLimits
	TellProcess
	TellHold
	TellPlace
)

// Effect is what a call on a kernel object is to do.
type Effect struct {
	Act         Act
	Exception   Exception
	Length      uint32
	From        uint32 // Print: the text is the bytes [From, To) of the parameters
	To          uint32
	Line        bool // Print: a line feed behind the text
	Nanoseconds uint64
	Interface   uint64
	Number      uint32
	Address     uint64
	First       uint32
	Pages       uint32
	Access      aspace.Access
	Writable    bool
}

// @ ensures f == Effect{Act: Refuse, Exception: x}
// @ decreases
// @ pure

// Refused is the effect that answers x.
func Refused(x Exception) (f Effect) {
	return Effect{Act: Refuse, Exception: x}
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
// @ ensures  d.Good() ==> f == Effect{Act: Answer, Length: uint32(d.Used())} && IsMessage(buffer, d.Used())
// @ ensures  !d.Good() ==> f == Refused(Unbuilt)
// @ ensures  forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 8 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Built is the effect that answers with the message that d has written into buffer.
func Built(d *wire.Draft, buffer []byte) (f Effect) {
	n, e := d.Finish(buffer)
	if e != wire.OK {
		return Refused(Unbuilt)
	}
	return Effect{Act: Answer, Length: uint32(n)}
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   Answers(f, buffer, 16)
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 16 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Empty is the effect that answers with no results, built in buffer.
func Empty(buffer []byte) (f Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, 0, 0)
	return Built(&d, buffer)
}

// IndexBytes is the length of a result message that tells where a capability is: segment table, root pointer, one word of data.
const IndexBytes = 24
