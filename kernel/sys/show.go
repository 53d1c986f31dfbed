// +gobra

package sys

import (
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/monitor"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   ToldOne(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// show answers what the monitor asks, on behalf of p. It changes nothing but p's completion.
func (k *Kernel) show(p uint32, r process.Reply, f object.Effect) {
	if !isPlace(f) {
		k.refuse(p, r, object.NoSuchPlace)
		return
	}
	// @ ghost was := k.State()
	var told object.Effect
	switch f.Act {
	case object.TellLimits:
		told = k.showLimits()
		// @ assert k.State() === was
	case object.TellProcess:
		told = k.showProcess(f.Part.First)
		// @ assert k.State() === was
	case object.TellHold:
		told = k.showHold(f.Part.First, uint32(f.Value))
		// @ assert k.State() === was
	default:
		told = k.showPlace(f.Part.First % limits.Endpoints)
		// @ assert k.State() === was
	}
	// @ assert k.State() === was
	k.answer(p, r, told.Part.Count, told.Part.Count, 0)
}

// @ ensures ok && f.Act == object.TellProcess ==> f.Part.First < limits.Processes
// @ ensures ok && f.Act == object.TellHold ==> f.Part.First < limits.Processes && f.Value < captable.Slots
// @ ensures ok && f.Act == object.TellPlace ==> f.Part.First < limits.Endpoints
// @ decreases

// isPlace says that the kernel has the place that f asks about.
func isPlace(f object.Effect) (ok bool) {
	switch f.Act {
	case object.TellProcess:
		return f.Part.First < limits.Processes
	case object.TellHold:
		return f.Part.First < limits.Processes && f.Value < captable.Slots
	case object.TellPlace:
		return f.Part.First < limits.Endpoints
	}
	return true
}

// @ preserves k.Mem()
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// showLimits builds what the monitor is told of the kernel as a whole.
func (k *Kernel) showLimits() (told object.Effect) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	return monitor.Limits(uint64(k.frames.Available()), uint64(k.frames.Total()), k.results[:])
}

// @ preserves k.Mem()
// @ requires  0 <= q && q < limits.Processes
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// showProcess builds what the monitor is told of process q.
func (k *Kernel) showProcess(q uint32) (told object.Effect) {
	id := k.id(q)
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	proc := &k.procs[q]
	facts := monitor.Facts{Invalid: proc.Refused.Total()}
	if proc.Live() {
		facts.ID = id
		facts.Session = k.sessions.Serial(proc.Session)
	}
	return monitor.Process(proc, facts, k.results[:])
}

// @ preserves k.Mem()
// @ requires  0 <= q && q < limits.Processes && 0 <= slot && slot < captable.Slots
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// showHold builds what the monitor is told of a slot of the table of process q.
func (k *Kernel) showHold(q, slot uint32) (told object.Effect) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	return monitor.Hold(k.procs[q].SlotAt(slot), k.results[:])
}

// @ preserves k.Mem()
// @ requires  0 <= at && at < limits.Endpoints
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// showPlace builds what the monitor is told of the endpoint at place at.
func (k *Kernel) showPlace(at uint32) (told object.Effect) {
	n := k.counts(at)
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	live, owner := k.endpoints[at].Ownership()
	return monitor.Endpoint(live, owner, n, k.results[:])
}
