//status: kernel-exception
//record: kernel: halt: exception in ring 0: vector=0x000000000000000e error=0x0000000000000000
//line: 26

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
	var info2 [8]uint64
	for page := uint64(0); page < 20; page++ {
		sink = *at(uint64(uintptr(unsafe.Pointer(&info2))) - page*4096) // here: below the stack is a page that is not mapped
	}
}
