// Guard uses up its stack. It expects to be ended with a page fault at the guard page below the stack.
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-guard")
	voice.Say("pushes until its stack ends")
	probe.ExhaustStack()
	voice.Survived()
}
