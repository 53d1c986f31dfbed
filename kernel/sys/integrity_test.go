package sys

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"warrant/kernel/abi"
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
	started := map[uint32]bool{}
	for q := range uint32(limits.Processes) {
		was, is := &s.procs[q], &now[q]
		if q == p || *was == *is {
			continue
		}
		mine := holdsHandle(&s.procs[p], q, was.Generation)
		switch {
		case was.State == process.Vacant, mine && was.State == process.Ended && is.Generation != was.Generation:
			// p has spawned, or tried to; the place was free, or p has just given up the handle of what had ended there
			started[q] = is.State == process.Ready
			if is.State != process.Ready && is.State != process.Vacant && is.State != process.Retired {
				return fmt.Errorf("an event of process %d leaves place %d as %s", p, q, describe(is))
			}
		case mine, was.Waiter.Present && was.Waiter.Process == p: // p's child
			if err := onlyFamily(was, is, q); err != nil {
				return err
			}
		case ended && s.procs[p].Waiter.Present && s.procs[p].Waiter.Process == q: // p's end is told
			if !sameHolds(was, is) || was.Space != is.Space {
				return fmt.Errorf("the end of process %d gave or took something of process %d, which waited for it", p, q)
			}
		default:
			return fmt.Errorf("an event of process %d changed process %d, which it had nothing to do with:\n%s\n%s", p, q, describe(was), describe(is))
		}
	}
	if err := s.compareHolds(now, p, started); err != nil {
		return err
	}
	if len(s.ram) == 0 {
		return nil
	}
	return s.compareMemory(m, p, started, ended)
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
	return fmt.Sprintf("state %d, generation %d, %+v, ring %+v, handled %v, %+v, %+v, %d capabilities", proc.State, proc.Generation, proc.Space,
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
	if before != after {
		return fmt.Errorf("process %d was changed by its parent:\n%s\n%s", q, describe(was), describe(is))
	}
	return nil
}

func holds(proc *process.Process) map[captable.Hold]int {
	all := map[captable.Hold]int{}
	for i := range uint32(captable.Slots) {
		if id, ok := proc.CapAt(i); ok {
			h, _ := proc.Lookup(id)
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

// compareHolds: a child has nothing that its parent did not have, and the parent has nothing new but handles of its new children.
func (s *picture) compareHolds(now *[limits.Processes]process.Process, p uint32, started map[uint32]bool) error {
	before := holds(&s.procs[p])
	for h, n := range holds(&now[p]) {
		if n > before[h] && (h.Kind != object.ProcessHandle || !started[h.Index] || h.Epoch != now[h.Index].Generation) {
			return fmt.Errorf("process %d came to %+v", p, h)
		}
	}
	for q, ready := range started {
		if !ready {
			continue
		}
		for h := range holds(&now[q]) {
			if before[h] == 0 || h.Travel != captable.Copies {
				return fmt.Errorf("process %d gave process %d what it did not have, or may not give: %+v", p, q, h)
			}
		}
	}
	return nil
}

// compareMemory: p's frames, frames that were free, and those of a process that is told of p's end may change; nothing else.
func (s *picture) compareMemory(m *machine, p uint32, started map[uint32]bool, ended bool) error {
	told := limits.Processes
	if w := s.procs[p].Waiter; ended && w.Present {
		told = int(w.Process)
	}
	for f, owner := range s.owners {
		at := f * abi.PageSize
		if bytes.Equal(s.ram[at:at+abi.PageSize], m.ram[at:at+abi.PageSize]) {
			continue
		}
		if owner != frame.OwnerOf(p) && owner != frame.Free && (told == limits.Processes || owner != frame.OwnerOf(uint32(told))) {
			return fmt.Errorf("an event of process %d changed frame %d of owner %d", p, f, owner)
		}
	}
	for f, owner := range s.owners {
		is := m.k.frames.Owner(memory.Frame(f))
		if is == owner || is == frame.Free && owner == frame.OwnerOf(p) {
			continue
		}
		for q := range started {
			if started[q] && owner == frame.Free && is == frame.OwnerOf(q) {
				is = owner
			}
		}
		if is != owner {
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
		}, "came to"},
		{"a copy of its own capability", func(m *machine) {
			h, _ := m.k.procs[caller].Lookup(0)
			m.k.procs[caller].Grant(h)
		}, "came to"},
		{"a child with more than its parent had", func(m *machine) {
			m.k.procs[vacant].Open(name.Of("child"), process.Budget{})
			m.k.procs[vacant].State = process.Ready
			m.k.procs[vacant].Grant(captable.Hold{Interface: capos.TimerID, Kind: object.Timer, Travel: captable.Copies})
		}, "did not have"},
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
