package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/deadline"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
)

// Choice says what the processor does next.
type Choice uint32

// The choices.
const (
	// Run the process Decision.Process until an event, at the latest Decision.Deadline.
	Run Choice = iota
	// Idle until an interrupt, at the latest Decision.Deadline.
	Idle
	// Stop the machine with Decision.Status.
	Stop
)

// Decision is what kernel/boot does next.
type Decision struct {
	Choice  Choice
	Process uint32
	// Root is the top-level page table of the process.
	Root memory.Frame
	// Fresh is set when the process runs for the first time.
	Fresh bool
	// Flush is set when translations of an address space that ended may be left in the processor.
	Flush bool
	// Deadline is a time, in ns since the kernel's entry; abi.TimeoutForever is never.
	Deadline uint64
	Status   abi.HaltStatus
}

// Halt is whether and why the machine is to stop.
type Halt struct {
	Requested bool
	Status    abi.HaltStatus
}

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

// run decides that process next runs, until the end of its quantum or until due.
func (k *Kernel) run(next uint32, due uint64) {
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
	p.Fresh = false
	k.flush = false
}

// schedule makes current the process that runs next, and answers it. It fails when none can run. A turn whose process has ended is skipped. A process that
// is woken while another waits for it gets the rest of that one's quantum, so that a call goes to its server and back without a turn; when the
// quantum is over, everybody is in the queue. Invariant: SC-3.
func (k *Kernel) schedule() (p uint32, ok bool) {
	over := k.now >= k.quantumEnd
	if k.current != nobody && (!over || (k.ready.Len() == 0 && k.handoff == nobody)) {
		k.queueHandoff()
		if over {
			k.quantumEnd = later(k.now, k.quantum)
		}
		return k.current, true
	}
	if k.current == nobody && k.handoff != nobody && !over {
		k.current = k.handoff
		k.handoff = nobody
		return k.current, true
	}
	k.queueHandoff()
	if k.current != nobody {
		k.ready.Push(k.current)
		k.current = nobody
	}
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

// queueHandoff gives the process that was woken a turn of its own.
func (k *Kernel) queueHandoff() {
	if k.handoff != nobody {
		k.ready.Push(k.handoff)
		k.handoff = nobody
	}
}

// expire completes every wait whose time has come, and answers when the next one is due; abi.TimeoutForever is never. Each turn takes one
// place out of the heap.
func (k *Kernel) expire() (due uint64) {
	for n := uint32(0); n < deadline.Places; n++ {
		place, due, ok := k.due.First()
		if !ok {
			return abi.TimeoutForever
		}
		if due > k.now {
			return due
		}
		k.due.Remove(place)
		p := place / deadline.PerProcess
		call := place % deadline.PerProcess
		if call == limits.OutstandingCalls {
			k.resume(p)
		} else {
			k.timeUp(p, call)
		}
	}
	return k.now
}

// alarm makes place of the deadline heap due at time due.
func (k *Kernel) alarm(place uint32, due uint64) {
	k.due.Add(place, due)
	k.steady = false
}

// timeUp completes the call at place of process p, whose time has come.
func (k *Kernel) timeUp(p, place uint32) {
	if k.procs[p].Owed(place).Awaits == process.Wake {
		k.tooLate(p, place)
		return
	}
	k.slept(p, place)
}

// resume makes the waiting process p ready; cap_enter answers the number of completions. The first one that becomes ready gets the rest of
// current's quantum if current waits; the others, and that one if current goes on, get a turn of their own.
func (k *Kernel) resume(p uint32) {
	proc := &k.procs[p]
	if proc.State != process.Waiting {
		return
	}
	proc.Registers.RAX = uint64(proc.Ring.Available(&k.ram))
	proc.State = process.Ready
	k.steady = false
	if k.handoff == nobody {
		k.handoff = p
		return
	}
	k.ready.Push(p)
}

// wake ends process p's wait in cap_enter if enough completions are there.
func (k *Kernel) wake(p uint32) {
	proc := &k.procs[p]
	if proc.State != process.Waiting || proc.Ring.Available(&k.ram) < proc.WaitFor {
		return
	}
	k.due.Remove(enterPlace(p))
	k.resume(p)
}

// enterPlace answers the place in the deadline heap of process p's cap_enter.
func enterPlace(p uint32) (place uint32) {
	return p*deadline.PerProcess + limits.OutstandingCalls
}

// callPlace answers the place in the deadline heap of process p's outstanding call.
func callPlace(p, call uint32) (place uint32) {
	return p*deadline.PerProcess + call
}

// later answers the time n ns after t; a time that does not fit is never.
func later(t, n uint64) (u uint64) {
	if n > abi.TimeoutForever-t {
		return abi.TimeoutForever
	}
	return t + n
}
