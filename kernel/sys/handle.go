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
// TH-4, TH-6, TH-7.
//
//gosure:entry syscall trap
func (k *Kernel) Handle(p uint32, e trap.Event, now uint64) {
	switch e.Kind {
	case trap.Syscall:
		k.Syscall(p, now)
	case trap.Fault:
		// @ unfold k.Mem()
		k.now = now
		// @ k.begins(int(p))
		// @ fold k.Mem()
		// @ assert Event(old(k.Epoch()), k.Epoch(), int(p))
		// @ ghost begun := k.Epoch()
		k.fault(p, e)
		// @ EventAgain(old(k.Epoch()), begun, k.Epoch(), int(p))
	case trap.Tick:
		// Next takes the processor away if the quantum is over.
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && 0 <= now
// @ ensures   Event(old(k.Epoch()), k.Epoch(), int(p))
// @ decreases

// Syscall is Handle for a system call, which p's registers name. Invariants: TH-1, TH-2, TH-4, TH-6, TH-7.
//
//gosure:entry syscall
func (k *Kernel) Syscall(p uint32, now uint64) {
	// @ unfold k.Mem()
	k.now = now
	// @ k.begins(int(p))
	r := &k.procs[p].Registers
	call, first, second := r.RAX, r.RDI, r.RSI
	// @ fold k.Mem()
	// @ assert Event(old(k.Epoch()), k.Epoch(), int(p))
	// @ ghost begun := k.Epoch()
	switch call {
	case abi.SysCapEnter:
		k.enter(p, first, second)
		// @ assert Event(old(k.Epoch()), k.Epoch(), int(p))
	case abi.SysExit:
		k.end(p, process.Status{End: process.Exited, Code: signed(first)})
		// @ EventAgain(old(k.Epoch()), begun, k.Epoch(), int(p))
	default:
		// @ unfold k.Mem()
		r.RAX = word(abi.CodeUnsupportedOpcode)
		// @ fold k.Mem()
		// @ assert k.Epoch() === begun
		// @ EventAgain(old(k.Epoch()), begun, k.Epoch(), int(p))
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ requires  MayFinish(k.Epoch().Step, int(p))
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
// @ requires  0 <= p && p < limits.Processes && 0 <= minComplete && 0 <= timeout && Reached(k.Epoch(), p)
// @ ensures   Event(old(k.Epoch()), k.Epoch(), int(p))
// @ decreases

// enter is the system call cap_enter: it carries out p's submissions, then answers the number of completions, at once when there are
// minComplete or timeout is 0, else when that is so or timeout ns have passed.
func (k *Kernel) enter(p uint32, minComplete, timeout uint64) {
	if minComplete > abi.CQEntries {
		// @ unfold k.Mem()
		k.procs[p].Registers.RAX = word(abi.CodeInvalidRequest)
		// @ fold k.Mem()
		return
	}
	k.serve(p)
	k.linger(p, minComplete, timeout)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && 0 <= minComplete && minComplete <= abi.CQEntries && 0 <= timeout && Reached(k.Epoch(), p)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// linger answers cap_enter, now or when there are minComplete completions.
func (k *Kernel) linger(p uint32, minComplete, timeout uint64) {
	// @ unfold k.Mem()
	proc := &k.procs[p]
	left := proc.Ring.Left()
	if uint64(left) >= minComplete || timeout == abi.TimeoutPoll {
		proc.Registers.RAX = uint64(left)
		// @ fold k.Mem()
		return
	}
	proc.State = process.Waiting
	proc.WaitFor = uint32(minComplete)
	k.current = nobody
	k.steady = false
	due := later(k.now, timeout)
	// @ fold k.Mem()
	// @ assert Later(old(k.Epoch()), k.Epoch())
	if timeout != abi.TimeoutForever {
		k.alarm(enterPlace(p), due)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   Event(old(k.Epoch()), k.Epoch(), int(p))
// @ decreases

// serve carries out the submissions that p had made when it entered. Invariant: RING-8.
func (k *Kernel) serve(p uint32) {
	// @ unfold k.Mem()
	n := k.procs[p].Ring.Pending(&k.ram)
	// @ fold k.Mem()
	// @ assert k.Epoch() === old(k.Epoch())
	if n > 0 {
		k.drain(p, n)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && 0 <= n && n <= abi.SQEntries && Reached(k.Epoch(), p)
// @ ensures   Event(old(k.Epoch()), k.Epoch(), int(p))
// @ decreases

// drain carries out the n submissions that p had made when it entered. Invariants: RING-7, RING-8.
//
//go:noinline
func (k *Kernel) drain(p, n uint32) {
	proc := &k.procs[p]
	// @ invariant k.Mem() && i <= n
	// @ invariant Event(old(k.Epoch()), k.Epoch(), int(p))
	// @ decreases n - i
	for i := uint32(0); i < n; i++ {
		// @ unfold k.Mem()
		proc.Ring.Take(&k.ram, &k.entry)
		// @ k.takeOne(p)
		// @ k.name(p, k.procs[p].View().Caps, k.entry.Cap)
		// @ fold k.Mem()
		k.dispatch(p)
	}
	// @ unfold k.Mem()
	proc.Ring.Taken(&k.ram)
	// @ fold k.Mem()
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && k.Asks(int(p)) && Reached(k.Epoch(), p)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// dispatch carries out one submission of p.
func (k *Kernel) dispatch(p uint32) {
	// @ unfold acc(k.Mem(), 1/2)
	nop, userData := sqe.IsNop(&k.entry), k.entry.UserData
	// @ fold acc(k.Mem(), 1/2)
	if nop {
		k.post(p, userData, abi.CodeOK, 0)
		return
	}
	k.operate(p)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && k.Asks(int(p)) && !(k.Entry().Opcode == abi.OpNop && k.Entry().WellFormed()) && Reached(k.Epoch(), p)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// operate carries out one submission of p that is not a well-formed OpNop.
//
//go:noinline
func (k *Kernel) operate(p uint32) {
	// @ unfold acc(k.Mem(), 1/2)
	code := sqe.Validate(&k.entry)
	opcode := k.entry.Opcode
	// @ fold acc(k.Mem(), 1/2)
	if code != abi.CodeOK {
		k.reject(p, code)
		return
	}
	switch opcode {
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
// @ requires  0 <= p && p < limits.Processes && k.Asks(int(p)) && Reached(k.Epoch(), p)
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
