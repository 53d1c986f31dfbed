//status: kernel-panic
//record: kernel: halt: panic
//line: 22

package main

import (
	"warrant/kernel/arch/amd64"
	"warrant/kernel/core/bootinfo"
)

var info bootinfo.Info

func start() {
	readLoader(&info, 1<<30)
	amd64.MapMemory(&info)
	info.TSCHertz = amd64.CalibrateClock()
}

func main() {
	start()
	panic("no")
}
