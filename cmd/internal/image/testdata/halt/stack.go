//status: kernel-panic
//record: kernel: halt: stack exhausted

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
	amd64.Console(amd64.RAM(descend(info.TSCHertz)))
}

//go:noinline
func descend(n uint64) (m uint64) { return descend(n-1) + n }
