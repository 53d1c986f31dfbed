// +gobra

// Package virtualmemory is the kernel object VirtualMemory: the caller's own address space.
//
// It may not touch a page table: that is package sys's business.
package virtualmemory

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// @ import "warrant/lib/little"

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params))
// @ requires  0 <= method
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   method >= capos.VirtualMemoryMethods ==> f == object.Refused(object.NoSuchMethod)
// @ ensures   f.Act == object.Refuse && method < capos.VirtualMemoryMethods ==> f == object.Refused(object.Malformed)
// @ ensures   f.Act == object.Refuse || f.Act == object.Reserve || f.Act == object.Commit || f.Act == object.Decommit || f.Act == object.MapFresh ||
// @ 	f.Act == object.Unreserve || f.Act == object.ProtectPages
// @ ensures   f.Act == object.Reserve ==> method == uint16(capos.VirtualMemoryMethodReserve) &&
// @ 	f == object.Effect{Act: object.Reserve, Part: object.Part{Count: c.At().Number32(params, capos.VirtualMemoryReserveParamsPagesAt)}, Value: c.At().Number64(params, capos.VirtualMemoryReserveParamsAddressAt)}
// @ ensures   f.Act == object.Commit ==> method == uint16(capos.VirtualMemoryMethodCommit) && f == object.Effect{Act: object.Commit,
// @ 	How: object.How{Access: object.Grants(capos.Protection(c.At().Number16(params, capos.VirtualMemoryCommitParamsProtectionAt)))},
// @ 	Part: object.Part{Count: c.At().Number32(params, capos.VirtualMemoryCommitParamsPagesAt)},
// @ 	Value: c.At().Number64(params, capos.VirtualMemoryCommitParamsAddressAt)}
// @ ensures   f.Act == object.Decommit ==> method == uint16(capos.VirtualMemoryMethodDecommit) &&
// @ 	f == object.Effect{Act: object.Decommit, Part: object.Part{Count: c.At().Number32(params, capos.VirtualMemoryDecommitParamsPagesAt)}, Value: c.At().Number64(params, capos.VirtualMemoryDecommitParamsAddressAt)}
// @ ensures   f.Act == object.MapFresh ==> method == uint16(capos.VirtualMemoryMethodMap) && f == object.Effect{Act: object.MapFresh,
// @ 	How: object.How{Access: object.Grants(capos.Protection(c.At().Number16(params, capos.VirtualMemoryMapParamsProtectionAt)))},
// @ 	Part: object.Part{Count: c.At().Number32(params, capos.VirtualMemoryMapParamsPagesAt)},
// @ 	Value: c.At().Number64(params, capos.VirtualMemoryMapParamsAddressAt)}
// @ ensures   f.Act == object.Unreserve ==> method == uint16(capos.VirtualMemoryMethodUnmap) &&
// @ 	f == object.Effect{Act: object.Unreserve, Value: c.At().Number64(params, capos.VirtualMemoryUnmapParamsAddressAt)}
// @ ensures   f.Act == object.ProtectPages ==> method == uint16(capos.VirtualMemoryMethodProtect) && f == object.Effect{Act: object.ProtectPages,
// @ 	How: object.How{Access: object.Grants(capos.Protection(c.At().Number16(params, capos.VirtualMemoryProtectParamsProtectionAt)))},
// @ 	Part: object.Part{Count: c.At().Number32(params, capos.VirtualMemoryProtectParamsPagesAt)},
// @ 	Value: c.At().Number64(params, capos.VirtualMemoryProtectParamsAddressAt)}
// @ decreases

// Call answers what a call on VirtualMemory does, whose parameters c has opened.
func Call(method uint16, c *wire.Cursor, params []byte) (f object.Effect) {
	f, ok := object.Decode(method, capos.VirtualMemoryMethods, c, params)
	if !ok {
		return f
	}
	switch capos.VirtualMemoryMethod(method) {
	case capos.VirtualMemoryMethodReserve:
		return object.Effect{Act: object.Reserve, Part: object.Part{Count: c.Uint32(params, capos.VirtualMemoryReserveParamsPagesAt)}, Value: c.Uint64(params, capos.VirtualMemoryReserveParamsAddressAt)}
	case capos.VirtualMemoryMethodCommit:
		return object.Ranged(object.Commit, c.Uint64(params, capos.VirtualMemoryCommitParamsAddressAt), 0,
			c.Uint32(params, capos.VirtualMemoryCommitParamsPagesAt), capos.Protection(c.Uint16(params, capos.VirtualMemoryCommitParamsProtectionAt)))
	case capos.VirtualMemoryMethodDecommit:
		return object.Effect{Act: object.Decommit, Part: object.Part{Count: c.Uint32(params, capos.VirtualMemoryDecommitParamsPagesAt)}, Value: c.Uint64(params, capos.VirtualMemoryDecommitParamsAddressAt)}
	case capos.VirtualMemoryMethodMap:
		return object.Ranged(object.MapFresh, c.Uint64(params, capos.VirtualMemoryMapParamsAddressAt), 0,
			c.Uint32(params, capos.VirtualMemoryMapParamsPagesAt), capos.Protection(c.Uint16(params, capos.VirtualMemoryMapParamsProtectionAt)))
	case capos.VirtualMemoryMethodUnmap:
		return object.Effect{Act: object.Unreserve, Value: c.Uint64(params, capos.VirtualMemoryUnmapParamsAddressAt)}
	}
	return object.Ranged(object.ProtectPages, c.Uint64(params, capos.VirtualMemoryProtectParamsAddressAt), 0,
		c.Uint32(params, capos.VirtualMemoryProtectParamsPagesAt), capos.Protection(c.Uint16(params, capos.VirtualMemoryProtectParamsProtectionAt)))
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, 24)
// @ ensures   24 <= len(buffer) ==> little.At64(buffer, 16) == address
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 24 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// At builds the results of a reservation or a mapping: its address. Every method that answers an address answers this message.
func At(address uint64, buffer []byte) (f object.Effect) {
	return object.Word(buffer, address)
}
