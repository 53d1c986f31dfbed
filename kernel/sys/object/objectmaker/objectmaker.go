// Package objectmaker is the kernel object ObjectMaker: it makes endpoints and notifications.
//
// It may not make anything itself: who pays, and whether there is room, is package sys's business.
package objectmaker

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// Call answers what a call on ObjectMaker does.
func Call(method uint16, params *wire.Message) (f object.Effect) {
	c, e := capos.DecodeObjectMaker(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	switch c.Method {
	case capos.ObjectMakerMethodEndpoint:
		return object.Effect{Act: object.MakeEndpoint}
	case capos.ObjectMakerMethodNotification:
		return object.Effect{Act: object.MakeNotification}
	}
	return object.Refused(object.NoSuchMethod)
}

// Endpoint builds the results of making an endpoint: the owner's capability is the first transfer-result record.
func Endpoint(buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	capos.NewObjectMakerEndpointResults(&b).SetOwnerIndex(0)
	return object.Built(&b)
}

// Notification builds the results of making a notification: the owner's capability is the first transfer-result record.
func Notification(buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	capos.NewObjectMakerNotificationResults(&b).SetOwnerIndex(0)
	return object.Built(&b)
}
