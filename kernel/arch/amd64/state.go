package amd64

import (
	"warrant/kernel/core/trap"
	"warrant/kernel/limits"
)

// registers makes the compiler write the offsets of trap.Registers for the assembler.
type registers trap.Registers

// What the assembly keeps between entering ring 3 and leaving it. One processor, so one of each.
var (
	// arena holds the stacks and the page tables; its first whole page is arenaBase.
	arena     [(arenaPages + 1) * pageSize]byte
	arenaBase uint64

	// goroutine stands in for the runtime's g: compiled code reads the stack's bound in it. threadLocal holds the pointer to it,
	// at -8 of its end; threadBase is that end, the FS base of ring 0.
	goroutine   [512]byte
	threadLocal [64]byte
	threadBase  uint64

	// bootProtocol and bootInformation are what the stub passed on.
	bootProtocol    uint64
	bootInformation uint64

	// current and currentArea are where the registers of the running process go; enterStack is ring 0's stack pointer.
	current     uint64
	currentArea uint64
	enterStack  uint64
	// scratch holds RAX for the few instructions in which no register is free.
	scratch uint64

	// idling is 1 while interrupts are on in ring 0.
	idling uint64
	// dying is 1 once a record of a halt has been started.
	dying uint64
)

// fpuAreas are the x87 and SSE states of the processes, 512 bytes each in the format of FXSAVE64, from the first multiple of 16.
var fpuAreas [limits.Processes*fpuSize + 16]byte

const fpuSize = 512
