package sys

import "warrant/verify/prove"

// callsRevoked answers the kernel before and after a call on a facet that was revoked, with a transfer descriptor. Another may be in its place,
// whose epoch is another one; epochs are compared and nothing else, so any two are as good.
func callsRevoked() (before, after kernel) {
	before = anyKernel()
	e := anyCall(&before, true)
	before.procs[actor].caps.slots[0].Hold.Epoch, before.endpoints[0].facets.places[0].Epoch = 1, 2
	prove.Assume(awaited(&before, actor))
	return before, submit(&before, e)
}

// ProofCallRevoked: a call on a facet that was revoked completes at once, moves nothing, and changes nothing but the ring. Invariants: CAP-8,
// EP-4, TX-2, TH-3, TH-4, TH-5, TH-6, TH-7.
func ProofCallRevoked() {
	before, after := callsRevoked()
	assertOnlyAnswered(&before, &after)
}

// ProofCallRevokedTwin claims that the ring does not change either.
func ProofCallRevokedTwin() {
	before, after := callsRevoked()
	prove.Assert(before.procs[actor].Ring == after.procs[actor].Ring)
}
