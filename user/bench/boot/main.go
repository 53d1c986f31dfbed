// Boot is an init process that tells how long the kernel took to start it. It needs "console" and "timer".
package main

import (
	"warrant/user/program"
	"warrant/user/text"
)

func main() {
	timer := program.Timer()
	now, _ := timer.Now()
	voice := program.Speak("bench")
	var line text.Line
	voice.Write(line.String("start of the clock to init: ").Unsigned(now))
}
