// Jump calls an address that is not canonical. It expects to be ended with a general protection fault.
package main

import (
	"warrant/kernel/abi"
	"warrant/user/program"
	"warrant/user/rt/probe"
)

// notCanonical is an address in the hole between user space and the kernel.
const notCanonical abi.VirtAddr = 0x800000000000

func main() {
	voice := program.Speak("trespass-jump")
	voice.Say("calls an address that is not canonical")
	probe.Call(notCanonical)
	voice.Survived()
}
