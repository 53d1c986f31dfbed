package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys"
	"warrant/kernel/sys/object"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// shutDown answers the kernel before and after it decides what to do next when the process that it started has ended, which was in the place of
// the peer, and the actor goes on with a capability, a budget of its own that its ledgers agree with, and all memory that is not free. A notification
// that it has a capability for as an owner is its own.
func shutDown(kind uint32) (before, after kernel) {
	before = anyKernel()
	alone(&before, actor, kind)
	before.procs[peer] = proc{State: process.Vacant, Generation: prove.Any[uint32]()}
	before.procs[actor].Payer = actor
	before.endpoints[0].Live, before.notifications[0].Live, before.objects[0].Live = false, false, false
	if kind == object.Notification {
		ownNotification(&before)
	}
	before.rootEnded, before.rootStatus, before.halt.Requested = true, prove.Any[process.Status](), false
	before.idle = before.frames.count + before.procs[actor].Frames.used
	prove.Assume(awaited(&before, actor))
	prove.Assume(logic.All(balanceOf(&before, actor) == balance{}, balanceOf(&before, peer) == balance{}))
	standIn()
	k := prove.Reshape[sys.Kernel](before)
	k.Next(prove.Any[uint64]())
	return before, prove.Reshape[kernel](k)
}

// ProofShutdown: when the process that the kernel started has ended, every other one ends as well, everything that it had comes back, and the
// machine stops with what the first one said. Invariants: LG-3, AS-2, FR-1, TH-3, TH-5.
func ProofShutdown() {
	before, after := shutDown(object.Facet)
	assertShutDown(&before, &after)
}

// assertShutDown asserts what holds when the machine has stopped because the first process has ended.
func assertShutDown(before, after *kernel) {
	d := &after.decision
	prove.Cover(logic.All(d.Choice == sys.Stop, d.Status == abi.HaltClean, before.procs[actor].Frames.used == 2))
	prove.Assert(d.Choice == sys.Stop, "the machine stops")
	for p := uint32(0); p < limits.Processes; p++ {
		prove.Assert(logic.All(!lives(&after.procs[p]), balanceOf(after, p) == balance{}), "nobody has anything")
	}
	prove.Assert(logic.All(freeBalance(before) == freeBalance(after), after.frames.count == before.idle), "no frame is lost")
	clean := logic.All(before.rootStatus.End == process.Exited, before.rootStatus.Code == 0)
	prove.Assert(logic.All(d.Status != abi.HaltAccounting, clean == (d.Status == abi.HaltClean)), "how the first one ended")
}

// ProofShutdownTwin claims that the machine always stops as if all were well.
func ProofShutdownTwin() {
	_, after := shutDown(object.Facet)
	prove.Assert(after.decision.Status == abi.HaltClean)
}

// ProofShutdownOwner: the same of a process that owns a notification: it is gone, and so is what it cost. Invariants: LG-2, LG-3, FR-1, TH-3, TH-5.
func ProofShutdownOwner() {
	before, after := shutDown(object.Notification)
	assertShutDown(&before, &after)
	prove.Assert(!after.notifications[0].Live, "the notification is gone")
}

// ProofShutdownOwnerTwin claims that it stays.
func ProofShutdownOwnerTwin() {
	_, after := shutDown(object.Notification)
	prove.Assert(after.notifications[0].Live)
}
