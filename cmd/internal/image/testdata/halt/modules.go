//status: boot-refused
//record: kernel: halt: one boot module is needed, the boot manifest; the boot loader passed 2

package main

import (
	"warrant/kernel/arch/amd64"
	"warrant/kernel/core/bootinfo"
	"warrant/kernel/sys"
)

var (
	kernel sys.Kernel
	info   bootinfo.Info
)

func main() {
	// Below the kernel, and beyond the memory of the machine: neither is touched.
	addModule(&info, 0x1000, 4096)
	addModule(&info, 1<<40, 4096)
	readLoader(&info, 1<<30)
	amd64.MapMemory(&info)
	info.TSCHertz = amd64.CalibrateClock()
	status, _ := kernel.Boot(&info, amd64.RAM(extent(&info)))
	amd64.Console(kernel.Console().Waiting())
	amd64.Halt(status)
}
