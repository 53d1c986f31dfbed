package amd64

// entry is the first instruction of the kernel in 64-bit mode.
//
// entry: from the stub; RDI = boot information, RSI = protocol, interrupts off, temporary page tables
// exit: none, it calls start
// clobbers: everything
func entry()

// fatal is where compiled code goes that has failed a run-time check: `warrant image` replaces the functions of the Go runtime by
// jumps to it.
//
// entry: 0(SP) = cause.Cause, 8(SP) = address behind the failing call
// exit: none, the machine stops
// clobbers: everything
func fatal()

// die writes the record of a halt and stops the machine.
//
// entry: RAX, RBX, RCX, RDX, RSI, RDI = arguments of record; any stack
// exit: none, the machine stops
// clobbers: everything; the stack is the one for halts
func die()

// stop halts the processor for good.
//
// entry: any state
// exit: none
// clobbers: nothing
func stop()

// enter runs the process whose registers are at current and whose x87 and SSE state is at currentArea in ring 3 until it stops, and
// answers why.
//
// entry: interrupts off, CR3 = the process's address space
// exit: by syscall or trapped; the registers and the state are saved, vector is that of an exception or interrupt or vectorSyscall, trapVector,
// trapCode and trapAddress say more of the former, now is the time as of Now
// clobbers: every register but SP and BP
func enter() (vector, now uint64)

// exchange takes what the last process left in the processor and enter does not load: the selectors, and on AMD, where FXRSTOR alone leaves
// them, the last x87 addresses. It keeps the GS base, which ring 0 does without, in the registers at from, unless that is 0, and sets that of the
// registers at to.
//
// entry: Go
// exit: Go
// clobbers: RAX, RDX
func exchange(from, to uint64)

// syscall is where SYSCALL goes (IA32_LSTAR).
//
// entry: from ring 3; RCX = RIP, R11 = RFLAGS, the user's stack
// exit: into the caller of enter, with the processor as compiled code expects it: flags clear, FS base, MXCSR
// clobbers: nothing before it is saved
func syscall()

// trapped is where every exception and the timer go.
//
// entry: 0(SP) = vector, 8(SP) = error code, then the processor's frame
// exit: from ring 3 as syscall, from ring 0 to trappedKernel
// clobbers: nothing before it is saved
func trapped()

// trappedKernel sorts the exceptions and interrupts of ring 0: the timer while the processor idles, and a stray single step, go on.
//
// entry: as trapped
// exit: IRETQ or trappedFatally
// clobbers: nothing if it returns
func trappedKernel()

// trappedFatally ends the machine with a record.
//
// entry: as trapped
// exit: none, the machine stops
// clobbers: everything
func trappedFatally()

// vectors is the array of 33 entries of 16 bytes for the exceptions and the timer.
//
// entry: by the processor
// exit: to trapped or trappedFatally
// clobbers: nothing
func vectors()

// spurious is where interrupts go that nobody sent.
//
// entry: by the processor
// exit: IRETQ
// clobbers: nothing
func spurious()
