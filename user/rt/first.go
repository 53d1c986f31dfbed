package rt

// FirstState is the register state at the first instruction of this process, before any of its code had run. It is what a process that
// checks its isolation looks at.
type FirstState struct {
	// Float is the x87 and SSE state as FXSAVE64 stores it, Intel SDM volume 1, table 10-2.
	Float              [512]byte
	RAX, RBX, RCX, RDX uint64
	RSI, RDI, RBP, RSP uint64
	R8, R9, R10, R11   uint64
	R12, R13, R14, R15 uint64
	RFLAGS             uint64
}

// First is the state at the first instruction; nobody may change it.
func First() *FirstState { return firstStateAddress() }

// firstStateAddress is where start recorded the first state.
//
// entry: none.
// exit: result = the address, a multiple of 16.
// clobbers: RAX.
func firstStateAddress() *FirstState
