// Pong answers Echo until it is ended. It needs the Endpoint "table".
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/wire"
	"warrant/user/rt"
)

// State of the process: too large for its stack.
var (
	server  rt.Server
	message wire.Message
)

func main() {
	server.Open(rt.Main(), rt.Need("table", capos.EndpointID))
	for {
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
	var echo capos.EchoCall
	if e == wire.OK {
		echo, e = capos.DecodeEcho(call.Method, &message)
	}
	var data []byte
	if e == wire.OK {
		data, e = echo.Echo().Data()
	}
	if e != wire.OK {
		server.Raise(call.CallID, capos.ExceptionOf(e), "not a call of Echo")
		return
	}
	var results wire.Builder
	results.Start(server.Results())
	capos.NewEchoEchoResults(&results).SetData(data)
	n, _ := results.Finish()
	server.Return(call.CallID, n)
}
