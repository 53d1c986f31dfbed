package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/core/sqe"
	"warrant/kernel/core/userbuf"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/bootpackage"
	"warrant/kernel/sys/object/console"
	"warrant/kernel/sys/object/processhandle"
	"warrant/kernel/sys/object/spawner"
	"warrant/kernel/sys/object/systeminfo"
	"warrant/kernel/sys/object/timer"
	"warrant/lib/wire"
)

// call carries out the CALL submission e of p. The parameters are copied once, and the result buffer is checked before anything happens.
// Invariants: CAP-1, CAP-2, RING-11.
func (k *Kernel) call(p uint32, e sqe.Entry) {
	proc := &k.procs[p]
	h, ok := proc.Lookup(e.Cap)
	if !ok || h.Interface != e.Interface {
		k.post(p, e.UserData, abi.CodeInvokeFailed, 0)
		return
	}
	if e.ParamsLen > limits.ScratchBytes || !userbuf.CopyIn(&k.ram, &proc.Space, k.params[:e.ParamsLen], e.Params) {
		k.post(p, e.UserData, abi.CodeInvalidParams, 0)
		return
	}
	if !userbuf.Writable(&k.ram, &proc.Space, e.Result, e.ResultLen) {
		k.post(p, e.UserData, abi.CodeInvalidResult, 0)
		return
	}
	r := Reply{UserData: e.UserData, Result: e.Result, ResultLen: e.ResultLen}
	var m wire.Message
	if m.Open(k.params[:e.ParamsLen]) != wire.OK {
		k.refuse(p, r, object.Malformed)
		return
	}
	k.perform(p, h, r, k.invoke(h, e.Method, &m))
}

// invoke asks the kernel object that h names what the call does: one case for each kind.
func (k *Kernel) invoke(h captable.Hold, method uint16, params *wire.Message) (f object.Effect) {
	switch h.Kind {
	case object.Console:
		return console.Call(method, params)
	case object.BootPackage:
		return bootpackage.Call(method, params, k.module(), k.results[:])
	case object.ProcessSpawner:
		return spawner.Call(method, params, &k.request)
	case object.ProcessHandle:
		return processhandle.Call(method, params)
	case object.Timer:
		return timer.Call(method, params, k.now, k.results[:])
	case object.SystemInfo:
		return systeminfo.Call(method, params, k.facts(), k.results[:])
	}
	return object.Refused(object.NoSuchMethod)
}

// perform does what a kernel object asks for, on behalf of p.
func (k *Kernel) perform(p uint32, h captable.Hold, r Reply, f object.Effect) {
	switch f.Act {
	case object.Answer:
		k.answer(p, r, f.Length, f.Length, 0)
	case object.Print:
		k.print(p, r, f)
	case object.Sleep:
		k.sleep(p, r, f.Nanoseconds)
	case object.Await:
		k.await(p, h, r)
	case object.Spawn:
		k.spawn(p, r, &k.request)
	default:
		k.refuse(p, r, f.Exception)
	}
}

// print adds text to the console, whole or not at all, and completes the call.
func (k *Kernel) print(p uint32, r Reply, f object.Effect) {
	if uint64(k.console.Room()) < uint64(len(f.Text))+1 {
		k.refuse(p, r, object.ConsoleFull)
		return
	}
	k.console.Bytes(f.Text)
	if f.Line {
		k.console.Byte('\n')
	}
	done := object.Empty(k.results[:])
	k.answer(p, r, done.Length, done.Length, 0)
}

// sleep makes p's call complete n ns from now.
func (k *Kernel) sleep(p uint32, r Reply, n uint64) {
	place, ok := k.owe(p, r, process.Time, 0)
	if ok {
		k.due.Add(callPlace(p, place), later(k.now, n))
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
		k.answerStatus(p, r, h.Index)
		return
	}
	if child.Waiter.Present {
		k.refuse(p, r, object.AlreadyWaiting)
		return
	}
	place, ok := k.owe(p, r, process.Exit, h.Index)
	if ok {
		child.Waiter = process.Waiter{Present: true, Process: p, Call: place}
	}
}

// answerStatus completes a call of p with how process child ended.
func (k *Kernel) answerStatus(p uint32, r Reply, child uint32) {
	f := processhandle.Status(&k.procs[child].Status, k.results[:])
	k.answer(p, r, f.Length, f.Length, 0)
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
