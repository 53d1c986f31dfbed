package sys

import "warrant/kernel/abi"

// Next wakes what is due at time now, in ns since the kernel's entry, and decides what the processor does next. What it answers is valid until
// the next Next.
//
//gosure:entry timer
func (k *Kernel) Next(now uint64) (d *Decision) {
	k.now = now
	if !k.steady || now >= k.decision.Deadline {
		k.decide()
	}
	return &k.decision
}

// decide makes the decision.
func (k *Kernel) decide() {
	k.steady = false
	due := k.expire()
	if k.rootEnded && !k.halt.Requested {
		k.shutdown()
	}
	if k.halt.Requested {
		k.decision = Decision{Choice: Stop, Status: k.halt.Status}
		return
	}
	next, ok := k.schedule()
	if !ok {
		if due == abi.TimeoutForever {
			k.console.Text("kernel: halt: every process waits and nothing is due\n")
			k.decision = Decision{Choice: Stop, Status: abi.HaltInitFailed}
			return
		}
		k.decision = Decision{Choice: Idle, Deadline: due}
		return
	}
	k.run(next, due)
}
