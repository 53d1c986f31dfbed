// Capset writes to its CapSet page, to name itself a capability. It expects to be ended with a page fault.
package main

import (
	"warrant/kernel/abi"
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-capset")
	voice.Say("writes to its CapSet page")
	*probe.At(abi.CapSetAddr + abi.CapSetCount) = abi.CapSetMax
	voice.Survived()
}
