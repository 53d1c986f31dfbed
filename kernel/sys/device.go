// +gobra

package sys

import (
	"warrant/kernel/core/console"
	"warrant/kernel/core/trap"
	// @ "warrant/kernel/limits"
)

// @ requires k != nil
// @ ensures  d == &k.decision
// @ decreases

// Decision answers what the processor does next. It is the one place for all decisions: what it says is valid until the next Next.
func (k *Kernel) Decision() (d *Decision) {
	return &k.decision
}

// @ requires k != nil && 0 <= p && p < limits.Processes
// @ ensures  r == &k.procs[p].Registers
// @ decreases

// Registers answers the registers of process p, which kernel/arch loads and stores. Precondition: p < limits.Processes.
func (k *Kernel) Registers(p uint32) (r *trap.Registers) {
	return &k.procs[p].Registers
}

// @ requires k != nil
// @ ensures  b == &k.console
// @ decreases

// Console answers the output that waits for the device.
func (k *Kernel) Console() (b *console.Buffer) {
	return &k.console
}

// @ preserves acc(k.Mem(), 1/2)
// @ decreases

// Prints says that output waits for the device.
func (k *Kernel) Prints() (yes bool) {
	// @ unfold acc(k.Mem(), 1/2)
	// @ defer fold acc(k.Mem(), 1/2)
	return !k.console.IsEmpty()
}
