// +gobra

// Package objectmaker is the kernel object ObjectMaker: it makes endpoints and notifications.
//
// It may not make anything itself: who pays, and whether there is room, is package sys's business.
package objectmaker

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// @ import "warrant/lib/little"

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params))
// @ requires  0 <= method
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   method >= capos.ObjectMakerMethods ==> f == object.Refused(object.NoSuchMethod)
// @ ensures   f.Act == object.Refuse && method < capos.ObjectMakerMethods ==> f == object.Refused(object.Malformed)
// @ ensures   f.Act == object.Refuse || f == object.Effect{Act: object.MakeEndpoint} || f == object.Effect{Act: object.MakeNotification}
// @ ensures   f.Act == object.MakeEndpoint ==> method == uint16(capos.ObjectMakerMethodEndpoint)
// @ ensures   f.Act == object.MakeNotification ==> method == uint16(capos.ObjectMakerMethodNotification)
// @ decreases

// Call answers what a call on ObjectMaker does, whose parameters c has opened.
func Call(method uint16, c *wire.Cursor, params []byte) (f object.Effect) {
	f, ok := object.Decode(method, capos.ObjectMakerMethods, c, params)
	if !ok {
		return f
	}
	if capos.ObjectMakerMethod(method) == capos.ObjectMakerMethodEndpoint {
		return object.Effect{Act: object.MakeEndpoint}
	}
	return object.Effect{Act: object.MakeNotification}
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, object.IndexBytes) && (object.IndexBytes <= len(buffer) ==> little.At16(buffer, 16) == 0)
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && object.IndexBytes <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Endpoint builds the results of making an endpoint: the owner's capability is the first transfer-result record.
func Endpoint(buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.ObjectMakerEndpointResultsDataWords, capos.ObjectMakerEndpointResultsPointers)
	d.PutUint16(buffer, capos.ObjectMakerEndpointResultsOwnerIndexAt, 0)
	return object.Built(&d, buffer)
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, object.IndexBytes) && (object.IndexBytes <= len(buffer) ==> little.At16(buffer, 16) == 0)
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && object.IndexBytes <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Notification builds the results of making a notification: the owner's capability is the first transfer-result record.
func Notification(buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.ObjectMakerNotificationResultsDataWords, capos.ObjectMakerNotificationResultsPointers)
	d.PutUint16(buffer, capos.ObjectMakerNotificationResultsOwnerIndexAt, 0)
	return object.Built(&d, buffer)
}
