package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/sqe"
	"warrant/kernel/sys/object"
	"warrant/verify/prove"
)

// assertOnlyAnswered asserts that a submission, which can be answered at all, changed nothing but the ring of who made it.
func assertOnlyAnswered(before, after *kernel) {
	prove.Cover(completions(after, actor) != completions(before, actor))
	prove.Assert(onlyRing(before, after), "nothing but the actor's ring")
	prove.Assert(answered(before, after, actor), "one completion for one submission")
	prove.Assert(conserves(before, after), "conservation")
}

// ProofNop: a NOP, well-formed or not, changes nothing but the ring of who submits it. Invariants: TH-1, TH-3, TH-4, TH-5, TH-6, RING-7.
func ProofNop() {
	before := anyKernel()
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpNop
	prove.Assume(tended(&before, actor))
	after := submit(&before, e)
	assertOnlyAnswered(&before, &after)
}

// ProofNopTwin claims that a completion is always posted.
func ProofNopTwin() {
	before := anyKernel()
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpNop
	prove.Assume(tended(&before, actor))
	after := submit(&before, e)
	prove.Assert(completions(&after, actor) != completions(&before, actor))
}

// ProofNothingHeld: whatever the opcode, a submission that names a slot without a capability changes nothing but the ring of who submits it.
// Invariants: CAP-1, TH-1, TH-3, TH-4, TH-5, TH-6, TH-7, RING-7.
func ProofNothingHeld() {
	before := anyKernel()
	before.procs[actor].caps.slots[0].State = captable.Free
	e := prove.Any[sqe.Entry]()
	e.Cap = abi.CapID(prove.Any[uint32]() * captable.Slots)
	prove.Assume(tended(&before, actor))
	after := submit(&before, e)
	assertOnlyAnswered(&before, &after)
}

// ProofNothingHeldTwin claims that the ring does not change either.
func ProofNothingHeldTwin() {
	before := anyKernel()
	before.procs[actor].caps.slots[0].State = captable.Free
	e := prove.Any[sqe.Entry]()
	e.Cap = abi.CapID(prove.Any[uint32]() * captable.Slots)
	prove.Assume(tended(&before, actor))
	after := submit(&before, e)
	prove.Assert(before.procs[actor].Ring == after.procs[actor].Ring)
}

// ProofFacetServesNot: the holder of a client facet cannot receive the endpoint's calls, nor answer them. Invariants: EP-4, TH-3, TH-4, TH-7.
func ProofFacetServesNot() {
	before := anyKernel()
	e := prove.Any[sqe.Entry]()
	e.Cap = give(&before, object.Facet, 0)
	e.Opcode = abi.OpRecv
	if prove.Any[bool]() {
		e.Opcode = abi.OpReturn
	}
	prove.Assume(tended(&before, actor))
	after := submit(&before, e)
	assertOnlyAnswered(&before, &after)
}

// ProofFacetServesNotTwin claims that the holder of a facet is not even answered.
func ProofFacetServesNotTwin() {
	before := anyKernel()
	e := prove.Any[sqe.Entry]()
	e.Cap = give(&before, object.Facet, 0)
	e.Opcode = abi.OpRecv
	prove.Assume(tended(&before, actor))
	after := submit(&before, e)
	prove.Assert(before.procs[actor].Ring == after.procs[actor].Ring)
}
