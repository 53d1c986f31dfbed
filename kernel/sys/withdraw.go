// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/process"
	"warrant/kernel/core/transfer"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
)

// @ preserves acc(k.Mem(), 1/2)
// @ requires  0 <= p && p < limits.Processes
// @ ensures   0 <= at && at < limits.Endpoints
// @ ensures   ok ==> IsEnd(k.Named(int(p))) && Where(k.Named(int(p))) == int(at)
// @ decreases

// owned answers the place of the endpoint whose owner capability, which is in p's table, the submission of p names. Invariant: EP-4.
func (k *Kernel) owned(p uint32) (at uint32, ok bool) {
	// @ unfold acc(k.Mem(), 1/2)
	kind, index, ok := k.procs[p].Object(k.entry.Cap)
	// @ fold acc(k.Mem(), 1/2)
	if !ok || kind != object.Endpoint {
		return 0, false
	}
	return index % limits.Endpoints, true
}

// @ preserves k.Mem()
// @ requires  0 <= at && at < limits.Endpoints && IsCall(r.Process, r.Place) && MayEnd(k.Epoch().Step, int(at)) && Reached(k.Epoch(), r.Process)
// @ requires  -2147483648 <= code && code <= 2147483647
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// dismiss completes the first receiver at an endpoint with code.
//
//go:noinline
func (k *Kernel) dismiss(at uint32, r endpoint.Ref, code abi.Code) {
	// @ unfold k.Mem()
	// @ ReceiverGoes(k.endpoints[at].View())
	k.endpoints[at].PopReceiver()
	// @ k.touchEnd(at)
	// @ fold k.Mem()
	// @ assert Later(old(k.Epoch()), k.Epoch())
	c, ok := k.settle(r.Process, r.Place)
	if ok {
		k.post(r.Process, c.UserData, code, 0)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= at && at < limits.Endpoints && IsCall(r.Process, r.Place) && MayEnd(k.Epoch().Step, int(at)) && Reached(k.Epoch(), r.Process)
// @ requires  -2147483648 <= code && code <= 2147483647
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// withdraw completes the first call at an endpoint with code; what it would have moved stays with the caller. Invariant: TX-2.
//
//go:noinline
func (k *Kernel) withdraw(at uint32, r endpoint.Ref, code abi.Code) {
	// @ unfold k.Mem()
	// @ CallGoes(k.endpoints[at].View())
	k.endpoints[at].PopCall()
	// @ k.touchEnd(at)
	// @ fold k.Mem()
	// @ assert Later(old(k.Epoch()), k.Epoch())
	// @ ghost popped := k.Epoch()
	c, ok := k.takeBack(r)
	if ok {
		k.post(r.Process, c.UserData, code, 0)
	}
	// @ LaterAgain(old(k.Epoch()), popped, k.Epoch())
}

// @ preserves k.Mem()
// @ requires  IsCall(r.Process, r.Place) && Reached(k.Epoch(), r.Process)
// @ ensures   Others(old(k.State()), k.State(), int(r.Process))
// @ ensures   ok ==> Later(old(k.Epoch()), Accounted(k.Epoch(), int(r.Process)))
// @ ensures   !ok ==> Later(old(k.Epoch()), k.Epoch())
// @ ensures   Drops(old(k.Epoch()), k.Epoch(), int(r.Process))
// @ decreases

// takeBack forgets a call that waited for its receiver, and gives its process back what it would have moved. Invariant: TX-2.
func (k *Kernel) takeBack(r endpoint.Ref) (c process.Reply, ok bool) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	c, ok = k.procs[r.Process].Settle(r.Place)
	transfer.Restore(&k.procs[r.Process], &k.travels[r.Process][r.Place])
	k.travels[r.Process][r.Place] = transfer.List{}
	return c, ok
}
