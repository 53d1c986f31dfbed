//status: kernel-exception
//record: kernel: halt: exception in ring 0: vector=0x000000000000000e error=0x0000000000000011

package main

import (
	"unsafe"

	"warrant/kernel/arch/amd64"
	"warrant/kernel/core/bootinfo"
)

var info bootinfo.Info

var sink uint64

// at answers the word at an address.
func at(address uint64) *uint64 { return *(**uint64)(unsafe.Pointer(&address)) }

func main() {
	readLoader(&info, 1<<30)
	amd64.MapMemory(&info)
	code := at(amd64.DirectMap + uint64(info.Regions[0].First.Address()))
	*code = 0xc3
	function := unsafe.Pointer(&code)
	(*(*func())(unsafe.Pointer(&function)))() // here: the direct map cannot be executed
}
