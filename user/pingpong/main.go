// Pingpong sends messages of several sizes to a process that sends them back, and checks that they come back as they went. Then it ends that
// process. It needs "console", "objectMaker" and "processSpawner".
//
// Invariant: EP-2 EP-3
package main

import (
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/stage"
	"warrant/user/text"
)

// rounds is how many messages of each size go there and back.
const rounds = 250

// State of the process: too large for its stack.
var (
	grants stage.Grants
	ball   [3000]byte
)

func main() {
	voice := program.Speak("pingpong")
	checks := program.Check(voice)
	spawner := program.Spawner()
	owner := stage.Endpoint()
	facet, _ := stage.Facet(owner, capos.EchoID)
	grants.Reset().Copy("console", voice.Console.Cap, capos.ConsoleID).Move("table", owner, capos.EndpointID)
	pong := stage.Start(&spawner, "pong", "pingpong-pong", &grants, stage.Small().Owning(1))
	echo := client.NewEcho(rt.Main(), facet)
	for _, size := range [4]int{0, 1, 64, len(ball)} {
		good := 0
		for n := 0; n < rounds; n++ {
			if there(&echo, ball[:size], byte(n)) {
				good++
			}
		}
		var line text.Line
		voice.Write(line.Unsigned(uint64(good)).String(" messages of ").Unsigned(uint64(size)).String(" bytes went there and back"))
		checks.Number(uint64(good), rounds, "messages that came back as they went")
	}
	stage.Kill(pong)
	checks.That(stage.Wait(pong) == stage.Killed(), "the other process was ended by this one")
	_, status := echo.Echo(ball[:1])
	checks.That(status.Type == capos.ExceptionTypeDisconnected, "its endpoint is gone with it")
	checks.Finish()
}

// there sends data, filled with a pattern, and says whether it comes back.
func there(echo *client.Echo, data []byte, pattern byte) (good bool) {
	for i := range data {
		data[i] = pattern + byte(i)
	}
	back, status := echo.Echo(data)
	good = status.OK() && len(back) == len(data)
	for i := range back {
		good = good && back[i] == pattern+byte(i)
	}
	return good
}
