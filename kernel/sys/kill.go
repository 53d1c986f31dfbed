package sys

import (
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/systeminfo"
)

// kill ends the process that h names, if it has not ended, on behalf of p.
func (k *Kernel) kill(p uint32, h captable.Hold, r Reply) {
	child := h.Index % limits.Processes
	if k.procs[child].Generation != h.Epoch {
		k.refuse(p, r, object.Gone)
		return
	}
	if k.procs[child].Live() {
		k.reportKilledBy(child, p)
		k.end(child, process.Status{End: process.Killed, By: k.id(p)})
	}
	k.done(p, r)
}

// facts answers what SystemInfo has to say.
func (k *Kernel) facts() (f systeminfo.Facts) {
	live := uint32(0)
	for p := uint32(0); p < limits.Processes; p++ {
		if k.procs[p].Live() {
			live = live + 1
		}
	}
	return systeminfo.Facts{
		Processes: live, TotalFrames: uint64(k.frames.Total()), FreeFrames: uint64(k.frames.Available()), TSCHertz: k.info.TSCHertz,
	}
}
