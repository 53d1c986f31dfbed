package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/process"
	"warrant/kernel/core/trap"
	"warrant/kernel/sys/object"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// alone lets process at hold a capability of a kind in its first slot and nothing else, not even addresses, and have no children. Every
// object is the other's.
func alone(k *kernel, at, kind uint32) {
	p := &k.procs[at]
	hold(k, at, kind, 0)
	p.caps.spares, p.caps.fresh = 0, 1
	for i := 1; i < captable.Slots; i++ {
		p.caps.slots[i].State = captable.Free
	}
	p.Virtual.used, p.Children.used = 0, 0
	p.Space.owner = frame.OwnerOf(at)
	k.endpoints[0].Owner, k.notifications[0].Owner, k.objects[0].Owner = 1-at, 1-at, 1-at
	for i := range p.Areas.places {
		p.Areas.places[i].Pages = 0
	}
}

// exited answers the kernel after the actor, which has a budget of its own that its ledgers agree with, has ended by its own wish.
func exited(before *kernel) (after kernel) {
	before.procs[actor].Registers.RAX = abi.SysExit
	prove.Assume(balanceOf(before, actor) == balance{})
	return ended(before, trap.Event{Kind: trap.Syscall})
}

// ended answers the kernel after an event that ends the actor.
func ended(before *kernel, e trap.Event) (after kernel) {
	emptyMessages(before)
	prove.Assume(awaited(before, actor))
	return handled(before, e)
}

// assertGone asserts what holds when the actor has ended.
func assertGone(before, after *kernel) {
	p := &after.procs[actor]
	prove.Cover(logic.All(p.State == process.Ended, after.procs[peer].State == process.Ready, before.procs[peer].State == process.Waiting))
	prove.Assert(!lives(p), "it has ended")
	prove.Assert(balanceOf(after, actor) == balance{}, "its ledgers agree")
	prove.Assert(logic.All(p.capUnits.used == 0, p.owed.used == 0, p.Objects.used == 0, p.Frames.used == 0), "nothing is left")
	prove.Assert(freeBalance(before) == freeBalance(after), "no frame is lost")
	prove.Assert(answered(before, after, peer), "the peer is answered once")
	prove.Assert(sameCaps(before, after, peer), "capabilities of the peer")
	prove.Assert(!after.halt.Requested || before.halt.Requested, "the kernel goes on")
}

// caller answers a kernel where the call of the actor, which has nothing else, is in flight at the peer's endpoint.
func caller() (before kernel) {
	before = anyKernel()
	alone(&before, actor, object.Facet)
	e := &before.endpoints[0]
	e.Live, e.Owner = true, peer
	e.flights.fresh, e.flights.spares, e.flights.open = 1, 0, 1
	e.flights.places[0].State, e.flights.places[0].Caller = endpoint.Flying, endpoint.Ref{Process: actor}
	e.receivers.count, e.calls.count = 0, 0
	before.procs[actor].calls[0].Awaits, before.procs[actor].calls[0].Target = process.Return, 0
	return before
}

// exitedCaller answers the kernel before and after the exit of a process whose call is in flight at the peer's endpoint.
func exitedCaller() (before, after kernel) {
	before = caller()
	after = exited(&before)
	return before, after
}

// ProofExitCaller: the call of a process that ends stays in flight without a caller, and everything that the process had comes back.
// Invariants: EP-3, EP-5, LG-3, AS-2, TH-3, TH-4, TH-5, TH-6.
func ProofExitCaller() {
	before, after := exitedCaller()
	assertGone(&before, &after)
	prove.Assert(after.endpoints[0].flights.places[0].State == endpoint.Orphaned, "the call has no caller")
	prove.Assert(logic.All(before.notifications == after.notifications, before.objects == after.objects), "the other objects")
}

// ProofExitCallerTwin claims that the call is gone.
func ProofExitCallerTwin() {
	_, after := exitedCaller()
	prove.Assert(after.endpoints[0].flights.places[0].State == endpoint.Free)
}

// exitedServer answers the kernel before and after the exit of the owner of the endpoint, where a call of the peer waits or is in flight.
func exitedServer(flies bool) (before, after kernel) {
	before = anyKernel()
	alone(&before, actor, object.Endpoint)
	before.endpoints[0].Live, before.endpoints[0].Owner = true, actor
	peerCalled(&before, flies)
	before.procs[actor].calls[0].Awaits = process.Nothing
	after = exited(&before)
	return before, after
}

// assertServerGone asserts what holds when the owner of the endpoint has ended.
func assertServerGone(before, after *kernel) {
	assertGone(before, after)
	prove.Assert(!after.endpoints[0].Live, "the endpoint is closed")
	prove.Assert(after.procs[peer].calls[0].Awaits == process.Nothing, "the call is complete")
	prove.Assert(logic.All(before.notifications == after.notifications, before.objects == after.objects), "the other objects")
}

// ProofExitServerWaiting: when the owner of an endpoint ends, the call that waits there completes, and everything that it had comes back.
// Invariants: EP-3, LG-3, AS-2, CAP-8, TH-3, TH-4, TH-5, TH-6.
func ProofExitServerWaiting() {
	before, after := exitedServer(false)
	assertServerGone(&before, &after)
}

// ProofExitServerWaitingTwin claims that the call goes on waiting.
func ProofExitServerWaitingTwin() {
	before, after := exitedServer(false)
	prove.Assert(sameCalls(&before, &after, peer))
}

// ProofExitServerFlying: when the owner of an endpoint ends, the call in flight there completes, and everything that it had comes back.
// Invariants: EP-3, LG-3, AS-2, CAP-8, TH-3, TH-4, TH-5, TH-6.
func ProofExitServerFlying() {
	before, after := exitedServer(true)
	assertServerGone(&before, &after)
}

// ProofExitServerFlyingTwin claims that the call stays in flight.
func ProofExitServerFlyingTwin() {
	before, after := exitedServer(true)
	prove.Assert(before.endpoints[0].flights == after.endpoints[0].flights)
}
