// +gobra

// Package notification is the kernel object Notification, as its owner calls it: waiting for signals.
//
// It may not know who waits: that a wait ends is package sys's business, which then asks Signalled for the results.
package notification

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// @ import "warrant/lib/little"

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params))
// @ requires  0 <= method
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   method >= capos.NotificationMethods ==> f == object.Refused(object.NoSuchMethod)
// @ ensures   f.Act == object.Refuse && method < capos.NotificationMethods ==> f == object.Refused(object.Malformed)
// @ ensures   f.Act == object.Refuse || f == object.Effect{Act: object.AwaitSignal} || f == object.Effect{Act: object.MakeSignal} ||
// @ 	f == object.Effect{Act: object.RevokeSignals}
// @ ensures   f.Act == object.AwaitSignal ==> method == uint16(capos.NotificationMethodWait)
// @ ensures   f.Act == object.MakeSignal ==> method == uint16(capos.NotificationMethodSignaler)
// @ ensures   f.Act == object.RevokeSignals ==> method == uint16(capos.NotificationMethodRevoke)
// @ decreases

// Call answers what a call on a Notification does, whose parameters c has opened.
func Call(method uint16, c *wire.Cursor, params []byte) (f object.Effect) {
	f, ok := object.Decode(method, capos.NotificationMethods, c, params)
	if !ok {
		return f
	}
	switch capos.NotificationMethod(method) {
	case capos.NotificationMethodWait:
		return object.Effect{Act: object.AwaitSignal}
	case capos.NotificationMethodSignaler:
		return object.Effect{Act: object.MakeSignal}
	}
	return object.Effect{Act: object.RevokeSignals}
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, 24)
// @ ensures   24 <= len(buffer) ==> little.At64(buffer, 16) == count
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 24 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Signalled builds the results of a wait that ends with count signals.
func Signalled(count uint64, buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.NotificationWaitResultsDataWords, capos.NotificationWaitResultsPointers)
	d.PutUint64(buffer, capos.NotificationWaitResultsCountAt, count)
	return object.Built(&d, buffer)
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, object.IndexBytes) && (object.IndexBytes <= len(buffer) ==> little.At16(buffer, 16) == 0)
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && object.IndexBytes <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Signaler builds the results of making a Signal: its capability is the first transfer-result record.
func Signaler(buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.NotificationSignalerResultsDataWords, capos.NotificationSignalerResultsPointers)
	d.PutUint16(buffer, capos.NotificationSignalerResultsSignalIndexAt, 0)
	return object.Built(&d, buffer)
}
