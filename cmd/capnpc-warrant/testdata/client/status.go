// Package client stands for user/client: generated clients of another schema, and the little that they need besides.
package client

import (
	"warrant/kernel/abi"
	"warrant/lib/wire"
)

// Status is how a call ended.
type Status struct {
	Code abi.Code
	Err  wire.Err
}

// OK says whether the call succeeded.
func (s Status) OK() (yes bool) { return s.Code == abi.CodeOK && s.Err == wire.OK }

func (s Status) and(e wire.Err) (t Status) { return Status{Code: s.Code, Err: e} }

func outcome(message *wire.Message, results []byte, n int, caps int, code abi.Code) (s Status) {
	return Status{Code: code, Err: message.Open(results[:n])}
}
