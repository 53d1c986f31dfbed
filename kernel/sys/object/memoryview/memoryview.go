// Package memoryview is the kernel object MemoryView: somebody else's memory object, to map.
//
// It may not touch a page table, and it never sees a frame: mapping is package sys's business.
package memoryview

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// Call answers what a call on a MemoryView does.
func Call(method uint16, params *wire.Message) (f object.Effect) {
	c, e := capos.DecodeMemoryView(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	switch c.Method {
	case capos.MemoryViewMethodInfo:
		return object.Effect{Act: object.TellView}
	case capos.MemoryViewMethodMap:
		q := c.Map()
		return object.Ranged(object.MapObject, q.Address(), q.Offset(), q.Pages(), q.Protection())
	case capos.MemoryViewMethodUnmap:
		return object.Effect{Act: object.UnmapObject, Address: c.Unmap().Address()}
	case capos.MemoryViewMethodProtect:
		q := c.Protect()
		return object.Ranged(object.ProtectObject, q.Address(), 0, 0, q.Protection())
	}
	return object.Refused(object.NoSuchMethod)
}

// Info builds the results of asking for the object's size in pages and whether the view may write.
func Info(pages uint32, writable bool, buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	r := capos.NewMemoryViewInfoResults(&b)
	r.SetPages(pages)
	r.SetWritable(writable)
	return object.Built(&b)
}
