package sys

import (
	"warrant/kernel/core/captable"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/monitor"
)

// show answers what the monitor asks, on behalf of p. It changes nothing but p's completion.
func (k *Kernel) show(p uint32, r Reply, f object.Effect) {
	if !isPlace(f) {
		k.refuse(p, r, object.NoSuchPlace)
		return
	}
	var told object.Effect
	switch f.Act {
	case object.TellLimits:
		told = monitor.Limits(uint64(k.frames.Available()), uint64(k.frames.Total()), k.results[:])
	case object.TellProcess:
		q := f.Number % limits.Processes
		proc := &k.procs[q]
		facts := monitor.Facts{Invalid: proc.Refused.Total()}
		if proc.Live() {
			facts.ID = k.id(q)
			facts.Session = k.sessions.Serial(proc.Session)
		}
		told = monitor.Process(proc, facts, k.results[:])
	case object.TellHold:
		told = monitor.Hold(k.procs[f.Number%limits.Processes].SlotAt(f.First%captable.Slots), k.results[:])
	default:
		at := f.Number % limits.Endpoints
		told = monitor.Endpoint(k.endpoints[at].Live, k.endpoints[at].Owner, k.counts(at), k.results[:])
	}
	k.answer(p, r, told.Length, told.Length, 0)
}

// isPlace says that the kernel has the place that f asks about.
func isPlace(f object.Effect) (ok bool) {
	switch f.Act {
	case object.TellProcess:
		return f.Number < limits.Processes
	case object.TellHold:
		return f.Number < limits.Processes && f.First < captable.Slots
	case object.TellPlace:
		return f.Number < limits.Endpoints
	}
	return true
}
