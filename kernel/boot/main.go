// Command boot is the kernel: the order in which it starts, and the loop that it is. It may do nothing else.
package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/arch/amd64"
	"warrant/kernel/core/bootinfo"
	"warrant/kernel/core/memory"
	"warrant/kernel/limits"
)

var info bootinfo.Info

func main() {
	readLoader(&info, limits.Frames*memory.FrameSize)
	amd64.MapMemory(&info)
	info.TSCHertz = amd64.CalibrateClock()
	amd64.Console([]byte("hello\n"))
	amd64.Halt(abi.HaltClean)
}
