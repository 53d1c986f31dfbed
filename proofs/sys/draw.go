package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/area"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/memobj"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/process"
	"warrant/kernel/core/transfer"
	"warrant/kernel/limits"
	"warrant/verify/prove"
)

// below draws a number that is less than n, which is at most 256. Its high bits are known to be zero, which the solver need not find out.
func below(n uint32) uint32 {
	mask := uint32(1)
	for mask < n {
		mask *= 2
	}
	x := uint32(prove.Any[uint8]()) % mask
	if x >= n {
		return 0
	}
	return x
}

// upTo draws a number that is at most n.
func upTo(n uint32) uint32 { return below(n + 1) }

// unitsMost is the greatest limit of a ledger that is drawn: more than there are frames, objects and processes.
const unitsMost = 15

// anyUnits answers any ledger.
func anyUnits() units { return units{used: upTo(unitsMost), limit: upTo(unitsMost)} }

// anyRef answers any place of a call.
func anyRef() endpoint.Ref {
	return endpoint.Ref{Process: below(limits.Processes), Place: below(limits.OutstandingCalls)}
}

// anyFrame answers any frame.
func anyFrame() memory.Frame { return memory.Frame(below(limits.Frames)) }

// anyKernel answers a kernel of which everything is arbitrary that decides what happens next. What the invariant bounds is drawn within its
// bounds, and so is what is left of it where nothing is, since nothing else was ever there.
func anyKernel() (k kernel) {
	for f := range k.frames.owner {
		k.frames.owner[f] = frame.Owner(upTo(uint32(frame.OwnerOfObject(limits.MemoryObjects))))
	}
	k.frames.owner[memory.NoFrame] = frame.Unmanaged
	k.frames.count, k.frames.total = below(limits.Frames), below(limits.Frames)
	k.idle = k.frames.total
	for i := range k.procs {
		k.procs[i] = anyProcess()
	}
	k.procs[actor].Registers.RAX = abi.SysCapEnter
	k.ready = turns{head: below(limits.Processes), count: upTo(limits.Processes), queued: prove.Any[[limits.Processes]bool]()}
	for i := range k.ready.places {
		k.ready.places[i] = below(limits.Processes)
	}
	k.due = prove.Any[heap]()
	for i := range k.due.index {
		k.due.index[i] = upTo(uint32(len(k.due.index)))
	}
	k.sessions = prove.Any[sessions]()
	for i := range k.sessions.places {
		k.sessions.places[i].Members = upTo(limits.Processes)
	}
	for i := range k.endpoints {
		k.endpoints[i] = anyEndpoint()
	}
	for i := range k.notifications {
		n := prove.Any[notification]()
		n.Owner, n.process, n.place = below(limits.Processes), below(limits.Processes), below(limits.OutstandingCalls)
		k.notifications[i] = n
	}
	for i := range k.objects {
		k.objects[i] = anyMemoryObject()
	}
	for p := range k.travels {
		for i := range k.travels[p] {
			k.travels[p][i] = prove.Any[transfer.List]()
			k.travels[p][i].Count = upTo(abi.TransferMost)
		}
	}
	k.quantum, k.now, k.quantumEnd = prove.Any[uint64](), prove.Any[uint64](), prove.Any[uint64]()
	k.current, k.handoff, k.flush = actor, upTo(nobody), prove.Any[bool]()
	return k
}

// anyProcess answers any process.
func anyProcess() (p proc) {
	p = prove.Any[proc]()
	p.State = process.State(upTo(uint32(process.Retired)))
	p.Space = space{root: anyFrame(), owner: frame.Owner(upTo(uint32(frame.OwnerOfObject(limits.MemoryObjects))))}
	p.Frames, p.Virtual, p.Children, p.Objects, p.capUnits, p.owed = anyUnits(), anyUnits(), anyUnits(), anyUnits(), anyUnits(), anyUnits()
	p.Ring = ringState{page: anyFrame(), overflow: upTo(3), at: positions{cqTail: upTo(abi.CQEntries)}}
	p.Ring.at.sqHead = p.Ring.at.cqTail + p.Ring.overflow + p.owed.used
	p.CapSet = anyFrame()
	p.Payer, p.Session, p.WaitFor = below(limits.Processes), below(limits.Processes), upTo(abi.CQEntries)
	p.Waiter.Process, p.Waiter.Call = below(limits.Processes), below(limits.OutstandingCalls)
	for i := range p.Areas.places {
		a := &p.Areas.places[i]
		a.Kind, a.Pages, a.First = area.Kind(upTo(uint32(area.Object))), upTo(limits.VirtualPages), upTo(limits.ObjectPages)
		a.Object = below(limits.MemoryObjects)
	}
	p.caps.spares, p.caps.fresh = upTo(captable.Slots), upTo(captable.Slots)
	for i := range p.caps.slots {
		s := &p.caps.slots[i]
		s.State = captable.State(upTo(uint32(captable.Retired)))
		s.Hold.Kind, s.Hold.Index = below(32), below(4)
		s.Hold.Travel, s.Hold.Origin = captable.Travel(below(4)), captable.Origin(below(4))
		p.caps.spare[i] = below(captable.Slots)
	}
	p.spot = below(limits.OutstandingCalls)
	for i := range p.calls {
		c := &p.calls[i]
		c.Awaits, c.Target, c.Facet = process.Awaits(upTo(uint32(process.Wake))), below(2), below(limits.Facets)
	}
	return p
}

// anyEndpoint answers any endpoint.
func anyEndpoint() (e endpointState) {
	e = prove.Any[endpointState]()
	e.Owner = below(limits.Processes)
	e.calls, e.receivers = anyQueue(), anyQueue()
	e.flights.spares, e.flights.fresh, e.flights.open = upTo(limits.EndpointPlaces), upTo(limits.EndpointPlaces), upTo(limits.EndpointPlaces)
	for i := range e.flights.places {
		e.flights.spare[i] = below(limits.EndpointPlaces)
		e.flights.places[i].State = endpoint.State(upTo(uint32(endpoint.Retired)))
		e.flights.places[i].Caller = anyRef()
	}
	e.facets.live = upTo(limits.Facets)
	return e
}

// anyQueue answers any queue of an endpoint.
func anyQueue() (q queue) {
	q.head, q.count = below(limits.EndpointPlaces), upTo(limits.EndpointPlaces)
	for i := range q.places {
		q.places[i] = anyRef()
	}
	return q
}

// anyMemoryObject answers any memory object.
func anyMemoryObject() (o memoryObject) {
	o = prove.Any[memoryObject]()
	o.Owner, o.count, o.parked.count = below(limits.Processes), upTo(limits.ObjectPages), upTo(limits.Parked)
	for i := range o.frames {
		o.frames[i] = anyFrame()
	}
	for i := range o.parked.places {
		o.parked.places[i] = memobj.Waiter{Process: below(limits.Processes), Place: below(limits.OutstandingCalls), Offset: prove.Any[uint64]()}
	}
	return o
}
