package amd64

// entry is the first instruction of the kernel in 64-bit mode.
// Entry: from the stub; RDI = boot information, RSI = protocol, interrupts off, temporary page tables. Exit: calls start. Clobbers
// everything.
func entry()

// fatal is where compiled code goes that has failed a run-time check: `warrant image` replaces the functions of the Go runtime by
// jumps to it.
// Entry: 0(SP) = cause.Cause, 8(SP) = address behind the failing call. Does not return.
func fatal()

// die writes the record of a halt and stops the machine.
// Entry: RAX, RBX, RCX, RDX, RSI, RDI = arguments of record; any stack. Does not return.
func die()

// stop halts the processor for good.
// Entry: any state. Does not return.
func stop()

// enter runs a process in ring 3 until it stops, and answers why: regs is the address of its registers, area that of its x87 and
// SSE state; change is not 0 when it is not the process that ran last.
// Entry: interrupts off, CR3 = the process's address space. Exit: by leave; the registers and the state are saved, vector is that of an
// exception or interrupt or vectorSyscall, code the error code, address CR2. Clobbers every register but SP, BP, R14 and X15.
func enter(regs, area, change uint64) (vector, code, address uint64)

// syscall is where SYSCALL goes (IA32_LSTAR).
// Entry: from ring 3; RCX = RIP, R11 = RFLAGS, the user's stack. Exit: to leave.
func syscall()

// trapped is where every exception and the timer go.
// Entry: 0(SP) = vector, 8(SP) = error code, then the processor's frame. Exit: from ring 3 to leave, from ring 0 to trappedKernel.
func trapped()

// trappedKernel sorts the exceptions and interrupts of ring 0: the timer while the processor idles, and a stray single step, go on.
// Entry: as trapped. Exit: IRETQ or trappedFatally. Clobbers nothing if it returns.
func trappedKernel()

// trappedFatally ends the machine with a record.
// Entry: as trapped. Does not return.
func trappedFatally()

// leave returns from enter.
// Entry: RAX = current, RBX, RCX, RDX = results of enter; general registers but RBP, RIP, RFLAGS and RSP of the process are saved. Exit: into
// the caller of enter, with the processor as compiled code expects it: flags clear, FS base, R14, X15, MXCSR.
func leave()

// vectors is the array of 33 entries of 16 bytes for the exceptions and the timer.
// Entry: by the processor. Exit: to trapped or trappedFatally.
func vectors()

// spurious is where interrupts go that nobody sent.
// Entry: by the processor. Exit: IRETQ. Clobbers nothing.
func spurious()
