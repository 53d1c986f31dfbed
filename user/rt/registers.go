package rt

// Registers is a process's register state as its own code sees it.
type Registers struct {
	// Float is the x87 and SSE state as FXSAVE64 stores it, Intel SDM volume 1, table 10-2.
	Float              [512]byte
	RAX, RBX, RCX, RDX uint64
	RSI, RDI, RBP, RSP uint64
	R8, R9, R10, R11   uint64
	R12, R13, R14, R15 uint64
	RFLAGS             uint64
	FSBase, GSBase     uint64
	DS, ES, FS, GS     uint16 // selectors
}

// First is the state at the first instruction, before any code of the process had run: what a process looks at that checks its isolation.
// Nobody may change it.
func First() *Registers { return firstRegistersAddress() }

// firstRegistersAddress is where start recorded the state at the first instruction.
//
// entry: none.
// exit: result = the address, a multiple of 16.
// clobbers: RAX.
func firstRegistersAddress() *Registers
