package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
)

// end ends process p with status s: everything that it had comes back, and whoever waits for it is told. Invariants: LG-3, AS-2.
func (k *Kernel) end(p uint32, s process.Status) {
	proc := &k.procs[p]
	if owed, _ := proc.Calls(); owed > 0 {
		for i := uint32(0); i < limits.OutstandingCalls; i++ {
			k.cancel(p, i)
		}
	}
	k.due.Remove(enterPlace(p))
	if k.current == p {
		k.current = nobody
	}
	if k.handoff == p {
		k.handoff = nobody
	}
	if caps, _ := proc.Slots(); caps > 0 {
		for i := uint32(0); i < captable.Slots; i++ {
			id, ok := proc.CapAt(i)
			if ok {
				h, _ := proc.Drop(id)
				k.forsake(p, id, h)
			}
		}
	}
	if proc.Virtual.Used() > 0 {
		k.clearAreas(p)
	}
	proc.Space.Destroy(&k.ram, &k.frames, &proc.Frames)
	k.remapped()
	k.sessions.Leave(proc.Session)
	k.reportPending(p)
	k.inherit(p)
	if !proc.Settled() {
		k.reportUnsettled(p)
		k.stop(abi.HaltAccounting)
	}
	proc.State = process.Ended
	proc.Status = s
	k.tell(p)
	if !proc.Handled {
		k.vacate(p)
	}
	if p == k.root {
		k.rootEnded = true
		k.rootStatus = s
	}
}

// shutdown ends all processes after init has ended, checks that everything came back, and stops the machine.
func (k *Kernel) shutdown() {
	for p := uint32(0); p < limits.Processes; p++ {
		if k.procs[p].Live() {
			k.reportKilled(p)
			k.end(p, process.Status{End: process.Killed})
		}
	}
	k.reportHalt()
	if k.frames.Available() != k.idle {
		k.stop(abi.HaltAccounting)
		return
	}
	if k.rootStatus.End == process.Exited && k.rootStatus.Code == 0 {
		k.stop(abi.HaltClean)
		return
	}
	k.stop(abi.HaltInitFailed)
}
