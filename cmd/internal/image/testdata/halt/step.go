//status: boot-refused
//record: kernel: halt: one step, then as before

package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/arch/amd64"
	"warrant/kernel/core/bootinfo"
)

var info bootinfo.Info

func main() {
	readLoader(&info, 1<<30)
	amd64.MapMemory(&info)
	const trap = 1 << 8
	if flags, counted := step(); flags&trap == 0 && counted == 3 {
		amd64.Refuse("one step, then as before", abi.HaltBootRefused)
	}
	amd64.Refuse("the trap flag is still set", abi.HaltPanic)
}

// step turns on single stepping in ring 0, as a process can for one instruction (CVE-2018-8897), loses the stack at once, counts to 3
// and finds it again. It answers the flags at the end, and the count.
func step() (flags, counted uint64)
