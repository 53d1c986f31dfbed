package sys

import (
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/process"
	"warrant/kernel/core/trap"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// faulted answers the kernel before and after an exception of a process whose call is in flight at the peer's endpoint, and the exception.
func faulted() (before, after kernel, e trap.Event) {
	before = caller()
	prove.Assume(balanceOf(&before, actor) == balance{})
	e = prove.Any[trap.Event]()
	e.Kind = trap.Fault
	e.Vector = below(vectors)
	after = ended(&before, e)
	return before, after, e
}

// vectors is the number of exception vectors. Intel SDM volume 3A, section 6.2.
const vectors = 32

// ProofFault: a process that causes an exception ends with what the processor said of it, everything that it had comes back, its call stays in
// flight without a caller, and who waits for it is told; nothing else changes. Invariants: EP-3, EP-5, LG-3, AS-2, TH-3, TH-4, TH-5, TH-6.
func ProofFault() {
	before, after, e := faulted()
	assertGone(&before, &after)
	s := &after.procs[actor].Status
	told := logic.All(s.End == process.Faulted, s.Event == e, s.Instruction == before.procs[actor].Registers.RIP)
	prove.Assert(logic.Implies(after.procs[actor].State == process.Ended, told), "how it ended")
	prove.Assert(after.endpoints[0].flights.places[0].State == endpoint.Orphaned, "the call has no caller")
	prove.Assert(logic.All(before.notifications == after.notifications, before.objects == after.objects), "the other objects")
}

// ProofFaultTwin claims that the process goes on.
func ProofFaultTwin() {
	_, after, _ := faulted()
	prove.Assert(lives(&after.procs[actor]))
}
