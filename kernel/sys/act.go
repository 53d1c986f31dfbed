package sys

import (
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/processhandle"
	"warrant/kernel/sys/object/systeminfo"
	"warrant/kernel/sys/object/timer"
)

// print adds the part of the parameters that f names to the console, whole or not at all, and completes the call.
func (k *Kernel) print(p uint32, r Reply, f object.Effect) {
	if k.console.Room() <= f.To-f.From {
		k.refuse(p, r, object.ConsoleFull)
		return
	}
	k.console.Bytes(k.params[f.From:f.To])
	if f.Line {
		k.console.Byte('\n')
	}
	k.done(p, r)
}

// sleep makes p's call complete n ns from now.
func (k *Kernel) sleep(p uint32, r Reply, n uint64) {
	place, ok := k.owe(p, r, process.Call{Awaits: process.Time})
	if ok {
		k.alarm(callPlace(p, place), later(k.now, n))
	}
}

// slept completes p's sleep at place.
func (k *Kernel) slept(p, place uint32) {
	c, ok := k.procs[p].Settle(place)
	if ok {
		f := timer.Woken(k.now, k.results[:])
		k.answer(p, replyTo(c), f.Length, f.Length, 0)
	}
}

// await makes p's call complete when the process that h names has ended: at once, if it has.
func (k *Kernel) await(p uint32, h captable.Hold, r Reply) {
	child := &k.procs[h.Index%limits.Processes]
	if child.Generation != h.Epoch {
		k.refuse(p, r, object.Gone)
		return
	}
	if child.State == process.Ended {
		k.answerStatus(p, r, h.Index%limits.Processes)
		return
	}
	if child.Waiter.Present {
		k.refuse(p, r, object.AlreadyWaiting)
		return
	}
	place, ok := k.owe(p, r, process.Call{Awaits: process.Exit, Target: h.Index})
	if ok {
		child.Waiter = process.Waiter{Present: true, Process: p, Call: place}
	}
}

// answerStatus completes a call of p with how process child ended.
func (k *Kernel) answerStatus(p uint32, r Reply, child uint32) {
	f := processhandle.Status(&k.procs[child].Status, k.results[:])
	k.answer(p, r, f.Length, f.Length, 0)
}

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
