// Package frameallocator is the kernel object FrameAllocator: it makes memory objects out of the caller's own budget.
//
// No physical address and no frame number passes through it.
package frameallocator

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// Call answers what a call on FrameAllocator does.
func Call(method uint16, params *wire.Message) (f object.Effect) {
	c, e := capos.DecodeFrameAllocator(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	switch c.Method {
	case capos.FrameAllocatorMethodAllocate:
		return object.Effect{Act: object.Allocate, Pages: c.Allocate().Pages()}
	case capos.FrameAllocatorMethodInfo:
		return object.Effect{Act: object.TellFrames}
	}
	return object.Refused(object.NoSuchMethod)
}

// Allocated builds the results of making a memory object: the owner's capability is the first transfer-result record.
func Allocated(buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	capos.NewFrameAllocatorAllocateResults(&b).SetObjectIndex(0)
	return object.Built(&b)
}

// Info builds the results of asking for the caller's ledger of frames.
func Info(used, limit uint32, buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	r := capos.NewFrameAllocatorInfoResults(&b)
	r.SetUsed(used)
	r.SetLimit(limit)
	return object.Built(&b)
}
