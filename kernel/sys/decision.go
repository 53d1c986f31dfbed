// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/memory"
)

// Choice says what the processor does next.
type Choice uint32

// The choices.
const (
	// Run the process Decision.Process until an event, at the latest Decision.Deadline.
	Run Choice = iota
	// Idle until an interrupt, at the latest Decision.Deadline.
	Idle
	// Stop the machine with Decision.Status.
	Stop
)

// Decision is what kernel/boot does next.
type Decision struct {
	Choice  Choice
	Process uint32
	// Root is the top-level page table of the process.
	Root memory.Frame
	// Fresh is set when the process runs for the first time.
	Fresh bool
	// Flush is set when translations of an address space that ended may be left in the processor.
	Flush bool
	// Deadline is a time, in ns since the kernel's entry; abi.TimeoutForever is never.
	Deadline uint64
	Status   abi.HaltStatus
}

// Halt is whether and why the machine is to stop.
type Halt struct {
	Requested bool
	Status    abi.HaltStatus
}
