// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/userbuf"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/bootpackage"
	"warrant/kernel/sys/object/console"
	"warrant/kernel/sys/object/endpoint"
	"warrant/kernel/sys/object/frameallocator"
	"warrant/kernel/sys/object/memoryobject"
	"warrant/kernel/sys/object/memoryview"
	"warrant/kernel/sys/object/monitor"
	"warrant/kernel/sys/object/notification"
	"warrant/kernel/sys/object/objectmaker"
	"warrant/kernel/sys/object/processhandle"
	"warrant/kernel/sys/object/signal"
	"warrant/kernel/sys/object/spawner"
	"warrant/kernel/sys/object/systeminfo"
	"warrant/kernel/sys/object/timer"
	"warrant/kernel/sys/object/virtualmemory"
	"warrant/lib/wire"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// call carries out the CALL submission of p. Invariants: CAP-1, CAP-2, RING-11.
func (k *Kernel) call(p uint32) {
	// @ unfold k.Mem()
	h, ok := k.procs[p].Callable(k.entry.Cap, k.entry.Interface)
	travels := k.entry.TransferCount != 0
	// @ fold k.Mem()
	if !ok {
		k.reject(p, abi.CodeInvokeFailed)
		return
	}
	if h.Kind == object.Facet {
		k.ask(p, h)
		return
	}
	if travels {
		k.reject(p, abi.CodeTransferFailed)
		return
	}
	k.callObject(p, h)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// callObject carries out the call of p on the kernel object that h names. The parameters are copied once, and the result buffer is checked
// before anything happens.
func (k *Kernel) callObject(p uint32, h captable.Hold) {
	// @ unfold k.Mem()
	proc := &k.procs[p]
	id, n := k.entry.Cap, k.entry.ParamsLen
	r := Reply{UserData: k.entry.UserData, Result: k.entry.Result, ResultLen: k.entry.ResultLen}
	if n > limits.ScratchBytes || !userbuf.CopyIn(&k.ram, &proc.Space, k.params[:n], k.entry.Params) {
		// @ fold k.Mem()
		k.reject(p, abi.CodeInvalidParams)
		return
	}
	if !userbuf.Writable(&k.ram, &proc.Space, r.Result, r.ResultLen) {
		// @ fold k.Mem()
		k.reject(p, abi.CodeInvalidResult)
		return
	}
	// @ fold k.Mem()
	k.perform(p, id, h, r, k.invoke(h))
}

// @ preserves k.Mem()
// @ ensures   f.From <= f.To && f.To <= limits.ScratchBytes && (f.Act == object.Spawn ==> k.Asked())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// invoke asks the kernel object that h names what the call that k.entry and k.params hold does: one case for each kind.
func (k *Kernel) invoke(h captable.Hold) (f object.Effect) {
	var facts systeminfo.Facts
	if h.Kind == object.SystemInfo {
		facts = k.facts()
	}
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	method, n := k.entry.Method, k.entry.ParamsLen
	if n > limits.ScratchBytes || k.cursor.Open(k.params[:n]) != wire.OK {
		return object.Refused(object.Malformed)
	}
	switch h.Kind {
	case object.Console:
		return console.Call(method, &k.cursor, k.params[:n])
	case object.BootPackage:
		return bootpackage.Call(method, &k.cursor, k.params[:n], k.ram.View(k.info.Manifest, k.info.ManifestLength), k.results[:])
	case object.ProcessSpawner, object.SessionSpawner:
		return spawner.Call(method, &k.cursor, k.params[:n], &k.request)
	case object.ProcessHandle:
		return processhandle.Call(method, &k.cursor, k.params[:n])
	case object.Timer:
		return timer.Call(method, &k.cursor, k.params[:n], k.now, k.results[:])
	case object.SystemInfo:
		return systeminfo.Call(method, &k.cursor, k.params[:n], facts, k.results[:])
	case object.ObjectMaker:
		return objectmaker.Call(method, &k.cursor, k.params[:n])
	case object.Endpoint:
		return endpoint.Call(method, &k.cursor, k.params[:n])
	case object.Notification:
		return notification.Call(method, &k.cursor, k.params[:n])
	case object.Signal:
		return signal.Call(method, &k.cursor, k.params[:n])
	case object.FrameAllocator:
		return frameallocator.Call(method, &k.cursor, k.params[:n])
	case object.MemoryObject:
		return memoryobject.Call(method, &k.cursor, k.params[:n])
	case object.MemoryView, object.MemoryReader:
		return memoryview.Call(method, &k.cursor, k.params[:n])
	case object.VirtualMemory:
		return virtualmemory.Call(method, &k.cursor, k.params[:n])
	case object.Monitor:
		return monitor.Call(method, &k.cursor, k.params[:n])
	}
	return object.Refused(object.NoSuchMethod)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && 0 <= id && id <= 4294967295
// @ requires  f.From <= f.To && f.To <= limits.ScratchBytes && (f.Act == object.Spawn ==> k.Asked())
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// perform does what a kernel object asks for, on behalf of p, which called it by the capability id: what h names.
func (k *Kernel) perform(p uint32, id abi.CapID, h captable.Hold, r Reply, f object.Effect) {
	switch f.Act {
	case object.Answer:
		k.answer(p, r, f.Length, f.Length, 0)
	case object.Print:
		k.print(p, r, f)
	case object.Sleep:
		k.sleep(p, r, f.Nanoseconds)
	case object.Await:
		k.await(p, h, r)
	case object.Kill:
		k.kill(p, h, r)
	case object.Spawn:
		k.spawn(p, h, r)
	case object.MakeEndpoint:
		k.makeEndpoint(p, r)
	case object.MakeNotification:
		k.makeNotification(p, r)
	case object.MakeFacet, object.RevokeFacet, object.TellEndpoint:
		k.manage(p, h, r, f)
	case object.AwaitSignal, object.MakeSignal, object.RevokeSignals, object.GiveSignal:
		k.notify(p, h, r, f)
	case object.Allocate:
		k.allocate(p, r, f.Pages)
	case object.TellFrames:
		k.tellFrames(p, r)
	case object.MapObject, object.UnmapObject, object.ProtectObject, object.TellObject, object.TellView, object.MakeView, object.RevokeViews:
		k.useMemory(p, id, h, r, f)
	case object.Reserve, object.Unreserve, object.Commit, object.Decommit, object.MapFresh, object.ProtectPages:
		k.arrange(p, r, f)
	case object.TellLimits, object.TellProcess, object.TellHold, object.TellPlace:
		k.show(p, r, f)
	default:
		k.refuse(p, r, f.Exception)
	}
}
