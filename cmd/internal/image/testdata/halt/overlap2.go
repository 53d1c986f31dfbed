//status: boot-refused
//record: kernel: halt: the boot module overlaps the kernel

package main

import (
	"warrant/kernel/arch/amd64"
	"warrant/kernel/core/bootinfo"
)

var info bootinfo.Info

func main() {
	addModule(&info, amd64.ImageStart()-4096, 4097)
	readLoader(&info, 1<<30)
}
