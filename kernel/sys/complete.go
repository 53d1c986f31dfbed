package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/process"
	"warrant/kernel/core/ring"
	"warrant/kernel/core/userbuf"
	"warrant/kernel/sys/object"
)

// Reply is where the completion of a call goes: the submission's user data and its result buffer.
type Reply struct {
	UserData  uint64
	Result    abi.VirtAddr
	ResultLen uint32
}

// post posts one completion to p, and ends p's wait if that was the last one it waited for. Invariants: RING-4, RING-7.
func (k *Kernel) post(p uint32, userData uint64, code abi.Code, caps uint16) {
	k.procs[p].Ring.Post(&k.ram, ring.Completion{UserData: userData, Code: code, CapCount: caps})
	k.wake(p)
}

// answer completes a call of p with the first total bytes of k.results: a result message of the given length, and caps transfer-result
// records behind it. The completion's code is the message's length.
func (k *Kernel) answer(p uint32, r Reply, message, total uint32, caps uint16) {
	if total > r.ResultLen {
		k.post(p, r.UserData, abi.CodeResultTooLarge, 0)
		return
	}
	if !userbuf.CopyOut(&k.ram, &k.procs[p].Space, r.Result, k.results[:total]) {
		k.post(p, r.UserData, abi.CodeInvalidResult, 0)
		return
	}
	k.post(p, r.UserData, abi.Code(message), caps)
}

// refuse completes a call of p with an exception.
func (k *Kernel) refuse(p uint32, r Reply, x object.Exception) {
	n := x.Build(k.results[:])
	if n > r.ResultLen {
		k.post(p, r.UserData, abi.CodeExceptionTruncated, 0)
		return
	}
	if !userbuf.CopyOut(&k.ram, &k.procs[p].Space, r.Result, k.results[:n]) {
		k.post(p, r.UserData, abi.CodeInvalidResult, 0)
		return
	}
	k.post(p, r.UserData, abi.CodeException, 0)
}

// owe records an accepted call of p that completes later. It fails, and completes the call with an exception, when p has too many.
func (k *Kernel) owe(p uint32, r Reply, awaits process.Awaits, target uint32) (place uint32, ok bool) {
	place, ok = k.procs[p].Owe(process.Call{Awaits: awaits, UserData: r.UserData, Result: r.Result, ResultLen: r.ResultLen, Target: target})
	if !ok {
		k.refuse(p, r, object.TooManyCalls)
	}
	return place, ok
}

// replyTo answers where the completion of an outstanding call goes.
func replyTo(c process.Call) (r Reply) {
	return Reply{UserData: c.UserData, Result: c.Result, ResultLen: c.ResultLen}
}
