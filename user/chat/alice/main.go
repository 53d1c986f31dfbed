// Alice talks in the chat, and then tries to let somebody else talk in her name: she sends her facet of the room, and the number by which the
// room knows her, to whom reads her mail. It needs "console", the Chat "chat" and the Echo "mail".
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/little"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/stage"
)

// baggage is the facet, on its way.
var baggage rt.Transfers

func main() {
	voice := program.Speak("alice")
	checks := program.Check(voice)
	chat := client.NewChat(rt.Main(), rt.Need("chat", capos.ChatID))
	first, status := chat.Say(0, "hello, this is alice")
	checks.That(status.OK(), "alice speaks")

	var badge [8]byte
	little.PutUint64(badge[:], 0, first)
	baggage.Copy(chat.Cap)
	ring := rt.Main()
	e := stage.Echo(rt.Need("mail", capos.EchoID), badge[:], ring.Params(), ring.Results(), &baggage, 0)
	checks.That(ring.Do(&e).Result >= abi.CodeOK, "alice sends her facet and her number")

	again, status := chat.Say(0, "this is alice again")
	checks.That(status.OK() && again == first, "the room knows alice by the same number as before")
	checks.Finish()
}
