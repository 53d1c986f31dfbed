//status: kernel-exception
//record: kernel: halt: exception in ring 0: vector=0x000000000000000e error=0x0000000000000000
//line: 24

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
	sink = *at(uint64(info.Modules)) // here
}
