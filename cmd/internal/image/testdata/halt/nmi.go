//status: kernel-exception
//record: kernel: halt: exception in ring 0: vector=0x0000000000000002 error=0x0000000000000000

package main

import (
	"warrant/kernel/arch/amd64"
	"warrant/kernel/core/bootinfo"
)

var info bootinfo.Info

func main() {
	readLoader(&info, 1<<30)
	amd64.MapMemory(&info)
	interrupt()
}

// interrupt has the local APIC send the processor a non-maskable interrupt while there is no stack: it has one of its own.
func interrupt()
