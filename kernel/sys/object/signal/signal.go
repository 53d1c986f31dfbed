// Package signal is the kernel object Signal: the signalling side of a notification.
//
// It may not wait, or see what others signalled.
package signal

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// Call answers what a call on a Signal does.
func Call(method uint16, params *wire.Message) (f object.Effect) {
	c, e := capos.DecodeSignal(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	switch c.Method {
	case capos.SignalMethodSignal:
		return object.Effect{Act: object.GiveSignal}
	}
	return object.Refused(object.NoSuchMethod)
}
