package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/core/ring"
	"warrant/kernel/core/userbuf"
	"warrant/kernel/limits"
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

// reject completes a submission of p that is not carried out, and counts it. Invariant: RING-11.
//
//go:noinline
func (k *Kernel) reject(p uint32, userData uint64, code abi.Code) {
	k.post(p, userData, code, 0)
	m := &k.procs[p].Refused
	if m.Due(k.now) {
		m.Pay(k.now)
		k.reportPending(p)
	}
	if m.Count(code, k.now) {
		k.reportRefused(p, code)
	}
}

// postMessage posts the completion of a RECV of p: a message of n bytes, with caps records behind it, of the call with the given id.
func (k *Kernel) postMessage(p uint32, userData uint64, n, caps, id uint32) {
	k.procs[p].Ring.Post(&k.ram, ring.Completion{UserData: userData, Code: abi.Code(n), CapCount: uint16(caps), CallID: id})
	k.wake(p)
}

// answer completes a call of p with the first total bytes of k.results: a result message of the given length, and caps transfer-result
// records behind it. The completion's code is the message's length. It fails, and completes the call with the reason, when p's result buffer
// cannot take them.
func (k *Kernel) answer(p uint32, r Reply, message, total uint32, caps uint16) (ok bool) {
	if total > r.ResultLen || total > limits.ScratchBytes {
		k.post(p, r.UserData, abi.CodeResultTooLarge, 0)
		return false
	}
	if !userbuf.CopyOut(&k.ram, &k.procs[p].Space, r.Result, k.results[:total]) {
		k.post(p, r.UserData, abi.CodeInvalidResult, 0)
		return false
	}
	k.post(p, r.UserData, abi.Code(message), caps)
	return true
}

// refuse completes a call of p with an exception.
//
//go:noinline
func (k *Kernel) refuse(p uint32, r Reply, x object.Exception) {
	n := x.Build(k.results[:])
	if n > r.ResultLen || n > limits.ScratchBytes {
		k.post(p, r.UserData, abi.CodeExceptionTruncated, 0)
		return
	}
	if !userbuf.CopyOut(&k.ram, &k.procs[p].Space, r.Result, k.results[:n]) {
		k.post(p, r.UserData, abi.CodeInvalidResult, 0)
		return
	}
	k.post(p, r.UserData, abi.CodeException, 0)
}

// done completes a call of p that has no results.
func (k *Kernel) done(p uint32, r Reply) {
	f := object.Empty(k.results[:])
	k.answer(p, r, f.Length, f.Length, 0)
}

// fresh answers the hold of an object that the kernel has made at its caller's request, with the interface of its kind.
func fresh(kind, index, epoch uint32, travel captable.Travel) (h captable.Hold) {
	return captable.Hold{
		Interface: object.Interface(kind), Kind: kind, Index: index, Epoch: epoch, Travel: travel, Origin: captable.FromResult,
	}
}

// endow completes a call of p with the result message f and one new capability, h, in its first record. The caller has seen to it that both
// fit, by hasRoom.
func (k *Kernel) endow(p uint32, r Reply, f object.Effect, h captable.Hold) {
	id, _ := k.procs[p].Grant(h)
	k.record(f.Length, 0, id, h.Interface)
	k.answer(p, r, f.Length, recordEnd(f.Length, 1), 1)
}

// hasRoom says that p can take one capability with a result message of object.IndexBytes, and completes the call if it cannot.
func (k *Kernel) hasRoom(p uint32, r Reply) (ok bool) {
	if recordEnd(object.IndexBytes, 1) > r.ResultLen {
		k.post(p, r.UserData, abi.CodeResultTooLarge, 0)
		return false
	}
	if !k.procs[p].CanGrant(1) {
		k.refuse(p, r, object.TableFull)
		return false
	}
	return true
}

// owe records an accepted call of p that completes later, with the reply's place. It fails, and completes the call with an exception, when
// p has too many.
func (k *Kernel) owe(p uint32, r Reply, c process.Call) (place uint32, ok bool) {
	c.UserData = r.UserData
	c.Result = r.Result
	c.ResultLen = r.ResultLen
	place, ok = k.procs[p].Owe(c)
	if !ok {
		k.refuse(p, r, object.TooManyCalls)
	}
	return place, ok
}

// replyTo answers where the completion of an outstanding call goes.
func replyTo(c process.Call) (r Reply) {
	return Reply{UserData: c.UserData, Result: c.Result, ResultLen: c.ResultLen}
}
