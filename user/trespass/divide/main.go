// Divide divides by zero. It expects to be ended with a divide error.
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

func main() {
	voice := program.Speak("trespass-divide")
	voice.Say("divides by zero")
	probe.DivideByZero()
	voice.Survived()
}
