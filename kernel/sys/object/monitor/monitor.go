// +gobra

// Package monitor is the kernel object Monitor: what the kernel knows of processes, capabilities and endpoints, read-only.
//
// It may not change anything, and it shows no memory, no register and no capability that could be used.
package monitor

import (
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/endpoint"
	"warrant/kernel/sys/object/processhandle"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// @ import "warrant/lib/little"

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params))
// @ requires  0 <= method
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   method >= capos.MonitorMethods ==> f == object.Refused(object.NoSuchMethod)
// @ ensures   f.Act == object.Refuse && method < capos.MonitorMethods ==> f == object.Refused(object.Malformed)
// @ ensures   f.Act == object.Refuse || f == object.Effect{Act: object.TellLimits} || f.Act == object.TellProcess || f.Act == object.TellHold ||
// @ 	f.Act == object.TellPlace
// @ ensures   f.Act == object.TellLimits ==> method == uint16(capos.MonitorMethodLimits)
// @ ensures   f.Act == object.TellProcess ==> method == uint16(capos.MonitorMethodProcess) &&
// @ 	f == object.Effect{Act: object.TellProcess, Part: object.Part{First: c.At().Number32(params, capos.MonitorProcessParamsPlaceAt)}}
// @ ensures   f.Act == object.TellHold ==> method == uint16(capos.MonitorMethodHold) && f == object.Effect{Act: object.TellHold,
// @ 	Part: object.Part{First: c.At().Number32(params, capos.MonitorHoldParamsPlaceAt)}, Value: uint64(c.At().Number32(params, capos.MonitorHoldParamsSlotAt))}
// @ ensures   f.Act == object.TellPlace ==> method == uint16(capos.MonitorMethodEndpoint) &&
// @ 	f == object.Effect{Act: object.TellPlace, Part: object.Part{First: c.At().Number32(params, capos.MonitorEndpointParamsPlaceAt)}}
// @ decreases

// Call answers what a call on Monitor does, whose parameters c has opened.
func Call(method uint16, c *wire.Cursor, params []byte) (f object.Effect) {
	f, ok := object.Decode(method, capos.MonitorMethods, c, params)
	if !ok {
		return f
	}
	switch capos.MonitorMethod(method) {
	case capos.MonitorMethodLimits:
		return object.Effect{Act: object.TellLimits}
	case capos.MonitorMethodProcess:
		return object.Effect{Act: object.TellProcess, Part: object.Part{First: c.Uint32(params, capos.MonitorProcessParamsPlaceAt)}}
	case capos.MonitorMethodHold:
		place := c.Uint32(params, capos.MonitorHoldParamsPlaceAt)
		return object.Effect{Act: object.TellHold, Part: object.Part{First: place}, Value: uint64(c.Uint32(params, capos.MonitorHoldParamsSlotAt))}
	}
	return object.Effect{Act: object.TellPlace, Part: object.Part{First: c.Uint32(params, capos.MonitorEndpointParamsPlaceAt)}}
}

// @ preserves acc(buffer)
// @ requires  0 <= free && 0 <= total && len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, 48)
// @ ensures   48 <= len(buffer) ==> little.At32(buffer, 16) == limits.Processes && little.At32(buffer, 20) == limits.CapSlots &&
// @ 	little.At32(buffer, 24) == limits.Endpoints && little.At64(buffer, 32) == free && little.At64(buffer, 40) == total
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 48 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Limits builds the results of asking how many places there are.
func Limits(free, total uint64, buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.MonitorLimitsResultsDataWords, capos.MonitorLimitsResultsPointers)
	d.PutUint32(buffer, capos.MonitorLimitsResultsProcessesAt, limits.Processes)
	d.PutUint32(buffer, capos.MonitorLimitsResultsSlotsAt, limits.CapSlots)
	d.PutUint32(buffer, capos.MonitorLimitsResultsEndpointsAt, limits.Endpoints)
	d.PutUint64(buffer, capos.MonitorLimitsResultsFreeFramesAt, free)
	d.PutUint64(buffer, capos.MonitorLimitsResultsTotalFramesAt, total)
	return object.Built(&d, buffer)
}

// Facts is what there is to say of a process beside what it knows itself.
type Facts struct {
	ID      uint64
	Session uint64
	Invalid uint64 // submissions that were refused
}

// @ preserves acc(buffer) && acc(p.Mem(), 1/2) && acc(&p.State, 1/2) && acc(&p.Name, 1/2) && acc(&p.Payer, 1/2) && acc(&p.Status, 1/2)
// @ preserves acc(p.Frames.Mem(), 1/4) && acc(p.Virtual.Mem(), 1/4) && acc(p.Objects.Mem(), 1/4) && acc(p.Children.Mem(), 1/4)
// @ preserves acc(p.Ring.Mem(), 1/2)
// @ requires  p.Name.WellFormed() && len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, Bytes(int(p.Name.Length), p.Status.End))
// @ ensures   f.Act == object.Answer ==> little.At16(buffer, 16) == uint16(p.State) && little.At64(buffer, 24) == n.ID &&
// @ 	little.At64(buffer, 32) == n.Session && little.At32(buffer, 20) == p.Payer && little.At64(buffer, 88) == n.Invalid
// @ ensures   forall k int :: { buffer[k] } Bytes(int(p.Name.Length), p.Status.End) <= k && k < len(buffer) ==> buffer[k] == old(buffer[k])
// @ decreases

// Process builds the results of asking for a process.
func Process(p *process.Process, n Facts, buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.MonitorProcessResultsDataWords, capos.MonitorProcessResultsPointers)
	putUsage(&d, buffer, p)
	putIdentity(&d, buffer, p.State, p.Payer, n)
	d.Text(buffer, capos.MonitorProcessResultsNameAt, p.Name.Bytes[:p.Name.Length])
	processhandle.PutStatus(&d, buffer, capos.MonitorProcessResultsStatusAt, &p.Status)
	return object.Built(&d, buffer)
}

// @ preserves acc(d) && acc(buffer) && d.Right(len(buffer))
// @ requires  (d.Good() ==> d.IsAt(16, 88, 2)) && 0 <= payer
// @ ensures   d.Stays(old(*d)) && d.Used() == old(d.Used()) && d.Good() == old(d.Good())
// @ ensures   d.Good() ==> little.At16(buffer, 16) == uint16(state) && little.At32(buffer, 20) == payer &&
// @ 	little.At64(buffer, 24) == n.ID && little.At64(buffer, 32) == n.Session && little.At64(buffer, 88) == n.Invalid
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && (k < d.Field(0) || d.PointerAt(0) <= k) ==> buffer[k] == old(buffer[k])
// @ decreases

// putIdentity writes who the process is.
func putIdentity(d *wire.Draft, buffer []byte, state process.State, payer uint32, n Facts) {
	d.PutUint16(buffer, capos.MonitorProcessResultsStateAt, uint16(state))
	d.PutUint32(buffer, capos.MonitorProcessResultsPayerAt, payer)
	d.PutUint64(buffer, capos.MonitorProcessResultsIdAt, n.ID)
	d.PutUint64(buffer, capos.MonitorProcessResultsSessionAt, n.Session)
	d.PutUint64(buffer, capos.MonitorProcessResultsInvalidAt, n.Invalid)
}

// @ preserves acc(d) && acc(buffer) && d.Right(len(buffer)) && acc(p.Mem(), 1/2) && acc(p.Ring.Mem(), 1/2)
// @ preserves acc(p.Frames.Mem(), 1/4) && acc(p.Virtual.Mem(), 1/4) && acc(p.Objects.Mem(), 1/4) && acc(p.Children.Mem(), 1/4)
// @ requires  d.Good() ==> d.IsAt(16, 88, 2)
// @ ensures   d.Stays(old(*d)) && d.Used() == old(d.Used()) && d.Good() == old(d.Good())
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && (k < d.Field(0) || d.PointerAt(0) <= k) ==> buffer[k] == old(buffer[k])
// @ decreases

// putUsage writes what the process uses, of how much.
func putUsage(d *wire.Draft, buffer []byte, p *process.Process) {
	d.PutUint32(buffer, capos.MonitorProcessResultsFramesAt, p.Frames.Used())
	d.PutUint32(buffer, capos.MonitorProcessResultsFramesLimitAt, p.Frames.Limit())
	d.PutUint32(buffer, capos.MonitorProcessResultsVirtualAt, p.Virtual.Used())
	d.PutUint32(buffer, capos.MonitorProcessResultsVirtualLimitAt, p.Virtual.Limit())
	used, limit := p.Slots()
	d.PutUint32(buffer, capos.MonitorProcessResultsSlotsAt, used)
	d.PutUint32(buffer, capos.MonitorProcessResultsSlotsLimitAt, limit)
	used, limit = p.Calls()
	d.PutUint32(buffer, capos.MonitorProcessResultsCallsAt, used)
	d.PutUint32(buffer, capos.MonitorProcessResultsCallsLimitAt, limit)
	d.PutUint32(buffer, capos.MonitorProcessResultsObjectsAt, p.Objects.Used())
	d.PutUint32(buffer, capos.MonitorProcessResultsObjectsLimitAt, p.Objects.Limit())
	d.PutUint32(buffer, capos.MonitorProcessResultsProcessesAt, p.Children.Used())
	d.PutUint32(buffer, capos.MonitorProcessResultsProcessesLimitAt, p.Children.Limit())
	d.PutUint32(buffer, capos.MonitorProcessResultsOverflowsAt, p.Ring.Overflows())
	d.PutUint32(buffer, capos.MonitorProcessResultsRecoveriesAt, p.Ring.Recoveries())
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, 40)
// @ ensures   40 <= len(buffer) ==> buffer[16] == uint8(s.State) && buffer[17] == uint8(s.Hold.Origin) &&
// @ 	little.At32(buffer, 20) == s.Hold.Kind && little.At64(buffer, 24) == s.Hold.Interface && little.At32(buffer, 32) == s.Hold.Index
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 40 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Hold builds the results of asking for a slot.
func Hold(s captable.Slot, buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.MonitorHoldResultsDataWords, capos.MonitorHoldResultsPointers)
	d.PutUint8(buffer, capos.MonitorHoldResultsStateAt, uint8(s.State))
	d.PutUint8(buffer, capos.MonitorHoldResultsOriginAt, uint8(s.Hold.Origin))
	d.PutUint32(buffer, capos.MonitorHoldResultsKindAt, s.Hold.Kind)
	d.PutUint64(buffer, capos.MonitorHoldResultsInterfaceAt, s.Hold.Interface)
	d.PutUint32(buffer, capos.MonitorHoldResultsIndexAt, s.Hold.Index)
	return object.Built(&d, buffer)
}

// @ preserves acc(buffer)
// @ requires  0 <= owner && len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, 40)
// @ ensures   40 <= len(buffer) ==> little.At32(buffer, 20) == owner && little.At32(buffer, 24) == n.Waiting &&
// @ 	little.At32(buffer, 28) == n.Receivers && little.At32(buffer, 32) == n.InFlight && little.At32(buffer, 36) == n.Facets
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 40 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Endpoint builds the results of asking for an endpoint.
func Endpoint(live bool, owner uint32, n endpoint.Counts, buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.MonitorEndpointResultsDataWords, capos.MonitorEndpointResultsPointers)
	d.PutBool(buffer, capos.MonitorEndpointResultsLiveAt, live)
	d.PutUint32(buffer, capos.MonitorEndpointResultsOwnerAt, owner)
	d.PutUint32(buffer, capos.MonitorEndpointResultsWaitingAt, n.Waiting)
	d.PutUint32(buffer, capos.MonitorEndpointResultsReceiversAt, n.Receivers)
	d.PutUint32(buffer, capos.MonitorEndpointResultsInFlightAt, n.InFlight)
	d.PutUint32(buffer, capos.MonitorEndpointResultsFacetsAt, n.Facets)
	return object.Built(&d, buffer)
}
