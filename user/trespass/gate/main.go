// Gate executes INT 0x80. It expects to be ended with a general protection fault.
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-gate")
	voice.Say("executes INT 0x80")
	probe.Interrupt()
	voice.Survived()
}
