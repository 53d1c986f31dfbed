// +gobra

// Package processhandle is the kernel object ProcessHandle: a child as its parent sees it.
//
// It may not reach the child: that a wait ends is package sys's business, which then asks Status for the results.
package processhandle

import (
	"warrant/kernel/core/process"
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// @ import "warrant/lib/little"

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params))
// @ requires  0 <= method
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   method >= capos.ProcessHandleMethods ==> f == object.Refused(object.NoSuchMethod)
// @ ensures   f.Act == object.Refuse && method < capos.ProcessHandleMethods ==> f == object.Refused(object.Malformed)
// @ ensures   f.Act == object.Refuse || f == object.Effect{Act: object.Await} || f == object.Effect{Act: object.Kill}
// @ ensures   f.Act == object.Await ==> method == uint16(capos.ProcessHandleMethodWait)
// @ ensures   f.Act == object.Kill ==> method == uint16(capos.ProcessHandleMethodKill)
// @ decreases

// Call answers what a call on ProcessHandle does, whose parameters c has opened.
func Call(method uint16, c *wire.Cursor, params []byte) (f object.Effect) {
	f, ok := object.Decode(method, capos.ProcessHandleMethods, c, params)
	if !ok {
		return f
	}
	if capos.ProcessHandleMethod(method) == capos.ProcessHandleMethodWait {
		return object.Effect{Act: object.Await}
	}
	return object.Effect{Act: object.Kill}
}

// @ preserves acc(s, 1/2) && acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, 48 + Extra(s.End))
// @ ensures   f.Act == object.Answer ==> Says(buffer, 24, *s)
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 48 + Extra(s.End) <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Status builds the results of a wait for a process that ended with s.
func Status(s *process.Status, buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.ProcessHandleWaitResultsDataWords, capos.ProcessHandleWaitResultsPointers)
	PutStatus(&d, buffer, capos.ProcessHandleWaitResultsStatusAt, s)
	return object.Built(&d, buffer)
}

// @ preserves acc(d) && acc(buffer) && acc(s, 1/4) && d.Right(len(buffer))
// @ requires  0 <= field && field <= 4294967295 && len(buffer) <= wire.MaxBuild
// @ ensures   d.Good() == (old(d.Good()) && old(d.Has(field)) && old(d.Used()) + 24 + Extra(s.End) <= len(buffer))
// @ ensures   d.Good() ==> d.Used() == old(d.Used()) + 24 + Extra(s.End) && Says(buffer, old(d.Used()), *s)
// @ ensures   old(d.Used()) <= d.Used()
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && !(old(d.Used()) <= k && k < d.Used()) &&
// @ 	!(old(d.PointerAt(field)) <= k && k < old(d.PointerAt(field)) + 8) ==> buffer[k] == old(buffer[k])
// @ decreases

// PutStatus allocates a ProcessStatus for a field of the structure that d is at, and writes there how a process ended, or that it has not:
// exited with 0.
func PutStatus(d *wire.Draft, buffer []byte, field uint32, s *process.Status) {
	d.Struct(buffer, field, capos.ProcessStatusDataWords, capos.ProcessStatusPointers)
	switch s.End {
	case process.Running, process.Exited:
		d.PutUint16(buffer, capos.ProcessStatusWhichAt, uint16(capos.ProcessStatusWhichExited))
		d.PutUint64(buffer, capos.ProcessStatusExitedAt, wire.Unsigned64(s.Code))
	case process.Faulted:
		d.PutUint16(buffer, capos.ProcessStatusWhichAt, uint16(capos.ProcessStatusWhichFaulted))
		d.Struct(buffer, capos.ProcessStatusFaultedAt, capos.FaultRecordDataWords, capos.FaultRecordPointers)
		d.PutUint8(buffer, capos.FaultRecordVectorAt, uint8(s.Event.Vector%256))
		d.PutUint64(buffer, capos.FaultRecordErrorCodeAt, s.Event.ErrorCode)
		d.PutUint64(buffer, capos.FaultRecordInstructionAt, s.Instruction)
		d.PutUint64(buffer, capos.FaultRecordAddressAt, s.Event.Address)
	case process.Killed:
		d.PutUint16(buffer, capos.ProcessStatusWhichAt, uint16(capos.ProcessStatusWhichKilled))
		d.PutUint64(buffer, capos.ProcessStatusKilledAt, s.By)
	}
}
