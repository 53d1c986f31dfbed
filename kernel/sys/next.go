// +gobra

package sys

import (
	"warrant/kernel/abi"
	// @ "warrant/kernel/core/captable"
	// @ "warrant/kernel/limits"
)

// @ preserves k.Mem()
// @ requires  0 <= now
// @ ensures   Later(WithStep(old(k.Epoch()), k.Epoch().Step), k.Epoch())
// @ decreases

// Next wakes what is due at time now, in ns since the kernel's entry, and decides what the processor does next, which Decision answers. When
// it stands, it is what it was: to run the same process, of whose address space nothing has changed. Invariants: TH-1, TH-2, TH-4,
// TH-7.
//
//gosure:entry timer
func (k *Kernel) Next(now uint64) (stands bool) {
	// @ unfold k.Mem()
	if k.steady && now < k.decision.Deadline {
		// @ fold k.Mem()
		return true
	}
	k.now = now
	// @ k.begins(limits.Processes)
	// @ fold k.Mem()
	k.decide()
	return false
}

// @ preserves k.Mem()
// @ requires  k.Epoch().Step === Calm(limits.Processes, captable.Hold{})
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// decide makes the decision.
//
//go:noinline
func (k *Kernel) decide() {
	// @ unfold k.Mem()
	k.steady = false
	_, due, ok := k.due.First()
	late := ok && due <= k.now
	// @ fold k.Mem()
	if !ok {
		due = abi.TimeoutForever
	}
	if late {
		due = k.expire()
	}
	// @ assert Later(old(k.Epoch()), k.Epoch())
	// @ ghost woken := k.Epoch()
	// @ unfold k.Mem()
	over := k.rootEnded && !k.halt.Requested
	// @ fold k.Mem()
	if over {
		k.shutdown()
	}
	// @ assert Later(woken, k.Epoch())
	// @ LaterAgain(old(k.Epoch()), woken, k.Epoch())
	// @ ghost stopped := k.Epoch()
	// @ unfold k.Mem()
	if k.halt.Requested {
		k.decision = Decision{Choice: Stop, Status: k.halt.Status}
		// @ fold k.Mem()
		// @ assert k.Epoch() === stopped
		// @ LaterAgain(old(k.Epoch()), stopped, k.Epoch())
		return
	}
	// @ fold k.Mem()
	// @ assert k.Epoch() === stopped
	next, runs := k.schedule()
	if runs {
		k.run(next, due)
		// @ LaterAgain(old(k.Epoch()), stopped, k.Epoch())
		return
	}
	// @ assert k.Epoch() === stopped
	// @ unfold k.Mem()
	if due == abi.TimeoutForever {
		k.console.Text("kernel: halt: every process waits and nothing is due\n")
		k.decision = Decision{Choice: Stop, Status: abi.HaltInitFailed}
		// @ fold k.Mem()
		// @ assert k.Epoch() === stopped
		// @ LaterAgain(old(k.Epoch()), stopped, k.Epoch())
		return
	}
	k.decision = Decision{Choice: Idle, Deadline: due}
	// @ fold k.Mem()
	// @ assert k.Epoch() === stopped
	// @ LaterAgain(old(k.Epoch()), stopped, k.Epoch())
}
