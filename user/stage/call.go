package stage

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/wire"
	"warrant/user/client"
	"warrant/user/rt"
)

// Echo is an entry that calls Echo.echo of facet with some data, built in params. Capabilities in t travel with it; t may be nil.
func Echo(facet abi.CapID, data, params, results []byte, t *rt.Transfers, userData uint64) rt.Entry {
	n, _ := client.EncodeEchoEcho(params, data)
	e := rt.CallEntry(facet, capos.EchoID, uint16(capos.EchoMethodEcho), params[:n], results, userData)
	if t != nil {
		t.Attach(&e)
	}
	return e
}

// Echoed is what the call of Echo that Echo made has answered; ok is false when it has not.
func Echoed(c rt.Completion, results []byte) (data []byte, ok bool) {
	code := c.Result
	if code >= 0 {
		code = abi.CodeOK
	}
	data, status := client.DecodeEchoEcho(&message, results, int(c.Result), int(c.CapCount), code)
	return data, status.OK()
}

// message is where Echoed and Exception read.
var message wire.Message

// Exception is the type of the exception that a completion with abi.CodeException has left in results; ok is false for every other
// completion, and when there is no exception in results.
func Exception(c rt.Completion, results []byte) (t capos.ExceptionType, ok bool) {
	if c.Result != abi.CodeException || message.Open(results) != wire.OK {
		return 0, false
	}
	x, e := capos.ReadCapException(&message)
	return x.Type(), e == wire.OK
}
