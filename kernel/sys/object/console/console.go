// Package console is the kernel object Console: the machine's console, output only.
//
// It may not keep what is written, or read anything back.
package console

import (
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// Call answers what a call on Console does.
func Call(method uint16, params *wire.Message) (f object.Effect) {
	c, e := capos.DecodeConsole(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	switch c.Method {
	case capos.ConsoleMethodWrite:
		text, e := c.Write().Data()
		return show(text, e, false)
	case capos.ConsoleMethodWriteLine:
		text, e := c.WriteLine().Text()
		return show(text, e, true)
	}
	return object.Refused(object.NoSuchMethod)
}

// show answers the effect that prints text, if it was read and is not too long.
func show(text []byte, e wire.Err, line bool) (f object.Effect) {
	if e != wire.OK {
		return object.Undecodable(e)
	}
	if len(text) > limits.ConsoleBytes {
		return object.Refused(object.TooLong)
	}
	return object.Effect{Act: object.Print, Text: text, Line: line}
}
