// Package virtualmemory is the kernel object VirtualMemory: the caller's own address space.
//
// It may not touch a page table: that is package sys's business.
package virtualmemory

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// Call answers what a call on VirtualMemory does.
func Call(method uint16, params *wire.Message) (f object.Effect) {
	c, e := capos.DecodeVirtualMemory(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	switch c.Method {
	case capos.VirtualMemoryMethodReserve:
		q := c.Reserve()
		return object.Effect{Act: object.Reserve, Address: q.Address(), Pages: q.Pages()}
	case capos.VirtualMemoryMethodCommit:
		q := c.Commit()
		return object.Ranged(object.Commit, q.Address(), 0, q.Pages(), q.Protection())
	case capos.VirtualMemoryMethodDecommit:
		q := c.Decommit()
		return object.Effect{Act: object.Decommit, Address: q.Address(), Pages: q.Pages()}
	case capos.VirtualMemoryMethodMap:
		q := c.Map()
		return object.Ranged(object.MapFresh, q.Address(), 0, q.Pages(), q.Protection())
	case capos.VirtualMemoryMethodUnmap:
		return object.Effect{Act: object.Unreserve, Address: c.Unmap().Address()}
	case capos.VirtualMemoryMethodProtect:
		q := c.Protect()
		return object.Ranged(object.ProtectPages, q.Address(), 0, q.Pages(), q.Protection())
	}
	return object.Refused(object.NoSuchMethod)
}

// At builds the results of a reservation or a mapping: its address. Every method that answers an address answers this message.
func At(address uint64, buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	capos.NewVirtualMemoryReserveResults(&b).SetAddress(address)
	return object.Built(&b)
}
