// Package memoryobject is the kernel object MemoryObject, as its owner calls it.
//
// It may not touch a page table, and it never sees a frame: mapping is package sys's business.
package memoryobject

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// Call answers what a call on a MemoryObject does.
func Call(method uint16, params *wire.Message) (f object.Effect) {
	c, e := capos.DecodeMemoryObject(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	switch c.Method {
	case capos.MemoryObjectMethodInfo:
		return object.Effect{Act: object.TellObject}
	case capos.MemoryObjectMethodMap:
		q := c.Map()
		return object.Ranged(object.MapObject, q.Address(), q.Offset(), q.Pages(), q.Protection())
	case capos.MemoryObjectMethodUnmap:
		return object.Effect{Act: object.UnmapObject, Address: c.Unmap().Address()}
	case capos.MemoryObjectMethodProtect:
		q := c.Protect()
		return object.Ranged(object.ProtectObject, q.Address(), 0, 0, q.Protection())
	case capos.MemoryObjectMethodView:
		return object.Effect{Act: object.MakeView, Writable: c.View().Writable()}
	case capos.MemoryObjectMethodRevoke:
		return object.Effect{Act: object.RevokeViews}
	}
	return object.Refused(object.NoSuchMethod)
}

// Info builds the results of asking for the object's size in pages and how often it is mapped.
func Info(pages, mappings uint32, buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	r := capos.NewMemoryObjectInfoResults(&b)
	r.SetPages(pages)
	r.SetMappings(mappings)
	return object.Built(&b)
}

// View builds the results of making a view: its capability is the first transfer-result record.
func View(buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	capos.NewMemoryObjectViewResults(&b).SetViewIndex(0)
	return object.Built(&b)
}
