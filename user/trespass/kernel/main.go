// Kernel reads memory of the kernel. It expects to be ended with a page fault.
package main

import (
	"warrant/kernel/abi"
	"warrant/user/program"
	"warrant/user/rt/probe"
)

// kernelText is the page that the kernel's code starts with, at the bottom of the highest 2 GiB.
const kernelText abi.VirtAddr = 0xffffffff80200000

func main() {
	voice := program.Speak("trespass-kernel")
	voice.Say("reads the kernel's memory")
	voice.Read(*probe.At(kernelText))
	voice.Survived()
}
