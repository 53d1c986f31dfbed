package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/area"
	"warrant/kernel/core/process"
	"warrant/kernel/core/trap"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// exitedParent answers the kernel before and after the exit of a process that nobody pays for and that pays for the peer, its only child: its
// ledgers count what the peer may use.
func exitedParent() (before, after kernel) {
	before = anyKernel()
	alone(&before, actor, object.Facet)
	p, child := &before.procs[actor], &before.procs[peer]
	p.Registers.RAX = abi.SysExit
	p.Payer, child.Payer = actor, actor
	p.Children.used = 1 + child.Children.limit
	prove.Assume(lives(child))
	prove.Assume(balanceOf(&before, actor) == balance{frames: child.Frames.limit, objects: child.Objects.limit})
	after = ended(&before, trap.Event{Kind: trap.Syscall})
	return before, after
}

// ProofExitParent: when a process ends that pays for another, its ledgers come back to nothing, and the other keeps its own and pays for
// itself. Invariants: LG-2, LG-3, AS-2, TH-3, TH-4, TH-5, TH-6.
func ProofExitParent() {
	before, after := exitedParent()
	assertGone(&before, &after)
	x, y := &before.procs[peer], &after.procs[peer]
	prove.Assert(after.procs[actor].Children.used == 0, "no place is left")
	prove.Assert(logic.All(lives(y), y.Payer == peer), "the child lives and pays for itself")
	prove.Assert(logic.All(x.Frames == y.Frames, x.Objects == y.Objects, x.Children == y.Children, x.Virtual == y.Virtual, x.Space == y.Space,
		x.Areas == y.Areas), "what the child has")
}

// ProofExitParentTwin claims that the child stays its payer's.
func ProofExitParentTwin() {
	before, after := exitedParent()
	prove.Assert(before.procs[peer].Payer == after.procs[peer].Payer)
}

// exitedMapped answers the kernel before and after the exit of a process that waits for nothing and has an area of memory, of its own or of the
// peer's object.
func exitedMapped() (before, after kernel) {
	before = anyKernel()
	alone(&before, actor, object.MemoryView)
	p := &before.procs[actor]
	p.calls[0].Awaits = process.Nothing
	a := &p.Areas.places[0]
	a.Kind, a.Pages = area.Anonymous+area.Kind(below(2)), limits.VirtualPages
	p.Areas.high = 1
	p.Virtual.used = limits.VirtualPages
	after = exited(&before)
	return before, after
}

// ProofExitMapped: when a process ends, its areas, their addresses and its frames come back, and what others own of it stays as it was. Invariants:
// LG-3, AS-2, TH-3, TH-4, TH-5, TH-6.
func ProofExitMapped() {
	before, after := exitedMapped()
	assertGone(&before, &after)
	prove.Assert(logic.All(after.procs[actor].Virtual.used == 0, after.procs[actor].Areas == areas{}), "no area is left")
	prove.Assert(logic.All(before.notifications == after.notifications, before.objects == after.objects), "the objects of others")
}

// ProofExitMappedTwin claims that the addresses stay in use.
func ProofExitMappedTwin() {
	before, after := exitedMapped()
	prove.Assert(before.procs[actor].Virtual == after.procs[actor].Virtual)
}
