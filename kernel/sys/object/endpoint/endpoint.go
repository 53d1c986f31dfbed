// +gobra

// Package endpoint is the kernel object Endpoint, as its owner calls it: client facets, and how full it is.
//
// It may not carry messages: receiving and returning are opcodes of their own, and package sys's business.
package endpoint

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// @ import "warrant/lib/little"

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params))
// @ requires  0 <= method
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   method >= capos.EndpointMethods ==> f == object.Refused(object.NoSuchMethod)
// @ ensures   f.Act == object.Refuse && method < capos.EndpointMethods ==> f == object.Refused(object.Malformed)
// @ ensures   f.Act == object.Refuse || f.Act == object.MakeFacet || f.Act == object.RevokeFacet || f == object.Effect{Act: object.TellEndpoint}
// @ ensures   f.Act == object.MakeFacet ==> method == uint16(capos.EndpointMethodFacet) &&
// @ 	f == object.Effect{Act: object.MakeFacet, Value: c.At().Number64(params, capos.EndpointFacetParamsInterfaceAt)}
// @ ensures   f.Act == object.RevokeFacet ==> method == uint16(capos.EndpointMethodRevoke) &&
// @ 	f == object.Effect{Act: object.RevokeFacet, Part: object.Part{First: c.At().Number32(params, capos.EndpointRevokeParamsFacetAt)}}
// @ ensures   f.Act == object.TellEndpoint ==> method == uint16(capos.EndpointMethodInfo)
// @ decreases

// Call answers what a call on an Endpoint does, whose parameters c has opened.
func Call(method uint16, c *wire.Cursor, params []byte) (f object.Effect) {
	f, ok := object.Decode(method, capos.EndpointMethods, c, params)
	if !ok {
		return f
	}
	switch capos.EndpointMethod(method) {
	case capos.EndpointMethodFacet:
		return object.Effect{Act: object.MakeFacet, Value: c.Uint64(params, capos.EndpointFacetParamsInterfaceAt)}
	case capos.EndpointMethodRevoke:
		return object.Effect{Act: object.RevokeFacet, Part: object.Part{First: c.Uint32(params, capos.EndpointRevokeParamsFacetAt)}}
	}
	return object.Effect{Act: object.TellEndpoint}
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, 24)
// @ ensures   24 <= len(buffer) ==> little.At16(buffer, 16) == 0 && little.At32(buffer, 20) == number
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 24 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Facet builds the results of making a facet with the given number: its capability is the first transfer-result record.
func Facet(number uint32, buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.EndpointFacetResultsDataWords, capos.EndpointFacetResultsPointers)
	d.PutUint16(buffer, capos.EndpointFacetResultsFacetIndexAt, 0)
	d.PutUint32(buffer, capos.EndpointFacetResultsFacetAt, number)
	return object.Built(&d, buffer)
}

// Counts is how full an endpoint is.
type Counts struct {
	Waiting, Receivers, InFlight, Facets uint32
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, 32)
// @ ensures   32 <= len(buffer) ==> little.At32(buffer, 16) == n.Waiting && little.At32(buffer, 20) == n.Receivers &&
// @ 	little.At32(buffer, 24) == n.InFlight && little.At32(buffer, 28) == n.Facets
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 32 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Info builds the results of asking how full the endpoint is.
func Info(n Counts, buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.EndpointInfoResultsDataWords, capos.EndpointInfoResultsPointers)
	d.PutUint32(buffer, capos.EndpointInfoResultsWaitingAt, n.Waiting)
	d.PutUint32(buffer, capos.EndpointInfoResultsReceiversAt, n.Receivers)
	d.PutUint32(buffer, capos.EndpointInfoResultsInFlightAt, n.InFlight)
	d.PutUint32(buffer, capos.EndpointInfoResultsFacetsAt, n.Facets)
	return object.Built(&d, buffer)
}
