// +gobra

package sys

import "warrant/kernel/abi"

// @ preserves k.Mem()
// @ requires  0 <= now
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// Next wakes what is due at time now, in ns since the kernel's entry, and decides what the processor does next, which Decision answers. When
// it stands, it is what it was: to run the same process, of whose address space nothing has changed. Invariants: TH-1, TH-2, TH-7.
//
//gosure:entry timer
func (k *Kernel) Next(now uint64) (stands bool) {
	// @ unfold k.Mem()
	k.now = now
	stands = k.steady && now < k.decision.Deadline
	// @ fold k.Mem()
	if !stands {
		k.decide()
	}
	return stands
}

// @ preserves k.Mem()
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// decide makes the decision.
func (k *Kernel) decide() {
	// @ unfold k.Mem()
	k.steady = false
	// @ fold k.Mem()
	due := k.expire()
	// @ unfold k.Mem()
	over := k.rootEnded && !k.halt.Requested
	// @ fold k.Mem()
	if over {
		k.shutdown()
	}
	// @ unfold k.Mem()
	if k.halt.Requested {
		k.decision = Decision{Choice: Stop, Status: k.halt.Status}
		// @ fold k.Mem()
		return
	}
	// @ fold k.Mem()
	next, ok := k.schedule()
	if ok {
		k.run(next, due)
		return
	}
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	if due == abi.TimeoutForever {
		k.console.Text("kernel: halt: every process waits and nothing is due\n")
		k.decision = Decision{Choice: Stop, Status: abi.HaltInitFailed}
		return
	}
	k.decision = Decision{Choice: Idle, Deadline: due}
}
