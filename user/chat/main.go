// Chat shows that a service knows its clients by what the kernel says, not by what they say. It opens a room and lets two talkers in, each in
// a session of its own: alice, who is given a facet of the room, and mallory, to whom alice passes her facet together with her number. It
// needs "console", "objectMaker" and "sessionSpawner".
//
// Invariant: CAP-7 TH-4
package main

import (
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/stage"
)

// grants are those of the child that is being started.
var grants stage.Grants

func main() {
	voice := program.Speak("chat")
	checks := program.Check(voice)
	spawner := client.NewProcessSpawner(rt.Main(), rt.Need("sessionSpawner", capos.ProcessSpawnerID))
	room := stage.Endpoint()
	facet, _ := stage.Facet(room, capos.ChatID)
	mailbox := stage.Endpoint()
	mail, _ := stage.Facet(mailbox, capos.EchoID)
	console := voice.Console.Cap

	grants.Reset().Copy("console", console, capos.ConsoleID).Move("room", room, capos.EndpointID)
	server := stage.Start(&spawner, "room", "chat-room", &grants, stage.Small().Owning(1))
	grants.Reset().Copy("console", console, capos.ConsoleID).Move("mailbox", mailbox, capos.EndpointID)
	mallory := stage.Start(&spawner, "mallory", "chat-mallory", &grants, stage.Small().Owning(1))
	grants.Reset().Copy("console", console, capos.ConsoleID).Copy("chat", facet, capos.ChatID).Copy("mail", mail, capos.EchoID)
	alice := stage.Start(&spawner, "alice", "chat-alice", &grants, stage.Small())

	checks.That(stage.Wait(alice) == stage.Exit(0), "alice ends well")
	checks.That(stage.Wait(mallory) == stage.Exit(0), "mallory ends well")
	checks.That(stage.Wait(server) == stage.Exit(0), "the room ends well")
	checks.Finish()
}
