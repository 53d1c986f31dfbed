// Constant writes to its own read-only data. It expects to be ended with a page fault.
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-constant")
	voice.Say("writes to a constant")
	*probe.At(probe.ConstantAddress()) = 0
	voice.Survived()
}
