package sys

import (
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/trap"
	"warrant/kernel/limits"
	"warrant/lib/capos"
)

// cap_enter answers at once when it can, and waits when it must: each condition on each side.
func TestEnter(t *testing.T) {
	for _, tt := range []struct {
		name        string
		nops        int
		minComplete uint32
		timeout     uint64
		waits       bool
	}{
		{"nothing asked for", 0, 0, abi.TimeoutForever, false},
		{"one that is there", 1, 1, abi.TimeoutForever, false},
		{"fewer than are there", 3, 1, 5, false},
		{"one that is not there, polling", 0, 1, abi.TimeoutPoll, false},
		{"one more than is there, polling", 2, 3, abi.TimeoutPoll, false},
		{"one that is not there", 0, 1, 1, true},
		{"one more than is there", 2, 3, 5, true},
		{"as many as fit", 0, abi.CQEntries, 5, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := boot(t)
			u := m.user(0)
			for range tt.nops {
				u.submit(entry{opcode: abi.OpNop})
			}
			u.trap(abi.SysCapEnter, uint64(tt.minComplete), tt.timeout)
			if tt.waits {
				if d := m.next(); d.Choice != Idle || d.Deadline != m.now+tt.timeout {
					t.Fatalf("does not wait: %+v", d)
				}
				m.now += tt.timeout - 1
				if tt.timeout > 1 && m.next().Choice != Idle {
					t.Fatal("woken too early")
				}
				m.now++
			}
			if d := m.next(); d.Choice != Run || m.k.Registers(0).RAX != uint64(tt.nops) {
				t.Errorf("%+v, RAX %d, want %d", d, m.k.Registers(0).RAX, tt.nops)
			}
		})
	}
}

// A wait for several completions ends with the last of them, not before.
func TestWaitForSeveral(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	for i, n := range []uint64{100, 200, 300} {
		e := u.calling(timerCap, capos.TimerID, uint16(capos.TimerMethodSleep), sleeping(t, n))
		e.userData = uint64(i)
		u.submit(e)
		u.enter(0, abi.TimeoutPoll)
	}
	u.trap(abi.SysCapEnter, 3, 1000)
	start := m.now
	for _, tt := range []struct {
		at    uint64
		wakes bool
	}{{start + 100, false}, {start + 200, false}, {start + 299, false}, {start + 300, true}} {
		m.now = tt.at
		if d := m.next(); (d.Choice == Run) != tt.wakes {
			t.Fatalf("at %d: %+v", tt.at-start, d)
		}
	}
	if got := m.k.Registers(0).RAX; got != 3 {
		t.Errorf("RAX is %d", got)
	}
	m.now = start + 5000 // the deadline of the wait is gone with the wait
	m.next()
	if got := m.k.Registers(0).RAX; got != 3 {
		t.Errorf("RAX is %d after the time that nobody waits for", got)
	}
}

// When every process waits and nothing is due, the machine stops with a message and does not hang.
func TestDeadlock(t *testing.T) {
	m := boot(t)
	m.user(0).trap(abi.SysCapEnter, 1, abi.TimeoutForever)
	if s := m.stopped(); s != abi.HaltInitFailed {
		t.Errorf("status %#x", s)
	}
	if out := m.printed(); out != "kernel: halt: every process waits and nothing is due\n" {
		t.Errorf("printed %q", out)
	}
}

// The process that runs keeps the processor for its quantum, then it is the next one's turn, in the order of waiting.
func TestQuantum(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	u.spawn("one")
	u.spawn("two")
	quantum := standard().quantum
	d := m.run(0)
	start := d.Deadline - quantum
	for _, tt := range []struct {
		at   uint64
		want uint32
	}{
		{start, 0}, {start + 1, 0}, {start + quantum - 1, 0},
		{start + quantum, 1}, {start + 2*quantum - 1, 1},
		{start + 2*quantum, 2},
		{start + 3*quantum + 7, 0}, {start + 4*quantum + 6, 0}, {start + 4*quantum + 7, 1},
		{start + 100*quantum, 2}, // only one is passed over however late the tick is
	} {
		m.now = tt.at
		m.handle(m.k.current, trap.Event{Kind: trap.Tick})
		if d := m.next(); d.Choice != Run || d.Process != tt.want || d.Deadline <= m.now || d.Deadline > m.now+quantum {
			t.Fatalf("at %d: %+v, want process %d", tt.at-start, d, tt.want)
		}
	}
}

// System calls do not lengthen a quantum: a process that enters all the time gives way like one that computes. Invariant: SC-3
func TestEnteringIsNoAdvantage(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	child, _ := u.spawn("child")
	m.run(0)
	for range 100 {
		r := m.k.Registers(0)
		r.RAX, r.RDI, r.RSI = abi.SysCapEnter, 0, abi.TimeoutPoll
		m.handle(0, trap.Event{Kind: trap.Syscall})
		m.now += standard().quantum / 10
		if m.next().Process == child.p {
			return
		}
	}
	t.Error("the other process never runs")
}

// A process alone keeps the processor, and its deadline is always ahead.
func TestAlone(t *testing.T) {
	m := boot(t)
	for range 5 {
		d := m.next()
		if d.Choice != Run || d.Process != 0 || d.Deadline <= m.now {
			t.Fatalf("%+v at %d", d, m.now)
		}
		m.now = d.Deadline
		m.handle(0, trap.Event{Kind: trap.Tick})
	}
}

// The processor is told to come back for the earliest deadline of another process, when it is before the end of the quantum.
func TestDeadlineOfAnother(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	u.spawn("child")
	u.submit(u.calling(timerCap, capos.TimerID, uint16(capos.TimerMethodSleep), sleeping(t, 50)))
	u.trap(abi.SysCapEnter, 1, abi.TimeoutForever)
	if d := m.next(); d.Process != 1 || d.Deadline != m.now+50 {
		t.Fatalf("%+v at %d", d, m.now)
	}
	m.now += 50
	m.handle(1, trap.Event{Kind: trap.Tick})
	if d := m.next(); d.Process != 1 {
		t.Errorf("a process that is woken takes the processor away: %+v", d)
	}
	m.run(0)
}

// Every process that can run gets its turn, within as many quanta as there are processes. Invariant: SC-3
func TestFairness(t *testing.T) {
	const children = 9
	m := bootWith(t, (children+1)*(limits.DefaultFramePages+2), standard())
	u := m.user(0)
	for range children {
		u.spawn("child")
	}
	m.run(0)
	last := map[uint32]int{}
	for turn := range 100 {
		d := m.next()
		if since := turn - last[d.Process]; last[d.Process] != 0 && since != children+1 {
			t.Fatalf("process %d runs again after %d turns", d.Process, since)
		}
		last[d.Process] = turn
		m.now = d.Deadline
		m.handle(d.Process, trap.Event{Kind: trap.Tick})
	}
	if len(last) != children+1 {
		t.Errorf("%d processes have run", len(last))
	}
}

// A new address space is announced once; the end of one flushes translations before the next process runs, once.
func TestFreshAndFlush(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	if d := m.run(0); !d.Fresh || d.Flush {
		t.Errorf("%+v", d)
	}
	child, _ := u.spawn("child")
	if d := m.run(child.p); !d.Fresh || d.Flush {
		t.Errorf("%+v", d)
	}
	child.exit(0)
	if d := m.next(); d.Process != 0 || d.Fresh || !d.Flush {
		t.Errorf("after the end of a process: %+v", d)
	}
	if d := m.next(); d.Flush {
		t.Errorf("flushed twice: %+v", d)
	}
}

// A turn that outlived its process is skipped, and a new process in that place has one turn, not two. Invariants: SC-1, SC-3
func TestTurnOfNobody(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	m.k.ready.Push(1)
	m.k.ready.Push(5)
	m.now += 10 * standard().quantum
	if d := m.next(); d.Choice != Run || d.Process != 0 {
		t.Fatalf("with turns of nobody: %+v", d)
	}
	m.k.ready.Push(1)
	child, _ := u.spawn("child")
	if child.p != 1 {
		t.Fatalf("the child is process %d", child.p)
	}
	m.run(child.p)
	for turn, want := range []uint32{0, 1, 0, 1} {
		m.now += standard().quantum
		m.handle(m.k.current, trap.Event{Kind: trap.Tick})
		if d := m.next(); d.Process != want {
			t.Errorf("turn %d is process %d's, want %d's", turn, d.Process, want)
		}
	}
}
