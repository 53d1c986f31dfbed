// +gobra

// Package signal is the kernel object Signal: the signalling side of a notification.
//
// It may not wait, or see what others signalled.
package signal

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params))
// @ requires  0 <= method
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   method >= capos.SignalMethods ==> f == object.Refused(object.NoSuchMethod)
// @ ensures   f.Act == object.Refuse && method < capos.SignalMethods ==> f == object.Refused(object.Malformed)
// @ ensures   f.Act != object.Refuse ==> f == object.Effect{Act: object.GiveSignal} && method == uint16(capos.SignalMethodSignal)
// @ decreases

// Call answers what a call on a Signal does, whose parameters c has opened.
func Call(method uint16, c *wire.Cursor, params []byte) (f object.Effect) {
	f, ok := object.Decode(method, capos.SignalMethods, c, params)
	if !ok {
		return f
	}
	return object.Effect{Act: object.GiveSignal}
}
