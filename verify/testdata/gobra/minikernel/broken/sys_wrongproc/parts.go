// +gobra

package sys

import (
	// @ "samples/minikernel/captable"
	"samples/minikernel/endpoint"
	"samples/minikernel/proc"
)

// Procs is the number of processes.
const Procs = 8

// Ends is the number of endpoints.
const Ends = 4

// Kernel owns all state.
type Kernel struct {
	procs [Procs]proc.Proc
	ends  [Ends]endpoint.Endpoint
}

// @ preserves k.Parts()
// @ requires  0 <= p && p < Procs
// @ ensures   k.State() === old(k.State())
// @ ensures   ok == captable.Names(k.State().Procs[int(p)].Caps, id)
// @ ensures   ok ==> obj == k.State().Procs[int(p)].Caps[int(id) % captable.Slots].Obj
// @ decreases

// lookup answers the object that id names for p.
func (k *Kernel) lookup(p, id uint32) (obj uint32, ok bool) {
	// @ ghost was := k.State()
	// @ unfold k.Parts()
	obj, ok = k.procs[p].Lookup(id)
	// @ fold k.Parts()
	// @ assert k.State().Procs == was.Procs && k.State().Ends == was.Ends
	return obj, ok
}

// @ preserves k.Parts()
// @ requires  0 <= p && p < Procs
// @ ensures   ok ==> 0 <= id && proc.Granted(old(k.State()).Procs[int(p)], k.State().Procs[int(p)], int(id) % captable.Slots, obj)
// @ ensures   ok ==> k.State() === WithProc(old(k.State()), int(p), k.State().Procs[int(p)])
// @ ensures   !ok ==> k.State() === old(k.State())
// @ decreases

// grant gives p a capability for obj.
func (k *Kernel) grant(p, obj uint32) (id uint32, ok bool) {
	// @ ghost was := k.State()
	// @ unfold k.Parts()
	id, ok = k.procs[p].Grant(obj)
	// @ fold k.Parts()
	// @ assert k.State().Procs == was.Procs[int(p) = k.Proc(int(p))] && k.State().Ends == was.Ends
	// @ assert !ok ==> k.State().Procs == was.Procs
	return id, ok
}

// @ preserves k.Parts()
// @ requires  0 <= p && p < Procs
// @ ensures   ok == captable.Names(old(k.State()).Procs[int(p)].Caps, id)
// @ ensures   ok ==> k.State() === WithProc(old(k.State()), int(p), proc.Dropped(old(k.State()).Procs[int(p)], int(id) % captable.Slots))
// @ ensures   !ok ==> k.State() === old(k.State())
// @ decreases

// drop takes a capability from p.
func (k *Kernel) drop(p, id uint32) (ok bool) {
	// @ ghost was := k.State()
	// @ unfold k.Parts()
	_, ok = k.procs[p].Drop(id)
	// @ fold k.Parts()
	// @ assert k.State().Procs == was.Procs[int(p) = k.Proc(int(p))] && k.State().Ends == was.Ends
	// @ assert !ok ==> k.State().Procs == was.Procs
	return ok
}

// @ preserves k.Parts()
// @ requires  0 <= p && p < Procs && k.State().Procs[int(p)].Out < proc.LastCount
// @ ensures   k.State() === WithProc(old(k.State()), int(p), proc.Counted(old(k.State()).Procs[int(p)], 1, 0))
// @ decreases

// owe records an accepted call of p.
func (k *Kernel) owe(p uint32) {
	// @ ghost was := k.State()
	// @ unfold k.Parts()
	k.procs[p].Owe()
	// @ fold k.Parts()
	// @ assert k.State().Procs == was.Procs[int(p) = k.Proc(int(p))] && k.State().Ends == was.Ends
}

// @ preserves k.Parts()
// @ requires  0 <= p && p < Procs && k.State().Procs[int(p)].Posted < proc.LastCount
// @ ensures   k.State() === WithProc(old(k.State()), int(p), proc.Counted(old(k.State()).Procs[int(p)], 0, 1))
// @ decreases

// post posts a completion to p for what was done at once.
func (k *Kernel) post(p uint32) {
	// @ ghost was := k.State()
	// @ unfold k.Parts()
	k.procs[p].Post()
	// @ fold k.Parts()
	// @ assert k.State().Procs == was.Procs[int(p) = k.Proc(int(p))] && k.State().Ends == was.Ends
}

// @ preserves k.Parts()
// @ requires  0 <= p && p < Procs && k.State().Procs[int(p)].Out > 0 && k.State().Procs[int(p)].Posted < proc.LastCount
// @ ensures   k.State() === WithProc(old(k.State()), int(p), proc.Counted(old(k.State()).Procs[int(p)], -1, 1))
// @ decreases

// complete posts the completion of a call of p.
func (k *Kernel) complete(p uint32) {
	// @ ghost was := k.State()
	// @ unfold k.Parts()
	k.procs[p].Complete()
	// @ fold k.Parts()
	// @ assert k.State().Procs == was.Procs[int(p) = k.Proc(int(p))] && k.State().Ends == was.Ends
}

// @ preserves k.Parts()
// @ requires  0 <= p && p < Procs
// @ ensures   k.State() === WithProc(old(k.State()), int(p), proc.Ended(old(k.State()).Procs[int(p)]))
// @ decreases

// end takes all from p.
func (k *Kernel) end(p uint32) {
	// @ ghost was := k.State()
	// @ unfold k.Parts()
	k.procs[p].End()
	// @ fold k.Parts()
	// @ assert k.State().Procs == was.Procs[int(p) = k.Proc(int(p))] && k.State().Ends == was.Ends
}

// @ preserves k.Parts()
// @ requires  0 <= e && e < Ends && 0 <= c.Caller && c.Caller < Procs
// @ ensures   k.State() === WithEnd(old(k.State()), int(e), endpoint.Sent(old(k.State()).Ends[int(e)], c))
// @ ensures   out == endpoint.SendOutcome(old(k.State()).Ends[int(e)])
// @ ensures   receiver == old(k.State()).Ends[int(e)].Waiting
// @ decreases

// send sends c to endpoint e.
func (k *Kernel) send(e uint32, c endpoint.Call) (receiver uint32, out endpoint.Outcome) {
	// @ ghost was := k.State()
	// @ unfold k.Parts()
	receiver, out = k.ends[e].Send(c)
	// @ fold k.Parts()
	// @ assert k.State().Ends == was.Ends[int(e) = k.End(int(e))] && k.State().Procs == was.Procs
	return receiver, out
}

// @ preserves k.Parts()
// @ requires  0 <= e && e < Ends && 0 <= p && p < Procs
// @ ensures   k.State() === WithEnd(old(k.State()), int(e), endpoint.Received(old(k.State()).Ends[int(e)], p))
// @ ensures   out == endpoint.ReceiveOutcome(old(k.State()).Ends[int(e)])
// @ decreases

// receive takes a call from endpoint e for p.
func (k *Kernel) receive(e, p uint32) (out endpoint.Outcome) {
	// @ ghost was := k.State()
	// @ unfold k.Parts()
	out = k.ends[e].Receive(p)
	// @ fold k.Parts()
	// @ assert k.State().Ends == was.Ends[int(e) = k.End(int(e))] && k.State().Procs == was.Procs
	return out
}

// @ preserves k.Parts()
// @ requires  0 <= e && e < Ends && 0 <= p && p < Procs
// @ ensures   ok == (old(k.State()).Ends[int(e)].Server == p)
// @ ensures   ok ==> k.State() === WithEnd(old(k.State()), int(e), endpoint.Answered(old(k.State()).Ends[int(e)]))
// @ ensures   ok ==> c == old(k.State()).Ends[int(e)].Cur
// @ ensures   !ok ==> k.State() === old(k.State())
// @ decreases

// answer ends the call that p serves at endpoint e.
func (k *Kernel) answer(e, p uint32) (c endpoint.Call, ok bool) {
	// @ ghost was := k.State()
	// @ unfold k.Parts()
	c, ok = k.ends[e].Answer(p)
	// @ fold k.Parts()
	// @ assert k.State().Ends == was.Ends[int(e) = k.End(int(e))] && k.State().Procs == was.Procs
	// @ assert !ok ==> k.State().Ends == was.Ends
	return c, ok
}

// @ preserves k.Parts()
// @ requires  0 <= e && e < Ends && 0 <= p && p < Procs
// @ ensures   k.State() === WithEnd(old(k.State()), int(e), endpoint.Forgotten(old(k.State()).Ends[int(e)], p))
// @ ensures   caller == endpoint.Bereft(old(k.State()).Ends[int(e)], p)
// @ decreases

// forget removes p from endpoint e.
func (k *Kernel) forget(e, p uint32) (caller uint32) {
	// @ ghost was := k.State()
	// @ unfold k.Parts()
	caller = k.ends[e].Forget(p)
	// @ fold k.Parts()
	// @ assert k.State().Ends == was.Ends[int(e) = k.End(int(e))] && k.State().Procs == was.Procs
	return caller
}
