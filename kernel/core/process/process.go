// Package process is one process as the kernel knows it: capabilities, the ledgers that pay for them, address space, ring, registers,
// calls that are not complete, and how it ended.
//
// It joins the parts that belong to one process and to no other. It may not reach another process: what happens between processes is
// for package sys.
package process

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/ring"
	"warrant/kernel/core/trap"
	"warrant/kernel/limits"
	"warrant/lib/name"
)

// State is the life of a process's place: Vacant, then Starting, Ready and Waiting in turns, then Ended while somebody holds its handle,
// then Vacant again with the next generation.
type State uint8

// The states.
const (
	// Vacant: no process.
	Vacant State = iota
	// Starting: being built; it cannot run yet.
	Starting
	// Ready: running, or in the run queue.
	Ready
	// Waiting: blocked in cap_enter.
	Waiting
	// Ended: nothing is left but its status.
	Ended
	// Retired: its generations are used up.
	Retired
)

// lastGeneration is the generation after which a place is not used any more.
const lastGeneration = 4294967295

// Waiter is the call, if any, that completes when this process ends.
type Waiter struct {
	Present bool
	Process uint32
	Call    uint32
}

// Process is one place for a process. The zero value is vacant. Capabilities and calls change only through the methods, which keep the
// ledgers in step; the other parts are package sys's to use.
type Process struct {
	State      State
	Generation uint32
	Name       name.Name
	Space      aspace.Space
	Frames     ledger.Ledger // page frames of Space
	Ring       ring.Ring
	Registers  trap.Registers
	CapSet     memory.Frame // page at abi.CapSetAddr
	Fresh      bool         // has not run: its x87 and SSE state is the initial one
	WaitFor    uint32       // completions that end a wait, while Waiting
	Handled    bool         // somebody holds the process's handle
	Waiter     Waiter
	Status     Status

	caps     captable.Table
	capUnits ledger.Ledger
	calls    [limits.OutstandingCalls]Call
	owed     ledger.Ledger
}

// Open makes the vacant place p a starting process with empty ledgers.
func (p *Process) Open(n name.Name) {
	gen := p.Generation
	*p = Process{}
	p.State = Starting
	p.Generation = gen
	p.Name = n
	p.Fresh = true
	p.Frames.Reset(limits.FramePages)
	p.capUnits.Reset(limits.CapSlots)
	p.owed.Reset(limits.OutstandingCalls)
}

// Vacate makes place p vacant, with the next generation. Precondition: nothing is held or owed any more.
func (p *Process) Vacate() {
	gen := p.Generation
	*p = Process{}
	if gen == lastGeneration {
		p.State = Retired
		p.Generation = gen
		return
	}
	p.Generation = gen + 1
}

// Live says that p is a process that can still act.
func (p *Process) Live() (ok bool) {
	return p.State == Ready || p.State == Waiting
}

// Lookup answers what id names in p's table. Invariant: CAP-1.
func (p *Process) Lookup(id abi.CapID) (h captable.Hold, ok bool) {
	return p.caps.Lookup(id)
}

// CanGrant says that n more capabilities fit, and that p can pay for them: the next n Grants succeed.
func (p *Process) CanGrant(n uint32) (ok bool) {
	return n <= p.capUnits.Limit()-p.capUnits.Used() && n <= p.caps.Room()
}

// Grant stores h and pays for it. It fails, and changes nothing, when p cannot have more. Invariant: CAP-4.
func (p *Process) Grant(h captable.Hold) (id abi.CapID, ok bool) {
	if !p.capUnits.Take(1) {
		return 0, false
	}
	id, ok = p.caps.Insert(h)
	if !ok {
		p.capUnits.Give(1)
		return 0, false
	}
	return id, true
}

// Drop gives up what id names and its unit, and answers what it was.
func (p *Process) Drop(id abi.CapID) (h captable.Hold, ok bool) {
	h, ok = p.caps.Release(id)
	if ok {
		p.capUnits.Give(1)
	}
	return h, ok
}

// CapAt answers the id of slot i's capability, if there is one. Precondition: i < captable.Slots.
func (p *Process) CapAt(i uint32) (id abi.CapID, ok bool) {
	return p.caps.At(i)
}

// Reserve takes the capability id out of use until Restore or Commit.
func (p *Process) Reserve(id abi.CapID) (ok bool) {
	return p.caps.Reserve(id)
}

// Restore ends a reservation; the capability is as before.
func (p *Process) Restore(id abi.CapID) (ok bool) {
	return p.caps.Restore(id)
}

// Commit ends a reservation; the capability is gone from p, and its unit comes back.
func (p *Process) Commit(id abi.CapID) (ok bool) {
	ok = p.caps.Commit(id)
	if ok {
		p.capUnits.Give(1)
	}
	return ok
}

// Settled says that every unit of every ledger came back. Invariant: LG-3.
func (p *Process) Settled() (ok bool) {
	return p.capUnits.Used() == 0 && p.owed.Used() == 0 && p.Frames.Used() == 0
}
