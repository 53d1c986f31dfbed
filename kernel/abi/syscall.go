// +gobra

package abi

// System calls. The number is in RAX, arguments in RDI and RSI, the result in RAX. SYSCALL itself destroys RCX and R11; every
// other register, including RFLAGS and the x87 and SSE state, comes back as it was. The segment selectors do not belong to a process: the
// kernel clears them whenever another process has run. CodeUnsupportedOpcode answers every other number.
const (
	// SysCapEnter hands the submission queue to the kernel: cap_enter(minComplete uint32, timeout uint64 ns).
	// It answers the number of completions in the queue, or a negative Code: CodeInvalidRequest when minComplete is
	// above CQEntries.
	SysCapEnter = 1
	// SysExit ends the calling process: exit(code int64). It does not return.
	SysExit = 2
)

// Timeouts of SysCapEnter, in nanoseconds; every other value is a duration.
const (
	// TimeoutPoll never blocks.
	TimeoutPoll uint64 = 0
	// TimeoutForever blocks until minComplete completions are there.
	TimeoutForever uint64 = 0xffffffffffffffff
)

// ExitPanic is the exit code of a program of user/rt that ends by a run-time panic.
const ExitPanic = 125

// Registers at the first instruction of a process: RDI is the address of the ring page, RSI the process id, RDX the address of the
// CapSet page, RSP is StackTop. All other general registers are 0, RFLAGS is 0x202, the bases of FS and GS are 0, the x87 and SSE state is the
// one after FNINIT with MXCSR 0x1f80.
