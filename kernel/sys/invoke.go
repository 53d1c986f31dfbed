// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/process"
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
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  k.Asks(int(p))
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// call carries out the CALL submission of p. Invariants: CAP-1, CAP-2, RING-11.
func (k *Kernel) call(p uint32) {
	// @ unfold k.Mem()
	ok := k.procs[p].Callable(k.entry.Cap, k.entry.Interface, &k.hold)
	kind := k.hold.Kind
	travels := k.entry.TransferCount != 0
	// @ fold k.Mem()
	if !ok {
		k.reject(p, abi.CodeInvokeFailed)
		return
	}
	if kind == object.Facet {
		k.askHeld(p)
		return
	}
	if travels {
		k.reject(p, abi.CodeTransferFailed)
		return
	}
	k.callObject(p, kind)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  k.Calls(int(p)) && k.Called().Kind == object.Facet
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// askHeld carries out the call of p on the client facet that k.hold names.
func (k *Kernel) askHeld(p uint32) {
	// @ unfold k.Mem()
	h := k.hold
	// @ fold k.Mem()
	k.ask(p, h)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  k.Calls(int(p)) && kind == k.Called().Kind
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// callObject carries out the call of p on the kernel object that k.hold names, of the given kind. The parameters are copied once, and the
// result buffer is checked before anything happens.
func (k *Kernel) callObject(p, kind uint32) {
	// @ unfold k.Mem()
	n := k.entry.ParamsLen
	if n > limits.ScratchBytes || !userbuf.CopyIn(&k.ram, &k.procs[p].Space, k.params[:n], k.entry.Params) {
		// @ fold k.Mem()
		k.reject(p, abi.CodeInvalidParams)
		return
	}
	if !userbuf.Writable(&k.ram, &k.procs[p].Space, k.entry.Result, k.entry.ResultLen) {
		// @ fold k.Mem()
		k.reject(p, abi.CodeInvalidResult)
		return
	}
	// @ fold k.Mem()
	f := k.invoke(kind)
	// @ unfold k.Mem()
	r := process.Reply{UserData: k.entry.UserData, Result: k.entry.Result, ResultLen: k.entry.ResultLen}
	// @ fold k.Mem()
	if f.Act == object.Answer {
		k.answer(p, r, f.Part.Count, f.Part.Count, 0)
		return
	}
	k.perform(p, r, f)
}

// @ preserves k.Mem()
// @ ensures   (f.Act == object.Print ==> int(f.Part.First) + int(f.Part.Count) <= limits.ScratchBytes) && (f.Act == object.Spawn ==> k.Asked())
// @ ensures   Makes(kind, f.Act) && k.Called() === old(k.Called())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// invoke asks the kernel object that k.hold names, of the given kind, what the call that k.entry and k.params hold does: one case for each kind.
//
//go:noinline
func (k *Kernel) invoke(kind uint32) (f object.Effect) {
	if kind == object.SystemInfo {
		return k.describe()
	}
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	method, n := k.entry.Method, k.entry.ParamsLen
	if n > limits.ScratchBytes || k.cursor.Open(k.params[:n]) != wire.OK {
		return object.Refused(object.Malformed)
	}
	switch kind {
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
// @ ensures   f.Act == object.Refuse || f.Act == object.Answer
// @ ensures   k.Called() === old(k.Called())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// describe is invoke for SystemInfo, which is told about all processes.
func (k *Kernel) describe() (f object.Effect) {
	facts := k.facts()
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	n := k.entry.ParamsLen
	if n > limits.ScratchBytes || k.cursor.Open(k.params[:n]) != wire.OK {
		return object.Refused(object.Malformed)
	}
	return systeminfo.Call(k.entry.Method, &k.cursor, k.params[:n], facts, k.results[:])
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  (f.Act == object.Print ==> int(f.Part.First) + int(f.Part.Count) <= limits.ScratchBytes) && (f.Act == object.Spawn ==> k.Asked())
// @ requires  k.Calls(int(p)) && Makes(k.Called().Kind, f.Act)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// perform does what a kernel object asks for, on behalf of p, which called it: what k.hold names, by the capability that k.entry names.
//
//go:noinline
func (k *Kernel) perform(p uint32, r process.Reply, f object.Effect) {
	// @ unfold k.Mem()
	id, h := k.entry.Cap, k.hold
	// @ fold k.Mem()
	// @ assert k.Epoch() === old(k.Epoch())
	// @ ghost asked := Accounted(k.Epoch(), int(p))
	switch f.Act {
	case object.Answer:
		k.answer(p, r, f.Part.Count, f.Part.Count, 0)
		// @ assert Later(asked, k.Epoch())
	case object.Print:
		k.print(p, r, f)
		// @ assert Later(asked, k.Epoch())
	case object.Sleep:
		k.sleep(p, r, f.Value)
		// @ assert Later(asked, k.Epoch())
	case object.Await:
		k.await(p, h, r)
		// @ assert Later(asked, k.Epoch())
	case object.Kill:
		k.kill(p, h, r)
		// @ assert Later(asked, k.Epoch())
	case object.Spawn:
		k.spawn(p, h, r)
		// @ assert Later(asked, k.Epoch())
	case object.MakeEndpoint:
		k.makeEndpoint(p, r)
		// @ assert Later(asked, k.Epoch())
	case object.MakeNotification:
		k.makeNotification(p, r)
		// @ assert Later(asked, k.Epoch())
	case object.MakeFacet, object.RevokeFacet, object.TellEndpoint:
		k.manage(p, h, r, f)
		// @ assert Later(asked, k.Epoch())
	case object.AwaitSignal, object.MakeSignal, object.RevokeSignals, object.GiveSignal:
		k.notify(p, h, r, f)
		// @ assert Later(asked, k.Epoch())
	case object.Allocate:
		k.allocate(p, r, f.Part.Count)
		// @ assert Later(asked, k.Epoch())
	case object.TellFrames:
		k.tellFrames(p, r)
		// @ assert Later(asked, k.Epoch())
	case object.MapObject, object.UnmapObject, object.ProtectObject, object.TellObject, object.TellView, object.MakeView, object.RevokeViews:
		k.useMemory(p, id, h, r, f)
		// @ assert Later(asked, k.Epoch())
	case object.Reserve, object.Unreserve, object.Commit, object.Decommit, object.MapFresh, object.ProtectPages:
		k.arrange(p, r, f)
		// @ assert Later(asked, k.Epoch())
	case object.TellLimits, object.TellProcess, object.TellHold, object.TellPlace:
		k.show(p, r, f)
		// @ assert Later(asked, k.Epoch())
	default:
		k.refuse(p, r, f.How.Exception)
		// @ assert Later(asked, k.Epoch())
	}
}
