package sys

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/core/trap"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

var (
	attackOperations = flag.Int("attack.operations", 100000, "number of submissions, stores and events of TestAttack")
	attackSeed       = flag.Uint64("attack.seed", 5, "first seed of TestAttack; a failure names the seed of its machine")
)

// attack is a machine on which every process does its worst: it writes well-formed, mutated and random submissions and memory, and
// enters the kernel in every way. All choices come from the seed.
type attack struct {
	m          *machine
	r          *rand.Rand
	picture    picture
	operations int
	rare       int // one in so many events of init ends it
	seen       map[string]int
}

// TestAttack lets hostile processes loose on machine after machine, and checks all state invariants, integrity and confinement after
// every event. Invariants: TH-1, TH-2, TH-3, TH-4, TH-5, TH-6, TH-7, CAP-1, CAP-2, CAP-4, CAP-6, CAP-7, RING-1, RING-2, RING-3, RING-4, RING-5,
// RING-7, RING-10, RING-11, UB-1, UB-2, UB-5, LG-1, LG-2, LG-3, FR-1, AS-1, AS-2, SC-1, SC-2, TX-2
func TestAttack(t *testing.T) {
	seen := map[string]int{}
	operations, machines := 0, uint64(0)
	for ; operations < *attackOperations; machines++ {
		seed := *attackSeed + machines
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			s := standard()
			s.caps = append(s.caps, grant{"console2", capos.KernelSourceConsole}, grant{"timer2", capos.KernelSourceTimer},
				grant{"maker", capos.KernelSourceObjectMaker}, grant{"frames", capos.KernelSourceFrameAllocator},
				grant{"memory", capos.KernelSourceVirtualMemory}, grant{"monitor", capos.KernelSourceMonitor},
				grant{"sessions", capos.KernelSourceSessionSpawner})
			r := rand.New(rand.NewPCG(seed, 12))
			a := &attack{m: bootWith(t, 100+r.Uint32N(500), s), r: r, rare: 300 << r.IntN(4), seen: seen}
			for limit := operations + 20000; a.operations+operations < limit && a.step(); {
			}
			operations += a.operations
		})
		if t.Failed() {
			return
		}
	}
	t.Logf("%d operations on %d machines; what they saw: %v", operations, machines, seen)
	want := []string{"init's end", "every process waits", "exit", "fault", "spawn", "idle", "results", "overflow", "killed", "message with capabilities",
		"results with capabilities"}
	want = append(want, waits[1:]...)
	for c := abi.CodeResultTooLarge; c <= abi.CodeOK; c++ {
		want = append(want, fmt.Sprintf("code %d", c))
	}
	for reason := range reasons {
		want = append(want, reason)
	}
	for _, what := range want {
		if seen[what] == 0 {
			t.Errorf("in %d operations nobody saw: %s", operations, what)
		}
	}
}

// The kernel is a function of what it is told: the same attack leads to the same memory and the same output, byte for byte.
func TestDeterministic(t *testing.T) {
	run := func() (*machine, string) {
		a := &attack{m: boot(t), r: rand.New(rand.NewPCG(5, 12)), rare: 300, seen: map[string]int{}}
		for a.operations < 2000 && a.step() {
		}
		return a.m, a.m.printed()
	}
	first, said := run()
	second, again := run()
	if !bytes.Equal(first.ram, second.ram) || first.k.procs != second.k.procs || said != again {
		t.Error("two runs of the same attack differ")
	}
}

// reasons are the exceptions that a run of this length must see.
var reasons = map[string]bool{
	object.NoSuchMethod.Reason(): true, object.Malformed.Reason(): true, object.TooManyCalls.Reason(): true, object.TooLong.Reason(): true,
	object.OutOfRange.Reason(): true, object.NoSuchBinary.Reason(): true, object.BadName.Reason(): true, object.DuplicateName.Reason(): true,
	object.BadGrant.Reason(): true, object.NotTransferable.Reason(): true, object.MovedTwice.Reason(): true, object.OutOfMemory.Reason(): true,
	object.AlreadyWaiting.Reason(): true, object.Disconnected.Reason(): true,
	object.NoSuchFacet.Reason(): true, object.OverBudget.Reason(): true, object.BadBudget.Reason(): true, object.BadRange.Reason(): true,
	object.NotMapped.Reason(): true, object.ReadOnly.Reason(): true, object.NoSuchPlace.Reason(): true,
}

// waits names what a call can wait for, by process.Awaits.
var waits = []string{"no call", "sleep", "wait", "receive", "call that waits", "call in flight", "wait for a signal", "park"}

// step is one decision of the kernel and what comes of it; false when the machine has stopped.
func (a *attack) step() bool {
	m := a.m
	m.t.Helper()
	d := m.next()
	switch d.Choice {
	case Stop:
		a.stopped(d)
		return false
	case Idle:
		a.seen["idle"]++
		if d.Deadline == abi.TimeoutForever {
			return false
		}
		m.now = d.Deadline
		return true
	}
	if a.r.IntN(3) > 0 {
		m.printed()
	}
	u := m.user(d.Process)
	a.scribble(u)
	if a.r.IntN(20) > 0 {
		a.submit(u)
	}
	e := a.event(u)
	if races {
		racer = a.racer(u)
	}
	m.handleCompared(&a.picture, u.p, e, a.r.IntN(6) == 0)
	racer = nil
	a.look(u)
	if step := uint64(1) << a.r.IntN(24); m.now < math.MaxUint64-step {
		m.now += step
	}
	return true
}

// stopped checks the end of a machine.
func (a *attack) stopped(d Decision) {
	a.m.t.Helper()
	if !a.m.k.rootEnded {
		a.seen["every process waits"]++
		return
	}
	a.seen["init's end"]++
	if a.m.k.frames.Available() != a.m.k.idle || d.Status == abi.HaltAccounting || !strings.HasPrefix(lastLine(a.m.printed()), "kernel: halt: init ") {
		a.m.t.Fatalf("%d of %d frames are free at the end; %+v", a.m.k.frames.Available(), a.m.k.idle, d)
	}
}

func lastLine(s string) string {
	s = strings.TrimSuffix(s, "\n")
	return s[strings.LastIndexByte(s, '\n')+1:]
}

// writable are addresses of pages that every program here can write.
var writable = []abi.VirtAddr{abi.RingAddr, abi.RingAddr, paramsAt, resultAt, scratch, dataAt - 0x10, abi.StackTop - abi.PageSize}

// scribble stores random bytes into random places of the process's own memory.
func (a *attack) scribble(u *user) {
	for range a.r.IntN(4) {
		va := writable[a.r.IntN(len(writable))] + abi.VirtAddr(a.r.IntN(abi.PageSize/8)*8)
		u.write(va, littleEndian.AppendUint64(nil, a.number()))
		a.operations++
	}
}

// number is a number that is small, near a power of two, or anything.
func (a *attack) number() uint64 {
	switch a.r.IntN(3) {
	case 0:
		return a.r.Uint64N(20)
	case 1:
		return 1<<a.r.IntN(64) + a.r.Uint64N(5) - 2
	}
	return a.r.Uint64()
}

// submit writes submissions where the kernel looks for them, and a tail that is most often right.
func (a *attack) submit(u *user) {
	at := positionsOf(&u.m.k.procs[u.p].Ring)
	u.tail = at.sqHead
	for i := range a.r.IntN(abi.SQEntries + 1) {
		b := a.entry(u, i).bytes()
		for range a.r.IntN(12) / 10 {
			b[a.r.IntN(len(b))] ^= 1 << a.r.IntN(8)
		}
		u.write(abi.RingAddr+abi.RingSQ+abi.VirtAddr(u.tail%abi.SQEntries)*abi.SQESize, b)
		u.tail++
		a.operations++
	}
	if a.r.IntN(30) == 0 {
		u.tail = uint32(a.number())
	}
	u.setWord(abi.RingAddr+abi.RingSQTail, u.tail)
	if a.r.IntN(10) > 0 { // completions are taken
		u.setWord(abi.RingAddr+abi.RingCQHead, at.cqTail)
	}
}

// addresses are places for buffers, good and bad.
var addresses = []abi.VirtAddr{0, 8, codeAt, constAt, dataAt, abi.StackBase - 8, abi.StackTop - 64, abi.RingAddr, abi.RingAddr + abi.RingSQ,
	abi.RingAddr + abi.RingCQ, abi.CapSetAddr, abi.UserTop - 8, abi.UserTop, 1 << 47, 0xffff800000000000, math.MaxUint64 - 7}

// entry makes up submission number i of a batch.
func (a *attack) entry(u *user, i int) entry {
	e := entry{userData: a.r.Uint64()}
	switch a.r.IntN(13) {
	case 0:
		e.opcode = abi.Opcode(a.r.IntN(12))
	case 1:
		e.opcode = abi.OpNop
	case 2:
		e.opcode, e.id = abi.OpRelease, abi.CapID(a.r.Uint32N(200))
		if id := a.id(u); a.r.IntN(20) == 0 || a.hold(u, id).Kind == object.ProcessHandle && a.r.IntN(3) == 0 { // or nobody would hold anything for long
			e.id = id
		}
	case 3:
		return a.receiving(u, i, e)
	case 4:
		return a.returning(u, i, e)
	case 5:
		return a.parking(u, e)
	default:
		return a.call(u, i, e)
	}
	return e
}

// id is a capability of the process, or what might be one.
func (a *attack) id(u *user) abi.CapID {
	var own []abi.CapID
	for i := range uint32(captable.Slots) {
		if id, ok := u.m.k.procs[u.p].CapAt(i); ok {
			own = append(own, id)
		}
	}
	if len(own) == 0 || a.r.IntN(15) == 0 {
		return abi.CapID(a.number())
	}
	return own[a.r.IntN(len(own))]
}

func (a *attack) hold(u *user, id abi.CapID) captable.Hold {
	h, _ := u.m.k.procs[u.p].Lookup(id)
	return h
}

// call makes up a call on a capability, most often one of its own methods with parameters that mean something.
func (a *attack) call(u *user, i int, e entry) entry {
	const room = 256 // for the parameters of one submission
	e.opcode, e.id = abi.OpCall, a.id(u)
	h := a.hold(u, e.id)
	e.iface = h.Interface
	params, method := a.params(u, h.Kind)
	e.method = method
	for range a.r.IntN(12) / 10 {
		params[a.r.IntN(len(params))] ^= 1 << a.r.IntN(8)
	}
	e.params, e.paramsLen = paramsAt+abi.VirtAddr(i*room), uint32(len(params))
	e.result, e.resultLen = resultAt+abi.VirtAddr(i*room), room
	if len(params) > room {
		e.params = scratch
	}
	u.write(e.params, params)
	if h.Kind == object.Facet && a.r.IntN(2) == 0 || a.r.IntN(40) == 0 {
		e = a.travelling(u, i, e)
	}
	switch a.r.IntN(25) {
	case 0:
		e.params = addresses[a.r.IntN(len(addresses))]
	case 1:
		e.paramsLen = uint32(a.number())
	case 2:
		e.result = addresses[a.r.IntN(len(addresses))]
	case 3:
		e.resultLen = uint32(a.number())
	case 4:
		e.resultLen = a.r.Uint32N(120)
	case 5:
		e.iface, e.method = a.number(), uint16(a.number())
	case 6:
		e.method = uint16(a.r.IntN(7))
	case 7:
		e.result = addresses[a.r.IntN(len(addresses))]
		e.resultLen = 32
	}
	return e
}

// params makes up the parameters of a method of an object of a kind.
func (a *attack) params(u *user, kind uint32) (params []byte, method uint16) {
	text := strings.Repeat("z", a.r.IntN(80))
	if a.r.IntN(8) == 0 {
		text = strings.Repeat("Z", limits.ConsoleBytes-1+a.r.IntN(4))
	}
	build := func(b *wire.Builder) { b.Root(0, 0) }
	method = uint16(a.r.IntN(2))
	switch kind {
	case object.Console:
		if build = func(b *wire.Builder) { capos.NewConsoleWriteParams(b).SetData([]byte(text)) }; method == 1 {
			build = func(b *wire.Builder) { capos.NewConsoleWriteLineParams(b).SetText(text) }
		}
	case object.BootPackage:
		build = func(b *wire.Builder) {
			p := capos.NewBootPackageReadManifestParams(b)
			p.SetOffset(a.number())
			p.SetMaxBytes(uint32(a.number()))
		}
	case object.ProcessSpawner, object.SessionSpawner:
		return a.spawning(u)
	case object.ProcessHandle:
		if method = 0; a.r.IntN(10) == 0 {
			method = 1
		}
	case object.ObjectMaker, object.Signal:
	case object.Endpoint, object.Notification, object.FrameAllocator, object.MemoryObject, object.MemoryView, object.MemoryReader, object.VirtualMemory,
		object.Monitor, object.Facet:
		method = uint16(a.r.IntN(7))
		build = a.words(u)
	case object.Timer:
		build = func(b *wire.Builder) { capos.NewTimerSleepParams(b).SetNanoseconds(a.r.Uint64() >> a.r.IntN(64)) }
	default:
		method = 0
	}
	return message(u.m.t, limits.ScratchBytes, build), method
}

// spawning makes up the parameters of a spawn, most often with a budget that fits into a machine of this size.
func (a *attack) spawning(u *user) (params []byte, method uint16) {
	names := []string{"a", "b", "", strings.Repeat("n", abi.NameMax), strings.Repeat("n", abi.NameMax+1)}
	name := func() string { return names[a.r.IntN(len(names))*a.r.IntN(2)*a.r.IntN(2)] }
	program := "small"
	if a.r.IntN(8) == 0 {
		program = []string{"text", "large", "none", "init"}[a.r.IntN(4)]
	}
	var grants []give
	for i := range a.r.IntN(6) {
		id := a.id(u)
		h := a.hold(u, id)
		if h.Kind == object.ProcessHandle && a.r.IntN(8) > 0 {
			continue
		}
		g := give{fmt.Sprint(i), id, h.Interface, a.r.IntN(6) == 0}
		if a.r.IntN(12) == 0 {
			g.name = name()
		}
		if a.r.IntN(20) == 0 {
			g.iface++
		}
		grants = append(grants, g)
	}
	if a.r.IntN(6) == 0 {
		return spawning(u.m.t, name(), program, grants...), 0
	}
	w := process.Budget{
		Frames: 28 + a.r.Uint32N(60), Virtual: a.r.Uint32N(40), Processes: a.r.Uint32N(5), Objects: a.r.Uint32N(6),
		Caps: limits.CapSlots - a.r.Uint32N(2)*a.r.Uint32N(50), Calls: limits.OutstandingCalls - a.r.Uint32N(2)*a.r.Uint32N(limits.OutstandingCalls),
	}
	if a.r.IntN(20) == 0 {
		w = process.Budget{Frames: uint32(a.number()), Virtual: uint32(a.number()), Processes: uint32(a.number()), Objects: uint32(a.number()),
			Caps: uint32(a.number()), Calls: uint32(a.number())}
	}
	return spawningWithin(u.m.t, w, name(), program, grants...), 1
}

// event enters the kernel. Init is the kindest of all, or no machine would live long.
func (a *attack) event(u *user) trap.Event {
	a.operations++
	rare := 25
	if _, holds := u.m.k.procs[u.p].CapAt(0); !holds {
		rare = 8 // who has nothing to lose makes room for the next one
	}
	if u.p == 0 {
		rare = a.rare
	}
	r := u.m.k.Registers(u.p)
	switch a.r.IntN(rare) {
	case 0:
		a.seen["exit"]++
		r.RAX, r.RDI = abi.SysExit, a.number()
		return trap.Event{Kind: trap.Syscall}
	case 1:
		a.seen["fault"]++
		r.RIP = a.r.Uint64()
		return trap.Event{Kind: trap.Fault, Vector: a.r.Uint32N(32), ErrorCode: a.number(), Address: a.r.Uint64()}
	case 2:
		return trap.Event{Kind: trap.Tick}
	case 3:
		r.RAX, r.RDI, r.RSI = a.number(), a.number(), a.number()
		return trap.Event{Kind: trap.Syscall}
	}
	r.RAX, r.RDI, r.RSI = abi.SysCapEnter, a.r.Uint64N(3), a.r.Uint64()>>(30+a.r.IntN(34))
	switch a.r.IntN(12) {
	case 0:
		r.RDI = a.number()
	case 1:
		r.RSI = abi.TimeoutForever
	case 2:
		r.RSI = abi.TimeoutPoll
	}
	return trap.Event{Kind: trap.Syscall}
}

// look notes what the event led to, so that a run that tests nothing is seen.
func (a *attack) look(u *user) {
	for q := range u.m.k.procs {
		was, is := &a.picture.procs[q], &u.m.k.procs[q]
		if was.State == process.Vacant && is.Live() {
			a.seen["spawn"]++
		}
		if was.Live() && is.Status.End == process.Killed {
			a.seen["killed"]++
		}
	}
	proc := &u.m.k.procs[u.p]
	if !proc.Live() || a.picture.procs[u.p].Generation != proc.Generation {
		return
	}
	for i := range uint32(limits.OutstandingCalls) {
		a.seen[waits[proc.Owed(i).Awaits]]++
	}
	before, at := positionsOf(&a.picture.procs[u.p].Ring), positionsOf(&proc.Ring)
	a.seen["overflow"] += int(at.overflow - before.overflow)
	for n := before.cqTail; n != at.cqTail; n++ {
		b := u.read(abi.RingAddr+abi.RingCQ+abi.VirtAddr(n%abi.CQEntries)*abi.CQESize, abi.CQESize)
		code := abi.Code(littleEndian.Uint32(b[abi.CQEResult:]))
		switch {
		case littleEndian.Uint16(b[abi.CQECapCount:]) > 0 && littleEndian.Uint32(b[abi.CQECallID:]) > 0:
			a.seen["message with capabilities"]++
		case littleEndian.Uint16(b[abi.CQECapCount:]) > 0:
			a.seen["results with capabilities"]++
		case code > 0:
			a.seen["results"]++
		default:
			a.seen[fmt.Sprintf("code %d", code)]++
		}
	}
	for va := resultAt; va < resultAt+abi.PageSize; va += 256 {
		message := new(wire.Message)
		if message.OpenPrefix(u.read(va, 256)) != wire.OK {
			continue
		}
		x, _ := capos.ReadCapException(message)
		if reason, e := x.Reason(); e == wire.OK && reasons[string(reason)] {
			a.seen[string(reason)]++
		}
	}
}
