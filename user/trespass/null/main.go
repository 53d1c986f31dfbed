// Null reads address 0, which is never mapped. It expects to be ended with a page fault.
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-null")
	voice.Say("reads address 0")
	_ = *probe.At(0)
	voice.Survived()
}
