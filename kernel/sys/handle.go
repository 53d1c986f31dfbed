// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/process"
	"warrant/kernel/core/sqe"
	"warrant/kernel/core/trap"
	// @ "warrant/kernel/limits"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && 0 <= now
// @ ensures   Event(old(k.Epoch()), k.Epoch(), int(p))
// @ decreases

// Handle does what event e of process p, which ran until now, asks for. Precondition: the last Next said to run p. Invariants: TH-1, TH-2,
// TH-6, TH-7.
//
//gosure:entry syscall trap
func (k *Kernel) Handle(p uint32, e trap.Event, now uint64) {
	switch e.Kind {
	case trap.Syscall:
		k.Syscall(p, now)
	case trap.Fault:
		// @ unfold k.Mem()
		k.now = now
		// @ fold k.Mem()
		k.fault(p, e)
	case trap.Tick:
		// Next takes the processor away if the quantum is over.
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && 0 <= now
// @ ensures   Event(old(k.Epoch()), k.Epoch(), int(p))
// @ decreases

// Syscall is Handle for a system call, which p's registers name. Invariants: TH-1, TH-2, TH-6, TH-7.
//
//gosure:entry syscall
func (k *Kernel) Syscall(p uint32, now uint64) {
	// @ unfold k.Mem()
	k.now = now
	r := &k.procs[p].Registers
	call, first, second := r.RAX, r.RDI, r.RSI
	// @ fold k.Mem()
	switch call {
	case abi.SysCapEnter:
		k.enter(p, first, second)
	case abi.SysExit:
		k.end(p, process.Status{End: process.Exited, Code: signed(first)})
	default:
		// @ unfold k.Mem()
		r.RAX = word(abi.CodeUnsupportedOpcode)
		// @ fold k.Mem()
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// fault ends process p for the exception e.
func (k *Kernel) fault(p uint32, e trap.Event) {
	// @ unfold k.Mem()
	s := process.Status{End: process.Faulted, Event: e, Instruction: k.procs[p].Registers.RIP}
	// @ fold k.Mem()
	k.reportFault(p, s)
	k.end(p, s)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && 0 <= minComplete && 0 <= timeout
// @ ensures   Event(old(k.Epoch()), k.Epoch(), int(p))
// @ decreases

// enter is the system call cap_enter: it carries out p's submissions, then answers the number of completions, at once when there are
// minComplete or timeout is 0, else when that is so or timeout ns have passed.
func (k *Kernel) enter(p uint32, minComplete, timeout uint64) {
	proc := &k.procs[p]
	if minComplete > abi.CQEntries {
		// @ unfold k.Mem()
		proc.Registers.RAX = word(abi.CodeInvalidRequest)
		// @ fold k.Mem()
		return
	}
	k.drain(p)
	// @ unfold k.Mem()
	n := proc.Ring.Available(&k.ram)
	if uint64(n) >= minComplete || timeout == abi.TimeoutPoll {
		proc.Registers.RAX = uint64(n)
		// @ fold k.Mem()
		return
	}
	proc.State = process.Waiting
	proc.WaitFor = uint32(minComplete)
	k.current = nobody
	k.steady = false
	due := later(k.now, timeout)
	// @ fold k.Mem()
	// @ assert Event(old(k.Epoch()), k.Epoch(), int(p))
	if timeout != abi.TimeoutForever {
		k.alarm(enterPlace(p), due)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   Event(old(k.Epoch()), k.Epoch(), int(p))
// @ decreases

// drain carries out the submissions that p had made when it entered, at most abi.SQEntries. Invariants: RING-7, RING-8.
func (k *Kernel) drain(p uint32) {
	proc := &k.procs[p]
	// @ unfold k.Mem()
	n := proc.Ring.Pending(&k.ram)
	// @ fold k.Mem()
	// @ invariant k.Mem() && i <= n
	// @ invariant Event(old(k.Epoch()), k.Epoch(), int(p))
	// @ decreases n - i
	for i := uint32(0); i < n; i++ {
		// @ unfold k.Mem()
		proc.Ring.Take(&k.ram, &k.entry)
		// @ k.takeOne(p)
		// @ fold k.Mem()
		k.dispatch(p)
	}
	if n > 0 {
		// @ unfold k.Mem()
		proc.Ring.Taken(&k.ram)
		// @ fold k.Mem()
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// dispatch carries out one submission of p.
func (k *Kernel) dispatch(p uint32) {
	// @ unfold k.Mem()
	code := sqe.Validate(&k.entry)
	opcode, userData := k.entry.Opcode, k.entry.UserData
	// @ fold k.Mem()
	if code != abi.CodeOK {
		k.reject(p, code)
		return
	}
	switch opcode {
	case abi.OpNop:
		k.post(p, userData, abi.CodeOK, 0)
	case abi.OpRelease:
		k.release(p)
	case abi.OpCall:
		k.call(p)
	case abi.OpRecv:
		k.receive(p)
	case abi.OpReturn:
		k.reply(p)
	case abi.OpPark:
		k.park(p)
	case abi.OpUnpark:
		k.unpark(p)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// release gives up the capability that the submission of p names.
func (k *Kernel) release(p uint32) {
	// @ unfold k.Mem()
	id, userData := k.entry.Cap, k.entry.UserData
	// @ fold k.Mem()
	if !k.drop(p, id) {
		k.reject(p, abi.CodeInvokeFailed)
		return
	}
	k.post(p, userData, abi.CodeOK, 0)
}
