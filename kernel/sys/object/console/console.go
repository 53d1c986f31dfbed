// +gobra

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

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params))
// @ requires  0 <= method && len(params) <= limits.ScratchBytes
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   method >= capos.ConsoleMethods ==> f == object.Refused(object.NoSuchMethod)
// @ ensures   f.Act == object.Refuse && method < capos.ConsoleMethods ==>
// @ 	f == object.Refused(object.Malformed) || f == object.Refused(object.TooLong)
// @ ensures   f.Act != object.Refuse ==> f == object.Effect{Act: object.Print, How: object.How{Line: f.How.Line}, Part: f.Part} &&
// @ 	int(f.Part.First) + int(f.Part.Count) <= len(params) && f.Part.Count <= limits.ConsoleBytes && f.How.Line == (method == uint16(capos.ConsoleMethodWriteLine))
// @ decreases

// Call answers what a call on Console does, whose parameters c has opened.
func Call(method uint16, c *wire.Cursor, params []byte) (f object.Effect) {
	f, ok := object.Decode(method, capos.ConsoleMethods, c, params)
	if !ok {
		return f
	}
	if capos.ConsoleMethod(method) == capos.ConsoleMethodWrite {
		from, to, e := c.Data(params, capos.ConsoleWriteParamsDataAt)
		return show(from, to, e, false)
	}
	from, to, e := c.Text(params, capos.ConsoleWriteLineParamsTextAt)
	return show(from, to, e, true)
}

// @ requires 0 <= from && from <= to && to <= limits.ScratchBytes
// @ ensures  e != wire.OK ==> f == object.Refused(object.Malformed)
// @ ensures  e == wire.OK && to - from > limits.ConsoleBytes ==> f == object.Refused(object.TooLong)
// @ ensures  e == wire.OK && to - from <= limits.ConsoleBytes ==>
// @ 	f == object.Effect{Act: object.Print, How: object.How{Line: line}, Part: object.Part{First: uint32(from), Count: uint32(to - from)}}
// @ decreases

// show answers the effect that prints the parameters' bytes [from, to), if they were read and are not too many.
func show(from int, to int, e wire.Err, line bool) (f object.Effect) {
	if e != wire.OK {
		return object.Refused(object.Malformed)
	}
	if to-from > limits.ConsoleBytes {
		return object.Refused(object.TooLong)
	}
	return object.Effect{Act: object.Print, How: object.How{Line: line}, Part: object.Part{First: uint32(from), Count: uint32(to - from)}}
}
