// +gobra

// Package trap holds what the processor tells the kernel when a process stops running, and the registers that a process gets back.
//
// It holds plain values. It may not interpret them: that is for package sys; and it may not touch a register: that is for kernel/arch.
package trap

// Registers is the part of a process's register state that the kernel reads and writes as values. The x87 and SSE state belongs to
// kernel/arch alone. Assembly in kernel/arch uses the offsets of these fields.
type Registers struct {
	RAX, RBX, RCX, RDX uint64
	RSI, RDI, RBP, RSP uint64
	R8, R9, R10, R11   uint64
	R12, R13, R14, R15 uint64
	RIP                uint64
	RFLAGS             uint64
	FSBase, GSBase     uint64
}

// Kind says why a process stopped running.
type Kind uint32

// The kinds of event.
const (
	// Syscall is a SYSCALL instruction: number and arguments are in Registers.
	Syscall Kind = iota
	// Fault is an exception that the process caused.
	Fault
	// Tick is the end of the process's quantum, or a deadline that the kernel asked for.
	Tick
)

// Event is why a process stopped running.
type Event struct {
	Kind Kind
	// Vector is the exception's vector, 0 to 31; 0 unless Kind is Fault. Intel SDM volume 3A, table 6-1.
	Vector uint32
	// ErrorCode is what the processor pushed; 0 for vectors without one.
	ErrorCode uint64
	// Address is CR2 for a page fault, else 0.
	Address uint64
}
