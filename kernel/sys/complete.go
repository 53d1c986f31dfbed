// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/core/userbuf"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= message && message <= total && 0 <= caps
// @ ensures   ToldOne(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// answer completes a call of p with the first total bytes of k.results: a result message of the given length, and caps transfer-result
// records behind it. The completion's code is the message's length. It fails, and completes the call with the reason, when p's result buffer
// cannot take them.
func (k *Kernel) answer(p uint32, r process.Reply, message, total uint32, caps uint16) (ok bool) {
	if total > r.ResultLen || total > limits.ScratchBytes {
		k.post(p, r.UserData, abi.CodeResultTooLarge, 0)
		return false
	}
	if !k.copyOut(p, r.Result, total) {
		k.post(p, r.UserData, abi.CodeInvalidResult, 0)
		return false
	}
	k.post(p, r.UserData, abi.Code(message), caps)
	return true
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= to && 0 <= n && n <= limits.ScratchBytes
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// copyOut writes the first n bytes of k.results to address to of process p: all or none. It fails when p may not write there.
func (k *Kernel) copyOut(p uint32, to abi.VirtAddr, n uint32) (ok bool) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	return userbuf.CopyOut(&k.ram, &k.procs[p].Space, to, k.results[:n])
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   ToldOne(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// refuse completes a call of p with an exception.
//
//go:noinline
func (k *Kernel) refuse(p uint32, r process.Reply, x object.Exception) {
	// @ unfold k.Mem()
	n := x.Build(k.results[:])
	if n > r.ResultLen || n > limits.ScratchBytes {
		// @ fold k.Mem()
		k.post(p, r.UserData, abi.CodeExceptionTruncated, 0)
		return
	}
	// @ fold k.Mem()
	if !k.copyOut(p, r.Result, n) {
		k.post(p, r.UserData, abi.CodeInvalidResult, 0)
		return
	}
	k.post(p, r.UserData, abi.CodeException, 0)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   ToldOne(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// done completes a call of p that has no results.
func (k *Kernel) done(p uint32, r process.Reply) {
	// @ unfold k.Mem()
	f := object.Empty(k.results[:])
	// @ fold k.Mem()
	k.answer(p, r, f.Part.Count, f.Part.Count, 0)
}

// @ ensures h.Kind == kind && h.Index == index && h.Epoch == epoch && h.Travel == travel && h.Origin == captable.FromResult
// @ decreases

// fresh answers the hold of an object that the kernel has made at its caller's request, with the interface of its kind.
func fresh(kind, index, epoch uint32, travel captable.Travel) (h captable.Hold) {
	return captable.Hold{
		Interface: object.Interface(kind), Kind: kind, Index: index, Epoch: epoch, Travel: travel, Origin: captable.FromResult,
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= f.Part.Count && f.Part.Count <= 256
// @ requires  k.Epoch().Step.Who == int(p) && Begets(k.Epoch().Step.Named, h) && k.Owns(int(p), h)
// @ ensures   Gains(old(k.State()), k.State(), int(p), h)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// endow completes a call of p with the result message f and one new capability, h, in its first record. The caller has seen to it that both
// fit, by hasRoom.
func (k *Kernel) endow(p uint32, r process.Reply, f object.Effect, h captable.Hold) {
	// @ unfold k.Mem()
	id, _ := k.procs[p].Grant(h)
	// @ k.made(p, k.procs[p].View().Caps)
	// @ fold k.Mem()
	k.record(f.Part.Count, 0, id, h.Interface)
	k.answer(p, r, f.Part.Count, recordEnd(f.Part.Count, 1), 1)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   ok ==> k.State() === old(k.State())
// @ ensures   !ok ==> ToldOne(old(k.State()), k.State(), int(p))
// @ ensures   ok ==> k.Epoch() === old(k.Epoch())
// @ ensures   !ok ==> k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// hasRoom says that p can take one capability with a result message of object.IndexBytes, and completes the call if it cannot.
func (k *Kernel) hasRoom(p uint32, r process.Reply) (ok bool) {
	if recordEnd(object.IndexBytes, 1) > r.ResultLen {
		k.post(p, r.UserData, abi.CodeResultTooLarge, 0)
		return false
	}
	// @ unfold k.Mem()
	ok = k.procs[p].CanGrant(1)
	// @ fold k.Mem()
	if !ok {
		k.refuse(p, r, object.TableFull)
		return false
	}
	return true
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  c.Awaits != process.Nothing
// @ ensures   0 <= place && place < limits.OutstandingCalls
// @ ensures   ok ==> Owes(old(k.State()), k.State(), int(p)) && k.Waits(p, place)
// @ ensures   !ok ==> ToldOne(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// owe records an accepted call of p that completes later, with the reply's place. It fails, and completes the call with an exception, when
// p has too many.
func (k *Kernel) owe(p uint32, r process.Reply, c process.Call) (place uint32, ok bool) {
	c.UserData = r.UserData
	c.Result = r.Result
	c.ResultLen = r.ResultLen
	// @ unfold k.Mem()
	place, ok = k.procs[p].Owe(c)
	// @ fold k.Mem()
	// @ assert !ok ==> k.State() === old(k.State())
	// @ assert k.Epoch() === (ok ? Accounted(old(k.Epoch()), int(p)) : old(k.Epoch()))
	if !ok {
		k.refuse(p, r, object.TooManyCalls)
	}
	return place, ok
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= place && place < limits.OutstandingCalls
// @ ensures   ok == old(k.Waits(p, place))
// @ ensures   ok ==> Forgives(old(k.State()), k.State(), int(p))
// @ ensures   !ok ==> k.State() === old(k.State())
// @ ensures   ok ==> old(k.Epoch()) === Accounted(k.Epoch(), int(p))
// @ ensures   !ok ==> k.Epoch() === old(k.Epoch())
// @ decreases

// settle ends what owe began: p waits no more for the call at place, if there is one.
func (k *Kernel) settle(p, place uint32) (c process.Reply, ok bool) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	return k.procs[p].Settle(place)
}
