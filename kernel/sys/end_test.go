package sys

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/process"
	"warrant/kernel/core/trap"
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// status reads the results of a wait.
func (u *user) status(c completion) string {
	u.m.t.Helper()
	if c.code <= 0 {
		u.m.t.Fatalf("wait: %+v %s", c, u.exception(c))
	}
	r, e := capos.ReadProcessHandleWaitResults(u.result(int(c.code)))
	if e != wire.OK {
		u.m.t.Fatal(e)
	}
	s, _ := r.Status()
	switch s.Which() {
	case capos.ProcessStatusWhichExited:
		if s.Exited() == math.MinInt64 {
			return "exited with the least code"
		}
		return "exited " + map[bool]string{true: "well", false: "badly"}[s.Exited() == 0]
	case capos.ProcessStatusWhichFaulted:
		f, _ := s.Faulted()
		if f.Vector() == 14 && f.ErrorCode() == 7 && f.Instruction() == 0x200123 && f.Address() == 0xffff800000001000 {
			return "faulted as it did"
		}
		return "faulted otherwise"
	}
	return s.Which().String()
}

func (u *user) waiting(handle abi.CapID) entry {
	return u.calling(handle, capos.ProcessHandleID, 0, none(u.m.t))
}

// Each way to end, seen by a parent that waits before and by one that asks afterwards. Invariants: AS-2, LG-3
func TestEnds(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  func(*user)
		want string
		says string
	}{
		{"exit 0", func(u *user) { u.exit(0) }, "exited well", ""},
		{"exit 1", func(u *user) { u.exit(1) }, "exited badly", ""},
		{"exit -1", func(u *user) { u.exit(-1) }, "exited badly", ""},
		{"exit with the least code", func(u *user) { u.exit(math.MinInt64) }, "exited with the least code", ""},
		{"fault", func(u *user) {
			u.m.k.Registers(u.p).RIP = 0x200123
			u.fault(trap.Event{Vector: 14, ErrorCode: 7, Address: 0xffff800000001000})
		}, "faulted as it did", "kernel: process 1 child ended: page fault (vector 14, error 0x7) at 0x200123, address 0xffff800000001000\n"},
	} {
		for _, early := range []bool{true, false} {
			m := boot(t)
			u := m.user(0)
			free := m.k.frames.Available()
			child, handle := u.spawn("child", give{"spawner", spawnerCap, capos.ProcessSpawnerID, false}, give{"t", timerCap, capos.TimerID, false})
			child.submit(child.calling(1, capos.TimerID, uint16(capos.TimerMethodSleep), sleeping(t, 1<<40)))
			child.enter(0, abi.TimeoutPoll)
			if early {
				u.submit(u.waiting(handle))
				u.trap(abi.SysCapEnter, 1, abi.TimeoutForever)
			}
			tt.end(child)
			if m.k.frames.Available() != free {
				t.Errorf("%s: %d frames are free, before the child %d", tt.name, m.k.frames.Available(), free)
			}
			if out := m.printed(); out != tt.says {
				t.Errorf("%s: printed %q, want %q", tt.name, out, tt.says)
			}
			if !early {
				u.submit(u.waiting(handle))
				u.enter(1, abi.TimeoutForever)
			}
			m.run(0)
			all := u.completions()
			if len(all) != 1 {
				t.Fatalf("%s: completions %+v", tt.name, all)
			}
			if got := u.status(all[0]); got != tt.want {
				t.Errorf("%s, waited for early %v: %s", tt.name, early, got)
			}
			if got := u.status(u.do(u.waiting(handle))); got != tt.want { // as often as one likes
				t.Errorf("%s, asked again: %s", tt.name, got)
			}
			u.do(entry{opcode: abi.OpRelease, id: handle})
			if s := m.k.procs[child.p].State; s != process.Vacant {
				t.Errorf("%s: the place is in state %d after the handle was given up", tt.name, s)
			}
			if c := u.do(u.waiting(handle)); c.code != abi.CodeInvokeFailed {
				t.Errorf("%s: the handle that was given up answers %+v", tt.name, c)
			}
		}
	}
}

// Each exception has its name in the record.
func TestFaultRecords(t *testing.T) {
	seen := map[string]uint32{}
	for v := range uint32(32) {
		m := boot(t)
		child, _ := m.user(0).spawn("child")
		child.fault(trap.Event{Vector: v})
		out := m.printed()
		prefix, rest, _ := strings.Cut(out, " (vector ")
		if !strings.HasPrefix(prefix, "kernel: process 1 child ended: ") || rest == "" {
			t.Fatalf("vector %d prints %q", v, out)
		}
		if other, twice := seen[prefix]; twice && !strings.HasSuffix(prefix, ": exception") {
			t.Errorf("vectors %d and %d have the same name: %q", v, other, prefix)
		}
		seen[prefix] = v
	}
	if len(seen) < 14 {
		t.Errorf("only %d names", len(seen))
	}
}

// A second wait for the same process is refused, and the first one still completes. Invariant: SC-2
func TestOneWaiter(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	child, handle := u.spawn("child")
	u.submit(u.waiting(handle))
	u.enter(0, abi.TimeoutPoll)
	u.refused(u.do(u.waiting(handle)), object.AlreadyWaiting)
	child.exit(0)
	if all := u.completions(); len(all) != 1 || u.status(all[0]) != "exited well" {
		t.Errorf("completions %+v", all)
	}
}

// A handle that is given up during a wait: the wait still completes, and then nothing is left of the child.
func TestReleaseDuringWait(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	child, handle := u.spawn("child")
	u.submit(u.waiting(handle))
	u.enter(0, abi.TimeoutPoll)
	if c := u.do(entry{opcode: abi.OpRelease, id: handle}); c.code != abi.CodeOK {
		t.Fatalf("release: %+v", c)
	}
	child.exit(0)
	if all := u.completions(); len(all) != 1 || u.status(all[0]) != "exited well" {
		t.Errorf("completions %+v", all)
	}
	if s := m.k.procs[child.p].State; s != process.Vacant {
		t.Errorf("the place is in state %d", s)
	}
}

// A child whose handle was given up runs on, and its place is free when it ends.
func TestUnhandledChild(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	child, handle := u.spawn("child")
	u.do(entry{opcode: abi.OpRelease, id: handle})
	if c := child.do(entry{opcode: abi.OpNop}); c.code != abi.CodeOK {
		t.Errorf("the child is stuck: %+v", c)
	}
	child.exit(1)
	again, _ := u.spawn("again")
	if again.p != child.p || m.k.procs[again.p].Generation == 0 {
		t.Errorf("the place is not used again: %d after %d", again.p, child.p)
	}
}

// A parent that ends while it waits for a child: the child runs on, and its end tells nobody. Invariants: EP-5, LG-3
func TestParentEndsFirst(t *testing.T) {
	for _, wait := range []bool{false, true} {
		m := boot(t)
		u := m.user(0)
		parent, _ := u.spawnWithin(process.Budget{Frames: 200, Virtual: 1, Processes: 1, Caps: 8, Calls: 8}, "parent",
			give{"spawner", spawnerCap, capos.ProcessSpawnerID, false})
		c := parent.do(parent.calling(0, capos.ProcessSpawnerID, 0, spawning(t, "grandchild", "small")))
		if c.code <= 0 {
			t.Fatalf("spawn: %+v %s", c, parent.exception(c))
		}
		if wait {
			parent.submit(parent.waiting(1))
			parent.enter(0, abi.TimeoutPoll)
		}
		parent.exit(0)
		grandchild := m.user(2)
		if c := grandchild.do(entry{opcode: abi.OpNop}); c.code != abi.CodeOK {
			t.Errorf("the grandchild is stuck: %+v", c)
		}
		grandchild.exit(0)
		if s := m.k.procs[2].State; s != process.Vacant {
			t.Errorf("the place is in state %d", s)
		}
	}
}

// Nothing of a process is left in the frames that the next one gets. Invariant: FR-2
func TestFramesAreCleared(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	secret := []byte("the secret of the first child")
	for range 3 {
		child, handle := u.spawn("child")
		for _, va := range []abi.VirtAddr{dataAt, abi.StackBase, abi.StackTop - 64, abi.RingAddr + 0xd00} {
			child.write(va, secret)
		}
		child.exit(0)
		u.do(entry{opcode: abi.OpRelease, id: handle})
		next, handle := u.spawn("next")
		for _, va := range []abi.VirtAddr{codeAt, constAt, dataAt - 0x10, dataAt - 0x10 + abi.PageSize, abi.RingAddr, abi.CapSetAddr} {
			if bytes.Contains(next.read(va, abi.PageSize), secret) {
				t.Errorf("page %#x shows what was in the frame", uint64(va))
			}
		}
		if bytes.Contains(next.read(abi.StackBase, abi.StackPages*abi.PageSize), secret) {
			t.Error("the stack shows what was in the frame")
		}
		next.exit(0)
		u.do(entry{opcode: abi.OpRelease, id: handle})
	}
}

// The end of init is the end of the machine, whatever else is going on; every frame comes back. Invariants: AS-2, LG-3
func TestInitEnds(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  func(*user)
		want abi.HaltStatus
		says string
	}{
		{"exit 0", func(u *user) { u.exit(0) }, abi.HaltClean, "init exited with code 0; free frames 600, at boot 600\n"},
		{"exit 3", func(u *user) { u.exit(3) }, abi.HaltInitFailed, "init exited with code 3; free frames 600, at boot 600\n"},
		{"exit -3", func(u *user) { u.exit(-3) }, abi.HaltInitFailed, "init exited with code -3; free frames 600, at boot 600\n"},
		{"fault", func(u *user) { u.fault(trap.Event{Vector: 13}) }, abi.HaltInitFailed, "init ended by a fault; free frames 600, at boot 600\n"},
	} {
		for busy, prepare := range map[string]func(*user){
			"alone": func(*user) {},
			"with children in all states": func(u *user) {
				waits, _ := u.spawn("waits", give{"spawner", spawnerCap, capos.ProcessSpawnerID, false})
				waits.do(waits.calling(0, capos.ProcessSpawnerID, 0, spawning(t, "grandchild", "small")))
				waits.submit(waits.waiting(1))
				waits.trap(abi.SysCapEnter, 1, abi.TimeoutForever)
				sleeps, _ := u.spawn("sleeps", give{"t", timerCap, capos.TimerID, false})
				sleeps.submit(sleeps.calling(0, capos.TimerID, uint16(capos.TimerMethodSleep), sleeping(t, 1<<40)))
				sleeps.trap(abi.SysCapEnter, 1, 1<<41)
				ended, _ := u.spawn("ended")
				ended.exit(0)
				_, handle := u.spawn("runs")
				u.submit(u.waiting(handle))
				u.enter(0, abi.TimeoutPoll)
			},
		} {
			m := boot(t)
			u := m.user(0)
			prepare(u)
			m.printed()
			says := ""
			for p := range m.k.procs[1:] {
				if n := m.k.procs[1+p].Name; m.k.procs[1+p].Live() {
					says += fmt.Sprintf("kernel: process %d %s ended: init has ended\n", 1+p, n.Text())
				}
			}
			says += "kernel: halt: " + tt.says
			tt.end(u)
			if s := m.stopped(); s != tt.want {
				t.Errorf("%s, %s: status %#x, want %#x", tt.name, busy, s, tt.want)
			}
			if out := m.printed(); !strings.HasSuffix(out, says) || strings.Count(out, "\n") > strings.Count(says, "\n")+1 {
				t.Errorf("%s, %s: printed %q", tt.name, busy, out)
			}
			for p := range m.k.procs {
				if m.k.procs[p].State != process.Vacant {
					t.Errorf("%s, %s: place %d is in state %d", tt.name, busy, p, m.k.procs[p].State)
				}
			}
			if s := m.stopped(); s != tt.want {
				t.Errorf("%s, %s: the status changes to %#x", tt.name, busy, s)
			}
		}
	}
}

// A frame that does not come back is found, and no exit code hides it.
func TestAccounting(t *testing.T) {
	m := boot(t)
	m.run(0)
	m.k.idle++
	r := m.k.Registers(0)
	r.RAX, r.RDI = abi.SysExit, 0
	m.k.Handle(0, trap.Event{Kind: trap.Syscall}, m.now)
	m.k.Next(m.now)
	if d := m.k.Decision(); d.Choice != Stop || d.Status != abi.HaltAccounting {
		t.Errorf("%+v", d)
	}
}

// A ledger that does not come back to zero is found at the end of its process.
func TestUnsettled(t *testing.T) {
	m := boot(t)
	child, _ := m.user(0).spawn("child")
	m.run(child.p)
	m.k.procs[child.p].Frames.Take(1)
	m.k.Handle(child.p, trap.Event{Kind: trap.Fault, Vector: 6}, m.now)
	m.k.Next(m.now)
	if d := m.k.Decision(); d.Choice != Stop || d.Status != abi.HaltAccounting {
		t.Errorf("%+v", d)
	}
	if out := m.printed(); !strings.Contains(out, "ended with units in a ledger") {
		t.Errorf("printed %q", out)
	}
}
