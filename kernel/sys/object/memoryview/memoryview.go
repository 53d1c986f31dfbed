// +gobra

// Package memoryview is the kernel object MemoryView: somebody else's memory object, to map.
//
// It may not touch a page table, and it never sees a frame: mapping is package sys's business.
package memoryview

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// @ import "warrant/lib/little"

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params))
// @ requires  0 <= method
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   method >= capos.MemoryViewMethods ==> f == object.Refused(object.NoSuchMethod)
// @ ensures   f.Act == object.Refuse && method < capos.MemoryViewMethods ==> f == object.Refused(object.Malformed)
// @ ensures   f.Act == object.Refuse || f == object.Effect{Act: object.TellView} || f.Act == object.MapObject || f.Act == object.UnmapObject ||
// @ 	f.Act == object.ProtectObject
// @ ensures   f.Act == object.TellView ==> method == uint16(capos.MemoryViewMethodInfo)
// @ ensures   f.Act == object.MapObject ==> method == uint16(capos.MemoryViewMethodMap) && f == object.Effect{Act: object.MapObject,
// @ 	How: object.How{Access: object.Grants(capos.Protection(c.At().Number16(params, capos.MemoryViewMapParamsProtectionAt)))},
// @ 	Part: object.Part{First: c.At().Number32(params, capos.MemoryViewMapParamsOffsetAt), Count: c.At().Number32(params, capos.MemoryViewMapParamsPagesAt)},
// @ 	Value: c.At().Number64(params, capos.MemoryViewMapParamsAddressAt)}
// @ ensures   f.Act == object.UnmapObject ==> method == uint16(capos.MemoryViewMethodUnmap) &&
// @ 	f == object.Effect{Act: object.UnmapObject, Value: c.At().Number64(params, capos.MemoryViewUnmapParamsAddressAt)}
// @ ensures   f.Act == object.ProtectObject ==> method == uint16(capos.MemoryViewMethodProtect) && f == object.Effect{Act: object.ProtectObject,
// @ 	How: object.How{Access: object.Grants(capos.Protection(c.At().Number16(params, capos.MemoryViewProtectParamsProtectionAt)))},
// @ 	Value: c.At().Number64(params, capos.MemoryViewProtectParamsAddressAt)}
// @ decreases

// Call answers what a call on a MemoryView does, whose parameters c has opened.
func Call(method uint16, c *wire.Cursor, params []byte) (f object.Effect) {
	f, ok := object.Decode(method, capos.MemoryViewMethods, c, params)
	if !ok {
		return f
	}
	switch capos.MemoryViewMethod(method) {
	case capos.MemoryViewMethodInfo:
		return object.Effect{Act: object.TellView}
	case capos.MemoryViewMethodMap:
		return object.Ranged(object.MapObject, c.Uint64(params, capos.MemoryViewMapParamsAddressAt), c.Uint32(params, capos.MemoryViewMapParamsOffsetAt),
			c.Uint32(params, capos.MemoryViewMapParamsPagesAt), capos.Protection(c.Uint16(params, capos.MemoryViewMapParamsProtectionAt)))
	case capos.MemoryViewMethodUnmap:
		return object.Effect{Act: object.UnmapObject, Value: c.Uint64(params, capos.MemoryViewUnmapParamsAddressAt)}
	}
	return object.Ranged(object.ProtectObject, c.Uint64(params, capos.MemoryViewProtectParamsAddressAt), 0,
		0, capos.Protection(c.Uint16(params, capos.MemoryViewProtectParamsProtectionAt)))
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, 24)
// @ ensures   24 <= len(buffer) ==> little.At32(buffer, 16) == pages
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 24 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Info builds the results of asking for the object's size in pages and whether the view may write.
func Info(pages uint32, writable bool, buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.MemoryViewInfoResultsDataWords, capos.MemoryViewInfoResultsPointers)
	d.PutUint32(buffer, capos.MemoryViewInfoResultsPagesAt, pages)
	d.PutBool(buffer, capos.MemoryViewInfoResultsWritableAt, writable)
	return object.Built(&d, buffer)
}
