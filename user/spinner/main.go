// Spinner computes without ever entering the kernel, far longer than one process may run at a stretch: only preemption lets others run
// meanwhile. It needs "console".
package main

import (
	"warrant/user/program"
	"warrant/user/rt/probe"
)

// It ends when it has both done leastRounds and seen leastTicks of the time-stamp counter pass. The first is what a machine with a
// stopped clock, or a host that stops the machine for a while, cannot take away; the second keeps it long on a fast machine.
const (
	leastRounds = 10000000
	leastTicks  = 400000000
)

func main() {
	voice := program.Speak("spinner")
	voice.Say("spins without a system call")
	start := probe.Ticks()
	rounds := uint64(0)
	for rounds < leastRounds || probe.Ticks()-start < leastTicks {
		for i := uint64(0); i < 2000; i++ {
			rounds += i & 1
		}
	}
	voice.Say("has spun")
}
