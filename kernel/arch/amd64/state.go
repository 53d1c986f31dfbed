package amd64

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/trap"
	"warrant/kernel/limits"
)

// runtimeG is the head of the structure that compiled code expects behind its g pointer: of it, only the two stack guards are used, by
// the check at the start of each function. Offsets as in runtime.g of go1.26.
type runtimeG struct {
	stackLow, stackHigh uint64
	stackGuard0         uint64 // Go functions
	stackGuard1         uint64 // functions of the system stack
	rest                [480]byte
}

const (
	threadLocalSize = 64     // bytes
	goroutineSlot   = -8     // offset from the FS base at which compiled code finds its g pointer
	mxcsrDefault    = 0x1f80 // SDM volume 1, section 10.2.3: all exceptions masked, rounding to nearest

	// What die tells QEMU when the record itself went wrong.
	haltPanic = uint32(abi.HaltPanic)
	haltPort  = abi.HaltPort
)

// registers makes the compiler write the offsets of trap.Registers for the assembler.
type registers trap.Registers

// What the assembly keeps between entering ring 3 and leaving it. One processor, so one of each.
var (
	// arena holds the stacks and the page tables; its first whole page is arenaBase.
	arena     [(arenaPages + 1) * pageSize]byte
	arenaBase uint64

	// goroutine stands in for the runtime's g: compiled code reads the stack's bound in it. threadLocal holds the pointer to it,
	// goroutineSlot below its end; threadBase is that end, the FS base of ring 0.
	goroutine   runtimeG
	threadLocal [threadLocalSize]byte
	threadBase  uint64

	// bootProtocol and bootInformation are what the stub passed on.
	bootProtocol    uint64
	bootInformation uint64

	// current and currentArea are where the registers of the running process go; enterStack and enterFrame are ring 0's stack and frame
	// pointers.
	current     uint64
	currentArea uint64
	enterStack  uint64
	enterFrame  uint64
	// scratch holds RCX for the few instructions in which no register is free.
	scratch uint64
	// trapVector, trapCode and trapAddress are the vector, the error code and CR2 of the last exception or interrupt in ring 3.
	trapVector, trapCode, trapAddress uint64

	// idling is 1 while interrupts are on in ring 0.
	idling uint64
	// dying is 1 once a record of a halt has been started.
	dying uint64
)

// fpuAreas are the x87 and SSE states of the processes, 512 bytes each in the format of FXSAVE64, from the first multiple of 16.
var fpuAreas [limits.Processes*fpuSize + 16]byte

const (
	fpuSize = 512
	// areaStopped is the offset in an area of how its process stopped last, in bytes that FXSAVE leaves to others. SDM volume 1, section 10.5.1.
	areaStopped = 464
)

// How a process stopped: a new one has been interrupted before its first instruction, as far as its registers say.
const (
	stoppedTrap    = 0
	stoppedSyscall = 1
)
