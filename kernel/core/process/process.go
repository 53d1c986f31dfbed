// +gobra

// Package process is one process as the kernel knows it: capabilities, the ledgers that pay for them, address space, ring, registers,
// calls that are not complete, and how it ended.
//
// It joins the parts that belong to one process and to no other. It may not reach another process: what happens between processes is
// for package sys.
package process

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/area"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/captable"
	// @ "warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/lograte"
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
	CapSet     memory.Frame  // page at abi.CapSetAddr
	Virtual    ledger.Ledger // reserved pages of addresses
	Children   ledger.Ledger // processes that live and were paid for by this one, and what those may start
	Objects    ledger.Ledger // endpoints, notifications and memory objects that this one owns, and what its children may make
	Payer      uint32        // process out of whose budget this one's was taken; its own place when there is none
	Session    uint32        // place of its session
	Fresh      bool          // has not run: its x87 and SSE state is the initial one
	WaitFor    uint32        // completions that end a wait, while Waiting
	Handled    bool          // somebody holds the process's handle
	Waiter     Waiter
	Status     Status
	Areas      area.Table    // reservations and mappings beside the image
	Refused    lograte.Meter // submissions that were refused

	caps     captable.Table
	capUnits ledger.Ledger
	calls    [limits.OutstandingCalls]Call
	spot     uint32 // place for a call that was free last, where the next one is put if it is free still
	owed     ledger.Ledger
}

// @ requires p.Mem() && p.Space.Mem() && p.Ring.Mem() && p.Areas.Mem() && p.Refused.Mem()
// @ requires p.Frames.Mem() && p.Virtual.Mem() && p.Children.Mem() && p.Objects.Mem()
// @ requires acc(&p.State) && acc(&p.Generation) && acc(&p.Name) && acc(&p.Registers) && acc(&p.CapSet) && acc(&p.Payer) && acc(&p.Session)
// @ requires acc(&p.Fresh) && acc(&p.WaitFor) && acc(&p.Handled) && acc(&p.Waiter) && acc(&p.Status)
// @ requires b.Valid()
// @ ensures  p.Mem() && p.Space.Mem() && p.Ring.Mem() && p.Areas.Mem() && p.Refused.Mem()
// @ ensures  p.Frames.Mem() && p.Virtual.Mem() && p.Children.Mem() && p.Objects.Mem()
// @ ensures  acc(&p.State) && acc(&p.Generation) && acc(&p.Name) && acc(&p.Registers) && acc(&p.CapSet) && acc(&p.Payer) && acc(&p.Session)
// @ ensures  acc(&p.Fresh) && acc(&p.WaitFor) && acc(&p.Handled) && acc(&p.Waiter) && acc(&p.Status)
// @ ensures  IsNew(p.View(), b) && p.State == Starting && p.Generation == old(p.Generation) && p.Name == n && p.Fresh
// @ ensures  !p.Handled && p.Waiter == Waiter{} && p.Status == Status{} && p.Payer == 0 && p.Session == 0 && p.CapSet == memory.NoFrame
// @ ensures  p.Registers == trap.Registers{} && p.WaitFor == 0
// @ ensures  p.Frames.InUse() == 0 && p.Frames.Most() == int(b.Frames) && p.Virtual.InUse() == 0 && p.Virtual.Most() == int(b.Virtual)
// @ ensures  p.Children.InUse() == 0 && p.Children.Most() == int(b.Processes) && p.Objects.InUse() == 0 && p.Objects.Most() == int(b.Objects)
// @ ensures  p.Space.Top() == memory.NoFrame && p.Space.Whose() == frame.Unmanaged && p.Space.Forgot() && p.Ring.View() === ring.Unused()
// @ ensures  forall i int :: { p.Areas.View()[i] } 0 <= i && i < limits.Areas ==> p.Areas.View()[i].Kind == area.None
// @ ensures  p.Refused.View().Tokens == 0 && p.Refused.View().Total == 0
// @ decreases

// Open makes the vacant place p a starting process with empty ledgers, whose limits are b's. Precondition: b.Fits().
func (p *Process) Open(n name.Name, b Budget) {
	// @ unfold p.Mem()
	// @ unfold p.caps.Mem()
	// @ unfold p.capUnits.Mem()
	// @ unfold p.owed.Mem()
	// @ unfold p.Space.Mem()
	// @ unfold p.Ring.Mem()
	// @ unfold p.Ring.at.Mem()
	// @ unfold p.Areas.Mem()
	// @ unfold p.Refused.Mem()
	// @ unfold p.Frames.Mem()
	// @ unfold p.Virtual.Mem()
	// @ unfold p.Children.Mem()
	// @ unfold p.Objects.Mem()
	p.State = Starting
	p.Name = n
	p.Space = aspace.Space{}
	p.Ring = ring.Ring{}
	p.Registers = trap.Registers{}
	p.CapSet = memory.NoFrame
	p.Fresh = true
	p.WaitFor = 0
	p.Handled = false
	p.Waiter = Waiter{}
	p.Status = Status{}
	p.Frames.Reset(b.Frames)
	p.Virtual.Reset(b.Virtual)
	p.Children.Reset(b.Processes)
	p.Objects.Reset(b.Objects)
	p.Areas = area.Table{}
	p.Refused = lograte.Meter{}
	p.Payer = 0
	p.Session = 0
	p.caps.Reset()
	p.capUnits.Reset(b.Caps)
	p.calls = [limits.OutstandingCalls]Call{}
	p.spot = 0
	p.owed.Reset(b.Calls)
	// @ NoneOpen(seq(p.calls), limits.OutstandingCalls)
	// @ fold p.Mem()
	// @ p.Space.ZeroIsNone()
	// @ p.Ring.ZeroIsUnused()
	// @ p.Areas.ZeroIsEmpty()
	// @ p.Refused.ZeroIsEmpty()
}

// @ requires p.Mem() && p.Space.Mem() && p.Ring.Mem() && p.Areas.Mem() && p.Refused.Mem()
// @ requires p.Frames.Mem() && p.Virtual.Mem() && p.Children.Mem() && p.Objects.Mem()
// @ requires acc(&p.State) && acc(&p.Generation) && acc(&p.Name) && acc(&p.Registers) && acc(&p.CapSet) && acc(&p.Payer) && acc(&p.Session)
// @ requires acc(&p.Fresh) && acc(&p.WaitFor) && acc(&p.Handled) && acc(&p.Waiter) && acc(&p.Status)
// @ requires 0 <= p.Generation && p.Generation <= lastGeneration
// @ ensures  p.Mem() && p.Space.Mem() && p.Ring.Mem() && p.Areas.Mem() && p.Refused.Mem()
// @ ensures  p.Frames.Mem() && p.Virtual.Mem() && p.Children.Mem() && p.Objects.Mem()
// @ ensures  acc(&p.State) && acc(&p.Generation) && acc(&p.Name) && acc(&p.Registers) && acc(&p.CapSet) && acc(&p.Payer) && acc(&p.Session)
// @ ensures  acc(&p.Fresh) && acc(&p.WaitFor) && acc(&p.Handled) && acc(&p.Waiter) && acc(&p.Status)
// @ ensures  old(p.Generation) == lastGeneration ==> p.State == Retired && p.Generation == lastGeneration
// @ ensures  old(p.Generation) != lastGeneration ==>
// @ 	p.State == Vacant && p.Generation == old(p.Generation) + 1
// @ ensures  captable.Empty(p.View().Caps) && p.View().CapsMost == 0 && p.View().CallsMost == 0 && !p.Handled && p.Waiter == Waiter{}
// @ ensures  p.Name == name.Name{} && p.Payer == 0 && p.Session == 0 && p.CapSet == memory.NoFrame
// @ ensures  p.Frames.Most() == 0 && p.Virtual.Most() == 0 && p.Children.Most() == 0 && p.Objects.Most() == 0
// @ ensures  p.Space.Top() == memory.NoFrame && p.Space.Whose() == frame.Unmanaged && p.Space.Forgot() && p.Ring.View() === ring.Unused()
// @ decreases

// Vacate makes place p vacant, with the next generation. Precondition: nothing is held or owed any more.
func (p *Process) Vacate() {
	// @ unfold p.Mem()
	// @ unfold p.caps.Mem()
	// @ unfold p.capUnits.Mem()
	// @ unfold p.owed.Mem()
	// @ unfold p.Space.Mem()
	// @ unfold p.Ring.Mem()
	// @ unfold p.Ring.at.Mem()
	// @ unfold p.Areas.Mem()
	// @ unfold p.Refused.Mem()
	// @ unfold p.Frames.Mem()
	// @ unfold p.Virtual.Mem()
	// @ unfold p.Children.Mem()
	// @ unfold p.Objects.Mem()
	gen := p.Generation
	*p = Process{}
	// @ p.ZeroIsVacant()
	if gen == lastGeneration {
		p.State = Retired
		p.Generation = gen
		return
	}
	p.Generation = gen + 1
}

// @ preserves acc(&p.State, 1/2)
// @ ensures   ok == (p.State == Ready || p.State == Waiting)
// @ decreases

// Live says that p is a process that can still act.
func (p *Process) Live() (ok bool) {
	return p.State == Ready || p.State == Waiting
}

// @ preserves acc(p.Mem(), 1/2)
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == captable.Names(p.View().Caps, id, captable.Live)
// @ ensures   h == (ok ? p.View().Caps.Slots[int(id) % captable.Slots].Hold : captable.Hold{})
// @ decreases

// Lookup answers what id names in p's table. Invariant: CAP-1.
func (p *Process) Lookup(id abi.CapID) (h captable.Hold, ok bool) {
	// @ unfold acc(p.Mem(), 1/2)
	// @ defer fold acc(p.Mem(), 1/2)
	return p.caps.Lookup(id)
}

// @ preserves acc(p.Mem(), 1/2) && acc(h)
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == (captable.Names(p.View().Caps, id, captable.Live) && p.View().Caps.Slots[int(id) % captable.Slots].Hold.Interface == iface)
// @ ensures   *h == (ok ? p.View().Caps.Slots[int(id) % captable.Slots].Hold : old(*h))
// @ decreases

// Callable makes h what a call on id, which states interface iface, is for. It fails, and leaves h as it was, when id names nothing live of
// that interface. Invariants: CAP-1, CAP-2.
func (p *Process) Callable(id abi.CapID, iface uint64, h *captable.Hold) (ok bool) {
	// @ unfold acc(p.Mem(), 1/2)
	// @ defer fold acc(p.Mem(), 1/2)
	return p.caps.Find(id, iface, h)
}

// @ preserves acc(p.Mem(), 1/2)
// @ requires  0 <= n
// @ ensures   ok == (int(n) <= p.View().CapsMost - p.View().CapsUsed && int(n) <= captable.Room(p.View().Caps))
// @ decreases

// CanGrant says that n more capabilities fit, and that p can pay for them: the next n Grants succeed.
func (p *Process) CanGrant(n uint32) (ok bool) {
	// @ unfold acc(p.Mem(), 1/2)
	// @ defer fold acc(p.Mem(), 1/2)
	return n <= p.capUnits.Limit()-p.capUnits.Used() && n <= p.caps.Room()
}

// @ preserves p.Mem()
// @ ensures   ok == (old(p.View()).CapsUsed < old(p.View()).CapsMost && captable.Room(old(p.View()).Caps) > 0)
// @ ensures   ok ==> captable.Inserted(old(p.View()).Caps, p.View().Caps, id, h) && p.View().CapsUsed == old(p.View()).CapsUsed + 1
// @ ensures   !ok ==> id == 0 && p.View() === old(p.View())
// @ ensures   SameCalls(old(p.View()), p.View())
// @ ensures   captable.Later(old(p.View()).Caps, p.View().Caps)
// @ decreases

// Grant stores h and pays for it. It fails, and changes nothing, when p cannot have more. Invariant: CAP-4.
func (p *Process) Grant(h captable.Hold) (id abi.CapID, ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	if !p.capUnits.Take(1) {
		return 0, false
	}
	// @ ghost a := p.caps.View()
	id, ok = p.caps.Insert(h)
	if !ok {
		p.capUnits.Give(1)
		return 0, false
	}
	// @ captable.HeldAt(a.Slots, int(id) % captable.Slots, captable.Slot{captable.Live, uint32(id) / captable.Slots, h}, captable.Slots)
	return id, true
}

// @ preserves p.Mem()
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == captable.Names(old(p.View()).Caps, id, captable.Live)
// @ ensures   h == (ok ? old(p.View()).Caps.Slots[int(id) % captable.Slots].Hold : captable.Hold{})
// @ ensures   ok ==> captable.Vacated(old(p.View()).Caps, p.View().Caps, int(id) % captable.Slots) && p.View().CapsUsed == old(p.View()).CapsUsed - 1
// @ ensures   !ok ==> p.View() === old(p.View())
// @ ensures   SameCalls(old(p.View()), p.View())
// @ ensures   captable.Later(old(p.View()).Caps, p.View().Caps)
// @ decreases

// Drop gives up what id names and its unit, and answers what it was.
func (p *Process) Drop(id abi.CapID) (h captable.Hold, ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	// @ ghost a := p.caps.View()
	h, ok = p.caps.Release(id)
	if ok {
		// @ captable.HeldAt(a.Slots, int(id) % captable.Slots, captable.Emptied(a.Slots[int(id) % captable.Slots]), captable.Slots)
		p.capUnits.Give(1)
	}
	return h, ok
}

// @ preserves acc(p.Mem(), 1/2)
// @ requires  0 <= i && i < captable.Slots
// @ ensures   ok == (p.View().Caps.Slots[int(i)].State == captable.Live)
// @ ensures   ok ==> 0 <= id && int(id) % captable.Slots == int(i) && captable.Names(p.View().Caps, id, captable.Live)
// @ decreases

// CapAt answers the id of slot i's capability, if there is one. Precondition: i < captable.Slots.
func (p *Process) CapAt(i uint32) (id abi.CapID, ok bool) {
	// @ unfold acc(p.Mem(), 1/2)
	// @ defer fold acc(p.Mem(), 1/2)
	return p.caps.At(i)
}

// @ preserves acc(p.Mem(), 1/2)
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == captable.Names(p.View().Caps, id, captable.Live)
// @ ensures   ok ==> kind == p.View().Caps.Slots[int(id) % captable.Slots].Hold.Kind && index == p.View().Caps.Slots[int(id) % captable.Slots].Hold.Index
// @ ensures   !ok ==> kind == 0 && index == 0
// @ decreases

// Object answers which object what id names in p's table is of. Invariant: CAP-1.
func (p *Process) Object(id abi.CapID) (kind, index uint32, ok bool) {
	// @ unfold acc(p.Mem(), 1/2)
	// @ defer fold acc(p.Mem(), 1/2)
	return p.caps.Object(id)
}

// @ preserves acc(p.Mem(), 1/2)
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == captable.Names(p.View().Caps, id, captable.Live)
// @ ensures   w == (ok ? p.View().Caps.Slots[int(id) % captable.Slots].Hold.Travel : captable.Stays)
// @ decreases

// Travel answers how what id names can leave p's table. Invariant: CAP-6.
func (p *Process) Travel(id abi.CapID) (w captable.Travel, ok bool) {
	// @ unfold acc(p.Mem(), 1/2)
	// @ defer fold acc(p.Mem(), 1/2)
	return p.caps.Travel(id)
}

// @ preserves acc(p.Mem(), 1/2)
// @ requires  0 <= i && i < captable.Slots
// @ ensures   kind == p.View().Caps.Slots[int(i)].Hold.Kind && index == p.View().Caps.Slots[int(i)].Hold.Index
// @ decreases

// ObjectAt answers which object the hold in slot i is of, whatever its state. Precondition: i < captable.Slots.
func (p *Process) ObjectAt(i uint32) (kind, index uint32) {
	// @ unfold acc(p.Mem(), 1/2)
	// @ defer fold acc(p.Mem(), 1/2)
	return p.caps.ObjectAt(i)
}

// @ preserves acc(p.Mem(), 1/2)
// @ requires  0 <= i && i < captable.Slots
// @ ensures   s == p.View().Caps.Slots[int(i)]
// @ decreases

// SlotAt answers slot i as it is, for the monitor. Precondition: i < captable.Slots.
func (p *Process) SlotAt(i uint32) (s captable.Slot) {
	// @ unfold acc(p.Mem(), 1/2)
	// @ defer fold acc(p.Mem(), 1/2)
	return p.caps.Peek(i)
}

// @ preserves acc(p.Mem(), 1/2)
// @ ensures   int(used) == p.View().CapsUsed && int(limit) == p.View().CapsMost
// @ decreases

// Slots answers how many capabilities p has, reserved ones included, and how many it may have.
func (p *Process) Slots() (used, limit uint32) {
	// @ unfold acc(p.Mem(), 1/2)
	// @ defer fold acc(p.Mem(), 1/2)
	return p.capUnits.Used(), p.capUnits.Limit()
}

// @ preserves acc(p.Mem(), 1/2)
// @ ensures   int(used) == p.View().CallsUsed && int(limit) == p.View().CallsMost
// @ decreases

// Calls answers how many calls of p wait for completion, and how many may.
func (p *Process) Calls() (used, limit uint32) {
	// @ unfold acc(p.Mem(), 1/2)
	// @ defer fold acc(p.Mem(), 1/2)
	return p.owed.Used(), p.owed.Limit()
}

// @ preserves p.Mem()
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == captable.Names(old(p.View()).Caps, id, captable.Live)
// @ ensures   ok ==> p.View().Caps === captable.Marked(old(p.View()).Caps, int(id) % captable.Slots, captable.Reserved)
// @ ensures   !ok ==> p.View() === old(p.View())
// @ ensures   SameCalls(old(p.View()), p.View()) && p.View().CapsUsed == old(p.View()).CapsUsed
// @ ensures   captable.Later(old(p.View()).Caps, p.View().Caps)
// @ decreases

// Reserve takes the capability id out of use until Restore or Commit.
func (p *Process) Reserve(id abi.CapID) (ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	// @ ghost a := p.caps.View()
	ok = p.caps.Reserve(id)
	// @ ghost if ok {
	// @ 	captable.HeldAt(a.Slots, int(id) % captable.Slots, p.caps.View().Slots[int(id) % captable.Slots], captable.Slots)
	// @ }
	return ok
}

// @ preserves p.Mem()
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == captable.Names(old(p.View()).Caps, id, captable.Reserved)
// @ ensures   ok ==> p.View().Caps === captable.Marked(old(p.View()).Caps, int(id) % captable.Slots, captable.Live)
// @ ensures   !ok ==> p.View() === old(p.View())
// @ ensures   SameCalls(old(p.View()), p.View()) && p.View().CapsUsed == old(p.View()).CapsUsed
// @ ensures   captable.Later(old(p.View()).Caps, p.View().Caps)
// @ decreases

// Restore ends a reservation; the capability is as before.
func (p *Process) Restore(id abi.CapID) (ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	// @ ghost a := p.caps.View()
	ok = p.caps.Restore(id)
	// @ ghost if ok {
	// @ 	captable.HeldAt(a.Slots, int(id) % captable.Slots, p.caps.View().Slots[int(id) % captable.Slots], captable.Slots)
	// @ }
	return ok
}

// @ preserves p.Mem()
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == captable.Names(old(p.View()).Caps, id, captable.Reserved)
// @ ensures   h == (ok ? old(p.View()).Caps.Slots[int(id) % captable.Slots].Hold : captable.Hold{})
// @ ensures   ok ==> captable.Vacated(old(p.View()).Caps, p.View().Caps, int(id) % captable.Slots) && p.View().CapsUsed == old(p.View()).CapsUsed - 1
// @ ensures   !ok ==> p.View() === old(p.View())
// @ ensures   SameCalls(old(p.View()), p.View())
// @ ensures   captable.Later(old(p.View()).Caps, p.View().Caps)
// @ decreases

// Commit ends a reservation, and answers the capability, which is gone from p; its unit comes back.
func (p *Process) Commit(id abi.CapID) (h captable.Hold, ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	// @ ghost a := p.caps.View()
	h, ok = p.caps.Commit(id)
	if ok {
		// @ captable.HeldAt(a.Slots, int(id) % captable.Slots, captable.Emptied(a.Slots[int(id) % captable.Slots]), captable.Slots)
		p.capUnits.Give(1)
	}
	return h, ok
}

// @ preserves acc(p.Mem(), 1/2) && acc(p.Frames.Mem(), 1/2) && acc(p.Virtual.Mem(), 1/2)
// @ preserves acc(p.Children.Mem(), 1/2) && acc(p.Objects.Mem(), 1/2)
// @ ensures   ok == (p.View().CapsUsed == 0 && p.View().CallsUsed == 0 && p.Frames.InUse() == 0 && p.Virtual.InUse() == 0 &&
// @ 	p.Children.InUse() == 0 && p.Objects.InUse() == 0)
// @ decreases

// Settled says that every unit of every ledger came back. Invariant: LG-3.
func (p *Process) Settled() (ok bool) {
	// @ unfold acc(p.Mem(), 1/2)
	// @ defer fold acc(p.Mem(), 1/2)
	return p.capUnits.Used() == 0 && p.owed.Used() == 0 && p.Frames.Used() == 0 && p.Virtual.Used() == 0 &&
		p.Children.Used() == 0 && p.Objects.Used() == 0
}
