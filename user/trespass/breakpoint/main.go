// Breakpoint executes INT3, which is for debuggers. It expects to be ended with a breakpoint exception.
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-breakpoint")
	voice.Say("executes INT3")
	probe.Breakpoint()
	voice.Survived()
}
