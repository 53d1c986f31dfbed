package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/sqe"
	"warrant/kernel/sys/object"
	"warrant/verify/prove"
)

// released answers a kernel whose actor gives up a capability of a kind, and the kernel after it.
func released(kind uint32) (before, after kernel) {
	before = anyKernel()
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpRelease
	e.Cap = give(&before, kind, 0)
	emptyMessages(&before)
	prove.Assume(awaited(&before, actor))
	return before, submit(&before, e)
}

// ProofReleasePlain: giving up a capability that owns nothing changes the actor's table and nothing else. Invariants: TH-3, TH-4, TH-5,
// TH-6.
func ProofReleasePlain() {
	before, after := released(object.Facet)
	prove.Cover(after.procs[actor].capUnits.used < before.procs[actor].capUnits.used)
	prove.Assert(sameObjects(&before, &after), "the objects")
	prove.Assert(intact(&before, &after, peer), "the other process")
	prove.Assert(sameCalls(&before, &after, actor), "the calls")
	prove.Assert(sameMeans(&before, &after, actor), "memory and budget")
	prove.Assert(answered(&before, &after, actor), "one completion for one submission")
	prove.Assert(confined(&before, &after, actor, actor), "nothing gained")
	prove.Assert(conserves(&before, &after), "conservation")
}

// ProofReleasePlainTwin claims that the table stays.
func ProofReleasePlainTwin() {
	before, after := released(object.Facet)
	prove.Assert(sameCaps(&before, &after, actor))
}
