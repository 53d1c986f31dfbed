// Forkbomb starts itself again and again, each copy as often and with as much as it is allowed, until every budget is used up. Each copy exits
// with the number of processes below it, itself included. The first one, which has the "console", reports. It needs "timer" and
// "processSpawner".
//
// Invariant: LG-1 LG-3 TH-5
package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/stage"
	"warrant/user/text"
)

// image is how many page frames one copy needs.
const image = 160

// linger is how long a copy stays, in nanoseconds: longer than it takes until no copy can start another.
const linger = 200000000

// State of the process: too large for its stack.
var (
	grants   stage.Grants
	children [limits.Processes]abi.CapID
)

func main() {
	timer := program.Timer()
	spawner := program.Spawner()
	grants.Reset().Copy("timer", timer.Cap, capos.TimerID).Copy("processSpawner", spawner.Cap, capos.ProcessSpawnerID)
	count := 0
	for n := uint32(limits.Processes); ; {
		b := stage.Small()
		b.Frames, b.Processes = image*(n+1), n
		handle, status := stage.Try(&spawner, "bomb", "forkbomb", &grants, b)
		switch {
		case status.OK() && count < len(children):
			children[count] = handle
			count++
			continue
		case n != 0:
			n /= 2
			continue
		}
		break
	}
	timer.Sleep(linger)
	below := int64(1)
	for i := 0; i < count; i++ {
		end := stage.Wait(children[i])
		if end.Which != capos.ProcessStatusWhichExited {
			rt.Fail("a copy has not come to its end")
		}
		below += end.Value
	}
	if _, _, first := rt.Granted().Named("console"); first {
		voice := program.Speak("forkbomb")
		var line text.Line
		voice.Write(line.String("withstood: a fork bomb, which came to ").Signed(below).String(" processes"))
		rt.Exit(0)
	}
	rt.Exit(below)
}
