// Port writes to the I/O port that stops the machine. It expects to be ended with a general protection fault.
package main

import (
	"warrant/kernel/abi"
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-port")
	voice.Say("stops the machine")
	probe.WritePort(abi.HaltPort)
	voice.Survived()
}
