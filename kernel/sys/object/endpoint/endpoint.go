// Package endpoint is the kernel object Endpoint, as its owner calls it: client facets, and how full it is.
//
// It may not carry messages: receiving and returning are opcodes of their own, and package sys's business.
package endpoint

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// Call answers what a call on an Endpoint does.
func Call(method uint16, params *wire.Message) (f object.Effect) {
	c, e := capos.DecodeEndpoint(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	switch c.Method {
	case capos.EndpointMethodFacet:
		return object.Effect{Act: object.MakeFacet, Interface: c.Facet().Interface()}
	case capos.EndpointMethodRevoke:
		return object.Effect{Act: object.RevokeFacet, Number: c.Revoke().Facet()}
	case capos.EndpointMethodInfo:
		return object.Effect{Act: object.TellEndpoint}
	}
	return object.Refused(object.NoSuchMethod)
}

// Facet builds the results of making a facet with the given number: its capability is the first transfer-result record.
func Facet(number uint32, buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	r := capos.NewEndpointFacetResults(&b)
	r.SetFacetIndex(0)
	r.SetFacet(number)
	return object.Built(&b)
}

// Counts is how full an endpoint is.
type Counts struct {
	Waiting, Receivers, InFlight, Facets uint32
}

// Info builds the results of asking how full the endpoint is.
func Info(n Counts, buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	r := capos.NewEndpointInfoResults(&b)
	r.SetWaiting(n.Waiting)
	r.SetReceivers(n.Receivers)
	r.SetInFlight(n.InFlight)
	r.SetFacets(n.Facets)
	return object.Built(&b)
}
