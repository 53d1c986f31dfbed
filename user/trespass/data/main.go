// Data executes a byte of its own data, which is a valid instruction. It expects to be ended with a page fault.
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-data")
	voice.Say("executes its data")
	probe.Call(probe.DataAddress())
	voice.Survived()
}
