// Pagetable loads CR3. It expects to be ended with a general protection fault.
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-pagetable")
	voice.Say("loads CR3")
	probe.LoadPageTable()
	voice.Survived()
}
