package sys

import (
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/process"
	"warrant/kernel/core/trap"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// user is a program in ring 3: it does what a test says to its own memory, and enters the kernel.
type user struct {
	m    *machine
	p    uint32
	tail uint32 // of its submission queue
	head uint32 // of its completion queue
}

// Addresses in the stack, which no program of a test uses otherwise.
const (
	paramsAt = abi.StackBase
	resultAt = abi.StackBase + 2*abi.PageSize
	scratch  = abi.StackBase + 4*abi.PageSize
)

func (m *machine) user(p uint32) *user { return &user{m: m, p: p} }

// write stores b at va as the program could.
func (u *user) write(va abi.VirtAddr, b []byte) {
	u.m.t.Helper()
	for i, c := range b {
		at, ok := translate(u.m.ram, u.m.k.procs[u.p].Space.Root(), uint64(va)+uint64(i), true)
		if !ok {
			u.m.t.Fatalf("process %d cannot write at %#x", u.p, uint64(va)+uint64(i))
		}
		u.m.ram[at] = c
	}
}

// read loads n bytes at va as the program could.
func (u *user) read(va abi.VirtAddr, n int) []byte {
	u.m.t.Helper()
	b := make([]byte, n)
	for i := range b {
		at, ok := translate(u.m.ram, u.m.k.procs[u.p].Space.Root(), uint64(va)+uint64(i), false)
		if !ok {
			u.m.t.Fatalf("process %d cannot read at %#x", u.p, uint64(va)+uint64(i))
		}
		b[i] = u.m.ram[at]
	}
	return b
}

func (u *user) word(va abi.VirtAddr) uint32 { return littleEndian.Uint32(u.read(va, 4)) }

func (u *user) setWord(va abi.VirtAddr, v uint32) { u.write(va, littleEndian.AppendUint32(nil, v)) }

// entry is a submission. The zero value of a field is a zero field.
type entry struct {
	opcode                abi.Opcode
	flags                 uint16
	id                    abi.CapID
	userData              uint64
	iface                 uint64
	params, result        abi.VirtAddr
	paramsLen, resultLen  uint32
	method, transferCount uint16
	callID                uint32
	transfers             uint64
}

func (e entry) bytes() []byte {
	b := make([]byte, abi.SQESize)
	littleEndian.PutUint16(b[abi.SQEOpcode:], uint16(e.opcode))
	littleEndian.PutUint16(b[abi.SQEFlags:], e.flags)
	littleEndian.PutUint32(b[abi.SQECap:], uint32(e.id))
	littleEndian.PutUint64(b[abi.SQEUserData:], e.userData)
	littleEndian.PutUint64(b[abi.SQEInterface:], e.iface)
	littleEndian.PutUint64(b[abi.SQEParams:], uint64(e.params))
	littleEndian.PutUint64(b[abi.SQEResult:], uint64(e.result))
	littleEndian.PutUint32(b[abi.SQEParamsLen:], e.paramsLen)
	littleEndian.PutUint32(b[abi.SQEResultLen:], e.resultLen)
	littleEndian.PutUint16(b[abi.SQEMethod:], e.method)
	littleEndian.PutUint16(b[abi.SQETransferCount:], e.transferCount)
	littleEndian.PutUint32(b[abi.SQECallID:], e.callID)
	littleEndian.PutUint64(b[abi.SQETransfers:], e.transfers)
	return b
}

// submit puts entries into the queue.
func (u *user) submit(entries ...entry) {
	u.m.t.Helper()
	for _, e := range entries {
		u.write(abi.RingAddr+abi.RingSQ+abi.VirtAddr(u.tail%abi.SQEntries)*abi.SQESize, e.bytes())
		u.tail++
	}
	u.setWord(abi.RingAddr+abi.RingSQTail, u.tail)
}

// trap enters the kernel by a system call when it is the process's turn.
func (u *user) trap(number, a, b uint64) {
	u.m.t.Helper()
	u.m.run(u.p)
	r := u.m.k.Registers(u.p)
	r.RAX, r.RDI, r.RSI = number, a, b
	u.m.handle(u.p, trap.Event{Kind: trap.Syscall})
}

// enter is cap_enter; the answer means nothing while the process waits.
func (u *user) enter(minComplete uint32, timeout uint64) int64 {
	u.m.t.Helper()
	u.trap(abi.SysCapEnter, uint64(minComplete), timeout)
	return int64(u.m.k.Registers(u.p).RAX)
}

func (u *user) exit(code int64) {
	u.m.t.Helper()
	u.trap(abi.SysExit, uint64(code), 0)
}

func (u *user) fault(e trap.Event) {
	u.m.t.Helper()
	u.m.run(u.p)
	e.Kind = trap.Fault
	u.m.handle(u.p, e)
}

// completion is what the program reads from its completion queue.
type completion struct {
	userData uint64
	code     abi.Code
	caps     uint16
}

// completions takes everything out of the completion queue.
func (u *user) completions() (all []completion) {
	u.m.t.Helper()
	for tail := u.word(abi.RingAddr + abi.RingCQTail); u.head != tail; u.head++ {
		b := u.read(abi.RingAddr+abi.RingCQ+abi.VirtAddr(u.head%abi.CQEntries)*abi.CQESize, abi.CQESize)
		for i, c := range b[abi.CQECallID:] {
			if c != 0 {
				u.m.t.Fatalf("byte %d of a completion is %#x", abi.CQECallID+i, c)
			}
		}
		if littleEndian.Uint16(b[abi.CQEFlags:]) != 0 {
			u.m.t.Fatal("a completion has flags")
		}
		all = append(all, completion{littleEndian.Uint64(b[abi.CQEUserData:]), abi.Code(littleEndian.Uint32(b[abi.CQEResult:])),
			littleEndian.Uint16(b[abi.CQECapCount:])})
	}
	u.setWord(abi.RingAddr+abi.RingCQHead, u.head)
	return all
}

// do submits one entry and answers its completion, which must be there at once.
func (u *user) do(e entry) completion {
	u.m.t.Helper()
	u.submit(e)
	u.enter(0, abi.TimeoutPoll)
	all := u.completions()
	if len(all) != 1 || all[0].userData != e.userData {
		u.m.t.Fatalf("entry %+v gives completions %+v", e, all)
	}
	return all[0]
}

// calling writes params and answers the entry of a call with the whole result buffer.
func (u *user) calling(id abi.CapID, iface uint64, method uint16, params []byte) entry {
	u.m.t.Helper()
	u.write(paramsAt, params)
	return entry{opcode: abi.OpCall, id: id, userData: 0x1234567890abcdef, iface: iface, method: method, params: paramsAt,
		paramsLen: uint32(len(params)), result: resultAt, resultLen: limits.ScratchBytes}
}

// result answers the message in the result buffer.
func (u *user) result(n int) *wire.Message {
	u.m.t.Helper()
	message := new(wire.Message)
	if e := message.Open(u.read(resultAt, n)); e != wire.OK {
		u.m.t.Fatalf("the results are not a message: %s", e)
	}
	return message
}

// call makes a call that succeeds at once, and answers its results.
func (u *user) call(id abi.CapID, iface uint64, method uint16, params []byte) *wire.Message {
	u.m.t.Helper()
	c := u.do(u.calling(id, iface, method, params))
	if c.code <= 0 {
		u.m.t.Fatalf("call of method %d of %s: %d %s", method, capos.InterfaceName(iface), c.code, u.exception(c))
	}
	return u.result(int(c.code))
}

// exception reads a CapException from the result buffer.
func (u *user) exception(c completion) string {
	u.m.t.Helper()
	if c.code != abi.CodeException {
		return ""
	}
	message := new(wire.Message)
	if e := message.OpenPrefix(u.read(resultAt, limits.ScratchBytes)); e != wire.OK {
		u.m.t.Fatalf("the exception is not a message: %s", e)
	}
	x, _ := capos.ReadCapException(message)
	reason, e := x.Reason()
	if e != wire.OK {
		u.m.t.Fatalf("the exception has no reason: %s", e)
	}
	return x.Type().String() + ": " + string(reason)
}

// refused demands that a completion is the exception x.
func (u *user) refused(c completion, x object.Exception) {
	u.m.t.Helper()
	if want := x.Type().String() + ": " + x.Reason(); u.exception(c) != want || c.caps != 0 {
		u.m.t.Errorf("completion %+v %q, want exception %q", c, u.exception(c), want)
	}
}

// give is one grant of a spawn.
type give struct {
	name  string
	id    abi.CapID
	iface uint64
	move  bool
}

// spawning answers the parameters of a spawn.
func spawning(t testing.TB, name, binary string, grants ...give) []byte {
	t.Helper()
	return message(t, limits.ScratchBytes, func(b *wire.Builder) {
		p := capos.NewProcessSpawnerSpawnParams(b)
		p.SetName(name)
		p.SetBinaryName(binary)
		putGrants(p.NewGrants(uint32(len(grants))), grants)
	})
}

// spawningWithin answers the parameters of a spawnWithin.
func spawningWithin(t testing.TB, w process.Budget, name, binary string, grants ...give) []byte {
	t.Helper()
	return message(t, limits.ScratchBytes, func(b *wire.Builder) {
		p := capos.NewProcessSpawnerSpawnWithinParams(b)
		p.SetName(name)
		p.SetBinaryName(binary)
		p.SetFramePages(w.Frames)
		p.SetVirtualPages(w.Virtual)
		p.SetProcesses(w.Processes)
		p.SetObjects(w.Objects)
		p.SetCapSlots(w.Caps)
		p.SetCalls(w.Calls)
		putGrants(p.NewGrants(uint32(len(grants))), grants)
	})
}

// putGrants writes the grants of a spawn.
func putGrants(list capos.CapGrantListBuilder, grants []give) {
	for i, g := range grants {
		to := list.At(uint32(i))
		to.SetName(g.name)
		to.SetCap(uint32(g.id))
		to.SetInterface(g.iface)
		if g.move {
			to.SetMode(capos.TransferModeMove)
		}
	}
}

// spawnWithin starts a child with a budget of its own through the capability spawnerCap, and answers the child and its handle.
func (u *user) spawnWithin(w process.Budget, name string, grants ...give) (child *user, handle abi.CapID) {
	u.m.t.Helper()
	return u.spawned(name, u.do(u.calling(spawnerCap, capos.ProcessSpawnerID, 1, spawningWithin(u.m.t, w, name, "small", grants...))))
}

// spawn starts a child through the capability spawnerCap, and answers the child and its handle.
func (u *user) spawn(name string, grants ...give) (child *user, handle abi.CapID) {
	u.m.t.Helper()
	return u.spawned(name, u.do(u.calling(spawnerCap, capos.ProcessSpawnerID, 0, spawning(u.m.t, name, "small", grants...))))
}

// spawned answers the child and the handle that the completion of a spawn tells of.
func (u *user) spawned(name string, c completion) (child *user, handle abi.CapID) {
	u.m.t.Helper()
	if c.code <= 0 || c.caps != 1 {
		u.m.t.Fatalf("spawn of %s: %+v %s", name, c, u.exception(c))
	}
	index := u.handleIndex(int(c.code))
	record := u.read(resultAt+abi.VirtAddr((int(c.code)+abi.RecordSize-1)/abi.RecordSize*abi.RecordSize+index*abi.RecordSize), abi.RecordSize)
	if littleEndian.Uint64(record[abi.RecordInterface:]) != capos.ProcessHandleID || littleEndian.Uint32(record[abi.RecordZero:]) != 0 {
		u.m.t.Fatalf("the record of the handle is %x", record)
	}
	handle = abi.CapID(littleEndian.Uint32(record[abi.RecordCap:]))
	hold, ok := u.m.k.procs[u.p].Lookup(handle)
	if !ok || hold.Kind != object.ProcessHandle {
		u.m.t.Fatalf("the handle %d is %+v, %v", handle, hold, ok)
	}
	return u.m.user(hold.Index), handle
}

func (u *user) handleIndex(n int) int {
	u.m.t.Helper()
	r, e := capos.ReadProcessSpawnerSpawnResults(u.result(n))
	if e != wire.OK {
		u.m.t.Fatal(e)
	}
	return int(r.HandleIndex())
}
