// +gobra

// Package sys is broken: Release always takes from process 0. It is the system-call layer over the whole kernel's state.
package sys

import (
	// @ "samples/minikernel/captable"
	"samples/minikernel/endpoint"
	// @ "samples/minikernel/machine"
	// @ "samples/minikernel/proc"
)

// The operations.
const (
	OpRelease uint32 = iota
	OpCopy
	OpMove
	OpCall
	OpRecv
	OpReturn
	OpExit
)

// Request is what a process asks for: the capability that it means, and a peer or a token.
type Request struct {
	Op  uint32
	ID  uint32
	Arg uint32
}

// Err is why an operation was refused; zero is success.
type Err uint8

// The reasons.
const (
	OK Err = iota
	BadOp
	BadCap
	BadPeer
	Full
	Busy
)

// @ requires  k.Mem() && Room(k.Abs()) && 0 <= who && who < Procs
// @ ensures   k.Mem()
// @ ensures   Theorems(old(k.Abs()), k.Abs(), who, r)
// @ ensures   err != OK ==> k.Abs() === old(k.Abs())
// @ decreases

// Handle does what process who asks for, and answers the id of a capability that it gave.
func (k *Kernel) Handle(who uint32, r Request) (id uint32, err Err) {
	switch r.Op {
	case OpRelease:
		err = k.Release(who, r)
	case OpCopy:
		return k.Copy(who, r)
	case OpMove:
		return k.Move(who, r)
	case OpCall:
		err = k.Call(who, r)
	case OpRecv:
		err = k.Recv(who, r)
	case OpReturn:
		err = k.Return(who, r)
	case OpExit:
		err = k.Exit(who, r)
	default:
		// @ Same(k.Abs(), who, r)
		err = BadOp
	}
	return id, err
}

// @ preserves k.Mem()
// @ requires  0 <= who && who < Procs && r.Op == OpRelease
// @ ensures   Theorems(old(k.Abs()), k.Abs(), who, r)
// @ ensures   (err == OK) == Named(old(k.Abs()), who, r)
// @ ensures   err != OK ==> k.Abs() === old(k.Abs())
// @ decreases

// Release gives up a capability.
func (k *Kernel) Release(who uint32, r Request) (err Err) {
	// @ unfold k.Mem()
	// @ ghost a := k.State()
	if !k.drop(0, r.ID) {
		// @ Same(a, who, r)
		// @ fold k.Mem()
		return BadCap
	}
	// @ StepDrop(a, k.State(), who, r, int(r.ID) % captable.Slots)
	// @ fold k.Mem()
	return OK
}

// @ preserves k.Mem()
// @ requires  0 <= who && who < Procs && r.Op == OpCopy
// @ ensures   Theorems(old(k.Abs()), k.Abs(), who, r)
// @ ensures   err == OK ==> Named(old(k.Abs()), who, r)
// @ ensures   err != OK ==> k.Abs() === old(k.Abs())
// @ decreases

// Copy gives the peer a capability for the same object.
func (k *Kernel) Copy(who uint32, r Request) (id uint32, err Err) {
	// @ machine.Uint32(r.Arg)
	// @ unfold k.Mem()
	// @ ghost a := k.State()
	obj, ok := k.lookup(who, r.ID)
	if !ok {
		// @ Same(a, who, r)
		// @ fold k.Mem()
		return 0, BadCap
	}
	if r.Arg >= Procs {
		// @ Same(a, who, r)
		// @ fold k.Mem()
		return 0, BadPeer
	}
	id, ok = k.grant(r.Arg, obj)
	if !ok {
		// @ Same(a, who, r)
		// @ fold k.Mem()
		return 0, Full
	}
	// @ StepCopy(a, k.State(), who, r, int(r.Arg), int(id) % captable.Slots)
	// @ fold k.Mem()
	return id, OK
}

// @ preserves k.Mem()
// @ requires  0 <= who && who < Procs && r.Op == OpMove
// @ ensures   Theorems(old(k.Abs()), k.Abs(), who, r)
// @ ensures   err == OK ==> Named(old(k.Abs()), who, r)
// @ ensures   err != OK ==> k.Abs() === old(k.Abs())
// @ decreases

// Move hands a capability over to the peer.
func (k *Kernel) Move(who uint32, r Request) (id uint32, err Err) {
	// @ machine.Uint32(r.Arg)
	// @ unfold k.Mem()
	// @ ghost a := k.State()
	obj, ok := k.lookup(who, r.ID)
	if !ok {
		// @ Same(a, who, r)
		// @ fold k.Mem()
		return 0, BadCap
	}
	if r.Arg >= Procs {
		// @ Same(a, who, r)
		// @ fold k.Mem()
		return 0, BadPeer
	}
	id, ok = k.grant(r.Arg, obj)
	if !ok {
		// @ Same(a, who, r)
		// @ fold k.Mem()
		return 0, Full
	}
	// @ ghost m := k.State()
	k.drop(who, r.ID)
	// @ StepMove(a, m, k.State(), who, r, int(r.Arg), int(id) % captable.Slots)
	// @ fold k.Mem()
	return id, OK
}

// @ requires  k.Mem() && Room(k.Abs()) && 0 <= who && who < Procs && r.Op == OpCall
// @ ensures   k.Mem()
// @ ensures   Theorems(old(k.Abs()), k.Abs(), who, r)
// @ ensures   (err == OK) == Accepted(old(k.Abs()), who, r)
// @ ensures   err != OK ==> k.Abs() === old(k.Abs())
// @ decreases

// Call leaves a call at the endpoint that the capability names, or hands it to the process that waits there.
func (k *Kernel) Call(who uint32, r Request) (err Err) {
	// @ unfold k.Mem()
	// @ ghost a := k.State()
	obj, ok := k.lookup(who, r.ID)
	// @ machine.Uint32(obj)
	if !ok || obj >= Ends {
		// @ Same(a, who, r)
		// @ fold k.Mem()
		return BadCap
	}
	c := endpoint.Call{Caller: who, Token: r.Arg}
	receiver, out := k.send(obj, c)
	if out == endpoint.Refused {
		// @ assert k.State().Ends == a.Ends
		// @ Same(a, who, r)
		// @ fold k.Mem()
		return Full
	}
	k.owe(who)
	if out == endpoint.Delivered {
		// @ Waiter(a, int(obj))
		k.complete(receiver)
	}
	// @ StepCall(a, k.State(), who, r, int(obj), c)
	// @ fold k.Mem()
	return OK
}

// @ requires  k.Mem() && Room(k.Abs()) && 0 <= who && who < Procs && r.Op == OpRecv
// @ ensures   k.Mem()
// @ ensures   Theorems(old(k.Abs()), k.Abs(), who, r)
// @ ensures   (err == OK) == Accepted(old(k.Abs()), who, r)
// @ ensures   err != OK ==> k.Abs() === old(k.Abs())
// @ decreases

// Recv takes the oldest call of the endpoint that the capability names, or waits for one.
func (k *Kernel) Recv(who uint32, r Request) (err Err) {
	// @ unfold k.Mem()
	// @ ghost a := k.State()
	obj, ok := k.lookup(who, r.ID)
	// @ machine.Uint32(obj)
	if !ok || obj >= Ends {
		// @ Same(a, who, r)
		// @ fold k.Mem()
		return BadCap
	}
	out := k.receive(obj, who)
	if out == endpoint.Refused {
		// @ assert k.State().Ends == a.Ends
		// @ Same(a, who, r)
		// @ fold k.Mem()
		return Busy
	}
	// @ endpoint.OwedReceived(a.Ends[int(obj)], who)
	// @ TotalAt(a.Ends, int(obj), endpoint.Received(a.Ends[int(obj)], who), Ends)
	if out == endpoint.Queued {
		k.owe(who)
	} else {
		k.post(who)
	}
	// @ StepEnd(a, k.State(), who, r, int(obj))
	// @ fold k.Mem()
	return OK
}

// @ requires  k.Mem() && Room(k.Abs()) && 0 <= who && who < Procs && r.Op == OpReturn
// @ ensures   k.Mem()
// @ ensures   Theorems(old(k.Abs()), k.Abs(), who, r)
// @ ensures   err == OK ==> Named(old(k.Abs()), who, r)
// @ ensures   err != OK ==> k.Abs() === old(k.Abs())
// @ decreases

// Return answers the call that the caller serves at the endpoint that the capability names.
func (k *Kernel) Return(who uint32, r Request) (err Err) {
	// @ unfold k.Mem()
	// @ ghost a := k.State()
	obj, ok := k.lookup(who, r.ID)
	// @ machine.Uint32(obj)
	if !ok || obj >= Ends {
		// @ Same(a, who, r)
		// @ fold k.Mem()
		return BadCap
	}
	c, ok := k.answer(obj, who)
	if !ok {
		// @ Same(a, who, r)
		// @ fold k.Mem()
		return BadCap
	}
	// @ endpoint.OwedAnswered(a.Ends[int(obj)])
	// @ TotalAt(a.Ends, int(obj), endpoint.Answered(a.Ends[int(obj)]), Ends)
	if c.Caller != endpoint.Nobody {
		// @ TotalPart(a.Ends, c.Caller, int(obj), Ends)
		// @ assert Settled(a, int(c.Caller))
		k.complete(c.Caller)
	}
	// @ StepEnd(a, k.State(), who, r, int(obj))
	// @ fold k.Mem()
	return OK
}

// @ requires  k.Mem() && Room(k.Abs()) && 0 <= who && who < Procs && r.Op == OpExit
// @ ensures   k.Mem()
// @ ensures   Theorems(old(k.Abs()), k.Abs(), who, r)
// @ ensures   err == OK
// @ decreases

// Exit ends the caller: it leaves every endpoint, and gives up all that it has.
func (k *Kernel) Exit(who uint32, r Request) (err Err) {
	// @ unfold k.Mem()
	// @ ghost a := k.State()
	// @ StepStart(a, who)
	// @ invariant k.Parts() && 0 <= i && i <= Ends
	// @ invariant Inv(a) && Room(a) && Leaving(a, k.State(), who, int(i))
	// @ decreases Ends - i
	for i := uint32(0); i < Ends; i++ {
		// @ ghost s := k.State()
		caller := k.forget(i, who)
		if caller != endpoint.Nobody {
			// @ Served(a, s, who, int(i))
			k.complete(caller)
		}
		// @ StepLeave(a, s, k.State(), who, int(i))
	}
	// @ ghost m := k.State()
	k.end(who)
	// @ StepExit(a, m, k.State(), who, r)
	// @ fold k.Mem()
	return OK
}
