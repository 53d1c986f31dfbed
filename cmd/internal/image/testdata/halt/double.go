//status: kernel-exception
//record: kernel: halt: exception in ring 0: vector=0x0000000000000008 error=0x0000000000000000

package main

import (
	"warrant/kernel/arch/amd64"
	"warrant/kernel/core/bootinfo"
)

var info bootinfo.Info

func main() {
	readLoader(&info, 1<<30)
	amd64.MapMemory(&info)
	loseStack()
}

// loseStack pushes to a stack that is not mapped: the page fault finds none either, so that a double fault comes, on its own stack.
func loseStack()
