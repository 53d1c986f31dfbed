// Float leaves an x87 exception pending through system calls. It expects the exception to come to it and not to the kernel.
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-float")
	voice.Say("divides by zero in the x87 unit")
	probe.BreakFloat()
	voice.Say("takes the exception through a system call")
	probe.WaitFloat()
	voice.Survived()
}
