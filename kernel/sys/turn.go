// +gobra

package sys

import (
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
)

// @ preserves k.Mem()
// @ requires  0 <= next && next < limits.Processes
// @ requires  0 <= due && k.Epoch().Step.Who == limits.Processes
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// run decides that process next runs, until the end of its quantum or until due.
func (k *Kernel) run(next uint32, due uint64) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	p := &k.procs[next]
	d := &k.decision
	d.Choice = Run
	d.Process = next
	d.Root = p.Space.Root()
	d.Fresh = p.Fresh
	d.Flush = k.flush
	d.Deadline = due
	if k.quantumEnd < due {
		d.Deadline = k.quantumEnd
	}
	k.steady = !d.Fresh && !d.Flush
	// @ k.reachNext()
	p.Fresh = false
	k.flush = false
}

// @ preserves acc(&k.flush) && acc(&k.steady)
// @ ensures k.flush && !k.steady
// @ decreases

// remapped says that translations of an address space may be left in the processor that are not true any more.
func (k *Kernel) remapped() {
	k.flush = true
	k.steady = false
}

// @ preserves k.Mem()
// @ ensures   0 <= p && p <= nobody && (ok ==> p < nobody)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// schedule makes current the process that runs next, and answers it. It fails when none can run. A turn whose process has ended is skipped. A process that
// is woken while another waits for it gets the rest of that one's quantum, so that a call goes to its server and back without a turn; when the
// quantum is over, everybody is in the queue. Invariant: SC-3.
func (k *Kernel) schedule() (p uint32, ok bool) {
	// @ unfold k.Mem()
	over := k.now >= k.quantumEnd
	if k.current != nobody && (!over || (k.ready.Len() == 0 && k.handoff == nobody)) {
		p = k.current
		if over {
			k.quantumEnd = later(k.now, k.quantum)
		}
		// @ fold k.Mem()
		k.queueHandoff()
		return p, true
	}
	if k.current == nobody && k.handoff != nobody && !over {
		k.current = k.handoff
		k.handoff = nobody
		p = k.current
		// @ fold k.Mem()
		return p, true
	}
	// @ fold k.Mem()
	k.queueHandoff()
	// @ unfold k.Mem()
	if k.current != nobody {
		k.ready.Push(k.current)
		k.current = nobody
	}
	// @ fold k.Mem()
	return k.pick()
}

// @ preserves k.Mem()
// @ ensures   0 <= p && p <= nobody && (ok ==> p < nobody)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// pick makes the first process of the queue that can run current, and answers it. It fails when none can run.
func (k *Kernel) pick() (p uint32, ok bool) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	// @ invariant k.ready.Mem() && acc(&k.current) && acc(&k.quantumEnd) && acc(&k.now) && acc(&k.quantum)
	// @ invariant (forall i int :: { &k.procs[i] } 0 <= i && i < limits.Processes ==> acc(&k.procs[i].State, 1/2)) && n <= limits.Processes && k.current <= nobody
	// @ decreases limits.Processes - n
	for n := uint32(0); n < limits.Processes; n++ {
		p, ok := k.ready.Pop()
		if !ok {
			return nobody, false
		}
		if k.procs[p].State == process.Ready {
			k.current = p
			k.quantumEnd = later(k.now, k.quantum)
			return p, true
		}
	}
	return nobody, false
}

// @ preserves k.Mem()
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// queueHandoff gives the process that was woken a turn of its own.
func (k *Kernel) queueHandoff() {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	if k.handoff != nobody {
		k.ready.Push(k.handoff)
		k.handoff = nobody
	}
}
