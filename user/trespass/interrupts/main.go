// Interrupts executes CLI. It expects to be ended with a general protection fault.
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-interrupts")
	voice.Say("executes CLI")
	probe.DisableInterrupts()
	voice.Survived()
}
