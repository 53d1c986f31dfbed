// Progress takes steps with short sleeps between them. Next to a spinner its steps show that the spinner is preempted. It needs "console"
// and "timer".
package main

import (
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/text"
)

// It takes steps steps with pause nanoseconds before each.
const (
	steps = 3
	pause = 1000000
)

func main() {
	voice := program.Speak("progress")
	timer := program.Timer()
	for i := uint64(1); i <= steps; i++ {
		if _, status := timer.Sleep(pause); !status.OK() {
			voice.Say("failed: sleep does not answer")
			rt.Exit(1)
		}
		var line text.Line
		voice.Write(line.String("step ").Unsigned(i).String(" of ").Unsigned(steps))
	}
}
