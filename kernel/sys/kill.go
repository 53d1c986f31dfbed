// +gobra

package sys

import (
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/systeminfo"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  k.Epoch().Step === Calm(int(p), h) && h.Kind == object.ProcessHandle
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// kill ends the process that h names, if it has not ended, on behalf of p.
func (k *Kernel) kill(p uint32, h captable.Hold, r process.Reply) {
	child := h.Index % limits.Processes
	// @ unfold k.Mem()
	gone, live := k.procs[child].Generation != h.Epoch, k.procs[child].Live()
	// @ fold k.Mem()
	if gone {
		k.refuse(p, r, object.Gone)
		return
	}
	if live {
		k.reportKilledBy(child, p)
		k.end(child, process.Status{End: process.Killed, By: k.id(p)})
	}
	// @ assert Later(old(k.Epoch()), k.Epoch())
	k.done(p, r)
}

// @ preserves acc(k.Mem(), 1/2)
// @ ensures   0 <= f.Processes && f.Processes <= limits.Processes && 0 <= f.TotalFrames && 0 <= f.FreeFrames && 0 <= f.TSCHertz
// @ decreases

// facts answers what SystemInfo has to say.
func (k *Kernel) facts() (f systeminfo.Facts) {
	// @ unfold acc(k.Mem(), 1/2)
	// @ defer fold acc(k.Mem(), 1/2)
	live := uint32(0)
	// @ invariant (forall i int :: { &k.procs[i] } 0 <= i && i < limits.Processes ==> acc(&k.procs[i].State, 1/2)) && live <= p && p <= limits.Processes
	// @ decreases limits.Processes - p
	for p := uint32(0); p < limits.Processes; p++ {
		if k.procs[p].Live() {
			live = live + 1
		}
	}
	return systeminfo.Facts{
		Processes: live, TotalFrames: uint64(k.frames.Total()), FreeFrames: uint64(k.frames.Available()), TSCHertz: k.info.TSCHertz,
	}
}
