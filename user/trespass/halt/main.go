// Halt executes HLT. It expects to be ended with a general protection fault.
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-halt")
	voice.Say("executes HLT")
	probe.Halt()
	voice.Survived()
}
