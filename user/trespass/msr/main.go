// Msr reads a model-specific register. It expects to be ended with a general protection fault.
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-msr")
	voice.Say("reads a model-specific register")
	_ = probe.ReadSystemCallEntry()
	voice.Survived()
}
