// Undefined executes UD2. It expects to be ended with an invalid opcode exception.
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-undefined")
	voice.Say("executes UD2")
	probe.Undefined()
	voice.Survived()
}
