// +gobra

package process

import "warrant/kernel/limits"

// Budget is the limits of a process's ledgers. Frames, Processes and Objects are taken out of the payer's own until the process has ended;
// the others bound what the process's own tables hold.
type Budget struct {
	Frames    uint32 // page frames, page tables and memory objects included
	Virtual   uint32 // reserved pages of addresses
	Processes uint32 // descendants that live at once
	Objects   uint32 // endpoints, notifications and memory objects
	Caps      uint32 // capabilities
	Calls     uint32 // accepted calls without completion
}

// @ requires 0 <= b.Frames && 0 <= b.Virtual && 0 <= b.Processes && 0 <= b.Objects && 0 <= b.Caps && 0 <= b.Calls
// @ ensures  ok == b.Valid()
// @ decreases

// Fits says that the tables of a process have as many places as b allows.
func (b Budget) Fits() (ok bool) {
	return b.Caps <= limits.CapSlots && b.Calls <= limits.OutstandingCalls && b.Virtual <= limits.VirtualPages
}
