package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/rt"
	"warrant/user/text"
)

// grants are those of the service that is being started.
var grants [limits.Grants]client.CapGrant

// handles are the ProcessHandles of the services that run.
var handles [len(services.stages)]abi.CapID

// start starts service i, or says why it cannot be started. When it cannot be started for want of something that comes back when
// another service ends, nothing changes and done is false.
func start(spawner *client.ProcessSpawner, i uint32) (done bool) {
	service := &graph.Services[i]
	n := uint32(0)
	for ; n < service.GrantCount; n++ {
		grant := &graph.Grants[service.FirstGrant+n]
		c, iface, _ := rt.Granted().Named(rt.String(grant.Source.Text()))
		to := &grants[n]
		to.Name = rt.String(grant.Name.Text())
		to.Cap = uint32(c)
		to.Interface = iface
		to.Mode = capos.TransferModeCopy
		if grant.Move {
			to.Mode = capos.TransferModeMove
		}
	}
	b := &service.Budget
	index, status := spawner.SpawnWithin(rt.String(service.Name.Text()), rt.String(service.Binary.Text()), grants[:n],
		b.FramePages, b.VirtualPages, b.Processes, b.Objects, b.CapSlots, b.Calls)
	if status.Code == abi.CodeException && status.Type == capos.ExceptionTypeOverloaded && services.running() {
		return false
	}
	if !status.OK() {
		// The reason stands in the ring's buffer, which the next call overwrites: it goes into the line first.
		var line text.Line
		line.String("service ").Printable(service.Name.Text()).String(" cannot be started: ")
		voice.Write(describe(&line, status))
		services.end(i, skipped, outcome{how: unstarted})
		return true
	}
	handle, iface, ok := status.Cap(int(index))
	if !ok || iface != capos.ProcessHandleID {
		rt.FailNamed("no handle came with service ", rt.String(service.Name.Text()))
	}
	handles[i] = handle
	services.start(i)
	return true
}

// describe adds to line why a call failed.
func describe(line *text.Line, status client.Status) *text.Line {
	switch {
	case status.Code == abi.CodeException && len(status.Reason) != 0:
		return line.Printable(status.Reason)
	case status.Code == abi.CodeOK:
		return line.String(status.Err.String())
	}
	return line.String("code ").Signed(int64(status.Code))
}
