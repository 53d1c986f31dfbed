package sys

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/area"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/process"
	"warrant/kernel/core/trap"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/name"
)

// picture is the kernel's processes, and perhaps all memory, before an event.
type picture struct {
	procs  [limits.Processes]process.Process
	owners []frame.Owner
	ram    []byte // nil when memory is not compared this time
}

func (s *picture) take(m *machine, memoryToo bool) {
	s.procs = m.k.procs
	s.ram = s.ram[:0]
	if !memoryToo {
		return
	}
	s.ram = append(s.ram, m.ram...)
	s.owners = s.owners[:0]
	for f := range len(m.ram) / abi.PageSize {
		s.owners = append(s.owners, m.k.frames.Owner(memory.Frame(f)))
	}
}

// compare answers what an event of process p changed that it may not change, given the picture before. The theorems are stated of a
// machine that goes on: after the end of init everything ends. Theorems: TH-3 integrity, TH-4 confinement.
func (s *picture) compare(m *machine, p uint32) error {
	now := &m.k.procs
	ended := now[p].Generation != s.procs[p].Generation || !now[p].Live()
	if err := s.compareRegisters(now, p, ended); err != nil {
		return err
	}
	reach := s.reached(m, p)
	started := map[uint32]bool{}
	for q := range uint32(limits.Processes) {
		was, is := &s.procs[q], &now[q]
		if q == p || *was == *is {
			continue
		}
		mine := false // an actor held the handle of q
		for a := range reach.actors {
			mine = mine || holdsHandle(&s.procs[a], q, was.Generation)
		}
		switch {
		case was.State == process.Vacant, mine && was.State == process.Ended && is.Generation != was.Generation:
			// p has spawned, or tried to; the place was free, or p has just given up the handle of what had ended there
			started[q] = is.Live()
			if !is.Live() && is.State != process.Vacant && is.State != process.Retired && is.State != process.Ended {
				return fmt.Errorf("an event of process %d leaves place %d as %s", p, q, describe(is))
			}
		case mine && was.Live() && (!is.Live() || is.Generation != was.Generation):
			started[q] = is.Live() // p has killed its child, and perhaps started another in its place
		case reach.peers[q]:
			if err := onlyPeer(was, is, q); err != nil {
				return err
			}
		case mine, was.Waiter.Present && was.Waiter.Process == p: // p's child
			if err := onlyFamily(was, is, q); err != nil {
				return err
			}
		case reach.told[q]: // the end of p, or of its child
			if !sameHolds(was, is) || was.Space.Root() != is.Space.Root() {
				return fmt.Errorf("the end of process %d gave or took something of process %d, which waited for it", p, q)
			}
		case reach.kin[q]:
			if err := onlyBudget(was, is, q); err != nil {
				return err
			}
		default:
			return fmt.Errorf("an event of process %d changed process %d, which it had nothing to do with:\n%s\n%s", p, q, describe(was), describe(is))
		}
	}
	if err := s.compareHolds(now, p, started, reach); err != nil {
		return err
	}
	if len(s.ram) == 0 {
		return nil
	}
	return s.compareMemory(m, p, started, reach)
}

// reach is whom an event of a process can concern, by the capabilities that the process had before it.
type reach struct {
	actors map[uint32]bool // the process, and the children that it has killed
	peers  map[uint32]bool // who waits at an object that an actor could use, owns it, or maps it
	told   map[uint32]bool // who waited for the end of an actor
	kin    map[uint32]bool // who pays for an actor, and who an actor paid for
}

// reached answers whom the event of process p could concern.
func (s *picture) reached(m *machine, p uint32) reach {
	r := reach{map[uint32]bool{p: true}, map[uint32]bool{}, map[uint32]bool{}, map[uint32]bool{}}
	for q := range uint32(limits.Processes) {
		was, is := &s.procs[q], &m.k.procs[q]
		if was.Live() && (!is.Live() || is.Generation != was.Generation) && holdsHandle(&s.procs[p], q, was.Generation) {
			r.actors[q] = true
		}
	}
	objects := map[wait]bool{}
	for a := range r.actors {
		was := &s.procs[a]
		if was.Waiter.Present {
			r.told[was.Waiter.Process] = true
		}
		r.kin[was.Payer] = true
		for h := range holds(was) {
			for _, w := range waitsAt(h) {
				objects[w] = true
			}
		}
		for i := range uint32(limits.OutstandingCalls) {
			c := was.Owed(i) // an actor's own calls wait at objects whose capability it may have given up
			if c.Awaits == process.Receiver || c.Awaits == process.Return {
				objects[wait{process.Message, c.Target}] = true
			}
		}
	}
	for q := range uint32(limits.Processes) {
		was := &s.procs[q]
		r.kin[q] = r.kin[q] || was.Live() && r.actors[was.Payer]
		for h := range holds(was) {
			for _, w := range waitsAt(h) {
				if h.Travel == captable.Moves && objects[w] {
					r.peers[q] = true
				}
			}
		}
		for i := range uint32(limits.OutstandingCalls) {
			if c := was.Owed(i); objects[wait{c.Awaits, c.Target}] {
				r.peers[q] = true
			}
		}
		for i := range uint32(limits.Areas) {
			if a := was.Areas.At(i); a.Kind == area.Object && objects[wait{process.Wake, a.Object}] {
				r.peers[q] = true
			}
		}
	}
	return r
}

// waitsAt answers what calls can wait for at the object that h names.
func waitsAt(h captable.Hold) []wait {
	switch h.Kind {
	case object.Endpoint:
		return []wait{{process.Message, h.Index}, {process.Receiver, h.Index}, {process.Return, h.Index}}
	case object.Facet:
		return []wait{{process.Message, h.Index / limits.Facets}}
	case object.Notification, object.Signal:
		return []wait{{process.Signal, h.Index}}
	case object.MemoryObject, object.MemoryView, object.MemoryReader:
		return []wait{{process.Wake, h.Index}}
	}
	return nil
}

// onlyPeer: of a peer an event changes what it holds, waits for and has mapped, its ring, and what cap_enter answers; never what it is.
func onlyPeer(was, is *process.Process, q uint32) error {
	before, after := was.Registers, is.Registers
	before.RAX, after.RAX = 0, 0
	if !is.Live() || was.Generation != is.Generation || was.Name != is.Name || was.Space.Root() != is.Space.Root() || before != after ||
		was.Session != is.Session || was.Fresh != is.Fresh || was.Status != is.Status || was.Refused != is.Refused {
		return fmt.Errorf("process %d was changed by its peer:\n%s\n%s", q, describe(was), describe(is))
	}
	return nil
}

// onlyBudget: of its kin the end of a process changes what its budget pays for, and who pays.
func onlyBudget(was, is *process.Process, q uint32) error {
	after := *is
	after.Frames, after.Objects, after.Children, after.Payer, after.Handled = was.Frames, was.Objects, was.Children, was.Payer, was.Handled
	after.Waiter = was.Waiter
	if *was != after {
		return fmt.Errorf("process %d was changed by its kin:\n%s\n%s", q, describe(was), describe(is))
	}
	return nil
}

// compareRegisters: a system call answers in RAX and leaves every other register.
func (s *picture) compareRegisters(now *[limits.Processes]process.Process, p uint32, ended bool) error {
	if ended {
		return nil
	}
	was, is := s.procs[p].Registers, now[p].Registers
	was.RAX, is.RAX = 0, 0
	if was != is {
		return fmt.Errorf("an event of process %d changed its registers from %+v to %+v", p, was, is)
	}
	return nil
}

// describe answers the short part of a process.
func describe(proc *process.Process) string {
	return fmt.Sprintf("state %d, generation %d, root %d, ring %+v, handled %v, %+v, %+v, %d capabilities", proc.State, proc.Generation, proc.Space.Root(),
		positionsOf(&proc.Ring), proc.Handled, proc.Waiter, proc.Status, len(holds(proc)))
}

func holdsHandle(proc *process.Process, child, generation uint32) bool {
	for i := range uint32(captable.Slots) {
		if id, ok := proc.CapAt(i); ok {
			if h, _ := proc.Lookup(id); h.Kind == object.ProcessHandle && h.Index == child && h.Epoch == generation {
				return true
			}
		}
	}
	return false
}

// onlyFamily: of its child a process changes who holds the handle and who waits.
func onlyFamily(was, is *process.Process, q uint32) error {
	before, after := *was, *is
	before.Handled, before.Waiter, after.Handled, after.Waiter = false, process.Waiter{}, false, process.Waiter{}
	after.Payer = before.Payer
	if before != after {
		return fmt.Errorf("process %d was changed by its parent:\n%s\n%s", q, describe(was), describe(is))
	}
	return nil
}

// holds answers what a process holds, with what is about to move, and how often; how it came to it does not count.
func holds(proc *process.Process) map[captable.Hold]int {
	all := map[captable.Hold]int{}
	for i := range uint32(captable.Slots) {
		if s := proc.SlotAt(i); s.State == captable.Live || s.State == captable.Reserved {
			h := s.Hold
			h.Origin = 0
			all[h]++
		}
	}
	return all
}

func sameHolds(a, b *process.Process) bool {
	for i := range uint32(captable.Slots) {
		idA, okA := a.CapAt(i)
		idB, okB := b.CapAt(i)
		if okA != okB || idA != idB {
			return false
		}
	}
	return true
}

// compareHolds: who has something new has it from the kernel, which made it on p's request, or from p or a peer, who had it before and may
// give it. Theorems: TH-4, TH-7. Invariant: CAP-7
func (s *picture) compareHolds(now *[limits.Processes]process.Process, p uint32, started map[uint32]bool, r reach) error {
	had, peers := holds(&s.procs[p]), map[captable.Hold]int{}
	sends := false // p can send to itself, and so have two of what it had one of
	for h := range had {
		sends = sends || h.Kind == object.Endpoint || h.Kind == object.ObjectMaker
	}
	for q := range r.peers {
		for h := range holds(&s.procs[q]) {
			had[h]++
			if q != p {
				peers[h]++
			}
		}
	}
	for q := range uint32(limits.Processes) {
		before := holds(&s.procs[q])
		if started[q] {
			before = nil
		}
		for h, n := range holds(&now[q]) {
			switch {
			case n <= before[h]:
			case q == p && (h.Kind == object.ProcessHandle && started[h.Index] && h.Epoch == now[h.Index].Generation || made(had, h)):
			case q == p && h.Kind != object.ProcessHandle && (peers[h] > 0 || sends && had[h] > 0):
			case q != p && (started[q] || r.peers[q]) && h.Kind != object.ProcessHandle && (had[h] > 0 || made(had, h)):
			default:
				return fmt.Errorf("in an event of process %d, process %d came to what nobody gave it, or could give: %+v", p, q, h)
			}
		}
	}
	return nil
}

// made says that somebody who had the holds could have the kernel make h in one event.
func made(had map[captable.Hold]int, h captable.Hold) bool {
	for maker := range had {
		switch h.Kind {
		case object.Endpoint, object.Notification:
			if maker.Kind == object.ObjectMaker {
				return true
			}
		case object.MemoryObject:
			if maker.Kind == object.FrameAllocator {
				return true
			}
		case object.Facet:
			if maker.Kind == object.ObjectMaker || maker.Kind == object.Endpoint && maker.Index == h.Index/limits.Facets {
				return true
			}
		case object.Signal:
			if maker.Kind == object.ObjectMaker || maker.Kind == object.Notification && maker.Index == h.Index {
				return true
			}
		case object.MemoryView, object.MemoryReader:
			if maker.Kind == object.FrameAllocator || maker.Kind == object.MemoryObject && maker.Index == h.Index {
				return true
			}
		}
	}
	return false
}

// compareMemory: frames of p, of its peers, of who is told of an end, of memory objects, and frames that were free may change; nothing else.
func (s *picture) compareMemory(m *machine, p uint32, started map[uint32]bool, r reach) error {
	mine := func(owner frame.Owner) bool {
		if owner >= frame.OwnerOfObject(0) {
			return true
		}
		for _, set := range []map[uint32]bool{r.actors, r.peers, r.told} {
			for q := range set {
				if owner == frame.OwnerOf(q) {
					return true
				}
			}
		}
		return false
	}
	for f, owner := range s.owners {
		at := f * abi.PageSize
		if owner != frame.Free && !mine(owner) && !bytes.Equal(s.ram[at:at+abi.PageSize], m.ram[at:at+abi.PageSize]) {
			return fmt.Errorf("an event of process %d changed frame %d of owner %d", p, f, owner)
		}
	}
	for f, owner := range s.owners {
		is := m.k.frames.Owner(memory.Frame(f))
		fine := is == owner || (owner == frame.Free || mine(owner)) && (is == frame.Free || mine(is))
		for q := range started {
			fine = fine || (owner == frame.Free || mine(owner)) && is == frame.OwnerOf(q)
		}
		if !fine {
			return fmt.Errorf("an event of process %d gave frame %d of owner %d to %d", p, f, owner, is)
		}
	}
	return nil
}

// handleCompared is handle with a picture of the kernel before it.
func (m *machine) handleCompared(s *picture, p uint32, e trap.Event, memoryToo bool) {
	m.t.Helper()
	s.take(m, memoryToo)
	m.handle(p, e)
	if m.k.rootEnded {
		return
	}
	if err := s.compare(m, p); err != nil {
		m.t.Fatal(err)
	}
}

// The comparison says no: each row is something that an event of process 1 must not do, done behind the kernel's back.
func TestIntegrityChecker(t *testing.T) {
	const caller, other, vacant = 1, 2, 3
	for _, tt := range []struct {
		name  string
		spoil func(*machine)
		says  string
	}{
		{"nothing", func(*machine) {}, ""},
		{"its own memory", func(m *machine) { m.user(caller).write(abi.StackBase, []byte("x")) }, ""},
		{"a register", func(m *machine) { m.k.Registers(caller).RBX++ }, "changed its registers"},
		{"a register of another", func(m *machine) { m.k.Registers(other).RAX++ }, "nothing to do with"},
		{"a capability of another", func(m *machine) { m.k.procs[other].Drop(0) }, "nothing to do with"},
		{"a completion of another", func(m *machine) { m.k.post(other, 0, abi.CodeOK, 0) }, "nothing to do with"},
		{"a capability out of nothing", func(m *machine) {
			m.k.procs[caller].Grant(captable.Hold{Interface: capos.TimerID, Kind: object.Timer, Travel: captable.Copies})
		}, "came to what nobody gave"},
		{"a copy of its own capability", func(m *machine) {
			h, _ := m.k.procs[caller].Lookup(0)
			m.k.procs[caller].Grant(h)
		}, "came to what nobody gave"},
		{"a child with more than its parent had", func(m *machine) {
			m.k.procs[vacant].Open(name.Of("child"), process.Budget{Caps: 1})
			m.k.procs[vacant].State = process.Ready
			m.k.procs[vacant].Grant(captable.Hold{Interface: capos.TimerID, Kind: object.Timer, Travel: captable.Copies})
		}, "came to what nobody gave"},
		{"memory of another", func(m *machine) { m.user(other).write(abi.StackBase, []byte("x")) }, "changed frame"},
		{"the boot module", func(m *machine) { m.ram[m.info.Manifest]++ }, "changed frame"},
		{"the kernel's root", func(m *machine) { m.ram[kernelRoot*abi.PageSize]++ }, "changed frame"},
		{"a frame for another", func(m *machine) { m.k.frames.Take(frame.OwnerOf(other)) }, "gave frame"},
		{"a frame of another", func(m *machine) {
			m.k.frames.Give(m.k.procs[other].Space.Root(), frame.OwnerOf(other))
		}, "gave frame"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := boot(t)
			u := m.user(0)
			console := give{"out", consoleCap, capos.ConsoleID, false}
			u.spawn("caller", console)
			u.spawn("other", console)
			m.run(caller)
			var s picture
			s.take(m, true)
			tt.spoil(m)
			err := s.compare(m, caller)
			if tt.says == "" {
				if err != nil {
					t.Errorf("what is allowed is refused: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("the comparison says %v, want %q", err, tt.says)
			}
		})
	}
}
