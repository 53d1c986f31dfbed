package sys

import (
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/process"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// left answers how many completions process p has not taken, as far as the kernel has looked.
func left(k *kernel, p uint32) uint32 {
	return k.procs[p].Ring.at.cqTail - k.procs[p].Ring.at.cqHead
}

// sleeps says that process p waits in cap_enter.
func sleeps(k *kernel, p uint32) bool { return k.procs[p].State == process.Waiting }

// hasTurn says that process p is among those that run next.
func hasTurn(k *kernel, p uint32) bool { return logic.Any(k.handoff == p, k.ready.queued[p]) }

// ProofReturnWakes: a RETURN wakes its caller exactly when that waits in cap_enter and has as many completions then as it waits for; nobody else is
// woken, and no wake-up is lost. Invariants: RING-7, SC-3, TH-2, TH-3.
func ProofReturnWakes() {
	before, after := returned(endpoint.Flying, none)
	p, q := &before.procs[peer], &after.procs[peer]
	slept := sleeps(&before, peer)
	given := logic.All(slept, completions(&after, peer) != completions(&before, peer))
	prove.Cover(logic.All(given, q.State == process.Ready), "it was woken")
	prove.Cover(logic.All(given, sleeps(&after, peer)), "it goes on waiting")
	prove.Assert(ringsSound(&after), "nobody waits for what is there")
	enough := left(&after, peer) >= p.WaitFor
	prove.Assert(logic.Implies(slept, logic.All(lives(q), enough == (q.State == process.Ready))), "who waits is ready exactly when it has enough")
	prove.Assert(logic.Implies(logic.All(slept, enough), logic.All(q.Registers.RAX == uint64(left(&after, peer)), hasTurn(&after, peer))),
		"who is woken is told how many, and has a turn")
	prove.Assert(logic.Any(slept, logic.All(q.State == p.State, q.Registers == p.Registers)), "who does not wait is not woken")
}

// ProofReturnWakesTwin claims that one completion is always enough.
func ProofReturnWakesTwin() {
	before, after := returned(endpoint.Flying, none)
	done := completions(&after, peer) != completions(&before, peer)
	prove.Assert(logic.Implies(done, !sleeps(&after, peer)))
}
