// +gobra

// Package memoryobject is the kernel object MemoryObject, as its owner calls it.
//
// It may not touch a page table, and it never sees a frame: mapping is package sys's business.
package memoryobject

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// @ import "warrant/lib/little"

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params))
// @ requires  0 <= method
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   method >= capos.MemoryObjectMethods ==> f == object.Refused(object.NoSuchMethod)
// @ ensures   f.Act == object.Refuse && method < capos.MemoryObjectMethods ==> f == object.Refused(object.Malformed)
// @ ensures   f.Act == object.Refuse || f == object.Effect{Act: object.TellObject} || f.Act == object.MapObject || f.Act == object.UnmapObject ||
// @ 	f.Act == object.ProtectObject || f.Act == object.MakeView || f == object.Effect{Act: object.RevokeViews}
// @ ensures   f.Act == object.TellObject ==> method == uint16(capos.MemoryObjectMethodInfo)
// @ ensures   f.Act == object.MapObject ==> method == uint16(capos.MemoryObjectMethodMap) && f == object.Effect{Act: object.MapObject,
// @ 	How: object.How{Access: object.Grants(capos.Protection(c.At().Number16(params, capos.MemoryObjectMapParamsProtectionAt)))},
// @ 	Part: object.Part{First: c.At().Number32(params, capos.MemoryObjectMapParamsOffsetAt), Count: c.At().Number32(params, capos.MemoryObjectMapParamsPagesAt)},
// @ 	Value: c.At().Number64(params, capos.MemoryObjectMapParamsAddressAt)}
// @ ensures   f.Act == object.UnmapObject ==> method == uint16(capos.MemoryObjectMethodUnmap) &&
// @ 	f == object.Effect{Act: object.UnmapObject, Value: c.At().Number64(params, capos.MemoryObjectUnmapParamsAddressAt)}
// @ ensures   f.Act == object.ProtectObject ==> method == uint16(capos.MemoryObjectMethodProtect) && f == object.Effect{Act: object.ProtectObject,
// @ 	How: object.How{Access: object.Grants(capos.Protection(c.At().Number16(params, capos.MemoryObjectProtectParamsProtectionAt)))},
// @ 	Value: c.At().Number64(params, capos.MemoryObjectProtectParamsAddressAt)}
// @ ensures   f.Act == object.MakeView ==> method == uint16(capos.MemoryObjectMethodView) &&
// @ 	f == object.Effect{Act: object.MakeView, How: object.How{Writable: c.At().Flag(params, capos.MemoryObjectViewParamsWritableAt)}}
// @ ensures   f.Act == object.RevokeViews ==> method == uint16(capos.MemoryObjectMethodRevoke)
// @ decreases

// Call answers what a call on a MemoryObject does, whose parameters c has opened.
func Call(method uint16, c *wire.Cursor, params []byte) (f object.Effect) {
	f, ok := object.Decode(method, capos.MemoryObjectMethods, c, params)
	if !ok {
		return f
	}
	switch capos.MemoryObjectMethod(method) {
	case capos.MemoryObjectMethodInfo:
		return object.Effect{Act: object.TellObject}
	case capos.MemoryObjectMethodMap:
		return object.Ranged(object.MapObject, c.Uint64(params, capos.MemoryObjectMapParamsAddressAt), c.Uint32(params, capos.MemoryObjectMapParamsOffsetAt),
			c.Uint32(params, capos.MemoryObjectMapParamsPagesAt), capos.Protection(c.Uint16(params, capos.MemoryObjectMapParamsProtectionAt)))
	case capos.MemoryObjectMethodUnmap:
		return object.Effect{Act: object.UnmapObject, Value: c.Uint64(params, capos.MemoryObjectUnmapParamsAddressAt)}
	case capos.MemoryObjectMethodProtect:
		return object.Ranged(object.ProtectObject, c.Uint64(params, capos.MemoryObjectProtectParamsAddressAt), 0,
			0, capos.Protection(c.Uint16(params, capos.MemoryObjectProtectParamsProtectionAt)))
	case capos.MemoryObjectMethodView:
		return object.Effect{Act: object.MakeView, How: object.How{Writable: c.Bool(params, capos.MemoryObjectViewParamsWritableAt)}}
	}
	return object.Effect{Act: object.RevokeViews}
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, 24)
// @ ensures   24 <= len(buffer) ==> little.At32(buffer, 16) == pages && little.At32(buffer, 20) == mappings
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 24 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Info builds the results of asking for the object's size in pages and how often it is mapped.
func Info(pages, mappings uint32, buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.MemoryObjectInfoResultsDataWords, capos.MemoryObjectInfoResultsPointers)
	d.PutUint32(buffer, capos.MemoryObjectInfoResultsPagesAt, pages)
	d.PutUint32(buffer, capos.MemoryObjectInfoResultsMappingsAt, mappings)
	return object.Built(&d, buffer)
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, object.IndexBytes) && (object.IndexBytes <= len(buffer) ==> little.At16(buffer, 16) == 0)
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && object.IndexBytes <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// View builds the results of making a view: its capability is the first transfer-result record.
func View(buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.MemoryObjectViewResultsDataWords, capos.MemoryObjectViewResultsPointers)
	d.PutUint16(buffer, capos.MemoryObjectViewResultsViewIndexAt, 0)
	return object.Built(&d, buffer)
}
