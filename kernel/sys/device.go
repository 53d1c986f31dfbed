package sys

import (
	"warrant/kernel/core/console"
	"warrant/kernel/core/trap"
	"warrant/kernel/limits"
)

// Registers answers the registers of process p, which kernel/arch loads and stores. Precondition: p < limits.Processes.
func (k *Kernel) Registers(p uint32) (r *trap.Registers) {
	return &k.procs[p].Registers
}

// Console answers the output that waits for the device.
func (k *Kernel) Console() (b *console.Buffer) {
	return &k.console
}

// Prints says that output waits for the device.
func (k *Kernel) Prints() (yes bool) {
	return k.console.Room() < limits.ConsoleBuffer
}
