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

// Call answers what a call on Monitor does.
func Call(method uint16, params *wire.Message) (f object.Effect) {
	c, e := capos.DecodeMonitor(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	switch c.Method {
	case capos.MonitorMethodLimits:
		return object.Effect{Act: object.TellLimits}
	case capos.MonitorMethodProcess:
		return object.Effect{Act: object.TellProcess, Number: c.Process().Place()}
	case capos.MonitorMethodHold:
		q := c.Hold()
		return object.Effect{Act: object.TellHold, Number: q.Place(), First: q.Slot()}
	case capos.MonitorMethodEndpoint:
		return object.Effect{Act: object.TellPlace, Number: c.Endpoint().Place()}
	}
	return object.Refused(object.NoSuchMethod)
}

// Limits builds the results of asking how many places there are.
func Limits(free, total uint64, buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	r := capos.NewMonitorLimitsResults(&b)
	r.SetProcesses(limits.Processes)
	r.SetSlots(limits.CapSlots)
	r.SetEndpoints(limits.Endpoints)
	r.SetFreeFrames(free)
	r.SetTotalFrames(total)
	return object.Built(&b)
}

// Facts is what there is to say of a process beside what it knows itself.
type Facts struct {
	ID      uint64
	Session uint64
	Invalid uint64 // submissions that were refused
}

// Process builds the results of asking for a process.
func Process(p *process.Process, n Facts, buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	r := capos.NewMonitorProcessResults(&b)
	r.SetState(capos.ProcessState(p.State))
	r.SetId(n.ID)
	r.SetNameBytes(p.Name.Text())
	r.SetSession(n.Session)
	r.SetPayer(p.Payer)
	r.SetFrames(p.Frames.Used())
	r.SetFramesLimit(p.Frames.Limit())
	r.SetVirtual(p.Virtual.Used())
	r.SetVirtualLimit(p.Virtual.Limit())
	used, limit := p.Slots()
	r.SetSlots(used)
	r.SetSlotsLimit(limit)
	used, limit = p.Calls()
	r.SetCalls(used)
	r.SetCallsLimit(limit)
	r.SetObjects(p.Objects.Used())
	r.SetObjectsLimit(p.Objects.Limit())
	r.SetProcesses(p.Children.Used())
	r.SetProcessesLimit(p.Children.Limit())
	r.SetInvalid(n.Invalid)
	r.SetOverflows(p.Ring.Overflows())
	r.SetRecoveries(p.Ring.Recoveries())
	processhandle.PutStatus(r.NewStatus(), &p.Status)
	return object.Built(&b)
}

// Hold builds the results of asking for a slot.
func Hold(s captable.Slot, buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	r := capos.NewMonitorHoldResults(&b)
	r.SetState(uint8(s.State))
	r.SetInterface(s.Hold.Interface)
	r.SetKind(s.Hold.Kind)
	r.SetIndex(s.Hold.Index)
	r.SetOrigin(uint8(s.Hold.Origin))
	return object.Built(&b)
}

// Endpoint builds the results of asking for an endpoint.
func Endpoint(live bool, owner uint32, n endpoint.Counts, buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	r := capos.NewMonitorEndpointResults(&b)
	r.SetLive(live)
	r.SetOwner(owner)
	r.SetWaiting(n.Waiting)
	r.SetReceivers(n.Receivers)
	r.SetInFlight(n.InFlight)
	r.SetFacets(n.Facets)
	return object.Built(&b)
}
