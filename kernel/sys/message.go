package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/process"
	"warrant/kernel/core/transfer"
	"warrant/kernel/core/userbuf"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
)

// ask carries out the CALL submission of p on the client facet h. The call waits at the endpoint until its owner receives; what it moves
// is out of p's use from now on. Nothing is copied before it is delivered. Invariants: EP-1, EP-4, CAP-5, CAP-8, TX-2.
func (k *Kernel) ask(p uint32, h captable.Hold) {
	proc := &k.procs[p]
	r := Reply{UserData: k.entry.UserData, Result: k.entry.Result, ResultLen: k.entry.ResultLen}
	if messageEnd(k.entry.ParamsLen, uint32(k.entry.TransferCount)) > limits.ScratchBytes || !userbuf.Readable(&k.ram, &proc.Space, k.entry.Params, k.entry.ParamsLen) {
		k.reject(p, k.entry.UserData, abi.CodeInvalidParams)
		return
	}
	if !userbuf.Writable(&k.ram, &proc.Space, k.entry.Result, k.entry.ResultLen) {
		k.reject(p, k.entry.UserData, abi.CodeInvalidResult)
		return
	}
	if !k.descriptors(p) {
		k.reject(p, k.entry.UserData, abi.CodeTransferFailed)
		return
	}
	at := h.Index / limits.Facets % limits.Endpoints
	facet := h.Index % limits.Facets
	if !k.endpoints[at].HasFacet(facet, h.Epoch) {
		k.refuse(p, r, object.Disconnected)
		return
	}
	place, ok := k.owe(p, r, process.Call{
		Awaits: process.Receiver, Target: at, Interface: k.entry.Interface, Params: k.entry.Params, ParamsLen: k.entry.ParamsLen, Method: k.entry.Method, Facet: facet,
	})
	if !ok {
		return
	}
	if !k.endpoints[at].PushCall(endpoint.Ref{Process: p, Place: place}) {
		proc.Settle(place)
		k.refuse(p, r, object.QueueFull)
		return
	}
	transfer.Reserve(proc, &k.list)
	k.travels[p][place] = k.list
	k.meet(at)
}

// receive carries out the RECV submission of p. Invariants: EP-2, EP-4.
func (k *Kernel) receive(p uint32) {
	proc := &k.procs[p]
	at, ok := k.owned(p, k.entry.Cap)
	if !ok {
		k.reject(p, k.entry.UserData, abi.CodeInvokeFailed)
		return
	}
	if !userbuf.Writable(&k.ram, &proc.Space, k.entry.Result, k.entry.ResultLen) {
		k.reject(p, k.entry.UserData, abi.CodeInvalidResult)
		return
	}
	r := Reply{UserData: k.entry.UserData, Result: k.entry.Result, ResultLen: k.entry.ResultLen}
	place, ok := k.owe(p, r, process.Call{Awaits: process.Message, Target: at})
	if !ok {
		return
	}
	if !k.endpoints[at].PushReceiver(endpoint.Ref{Process: p, Place: place}) {
		proc.Settle(place)
		k.refuse(p, r, object.QueueFull)
		return
	}
	k.meet(at)
}

// meet delivers calls to receivers at an endpoint while there are both. Each turn takes one of either away.
func (k *Kernel) meet(at uint32) {
	for n := uint32(0); n < 2*limits.EndpointPlaces; n++ {
		c, calls := k.endpoints[at].FirstCall()
		r, receivers := k.endpoints[at].FirstReceiver()
		if !calls || !receivers {
			return
		}
		k.deliver(at, c, r)
	}
}

// deliver gives the first call at an endpoint to its first receiver. A call that cannot be delivered because of its caller completes with
// the reason, and so does a receiver that cannot take it; the other side waits on. Nothing fails after the first change. Invariants: EP-3,
// TX-1, TX-3.
func (k *Kernel) deliver(at uint32, c, r endpoint.Ref) {
	caller, receiver := &k.procs[c.Process], &k.procs[r.Process]
	call, room := caller.Owed(c.Place), receiver.Owed(r.Place)
	list := &k.travels[c.Process][c.Place]
	end := messageEnd(call.ParamsLen, list.Count)
	if end > room.ResultLen || end > limits.ScratchBytes || call.ParamsLen > limits.ScratchBytes-abi.MessageHeader {
		k.dismiss(at, r, abi.CodeResultTooLarge)
		return
	}
	if !userbuf.Writable(&k.ram, &receiver.Space, room.Result, room.ResultLen) {
		k.dismiss(at, r, abi.CodeInvalidResult)
		return
	}
	if !transfer.Ready(caller, list) {
		k.withdraw(at, c, abi.CodeTransferFailed)
		return
	}
	if !userbuf.CopyIn(&k.ram, &caller.Space, k.results[abi.MessageHeader:abi.MessageHeader+call.ParamsLen], call.Params) {
		k.withdraw(at, c, abi.CodeInvalidParams)
		return
	}
	if !k.canTake(r.Process, c.Process, list) {
		k.dismiss(at, r, abi.CodeTransferFailed)
		return
	}
	client, ok := k.endpoints[at].Client(caller.Session, k.sessions.Serial(caller.Session))
	if !ok {
		k.withdraw(at, c, abi.CodeInvokeFailed)
		return
	}
	k.endpoints[at].PopCall()
	k.endpoints[at].PopReceiver()
	call.Number, _ = k.endpoints[at].Begin(c)
	call.Awaits = process.Return
	caller.Amend(c.Place, call)
	receiver.Settle(r.Place)
	n := abi.MessageHeader + call.ParamsLen
	caps := list.Count
	k.header(client, call, caps)
	k.carry(c.Process, r.Process, list, n)
	*list = transfer.List{}
	userbuf.CopyOut(&k.ram, &receiver.Space, room.Result, k.results[:end])
	k.postMessage(r.Process, room.UserData, n, caps, call.Number)
}
