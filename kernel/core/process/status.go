// +gobra

package process

import "warrant/kernel/core/trap"

// End says how a process ended.
type End uint8

// The ends.
const (
	// Running: it has not.
	Running End = iota
	// Exited: by its own system call, with Status.Code.
	Exited
	// Faulted: by the kernel, for Status.Event at Status.Instruction.
	Faulted
	// Killed: by the process Status.By, or with the system.
	Killed
)

// Status is how a process ended.
type Status struct {
	End  End
	Code int64
	// Event is the fault, Instruction the address of the instruction that caused it.
	Event       trap.Event
	Instruction uint64
	// By is the id of the process that killed it; 0 for the kernel, when init has ended.
	By uint64
}
