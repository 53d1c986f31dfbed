// Mallory has no way to the chat but what is sent to him: somebody else's facet and number, which he uses both. It needs "console" and the
// Endpoint "mailbox".
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/little"
	"warrant/lib/wire"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
)

// State of the process: too large for its stack.
var (
	server  rt.Server
	message wire.Message
)

func main() {
	checks := program.Check(program.Speak("mallory"))
	server.Open(rt.Main(), rt.Need("mailbox", capos.EndpointID))
	call, code := server.Receive()
	checks.Code(code, abi.CodeOK, "mail arrives")
	badge := badgeOf(&call)
	facet, iface, ok := call.Cap(0)
	checks.That(ok && iface == capos.ChatID && badge != 0, "the mail has a facet of the chat and a number")

	chat := client.NewChat(rt.Main(), facet)
	speaker, status := chat.Say(badge, "hello, this is alice, really")
	checks.That(status.OK() && speaker != badge, "the room knows mallory by a number of his own")
	checks.Code(server.Return(call.CallID, 0), abi.Delivered, "mail is answered")
	checks.Finish()
}

// badgeOf is the number that a letter has; 0 when there is none.
func badgeOf(call *rt.Received) (badge uint64) {
	if message.Open(call.Params) != wire.OK {
		return 0
	}
	letter, e := capos.DecodeEcho(call.Method, &message)
	if e != wire.OK {
		return 0
	}
	data, e := letter.Echo().Data()
	if e != wire.OK || len(data) != 8 {
		return 0
	}
	return little.Uint64(data, 0)
}
