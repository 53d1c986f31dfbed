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
	// Killed: with the system.
	Killed
)

// Status is how a process ended.
type Status struct {
	End  End
	Code int64
	// Event is the fault, Instruction the address of the instruction that caused it.
	Event       trap.Event
	Instruction uint64
}
