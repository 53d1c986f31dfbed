package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/process"
	"warrant/kernel/core/transfer"
	"warrant/kernel/core/userbuf"
	"warrant/kernel/limits"
)

// reply carries out the RETURN submission of p. What is wrong with the submission leaves the call in flight; what is wrong with the
// caller ends it, so that no client can keep a place at its server. Invariants: EP-2, EP-3, EP-5, TX-1, TX-2.
func (k *Kernel) reply(p uint32) {
	at, ok := k.owned(p, k.entry.Cap)
	if !ok {
		k.reject(p, k.entry.UserData, abi.CodeInvokeFailed)
		return
	}
	caller, orphan, ok := k.endpoints[at].InFlight(k.entry.CallID)
	if !ok {
		k.reject(p, k.entry.UserData, abi.CodeInvokeFailed)
		return
	}
	if k.entry.ParamsLen > limits.ScratchBytes || !userbuf.CopyIn(&k.ram, &k.procs[p].Space, k.results[:k.entry.ParamsLen], k.entry.Params) {
		k.reject(p, k.entry.UserData, abi.CodeInvalidParams)
		return
	}
	if !k.descriptors(p) || (k.entry.Flags == abi.FlagException && k.entry.TransferCount > 0) {
		k.reject(p, k.entry.UserData, abi.CodeTransferFailed)
		return
	}
	k.endpoints[at].Finish(k.entry.CallID)
	if orphan {
		k.post(p, k.entry.UserData, abi.CallerGone, 0)
		return
	}
	c, _ := k.procs[caller.Process].Settle(caller.Place)
	code := k.acceptable(p, caller, c)
	if code != abi.CodeOK {
		k.post(p, k.entry.UserData, abi.CallerRefused, 0)
		k.post(caller.Process, c.UserData, code, 0)
		return
	}
	n := k.entry.ParamsLen
	transfer.Reserve(&k.procs[p], &k.list)
	k.carry(p, caller.Process, &k.list, n)
	if end := resultEnd(n, k.list.Count); end <= limits.ScratchBytes {
		userbuf.CopyOut(&k.ram, &k.procs[caller.Process].Space, c.Result, k.results[:end])
	}
	k.post(p, k.entry.UserData, abi.Delivered, 0)
	code = abi.Code(n)
	if k.entry.Flags == abi.FlagException {
		code = abi.CodeException
	}
	k.post(caller.Process, c.UserData, code, uint16(k.list.Count))
}

// acceptable answers CodeOK when the caller of call c can take the results that RETURN submission of p brings, with k.list, and otherwise what c
// completes with.
func (k *Kernel) acceptable(p uint32, caller endpoint.Ref, c process.Call) (code abi.Code) {
	if resultEnd(k.entry.ParamsLen, k.list.Count) > c.ResultLen {
		if k.entry.Flags == abi.FlagException {
			return abi.CodeExceptionTruncated
		}
		return abi.CodeResultTooLarge
	}
	if !userbuf.Writable(&k.ram, &k.procs[caller.Process].Space, c.Result, c.ResultLen) {
		return abi.CodeInvalidResult
	}
	if !k.canTake(caller.Process, p, &k.list) {
		return abi.CodeTransferFailed
	}
	return abi.CodeOK
}
