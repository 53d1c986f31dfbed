// Package notification is the kernel object Notification, as its owner calls it: waiting for signals.
//
// It may not know who waits: that a wait ends is package sys's business, which then asks Signalled for the results.
package notification

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// Call answers what a call on a Notification does.
func Call(method uint16, params *wire.Message) (f object.Effect) {
	c, e := capos.DecodeNotification(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	switch c.Method {
	case capos.NotificationMethodWait:
		return object.Effect{Act: object.AwaitSignal}
	case capos.NotificationMethodSignaler:
		return object.Effect{Act: object.MakeSignal}
	case capos.NotificationMethodRevoke:
		return object.Effect{Act: object.RevokeSignals}
	}
	return object.Refused(object.NoSuchMethod)
}

// Signalled builds the results of a wait that ends with count signals.
func Signalled(count uint64, buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	capos.NewNotificationWaitResults(&b).SetCount(count)
	return object.Built(&b)
}

// Signaler builds the results of making a Signal: its capability is the first transfer-result record.
func Signaler(buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	capos.NewNotificationSignalerResults(&b).SetSignalIndex(0)
	return object.Built(&b)
}
