// Step single-steps itself into the kernel. It expects to be ended with a debug exception, and the kernel to go on.
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-step")
	voice.Say("steps into the kernel")
	probe.StepIntoKernel()
	voice.Survived()
}
