// +gobra

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

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  k.Epoch().Step === Calm(int(p), h) && h.Kind == object.Facet
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// ask carries out the CALL submission of p on the client facet h. The call waits at the endpoint until its owner receives; what it moves
// is out of p's use from now on. Nothing is copied before it is delivered. Invariants: EP-1, EP-4, CAP-5, CAP-8, TX-2.
func (k *Kernel) ask(p uint32, h captable.Hold) {
	// @ unfold k.Mem()
	proc := &k.procs[p]
	r := process.Reply{UserData: k.entry.UserData, Result: k.entry.Result, ResultLen: k.entry.ResultLen}
	if messageEnd(k.entry.ParamsLen, uint32(k.entry.TransferCount)) > limits.ScratchBytes || !userbuf.Readable(&k.ram, &proc.Space, k.entry.Params, k.entry.ParamsLen) {
		// @ fold k.Mem()
		k.reject(p, abi.CodeInvalidParams)
		return
	}
	if !userbuf.Writable(&k.ram, &proc.Space, k.entry.Result, k.entry.ResultLen) {
		// @ fold k.Mem()
		k.reject(p, abi.CodeInvalidResult)
		return
	}
	// @ fold k.Mem()
	if !k.descriptors(p) {
		k.reject(p, abi.CodeTransferFailed)
		return
	}
	at := h.Index / limits.Facets % limits.Endpoints
	facet := h.Index % limits.Facets
	// @ unfold k.Mem()
	answers := k.endpoints[at].HasFacet(facet, h.Epoch)
	// @ fold k.Mem()
	// @ assert k.Epoch() === old(k.Epoch())
	if !answers {
		k.refuse(p, r, object.Disconnected)
		return
	}
	// @ unfold k.Mem()
	place, ok := proc.OweCall(r, process.Asked{
		Interface: k.entry.Interface, Params: k.entry.Params, ParamsLen: k.entry.ParamsLen, Method: k.entry.Method,
	}, at, facet)
	// @ fold k.Mem()
	// @ ghost owed := k.Epoch()
	// @ assert owed === (ok ? Accounted(old(k.Epoch()), int(p)) : old(k.Epoch()))
	if !ok {
		k.refuse(p, r, object.TooManyCalls)
		return
	}
	// @ assert k.Waits(p, place)
	// @ unfold k.Mem()
	// @ CallComes(k.endpoints[at].View(), endpoint.Ref{Process: p, Place: place})
	if !k.endpoints[at].PushCall(endpoint.Ref{Process: p, Place: place}) {
		// @ fold k.Mem()
		// @ assert k.Epoch() === owed && k.Waits(p, place)
		k.settle(p, place)
		k.refuse(p, r, object.QueueFull)
		return
	}
	// @ k.touchEnd(at)
	// @ fold k.Mem()
	// @ ghost queued := k.Epoch()
	// @ assert Later(owed, queued)
	k.pledge(p, place)
	// @ LaterAgain(owed, queued, k.Epoch())
	k.meet(at)
}

// @ preserves k.Mem()
// @ requires  IsCall(p, place) && Reached(k.Epoch(), p)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// pledge notes what travels with the call at place of p, as k.list says, and takes what moves out of p's use. Invariant: TX-2.
func (k *Kernel) pledge(p, place uint32) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	if k.list.Count == 0 {
		k.travels[p][place].Count = 0
		return
	}
	transfer.Reserve(&k.procs[p], &k.list)
	k.travels[p][place] = k.list
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && k.Asks(int(p)) && Reached(k.Epoch(), p)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// receive carries out the RECV submission of p. Invariants: EP-2, EP-4.
func (k *Kernel) receive(p uint32) {
	at, ok := k.owned(p)
	if !ok {
		k.reject(p, abi.CodeInvokeFailed)
		return
	}
	// @ unfold k.Mem()
	proc := &k.procs[p]
	r := process.Reply{UserData: k.entry.UserData, Result: k.entry.Result, ResultLen: k.entry.ResultLen}
	if !userbuf.Writable(&k.ram, &proc.Space, k.entry.Result, k.entry.ResultLen) {
		// @ fold k.Mem()
		k.reject(p, abi.CodeInvalidResult)
		return
	}
	place, ok := proc.OweReceive(r, at)
	if !ok {
		// @ fold k.Mem()
		k.refuse(p, r, object.TooManyCalls)
		return
	}
	// @ fold k.Mem()
	// @ ghost owed := k.Epoch()
	// @ assert owed === Accounted(old(k.Epoch()), int(p)) && k.Waits(p, place)
	// @ unfold k.Mem()
	// @ ReceiverComes(k.endpoints[at].View(), endpoint.Ref{Process: p, Place: place})
	if !k.endpoints[at].PushReceiver(endpoint.Ref{Process: p, Place: place}) {
		// @ fold k.Mem()
		// @ assert k.Epoch() === owed && k.Waits(p, place)
		k.settle(p, place)
		k.refuse(p, r, object.QueueFull)
		return
	}
	// @ k.touchEnd(at)
	// @ fold k.Mem()
	k.meet(at)
}

// @ preserves k.Mem()
// @ requires  0 <= at && at < limits.Endpoints && MayEnd(k.Epoch().Step, int(at)) && IsCalm(k.Epoch().Step)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// meet delivers calls to receivers at an endpoint while there are both. Each turn takes one of either away.
func (k *Kernel) meet(at uint32) {
	// @ invariant k.Mem() && n <= 2 * limits.EndpointPlaces
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases 2 * limits.EndpointPlaces - n
	for n := uint32(0); n < 2*limits.EndpointPlaces; n++ {
		// @ unfold k.Mem()
		// @ CallWaits(k.endpoints[at].View())
		// @ ReceiverWaits(k.endpoints[at].View())
		c, ok := k.endpoints[at].FirstCall()
		if !ok {
			// @ fold k.Mem()
			return
		}
		r, ok := k.endpoints[at].FirstReceiver()
		// @ k.reachCall(at, k.endpoints[at].View())
		// @ k.reachReceiver(at, k.endpoints[at].View())
		// @ fold k.Mem()
		if !ok {
			return
		}
		k.deliver(at, c, r)
	}
}

// @ preserves k.Mem()
// @ requires  MayEnd(k.Epoch().Step, int(at)) && IsCalm(k.Epoch().Step)
// @ requires  0 <= at && at < limits.Endpoints && IsCall(c.Process, c.Place) && IsCall(r.Process, r.Place) && Reached(k.Epoch(), c.Process) && Reached(k.Epoch(), r.Process)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// deliver gives the first call at an endpoint to its first receiver. A call that cannot be delivered because of its caller completes with
// the reason, and so does a receiver that cannot take it; the other side waits on. Nothing fails after the first change. Invariants: EP-3,
// TX-1, TX-3.
func (k *Kernel) deliver(at uint32, c, r endpoint.Ref) {
	caps := k.takeUp(c)
	// @ ghost taken := k.Epoch()
	// @ unfold k.Mem()
	caller, receiver := &k.procs[c.Process], &k.procs[r.Process]
	asked, answer, room := caller.AskedAt(c.Place), caller.ReplyAt(c.Place), receiver.ReplyAt(r.Place)
	end := messageEnd(asked.ParamsLen, caps)
	if end > room.ResultLen || end > limits.ScratchBytes || asked.ParamsLen > limits.ScratchBytes-abi.MessageHeader {
		// @ fold k.Mem()
		k.dismiss(at, r, abi.CodeResultTooLarge)
		return
	}
	if !userbuf.Writable(&k.ram, &receiver.Space, room.Result, room.ResultLen) {
		// @ fold k.Mem()
		k.dismiss(at, r, abi.CodeInvalidResult)
		return
	}
	if !transfer.Ready(caller, &k.list) {
		// @ fold k.Mem()
		k.withdraw(at, c, abi.CodeTransferFailed)
		return
	}
	if !userbuf.CopyIn(&k.ram, &caller.Space, k.results[abi.MessageHeader:abi.MessageHeader+asked.ParamsLen], asked.Params) {
		// @ fold k.Mem()
		k.withdraw(at, c, abi.CodeInvalidParams)
		return
	}
	// @ fold k.Mem()
	if !k.canTake(r.Process, c.Process) {
		k.dismiss(at, r, abi.CodeTransferFailed)
		return
	}
	// @ unfold k.Mem()
	client, ok := k.endpoints[at].Client(caller.Session, k.sessions.Serial(caller.Session))
	// @ k.touchEnd(at)
	if !ok {
		// @ fold k.Mem()
		k.withdraw(at, c, abi.CodeInvokeFailed)
		return
	}
	// @ fold k.Mem()
	// @ ghost known := k.Epoch()
	// @ assert Later(taken, known)
	// @ LaterAgain(old(k.Epoch()), taken, known)
	id := k.pair(at, c, r)
	// @ ghost settled := k.Epoch()
	// @ assert Later(known, Accounted(settled, int(r.Process)))
	// @ assert Reached(settled, c.Process) && Reached(settled, r.Process)
	// @ LaterAgain(old(k.Epoch()), known, Accounted(settled, int(r.Process)))
	n := abi.MessageHeader + asked.ParamsLen
	k.carry(c.Process, r.Process, n)
	k.header(client, asked, id, answer.ResultLen, caps)
	// @ ghost headed := k.Epoch()
	// @ assert Later(settled, headed)
	// @ assert Reached(headed, c.Process) && Reached(headed, r.Process)
	if caps > 0 {
		k.travelled(c)
	}
	k.copyOut(r.Process, room.Result, end)
	// @ AccountedStill(old(k.Epoch()), settled, k.Epoch(), int(r.Process))
	// @ assert Later(old(k.Epoch()), Accounted(k.Epoch(), int(r.Process)))
	k.postMessage(r.Process, room.UserData, n, caps, id)
}

// @ preserves k.Mem()
// @ requires  IsCall(c.Process, c.Place)
// @ ensures   int(caps) == k.Travelling() && k.Sender() == int(c.Process)
// @ ensures   k.State() === old(k.State()) && Later(old(k.Epoch()), k.Epoch())
// @ decreases

// takeUp makes k.list what travels with call c, and answers how much that is.
func (k *Kernel) takeUp(c endpoint.Ref) (caps uint32) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	caps = k.travels[c.Process][c.Place].Count
	if caps > 0 {
		k.list = k.travels[c.Process][c.Place]
	} else {
		k.list.Count = 0
	}
	// @ k.sends(c.Process, c.Place)
	return caps
}

// @ preserves k.Mem()
// @ requires  IsCall(c.Process, c.Place) && Reached(k.Epoch(), c.Process)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// travelled notes that nothing travels with call c any more.
func (k *Kernel) travelled(c endpoint.Ref) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.travels[c.Process][c.Place] = transfer.List{}
}

// @ preserves k.Mem()
// @ requires  MayEnd(k.Epoch().Step, int(at))
// @ requires  0 <= at && at < limits.Endpoints && IsCall(c.Process, c.Place) && IsCall(r.Process, r.Place) && k.Waits(r.Process, r.Place)
// @ requires  Reached(k.Epoch(), c.Process) && Reached(k.Epoch(), r.Process)
// @ ensures   Later(old(k.Epoch()), Accounted(k.Epoch(), int(r.Process)))
// @ ensures   k.Travelling() == old(k.Travelling()) && k.Sender() == old(k.Sender())
// @ ensures   old(k.Fits(int(r.Process), k.Travelling())) ==> k.Fits(int(r.Process), k.Travelling())
// @ decreases

// pair takes the first call and the first receiver, which are c and r, out of the queues of an endpoint: the call is in flight, by the number
// that it answers, and r waits no more, so that its submission is to be completed. Invariant: EP-3.
func (k *Kernel) pair(at uint32, c, r endpoint.Ref) (number uint32) {
	// @ unfold k.Mem()
	// @ ghost was := k.endpoints[at].View()
	number, _ = k.endpoints[at].Meet()
	// @ Meets(was, k.endpoints[at].View(), number)
	// @ k.touchEnd(at)
	// @ fold k.Mem()
	// @ ghost met := k.Epoch()
	// @ assert Later(old(k.Epoch()), met)
	// @ unfold k.Mem()
	k.procs[c.Process].Received(c.Place, number)
	// @ fold k.Mem()
	// @ assert k.Epoch() === met
	// @ unfold k.Mem()
	k.procs[r.Process].Settle(r.Place)
	// @ fold k.Mem()
	// @ assert Accounted(k.Epoch(), int(r.Process)) === met
	// @ LaterAgain(old(k.Epoch()), met, Accounted(k.Epoch(), int(r.Process)))
	return number
}
