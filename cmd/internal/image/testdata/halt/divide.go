//status: kernel-panic
//record: kernel: halt: division by zero
//line: 26

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
	divide(1000, uint64(info.Modules))
}

//go:noinline
func divide(a, b uint64) (c uint64) { return a / b }
