// Clock sleeps and checks that the time has passed. It needs "console" and "timer", and prints no times, so that its output is the same
// on every run.
package main

import (
	"warrant/user/program"
	"warrant/user/text"
)

// nap is how long it sleeps, in nanoseconds.
const nap = 5000000

func main() {
	voice := program.Speak("clock")
	timer := program.Timer()
	checks := program.Check(voice)
	start, status := timer.Now()
	checks.That(status.OK(), "now answers")
	woken, status := timer.Sleep(nap)
	checks.That(status.OK(), "sleep answers")
	end, status := timer.Now()
	checks.That(status.OK(), "now answers again")
	checks.That(woken >= start+nap, "sleep is not shorter than asked for")
	checks.That(end >= woken, "the clock does not run backwards")
	same, status := timer.Sleep(0)
	checks.That(status.OK() && same >= end, "a sleep of no time answers the time")
	var line text.Line
	voice.Write(line.String("slept ").Unsigned(nap / 1000000).String(" ms"))
	checks.Finish()
}
