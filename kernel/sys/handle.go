package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/process"
	"warrant/kernel/core/sqe"
	"warrant/kernel/core/trap"
)

// Handle does what event e of process p, which ran until now, asks for. Precondition: the last Next said to run p.
//
//gosure:entry syscall trap
func (k *Kernel) Handle(p uint32, e trap.Event, now uint64) {
	switch e.Kind {
	case trap.Syscall:
		k.Syscall(p, now)
	case trap.Fault:
		k.now = now
		k.fault(p, e)
	case trap.Tick:
		// Next takes the processor away if the quantum is over.
	}
}

// Syscall is Handle for a system call, which p's registers name.
//
//gosure:entry syscall
func (k *Kernel) Syscall(p uint32, now uint64) {
	k.now = now
	r := &k.procs[p].Registers
	switch r.RAX {
	case abi.SysCapEnter:
		k.enter(p, r.RDI, r.RSI)
	case abi.SysExit:
		k.end(p, process.Status{End: process.Exited, Code: signed(r.RDI)})
	default:
		r.RAX = word(abi.CodeUnsupportedOpcode)
	}
}

// fault ends process p for the exception e.
func (k *Kernel) fault(p uint32, e trap.Event) {
	s := process.Status{End: process.Faulted, Event: e, Instruction: k.procs[p].Registers.RIP}
	k.reportFault(p, s)
	k.end(p, s)
}

// enter is the system call cap_enter: it carries out p's submissions, then answers the number of completions, at once when there are
// minComplete or timeout is 0, else when that is so or timeout ns have passed.
func (k *Kernel) enter(p uint32, minComplete, timeout uint64) {
	proc := &k.procs[p]
	if minComplete > abi.CQEntries {
		proc.Registers.RAX = word(abi.CodeInvalidRequest)
		return
	}
	k.drain(p)
	n := proc.Ring.Available(&k.ram)
	if uint64(n) >= minComplete || timeout == abi.TimeoutPoll {
		proc.Registers.RAX = uint64(n)
		return
	}
	proc.State = process.Waiting
	proc.WaitFor = uint32(minComplete)
	k.current = nobody
	k.steady = false
	if timeout != abi.TimeoutForever {
		k.alarm(enterPlace(p), later(k.now, timeout))
	}
}

// drain carries out the submissions that p had made when it entered, at most abi.SQEntries. Invariants: RING-7, RING-8.
func (k *Kernel) drain(p uint32) {
	proc := &k.procs[p]
	n := proc.Ring.Pending(&k.ram)
	for i := uint32(0); i < n; i++ {
		proc.Ring.Take(&k.ram, &k.entry)
		k.dispatch(p)
	}
	if n > 0 {
		proc.Ring.Taken(&k.ram)
	}
}

// dispatch carries out one submission of p.
func (k *Kernel) dispatch(p uint32) {
	code := sqe.Validate(&k.entry)
	if code != abi.CodeOK {
		k.reject(p, k.entry.UserData, code)
		return
	}
	switch k.entry.Opcode {
	case abi.OpNop:
		k.post(p, k.entry.UserData, abi.CodeOK, 0)
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

// release gives up the capability that the submission of p names.
func (k *Kernel) release(p uint32) {
	h, ok := k.procs[p].Drop(k.entry.Cap)
	if !ok {
		k.reject(p, k.entry.UserData, abi.CodeInvokeFailed)
		return
	}
	k.forsake(p, k.entry.Cap, h)
	k.post(p, k.entry.UserData, abi.CodeOK, 0)
}
