package sys

import (
	"strings"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/process"
	"warrant/kernel/core/ring"
	"warrant/kernel/core/runq"
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
)

// The checker says no: each row breaks one rule of a state that is good otherwise, and the checker names it.
func TestChecker(t *testing.T) {
	const child, sleeper, ended, vacant = 1, 2, 3, 4 // places; init waits for child
	entryOf := func(m *machine, p uint32, va uint64) uint64 {
		table := uint64(m.k.procs[p].Space.Root())
		for shift := 39; shift > 12; shift -= 9 {
			table = littleEndian.Uint64(m.ram[table<<12+va>>shift&511<<3:]) >> 12 & 0xffffffffff
		}
		return table<<12 + va>>12&511<<3
	}
	set := func(m *machine, at uint64, change func(uint64) uint64) {
		littleEndian.PutUint64(m.ram[at:], change(littleEndian.Uint64(m.ram[at:])))
	}
	for _, tt := range []struct {
		name  string
		spoil func(*machine)
		says  string
	}{
		{"nothing", func(*machine) {}, ""},
		{"an older generation", func(m *machine) { m.k.procs[vacant].Generation = 0 }, "went back"},
		{"a vacant place with a name", func(m *machine) { m.k.procs[vacant].Name.Length = 1 }, "not empty"},
		{"a process that starts for ever", func(m *machine) { m.k.procs[sleeper].State = process.Starting }, "state"},
		{"an ended process without handle", func(m *machine) { m.k.procs[ended].Handled = false }, "not done"},
		{"an ended process that owes", func(m *machine) { m.k.procs[ended].Owe(process.Call{Awaits: process.Time}) }, "not done"},
		{"a wait for too much", func(m *machine) { m.k.procs[sleeper].WaitFor = 33 }, "waits for 33"},
		{"a process in the queue that waits", func(m *machine) { m.k.ready.Push(sleeper) }, "not ready"},
		{"a process that is nowhere", func(m *machine) { m.k.ready = runq.Queue{} }, "nowhere"},
		{"the current process in the queue", func(m *machine) { m.k.ready.Push(0) }, "in the queue"},
		{"a current process that has ended", func(m *machine) { m.k.current = ended }, "not ready"},
		{"a frame that leaks", func(m *machine) { m.k.frames.Take(frame.OwnerOf(child)) }, "in no table"},
		{"a unit that leaks", func(m *machine) { m.k.procs[child].Frames.Take(1) }, "uses 2"},
		{"a frame of another process", func(m *machine) {
			e := littleEndian.Uint64(m.ram[entryOf(m, 0, uint64(abi.StackBase)):])
			set(m, entryOf(m, child, uint64(abi.StackBase)), func(uint64) uint64 { return e })
		}, "is used by"},
		{"a free frame that is mapped", func(m *machine) {
			f := m.k.procs[child].Space.Walk(&m.k.ram, abi.StackBase).Frame()
			m.k.frames.Give(f, frame.OwnerOf(child))
		}, "owned by"},
		{"a page that is unmapped and not given back", func(m *machine) {
			set(m, entryOf(m, child, uint64(abi.StackBase)), func(uint64) uint64 { return 0 })
		}, "uses 2"},
		{"code that can be written", func(m *machine) {
			set(m, entryOf(m, child, uint64(codeAt)), func(e uint64) uint64 { return e | 2 })
		}, "page 0x200000"},
		{"data that can be executed", func(m *machine) {
			set(m, entryOf(m, child, uint64(dataAt)), func(e uint64) uint64 { return e &^ (1 << 63) })
		}, "page 0x202000"},
		{"a page of the kernel in the user half", func(m *machine) {
			set(m, entryOf(m, child, uint64(codeAt)), func(e uint64) uint64 { return e &^ 4 })
		}, "not the user's"},
		{"a page table in the kernel half", func(m *machine) {
			set(m, uint64(m.k.procs[child].Space.Root().Address())+300*8, func(e uint64) uint64 { return e + abi.PageSize })
		}, "not the kernel's"},
		{"a walk that is out of date", func(m *machine) {
			m.k.procs[child].Space.Walk(&m.k.ram, dataAt)
			set(m, entryOf(m, child, uint64(dataAt)), func(e uint64) uint64 { return e - 2 })
		}, "remembers entry"},
		{"another process than runs", func(m *machine) { m.k.decision.Process = sleeper }, "the kernel stays with"},
		{"translations that are not flushed", func(m *machine) { m.k.flush = true }, "the kernel stays with"},
		{"a quantum that does not end", func(m *machine) { m.k.decision.Deadline = m.k.quantumEnd + 1 }, "the kernel stays with"},
		{"another address space than runs", func(m *machine) { m.k.decision.Root = 0 }, "the kernel stays with"},
		{"a total that changes", func(m *machine) { m.k.frames.Add(memory.Frame(len(m.ram)/abi.PageSize)-1, 1) }, "the allocator says"},
		{"a hold of no object", func(m *machine) { m.k.procs[child].Grant(captable.Hold{Interface: 1}) }, "kind 0"},
		{"a hold with another object's interface", func(m *machine) {
			m.k.procs[child].Grant(captable.Hold{Interface: capos.TimerID, Kind: object.Console, Travel: captable.Copies})
		}, "kind"},
		{"a handle that can travel", func(m *machine) {
			m.k.procs[child].Grant(captable.Hold{Interface: capos.ProcessHandleID, Kind: object.ProcessHandle, Index: sleeper,
				Epoch: m.k.procs[sleeper].Generation, Travel: captable.Copies})
		}, "travels"},
		{"a second handle", func(m *machine) {
			m.k.procs[child].Grant(captable.Hold{Interface: capos.ProcessHandleID, Kind: object.ProcessHandle, Index: sleeper,
				Epoch: m.k.procs[sleeper].Generation})
		}, "2 handles"},
		{"a handle of a place's former process", func(m *machine) {
			m.k.procs[child].Grant(captable.Hold{Interface: capos.ProcessHandleID, Kind: object.ProcessHandle, Index: vacant})
		}, "is of generation"},
		{"a handle that nobody knows of", func(m *machine) { m.k.procs[child].Handled = false }, "says handled"},
		{"a reserved hold between two events", func(m *machine) { m.k.procs[0].Reserve(consoleCap) }, "are reserved"},
		{"a call without deadline", func(m *machine) { m.k.procs[child].Owe(process.Call{Awaits: process.Time}) }, "has a deadline: false"},
		{"a deadline without call", func(m *machine) { m.k.due.Add(callPlace(child, 3), 7) }, "has a deadline: true"},
		{"a deadline of a process that runs", func(m *machine) { m.k.due.Add(enterPlace(child), 7) }, "does not wait"},
		{"a call whose target knows nothing", func(m *machine) { m.k.procs[child].Waiter = process.Waiter{} }, "waits for process"},
		{"a target whose caller knows nothing", func(m *machine) {
			m.k.procs[sleeper].Waiter = process.Waiter{Present: true, Process: 0, Call: 9}
		}, "thinks"},
		{"a completion too many", func(m *machine) { m.k.procs[child].Ring.Post(&m.k.ram, ring.Completion{}) }, "submissions taken"},
		{"a submission without completion", func(m *machine) { m.k.procs[child].Ring.Take(&m.k.ram, &m.k.entry) }, "submissions taken"},
		{"an epoch that goes back", func(m *machine) { m.checker.lives[0].epoch = 1 }, "can come back"},
		{"an end at the same epoch", func(m *machine) { m.checker.lives[0].live = true }, "can come back"},
		{"a call by a facet that is revoked", func(m *machine) { m.k.procs[child].Owe(process.Call{Awaits: process.Receiver}) }, "is revoked"},
		{"a wait for what is there", func(m *machine) { m.k.procs[sleeper].WaitFor = 0 }, "waits for 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := boot(t)
			u := m.user(0)
			_, handle := u.spawn("child")
			sleeping, _ := u.spawn("sleeper")
			sleeping.trap(abi.SysCapEnter, 1, 1<<40)
			done, _ := u.spawn("ended")
			done.exit(1)
			gone, last := u.spawn("gone")
			gone.exit(0)
			u.do(entry{opcode: abi.OpRelease, id: last})
			u.submit(u.waiting(handle))
			u.enter(0, abi.TimeoutPoll)
			tt.spoil(m)
			err := m.checker.check(m.k, m.ram)
			if tt.says == "" {
				if err != nil {
					t.Errorf("a good state is refused: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("the checker says %v, want %q", err, tt.says)
			}
		})
	}
}
