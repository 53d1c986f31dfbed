//status: kernel-panic
//record: kernel: halt: index or slice out of range
//line: 28

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

var (
	table [8]byte
	place uint64
)

func main() {
	start()
	place = info.TSCHertz
	table[place] = 1
}
