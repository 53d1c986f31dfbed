// Room is the service of the chat: it repeats what is said to it and who, by the kernel's word, has said it. It closes after three sentences.
// It needs "console" and the Endpoint "room".
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/wire"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/text"
)

// sentences is after how many the room closes.
const sentences = 3

// State of the process: too large for its stack.
var (
	voice   *program.Voice
	server  rt.Server
	message wire.Message
	line    text.Line
)

func main() {
	voice = program.Speak("room")
	server.Open(rt.Main(), rt.Need("room", capos.EndpointID))
	for heard := 0; heard < sentences; heard++ {
		call, code := server.Receive()
		if code != abi.CodeOK {
			rt.Fail("no call can be received")
		}
		answer(&call)
	}
}

// answer carries out a call.
func answer(call *rt.Received) {
	e := message.Open(call.Params)
	var chat capos.ChatCall
	if e == wire.OK {
		chat, e = capos.DecodeChat(call.Method, &message)
	}
	if e != wire.OK {
		server.Raise(call.CallID, capos.ExceptionOf(e), "not a call of Chat")
		return
	}
	say := chat.Say()
	words, _ := say.Text()
	line.Reset().String("speaker ").Unsigned(call.Client)
	if say.Claim() != 0 && say.Claim() != call.Client {
		line.String(", who says to be speaker ").Unsigned(say.Claim())
	}
	voice.Write(line.String(": ").Printable(words))

	var results wire.Builder
	results.Start(server.Results())
	capos.NewChatSayResults(&results).SetSpeaker(call.Client)
	n, _ := results.Finish()
	server.Return(call.CallID, n)
}
