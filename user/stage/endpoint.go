package stage

import (
	"warrant/kernel/abi"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/text"
)

// Endpoint makes an endpoint and answers its owner capability.
func Endpoint() (owner abi.CapID) {
	maker := program.Maker()
	index, status := maker.Endpoint()
	return only("no endpoint can be made", int(index), status)
}

// Facet makes a client facet of an endpoint, and answers it with its number.
func Facet(owner abi.CapID, iface uint64) (facet abi.CapID, number uint32) {
	e := client.NewEndpoint(rt.Main(), owner)
	results, status := e.Facet(iface)
	facet = only("no facet can be made", int(results.FacetIndex()), status)
	return facet, results.Facet()
}

// Notification makes a notification and answers its waiting side.
func Notification() (owner abi.CapID) {
	maker := program.Maker()
	index, status := maker.Notification()
	return only("no notification can be made", int(index), status)
}

// Signal makes a signalling side of a notification.
func Signal(notification abi.CapID) (signal abi.CapID) {
	n := client.NewNotification(rt.Main(), notification)
	index, status := n.Signaler()
	return only("no signal can be made", int(index), status)
}

// Object makes a memory object of a number of pages and answers its owner capability.
func Object(pages uint32) (owner abi.CapID) {
	frames := program.Frames()
	index, status := frames.Allocate(pages)
	return only("no memory object can be made", int(index), status)
}

// View makes a view of a memory object.
func View(object abi.CapID, writable bool) (view abi.CapID) {
	o := client.NewMemoryObject(rt.Main(), object)
	index, status := o.View(writable)
	return only("no view can be made", int(index), status)
}

// only answers the capability at an index of the results of a call that has to succeed.
func only(what string, index int, status client.Status) (c abi.CapID) {
	c, _, ok := status.Cap(index)
	if !status.OK() || !ok {
		fail(what, "", status)
	}
	return c
}

// fail says why a call failed and ends the process.
func fail(what, about string, status client.Status) {
	var line text.Line
	line.String(what).String(about).String(": ")
	if len(status.Reason) != 0 {
		line.Printable(status.Reason)
	} else {
		line.String("code ").Signed(int64(status.Code)).String(", ").String(status.Err.String())
	}
	rt.Fail(rt.String(line.Bytes()))
}
