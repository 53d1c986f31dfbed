package abuse

// instruction executes the instruction in a slot of slots.
//
// entry: slot < len(single).
// exit: only if the processor allows the instruction.
// clobbers: AX, CX, DX, what the instruction changes.
func instruction(slot uint64)

// slots is an array of instructions, each at a multiple of 16 bytes with a RET behind it.
//
// entry: by instruction.
// exit: by RET.
// clobbers: what the instruction changes.
func slots()

// interrupt executes INT with an operand.
//
// entry: operand < 256.
// exit: only if the kernel lets it.
// clobbers: AX, CX.
func interrupt(operand uint64)

// interruptSlots is an array of INT n and RET for each n, four bytes each.
//
// entry: by interrupt.
// exit: by RET.
// clobbers: nothing.
func interruptSlots()

// callWithFlags sets flags and makes the system call cap_enter(0, poll). It answers the flags behind it, and how far RCX is from the address behind the
// call.
//
// entry: none.
// exit: the results; the flags are as before.
// clobbers: AX, CX, RDI, RSI, R8, R9, R11.
func callWithFlags(flags uint64) (after, rip uint64)

// callWithStack makes the system call cap_enter(0, poll) with another stack pointer, and answers the one that it finds behind it.
//
// entry: none.
// exit: the result; the stack pointer is as before.
// clobbers: AX, CX, RDI, RSI, R8, R9, R11.
func callWithStack(pointer uint64) (after uint64)

// callBetweenBases makes the system call cap_enter(0, poll) with other bases of FS and GS, and answers those that it finds behind it.
//
// entry: base is canonical.
// exit: the results; FS base as before, GS base 0.
// clobbers: AX, CX, DX, RDI, RSI, R8, R9, R10, R11.
func callBetweenBases(base uint64) (fs, gs uint64)

// callBetweenSelectors makes the system call cap_enter(0, poll) with a selector in DS, ES, FS and GS, and answers those that it finds behind it: 16 bits each,
// DS lowest.
//
// entry: ring 3 may load the selector.
// exit: the result; the selectors and the GS base are 0, FS base as before.
// clobbers: AX, CX, DX, RDI, RSI, R8, R9, R11.
func callBetweenSelectors(selector uint64) (got uint64)

// popFlags sets flags by POPF, and clears the interrupt flag with them. It answers what is set behind it.
//
// entry: none.
// exit: the result.
// clobbers: AX, flags.
func popFlags(flags uint64) (after uint64)

// trap sets the trap flag.
//
// entry: none.
// exit: none.
// clobbers: flags.
func trap()

// jump jumps to an address.
//
// entry: none.
// exit: none.
// clobbers: AX.
func jump(address uint64)

// push pushes a word to a stack.
//
// entry: none.
// exit: none.
// clobbers: SP.
func push(pointer uint64)

// loadData loads DS.
//
// entry: none.
// exit: only if the processor allows it.
// clobbers: AX.
func loadData(selector uint64)

// loadStack loads SS.
//
// entry: none.
// exit: only if the processor allows it.
// clobbers: AX.
func loadStack(selector uint64)

// farReturn returns to a code segment.
//
// entry: none.
// exit: none.
// clobbers: AX, CX, SP.
func farReturn(selector uint64)

// interruptReturn executes IRETQ with a frame of its own; address 0 is behind it. It answers the flags that are set there.
//
// entry: none.
// exit: the result, if the processor allows it and address is 0.
// clobbers: AX, BX, CX, DX, RSI, flags.
func interruptReturn(code, stack, flags, address uint64) (after uint64)

// nestedReturn executes IRETQ with the nested task flag.
//
// entry: none.
// exit: none.
// clobbers: flags, SP.
func nestedReturn()

// flagged makes a system call with the flags in R9, and answers the flags behind it there, and in RCX how far that is from the address
// behind the call.
//
// entry: RAX, RDI, RSI as for the call, R9 = flags.
// exit: R9, RCX; by RET.
// clobbers: R8, R11.
func flagged()

// returned is where interruptReturn goes on: it stands in that function's place.
//
// entry: the stack of interruptReturn.
// exit: that of interruptReturn.
// clobbers: RAX.
func returned()
