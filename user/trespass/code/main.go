// Code writes to its own code. It expects to be ended with a page fault.
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-code")
	voice.Say("writes to its code")
	*probe.At(probe.CodeAddress()) = 0
	voice.Survived()
}
