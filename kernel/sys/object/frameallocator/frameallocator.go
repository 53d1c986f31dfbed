// +gobra

// Package frameallocator is the kernel object FrameAllocator: it makes memory objects out of the caller's own budget.
//
// No physical address and no frame number passes through it.
package frameallocator

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// @ import "warrant/lib/little"

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params))
// @ requires  0 <= method
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   method >= capos.FrameAllocatorMethods ==> f == object.Refused(object.NoSuchMethod)
// @ ensures   f.Act == object.Refuse && method < capos.FrameAllocatorMethods ==> f == object.Refused(object.Malformed)
// @ ensures   f.Act == object.Refuse || f.Act == object.Allocate || f == object.Effect{Act: object.TellFrames}
// @ ensures   f.Act == object.Allocate ==> method == uint16(capos.FrameAllocatorMethodAllocate) &&
// @ 	f == object.Effect{Act: object.Allocate, Part: object.Part{Count: c.At().Number32(params, capos.FrameAllocatorAllocateParamsPagesAt)}}
// @ ensures   f.Act == object.TellFrames ==> method == uint16(capos.FrameAllocatorMethodInfo)
// @ decreases

// Call answers what a call on FrameAllocator does, whose parameters c has opened.
func Call(method uint16, c *wire.Cursor, params []byte) (f object.Effect) {
	f, ok := object.Decode(method, capos.FrameAllocatorMethods, c, params)
	if !ok {
		return f
	}
	if capos.FrameAllocatorMethod(method) == capos.FrameAllocatorMethodAllocate {
		return object.Effect{Act: object.Allocate, Part: object.Part{Count: c.Uint32(params, capos.FrameAllocatorAllocateParamsPagesAt)}}
	}
	return object.Effect{Act: object.TellFrames}
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, object.IndexBytes) && (object.IndexBytes <= len(buffer) ==> little.At16(buffer, 16) == 0)
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && object.IndexBytes <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Allocated builds the results of making a memory object: the owner's capability is the first transfer-result record.
func Allocated(buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.FrameAllocatorAllocateResultsDataWords, capos.FrameAllocatorAllocateResultsPointers)
	d.PutUint16(buffer, capos.FrameAllocatorAllocateResultsObjectIndexAt, 0)
	return object.Built(&d, buffer)
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, 24)
// @ ensures   24 <= len(buffer) ==> little.At32(buffer, 16) == used && little.At32(buffer, 20) == limit
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 24 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Info builds the results of asking for the caller's ledger of frames.
func Info(used, limit uint32, buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.FrameAllocatorInfoResultsDataWords, capos.FrameAllocatorInfoResultsPointers)
	d.PutUint32(buffer, capos.FrameAllocatorInfoResultsUsedAt, used)
	d.PutUint32(buffer, capos.FrameAllocatorInfoResultsLimitAt, limit)
	return object.Built(&d, buffer)
}
