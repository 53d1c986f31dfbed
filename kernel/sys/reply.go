// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/process"
	"warrant/kernel/core/transfer"
	"warrant/kernel/core/userbuf"
	"warrant/kernel/limits"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  k.Asks(int(p))
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// reply carries out the RETURN submission of p. What is wrong with the submission leaves the call in flight; what is wrong with the
// caller ends it, so that no client can keep a place at its server. Invariants: EP-2, EP-3, EP-5, TX-1, TX-2.
func (k *Kernel) reply(p uint32) {
	at, ok := k.owned(p)
	if !ok {
		k.reject(p, abi.CodeInvokeFailed)
		return
	}
	// @ unfold k.Mem()
	n, id, userData, thrown := k.entry.ParamsLen, k.entry.CallID, k.entry.UserData, k.entry.Flags == abi.FlagException
	// @ FlightWaits(k.endpoints[at].View(), id)
	caller, orphan, ok := k.endpoints[at].InFlight(id)
	if !ok {
		// @ fold k.Mem()
		k.reject(p, abi.CodeInvokeFailed)
		return
	}
	if n > limits.ScratchBytes || !userbuf.CopyIn(&k.ram, &k.procs[p].Space, k.results[:n], k.entry.Params) {
		// @ fold k.Mem()
		k.reject(p, abi.CodeInvalidParams)
		return
	}
	exception := thrown && k.entry.TransferCount > 0
	// @ fold k.Mem()
	// @ ghost found := k.End(int(at))
	if !k.descriptors(p) || exception {
		k.reject(p, abi.CodeTransferFailed)
		return
	}
	// @ assert k.End(int(at)) === found
	// @ unfold k.Mem()
	// @ ghost was := k.endpoints[at].View()
	// @ k.reachFlight(at, was.Flights.Places[int(id)%endpoint.Places])
	k.endpoints[at].Finish(id)
	// @ FlightEnds(was, k.endpoints[at].View().Flights, id)
	// @ k.touchEnd(at)
	// @ fold k.Mem()
	// @ ghost ended := k.Epoch()
	// @ assert Later(old(k.Epoch()), ended)
	if orphan {
		k.post(p, userData, abi.CallerGone, 0)
		return
	}
	// @ assert Reached(ended, caller.Process)
	k.conclude(p, caller, n, userData, thrown)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && IsCall(caller.Process, caller.Place) && Reached(k.Epoch(), p) && Reached(k.Epoch(), caller.Process)
// @ requires  0 <= n && n <= limits.ScratchBytes && 0 <= userData && k.Epoch().Step.Who == int(p) && IsCalm(k.Epoch().Step)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// conclude completes a call that is in flight no more with what the RETURN submission of p brings, n bytes of k.results and k.list, and tells p.
// thrown says that they are an exception. Invariants: EP-3, TX-1, TX-2.
func (k *Kernel) conclude(p uint32, caller endpoint.Ref, n uint32, userData uint64, thrown bool) {
	c, waits := k.settle(caller.Process, caller.Place)
	// @ ghost settled := k.Epoch()
	if !waits {
		k.post(p, userData, abi.CallerGone, 0)
		return
	}
	// @ assert old(k.Epoch()) === Accounted(settled, int(caller.Process))
	code := k.acceptable(p, caller, c, n, thrown)
	if code != abi.CodeOK {
		k.post(p, userData, abi.CallerRefused, 0)
		k.post(caller.Process, c.UserData, code, 0)
		return
	}
	// @ unfold k.Mem()
	caps := k.list.Count
	transfer.Reserve(&k.procs[p], &k.list)
	// @ fold k.Mem()
	// @ ghost reserved := k.Epoch()
	// @ assert Later(settled, reserved)
	k.carry(p, caller.Process, n)
	// @ ghost carried := k.Epoch()
	// @ LaterAgain(settled, reserved, carried)
	// @ AccountedStill(old(k.Epoch()), settled, carried, int(caller.Process))
	k.copyOut(caller.Process, c.Result, resultEnd(n, caps))
	k.post(p, userData, abi.Delivered, 0)
	code = abi.Code(n)
	if thrown {
		code = abi.CodeException
	}
	k.post(caller.Process, c.UserData, code, uint16(caps))
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && IsCall(caller.Process, caller.Place) && 0 <= n && n <= limits.ScratchBytes
// @ ensures   k.Travelling() == old(k.Travelling()) && -2147483648 <= code && code <= 2147483647
// @ ensures   code == abi.CodeOK ==> k.Fits(int(caller.Process), k.Travelling()) && End(int(n), k.Travelling()) <= limits.ScratchBytes
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// acceptable answers CodeOK when the caller of call c can take the results that p's RETURN submission brings, which are n bytes and k.list, and
// otherwise what c completes with. thrown says that they are an exception.
func (k *Kernel) acceptable(p uint32, caller endpoint.Ref, c process.Reply, n uint32, thrown bool) (code abi.Code) {
	// @ unfold k.Mem()
	tooLarge := resultEnd(n, k.list.Count) > c.ResultLen
	writable := tooLarge || userbuf.Writable(&k.ram, &k.procs[caller.Process].Space, c.Result, c.ResultLen)
	// @ fold k.Mem()
	if tooLarge {
		if thrown {
			return abi.CodeExceptionTruncated
		}
		return abi.CodeResultTooLarge
	}
	if !writable {
		return abi.CodeInvalidResult
	}
	if !k.canTake(caller.Process, p) {
		return abi.CodeTransferFailed
	}
	return abi.CodeOK
}
