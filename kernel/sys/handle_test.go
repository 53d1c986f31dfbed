package sys

import (
	"bytes"
	"math"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/trap"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// none answers the parameters of a method without any.
func none(t testing.TB) []byte {
	return message(t, 64, func(b *wire.Builder) { b.Root(0, 0) })
}

// Every entry that no capability sees: each opcode, and each code that is not a call's. Invariants: RING-10, RING-11
func TestEntries(t *testing.T) {
	for _, tt := range []struct {
		name string
		e    entry
		want abi.Code
	}{
		{"nothing", entry{}, abi.CodeInvalidRequest},
		{"nop", entry{opcode: abi.OpNop}, abi.CodeOK},
		{"nop with a flag", entry{opcode: abi.OpNop, flags: 1}, abi.CodeInvalidRequest},
		{"nop with a capability", entry{opcode: abi.OpNop, id: 1}, abi.CodeInvalidRequest},
		{"recv on what is no endpoint", entry{opcode: abi.OpRecv}, abi.CodeInvokeFailed},
		{"return on what is no endpoint", entry{opcode: abi.OpReturn}, abi.CodeInvokeFailed},
		{"finish", entry{opcode: abi.OpFinish}, abi.CodeUnsupportedOpcode},
		{"park on what is no memory", entry{opcode: abi.OpPark}, abi.CodeInvokeFailed},
		{"unpark on what is no memory", entry{opcode: abi.OpUnpark}, abi.CodeInvokeFailed},
		{"the opcode behind the last", entry{opcode: abi.OpUnpark + 1}, abi.CodeInvalidRequest},
		{"the last opcode", entry{opcode: math.MaxUint16}, abi.CodeInvalidRequest},
		{"release", entry{opcode: abi.OpRelease, id: infoCap}, abi.CodeOK},
		{"release with an interface", entry{opcode: abi.OpRelease, id: infoCap, iface: capos.SystemInfoID}, abi.CodeInvalidRequest},
		{"release of nothing", entry{opcode: abi.OpRelease, id: standardCaps}, abi.CodeInvokeFailed},
		{"release of another generation", entry{opcode: abi.OpRelease, id: infoCap + abi.CapSlots}, abi.CodeInvokeFailed},
		{"release of the last id", entry{opcode: abi.OpRelease, id: math.MaxUint32}, abi.CodeInvokeFailed},
		{"call of nothing", entry{opcode: abi.OpCall, id: standardCaps}, abi.CodeInvokeFailed},
		{"call with transfers", entry{opcode: abi.OpCall, id: timerCap, iface: capos.TimerID, transferCount: 1}, abi.CodeTransferFailed},
		{"call with the address of transfers", entry{opcode: abi.OpCall, id: timerCap, iface: capos.TimerID, transfers: 1}, abi.CodeInvalidRequest},
		{"call with a call id", entry{opcode: abi.OpCall, id: timerCap, iface: capos.TimerID, callID: 1}, abi.CodeInvalidRequest},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u := boot(t).user(0)
			tt.e.userData = 0xfedcba9876543210
			if c := u.do(tt.e); c.code != tt.want || c.caps != 0 {
				t.Errorf("completion %+v, want code %d", c, tt.want)
			}
			checkRingWords(t, u)
		})
	}
}

// checkRingWords demands that the kernel's words of the ring page say that everything was taken and nothing went wrong.
func checkRingWords(t *testing.T, u *user) {
	t.Helper()
	for _, tt := range []struct {
		name   string
		offset abi.VirtAddr
		want   uint32
	}{{"sq_head", abi.RingSQHead, u.tail}, {"overflow", abi.RingCQOverflow, 0}, {"recoveries", abi.RingRecoveries, 0}} {
		if got := u.word(abi.RingAddr + tt.offset); got != tt.want {
			t.Errorf("%s is %d, want %d", tt.name, got, tt.want)
		}
	}
}

// A released capability is gone for every later use. Invariants: CAP-1, CAP-3
func TestRelease(t *testing.T) {
	u := boot(t).user(0)
	if c := u.do(entry{opcode: abi.OpRelease, id: timerCap}); c.code != abi.CodeOK {
		t.Fatalf("release: %+v", c)
	}
	for name, e := range map[string]entry{
		"call":    u.calling(timerCap, capos.TimerID, 0, none(t)),
		"release": {opcode: abi.OpRelease, id: timerCap, userData: 1},
	} {
		if c := u.do(e); c.code != abi.CodeInvokeFailed {
			t.Errorf("%s after the release: %+v", name, c)
		}
	}
	u.refused(u.do(u.calling(spawnerCap, capos.ProcessSpawnerID, 0, spawning(t, "c", "small", give{"t", timerCap, capos.TimerID, false}))),
		object.BadGrant)
}

// The buffers and the capability of a call are checked in order, before anything happens. Invariants: CAP-1, CAP-2, RING-11, UB-1, UB-2
func TestCallChecks(t *testing.T) {
	const hole = abi.StackBase - 8
	for _, tt := range []struct {
		name   string
		change func(*entry)
		want   abi.Code // 0: any success
	}{
		{"as it is", func(*entry) {}, 0},
		{"another capability's interface", func(e *entry) { e.iface = capos.ConsoleID }, abi.CodeInvokeFailed},
		{"no interface", func(e *entry) { e.iface = 0 }, abi.CodeInvokeFailed},
		{"another generation", func(e *entry) { e.id += abi.CapSlots }, abi.CodeInvokeFailed},
		{"a bad capability and bad buffers", func(e *entry) { e.id, e.params, e.result = 63, hole, hole }, abi.CodeInvokeFailed},
		{"parameters in a hole", func(e *entry) { e.params = hole }, abi.CodeInvalidParams},
		{"parameters at nil", func(e *entry) { e.params = 0 }, abi.CodeInvalidParams},
		{"parameters over the end", func(e *entry) { e.params = abi.UserTop - 8 }, abi.CodeInvalidParams},
		{"parameters of the kernel", func(e *entry) { e.params = 0xffff800000000000 }, abi.CodeInvalidParams},
		{"parameters that wrap", func(e *entry) { e.params = math.MaxUint64 - 7 }, abi.CodeInvalidParams},
		{"parameters too long", func(e *entry) { e.paramsLen = limits.ScratchBytes + 1 }, abi.CodeInvalidParams},
		{"parameters much too long", func(e *entry) { e.paramsLen = math.MaxUint32 }, abi.CodeInvalidParams},
		{"bad parameters and a bad result", func(e *entry) { e.params, e.result = hole, hole }, abi.CodeInvalidParams},
		{"no parameters", func(e *entry) { e.params, e.paramsLen = 0, 0 }, abi.CodeException},
		{"parameters that are no message", func(e *entry) { e.params = scratch }, abi.CodeException},
		{"half of the parameters", func(e *entry) { e.paramsLen /= 2 }, abi.CodeException},
		{"no such method", func(e *entry) { e.method = 2 }, abi.CodeException},
		{"the last method", func(e *entry) { e.method = math.MaxUint16 }, abi.CodeException},
		{"a result in a hole", func(e *entry) { e.result = hole }, abi.CodeInvalidResult},
		{"a result in code", func(e *entry) { e.result, e.resultLen = codeAt, 64 }, abi.CodeInvalidResult},
		{"a result in constants", func(e *entry) { e.result, e.resultLen = constAt, 64 }, abi.CodeInvalidResult},
		{"a result in the CapSet", func(e *entry) { e.result, e.resultLen = abi.CapSetAddr, 64 }, abi.CodeInvalidResult},
		{"a result of the kernel", func(e *entry) { e.result = 0xffff800000000000 }, abi.CodeInvalidResult},
		{"a result that wraps", func(e *entry) { e.result = math.MaxUint64 - 7 }, abi.CodeInvalidResult},
		{"a result longer than user space", func(e *entry) { e.resultLen = math.MaxUint32 }, abi.CodeInvalidResult},
		{"a result that leaves the stack", func(e *entry) { e.result = abi.StackTop - 64 }, abi.CodeInvalidResult},
		{"a result that ends with the stack", func(e *entry) { e.result, e.resultLen = abi.StackTop-64, 64 }, 0},
		{"a result over two pages", func(e *entry) { e.result, e.resultLen = scratch+abi.PageSize-5, 64 }, 0},
		{"an exact result", func(e *entry) { e.resultLen = 24 }, 0},
		{"a result a byte too short", func(e *entry) { e.resultLen = 23 }, abi.CodeResultTooLarge},
		{"no result", func(e *entry) { e.resultLen = 0 }, abi.CodeResultTooLarge},
		{"no result at nil", func(e *entry) { e.result, e.resultLen = 0, 0 }, abi.CodeResultTooLarge},
		{"an exception without room", func(e *entry) { e.method, e.resultLen = 2, 8 }, abi.CodeExceptionTruncated},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := boot(t)
			u := m.user(0)
			e := u.calling(timerCap, capos.TimerID, 0, none(t))
			tt.change(&e)
			u.submit(e)
			m.run(0)
			before := bytes.Clone(m.ram)
			u.enter(0, abi.TimeoutPoll)
			after := bytes.Clone(m.ram)
			all := u.completions()
			if len(all) != 1 || all[0].code != tt.want && (tt.want != 0 || all[0].code != 24) {
				t.Fatalf("completions %+v, want code %d", all, tt.want)
			}
			length := 0
			switch c := all[0]; {
			case c.code > 0:
				length = int(c.code)
			case c.code == abi.CodeException:
				length = int(e.resultLen)
			}
			for i := range before {
				if before[i] != after[i] && !u.owns(i, e.result, length) && !u.owns(i, abi.RingAddr, abi.PageSize) {
					t.Fatalf("byte %#x of RAM changed", i)
				}
			}
		})
	}
}

// owns says whether byte i of RAM is one of the n bytes at va.
func (u *user) owns(i int, va abi.VirtAddr, n int) bool {
	for j := range n {
		if at, ok := translate(u.m.ram, u.m.k.procs[u.p].Space.Root(), uint64(va)+uint64(j), false); ok && at == uint64(i) {
			return true
		}
	}
	return false
}

// Every system call number but two is refused and does nothing.
func TestSystemCallNumbers(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	u.submit(entry{opcode: abi.OpNop})
	for _, number := range []uint64{0, 3, 4, 1 << 32, 1<<32 + 1, 1<<63 + 2, math.MaxUint64} {
		u.trap(number, 0, 0)
		if got := int64(m.k.Registers(0).RAX); got != int64(abi.CodeUnsupportedOpcode) {
			t.Errorf("system call %#x answers %d", number, got)
		}
	}
	if all := u.completions(); len(all) != 0 {
		t.Errorf("completions %+v", all)
	}
}

// cap_enter with too large a number does nothing; with the largest it waits.
func TestMinComplete(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	u.submit(entry{opcode: abi.OpNop})
	for _, n := range []uint64{abi.CQEntries + 1, math.MaxUint32, 1 << 32, math.MaxUint64} {
		u.trap(abi.SysCapEnter, n, 0)
		if got := int64(m.k.Registers(0).RAX); got != int64(abi.CodeInvalidRequest) {
			t.Errorf("minComplete %#x answers %d", n, got)
		}
	}
	if all := u.completions(); len(all) != 0 {
		t.Errorf("completions %+v", all)
	}
	u.trap(abi.SysCapEnter, abi.CQEntries, 100)
	if d := m.next(); d.Choice != Idle || d.Deadline != m.now+100 {
		t.Errorf("minComplete %d: %+v", abi.CQEntries, d)
	}
}

// An event that is not a system call leaves the registers as they are.
func TestTickChangesNothing(t *testing.T) {
	m := boot(t)
	m.run(0)
	r := m.k.Registers(0)
	r.RAX, r.RCX, r.R15 = 1, 2, 3
	before := *r
	m.handle(0, trap.Event{Kind: trap.Tick})
	m.next()
	if *r != before {
		t.Errorf("registers %+v, before %+v", *r, before)
	}
}

// A whole queue is taken in order, each entry gives one completion. Invariants: RING-7, RING-8
func TestWholeQueue(t *testing.T) {
	u := boot(t).user(0)
	for turn := range uint64(3) {
		for i := range uint64(abi.SQEntries) {
			u.submit(entry{opcode: abi.OpNop, userData: turn<<32 + i})
		}
		if n := u.enter(0, abi.TimeoutPoll); n != abi.SQEntries {
			t.Errorf("cap_enter answers %d", n)
		}
		all := u.completions()
		if len(all) != abi.SQEntries {
			t.Fatalf("%d completions", len(all))
		}
		for i, c := range all {
			if c != (completion{userData: turn<<32 + uint64(i)}) {
				t.Errorf("completion %d is %+v", i, c)
			}
		}
	}
	checkRingWords(t, u)
}

// Completions that nobody takes are counted when there is no room any more. Invariant: RING-4
func TestCompletionsOverflow(t *testing.T) {
	u := boot(t).user(0)
	for range 3 {
		for i := range uint64(abi.SQEntries) {
			u.submit(entry{opcode: abi.OpNop, userData: uint64(u.tail)<<8 + i})
		}
		u.enter(0, abi.TimeoutPoll)
	}
	if n := u.word(abi.RingAddr + abi.RingCQOverflow); n != abi.SQEntries {
		t.Errorf("overflow is %d, want %d", n, abi.SQEntries)
	}
	if n := len(u.completions()); n != abi.CQEntries {
		t.Errorf("%d completions", n)
	}
}

// A position that cannot be true dispatches nothing, is counted, and does not stick. Invariants: RING-2, RING-3, RING-5
func TestCorruptPositions(t *testing.T) {
	u := boot(t).user(0)
	u.submit(entry{opcode: abi.OpNop, userData: 1})
	for i, tail := range []uint32{abi.SQEntries + 1, abi.SQEntries + 2, 1 << 31, math.MaxUint32} {
		u.setWord(abi.RingAddr+abi.RingSQTail, tail)
		u.enter(0, abi.TimeoutPoll)
		if n := u.word(abi.RingAddr + abi.RingRecoveries); n != uint32(i+1) {
			t.Errorf("tail %d: %d recoveries", tail, n)
		}
		if n := u.word(abi.RingAddr + abi.RingCQTail); n != 0 {
			t.Errorf("tail %d: %d completions", tail, n)
		}
	}
	u.setWord(abi.RingAddr+abi.RingSQTail, u.tail)
	u.enter(0, abi.TimeoutPoll)
	if all := u.completions(); len(all) != 1 || all[0] != (completion{userData: 1}) {
		t.Errorf("completions after the corruption: %+v", all)
	}
	u.enter(0, abi.TimeoutPoll) // the kernel sees that it was taken
	for i, head := range []uint32{u.head + 1, u.head - 1, 1 << 31} {
		u.setWord(abi.RingAddr+abi.RingCQHead, head)
		if n := u.enter(0, abi.TimeoutPoll); n < 0 || n > abi.CQEntries {
			t.Errorf("head %d: cap_enter answers %d", head, n)
		}
		if n := u.word(abi.RingAddr + abi.RingRecoveries); n != uint32(5+i) {
			t.Errorf("head %d: %d recoveries", head, n)
		}
	}
}

// What the process writes over the kernel's words does not move the kernel. Invariant: RING-5
func TestKernelWordsAreOutputs(t *testing.T) {
	u := boot(t).user(0)
	for _, lie := range []uint32{0, 7, 1 << 31, math.MaxUint32} {
		for _, word := range []abi.VirtAddr{abi.RingSQHead, abi.RingCQTail, abi.RingCQOverflow, abi.RingRecoveries} {
			u.setWord(abi.RingAddr+word, lie)
		}
		if c := u.do(entry{opcode: abi.OpNop, userData: uint64(lie)}); c.code != abi.CodeOK {
			t.Errorf("nop after the words say %d: %+v", lie, c)
		}
		if n := u.word(abi.RingAddr + abi.RingSQHead); n != u.tail {
			t.Errorf("sq_head is %d, want %d", n, u.tail)
		}
	}
}

// The result buffer may be the ring page itself: the process harms its own ring and nothing else.
func TestResultIntoRing(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	e := u.calling(timerCap, capos.TimerID, 0, none(t))
	e.result, e.resultLen = abi.RingAddr, 24
	u.submit(e, entry{opcode: abi.OpNop, userData: 2})
	u.enter(0, abi.TimeoutPoll)
	if n := u.word(abi.RingAddr + abi.RingCQTail); n != 2 {
		t.Errorf("%d completions", n)
	}
	u.exit(0)
	if s := m.stopped(); s != abi.HaltClean {
		t.Errorf("status %#x", s)
	}
}
