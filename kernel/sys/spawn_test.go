package sys

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
)

// A child has what it was given, under the names it was given, and nothing else. Invariants: CAP-7, TX-1
func TestSpawn(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	child, handle := u.spawn("child", give{"out", consoleCap, capos.ConsoleID, false}, give{"clock", timerCap, capos.TimerID, true},
		give{"out again", consoleCap, capos.ConsoleID, false})
	checkCapSet(t, child, "out", "clock", "out again")
	for i, want := range []uint32{object.Console, object.Timer, object.Console} {
		if h, ok := m.k.procs[child.p].Lookup(abi.CapID(i)); !ok || h.Kind != want || h.Origin != captable.FromSpawn || h.Travel != captable.Copies {
			t.Errorf("capability %d of the child is %+v", i, h)
		}
	}
	if _, ok := m.k.procs[0].Lookup(timerCap); ok {
		t.Error("the parent still holds what it moved")
	}
	if _, ok := m.k.procs[0].Lookup(consoleCap); !ok {
		t.Error("the parent lost what it copied")
	}
	if h, ok := m.k.procs[0].Lookup(handle); !ok || h.Travel != captable.Stays || h.Index != child.p || h.Epoch != m.k.procs[child.p].Generation ||
		h.Origin != captable.FromResult {
		t.Errorf("the handle is %+v", h)
	}
	if n := m.k.procs[child.p].Name; string(n.Text()) != "child" {
		t.Errorf("the child is named %q", n.Text())
	}
	d := m.run(child.p)
	if r := m.k.Registers(child.p); !d.Fresh || r.RIP != uint64(codeAt) || r.RSI != m.k.id(child.p) || r.RAX != 0 {
		t.Errorf("%+v, registers %+v", d, r)
	}
	if c := child.do(child.calling(0, capos.ConsoleID, uint16(capos.ConsoleMethodWriteLine), writingLine(t, "I am"))); c.code <= 0 {
		t.Errorf("the child's call: %+v %s", c, child.exception(c))
	}
	if c := child.do(child.calling(timerCap, capos.TimerID, 0, none(t))); c.code != abi.CodeInvokeFailed {
		t.Errorf("the parent's id means something to the child: %+v", c)
	}
}

// A process without any capability can run, and can do nothing.
func TestSpawnWithNothing(t *testing.T) {
	m := boot(t)
	child, _ := m.user(0).spawn("bare")
	checkCapSet(t, child)
	for id := range abi.CapID(standardCaps) {
		if c := child.do(child.calling(id, capos.ConsoleID, 0, none(t))); c.code != abi.CodeInvokeFailed {
			t.Errorf("capability %d answers %+v", id, c)
		}
	}
}

// grants answers n copies of the console under different names.
func grants(n int) (all []give) {
	for i := range n {
		all = append(all, give{fmt.Sprintf("cap%d", i), consoleCap, capos.ConsoleID, false})
	}
	return all
}

// Every reason for which a spawn is refused; the state of the kernel afterwards is the one before. Invariants: TX-2, TX-3, CAP-6
func TestSpawnRefused(t *testing.T) {
	long := strings.Repeat("n", abi.NameMax)
	console := give{"out", consoleCap, capos.ConsoleID, false}
	for _, tt := range []struct {
		name         string
		own, program string
		grants       []give
		want         object.Exception // None: it starts
	}{
		{"as it is", "child", "small", []give{console}, object.None},
		{"the longest name", long, "small", nil, object.None},
		{"a name too long", long + "n", "small", nil, object.BadName},
		{"no name", "", "small", nil, object.BadName},
		{"no binary", "child", "", nil, object.BadName},
		{"the name of a binary too long", "child", long + "n", nil, object.BadName},
		{"an unknown binary", "child", "smal", nil, object.NoSuchBinary},
		{"an unknown binary, longer", "child", "smalls", nil, object.NoSuchBinary},
		{"a program too large", "child", "large", nil, object.OutOfMemory},
		{"a grant without a name", "child", "small", []give{{"", consoleCap, capos.ConsoleID, false}}, object.BadName},
		{"the longest name of a grant", "child", "small", []give{{long, consoleCap, capos.ConsoleID, false}}, object.None},
		{"a name of a grant too long", "child", "small", []give{{long + "n", consoleCap, capos.ConsoleID, false}}, object.BadName},
		{"a grant of nothing", "child", "small", []give{console, {"x", standardCaps + 1, capos.ConsoleID, false}}, object.BadGrant},
		{"a grant of another generation", "child", "small", []give{{"x", abi.CapSlots + consoleCap, capos.ConsoleID, false}}, object.BadGrant},
		{"a grant of another interface", "child", "small", []give{{"x", consoleCap, capos.TimerID, false}}, object.BadGrant},
		{"a grant of no interface", "child", "small", []give{{"x", consoleCap, 0, false}}, object.BadGrant},
		{"a copied handle", "child", "small", []give{{"x", standardCaps, capos.ProcessHandleID, false}}, object.NotTransferable},
		{"a moved handle", "child", "small", []give{{"x", standardCaps, capos.ProcessHandleID, true}}, object.NotTransferable},
		{"one name twice", "child", "small", []give{console, {"out", timerCap, capos.TimerID, false}}, object.DuplicateName},
		{"copied twice", "child", "small", []give{console, {"err", consoleCap, capos.ConsoleID, false}}, object.None},
		{"copied and moved", "child", "small", []give{console, {"err", consoleCap, capos.ConsoleID, true}}, object.MovedTwice},
		{"moved and copied", "child", "small", []give{{"err", consoleCap, capos.ConsoleID, true}, console}, object.MovedTwice},
		{"moved twice", "child", "small", []give{{"a", timerCap, capos.TimerID, true}, {"b", timerCap, capos.TimerID, true}}, object.MovedTwice},
		{"as many grants as fit", "child", "small", grants(limits.Grants), object.None},
		{"one grant too many", "child", "small", grants(limits.Grants + 1), object.TooManyGrants},
		{"a move before a bad grant", "child", "small", []give{{"a", timerCap, capos.TimerID, true}, {"b", 63, capos.TimerID, false}}, object.BadGrant},
		{"a move and an unknown binary", "child", "none", []give{{"a", timerCap, capos.TimerID, true}}, object.NoSuchBinary},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := boot(t)
			u := m.user(0)
			u.spawn("first") // its handle has the id standardCaps
			before := holdsOf(m.k)
			free := m.k.frames.Available()
			c := u.do(u.calling(spawnerCap, capos.ProcessSpawnerID, 0, spawning(t, tt.own, tt.program, tt.grants...)))
			if tt.want.Accepted() {
				if c.code <= 0 || c.caps != 1 {
					t.Errorf("completion %+v %s", c, u.exception(c))
				}
				return
			}
			u.refused(c, tt.want)
			if after := holdsOf(m.k); after != before {
				t.Error("a refused spawn changed what processes hold")
			}
			if m.k.frames.Available() != free {
				t.Errorf("%d frames are free, before %d", m.k.frames.Available(), free)
			}
		})
	}
}

// holdsOf answers everything that every process holds, and the state of its place.
func holdsOf(k *Kernel) (all [limits.Processes]struct {
	state process.State
	holds [captable.Slots]captable.Hold
}) {
	for p := range k.procs {
		all[p].state = k.procs[p].State
		for i := range uint32(captable.Slots) {
			if id, ok := k.procs[p].CapAt(i); ok {
				all[p].holds[i], _ = k.procs[p].Lookup(id)
			}
		}
	}
	return all
}

// A file that is not a program is refused with the reason.
func TestSpawnOfBadImage(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	free := m.k.frames.Available()
	c := u.do(u.calling(spawnerCap, capos.ProcessSpawnerID, 0, spawning(t, "child", "text")))
	if x := u.exception(c); !strings.HasPrefix(x, "failed: ") || len(x) < 12 {
		t.Errorf("completion %+v %q", c, x)
	}
	if m.k.frames.Available() != free {
		t.Errorf("%d frames are free, before %d", m.k.frames.Available(), free)
	}
}

// However few frames are left, a spawn works or leaves everything as it was. Invariants: LG-3, TX-2
func TestSpawnWithFewFrames(t *testing.T) {
	whole := boot(t)
	own := enoughPages - whole.k.frames.Available()
	for free := uint32(0); free <= own; free++ {
		m := bootWith(t, own+free, standard())
		u := m.user(0)
		budget := process.Budget{Frames: free, Virtual: 1, Caps: 1, Calls: 1}
		c := u.do(u.calling(spawnerCap, capos.ProcessSpawnerID, 1, spawningWithin(t, budget, "child", "small", give{"t", timerCap, capos.TimerID, true})))
		if free < own {
			u.refused(c, object.OutOfMemory)
			if m.k.frames.Available() != free {
				t.Errorf("%d of %d frames are free", m.k.frames.Available(), free)
			}
			if _, ok := m.k.procs[0].Lookup(timerCap); !ok {
				t.Error("a refused spawn took a capability")
			}
		} else if c.code <= 0 {
			t.Errorf("with exactly enough frames: %+v %s", c, u.exception(c))
		}
	}
}

// The result buffer is looked at before anything else: without room for the handle nothing starts.
func TestSpawnWithoutRoomForTheHandle(t *testing.T) {
	const need = 32 + abi.RecordSize // the message in records, and one record
	for n, ok := range map[uint32]bool{0: false, 24: false, need - 1: false, need: true} {
		m := boot(t)
		u := m.user(0)
		before := holdsOf(m.k)
		e := u.calling(spawnerCap, capos.ProcessSpawnerID, 0, spawning(t, "child", "small"))
		e.resultLen = n
		c := u.do(e)
		if ok != (c.code > 0) || !ok && (c.code != abi.CodeResultTooLarge || holdsOf(m.k) != before) {
			t.Errorf("with %d bytes: %+v", n, c)
		}
	}
}

// The bytes between the message and the records are zero, those behind the records are untouched.
func TestSpawnResultBytes(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	u.write(resultAt, bytes.Repeat([]byte{0xee}, limits.ScratchBytes))
	_, handle := u.spawn("child")
	b := u.read(resultAt, 64)
	want := append(make([]byte, 8), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	littleEndian.PutUint32(want[8:], uint32(handle))
	littleEndian.PutUint64(want[16:], capos.ProcessHandleID)
	if !bytes.Equal(b[24:48], want) || !bytes.Equal(b[48:], bytes.Repeat([]byte{0xee}, 16)) {
		t.Errorf("behind the message: %x", b[24:])
	}
}

// Every place for a process can be used; then a spawn is refused until one ends and its handle is given up.
func TestSpawnFillsAllPlaces(t *testing.T) {
	m := bootWith(t, (limits.DefaultFramePages+2)*limits.Processes, standard())
	u := m.user(0)
	var last *user
	var handle abi.CapID
	for i := range limits.Processes - 1 {
		last, handle = u.spawn(fmt.Sprintf("child%d", i))
	}
	params := spawning(t, "late", "small")
	u.refused(u.do(u.calling(spawnerCap, capos.ProcessSpawnerID, 0, params)), object.OverBudget)
	last.exit(0)
	u.refused(u.do(u.calling(spawnerCap, capos.ProcessSpawnerID, 0, params)), object.OverBudget) // its status is still to be had
	u.do(entry{opcode: abi.OpRelease, id: handle})
	if c := u.do(u.calling(spawnerCap, capos.ProcessSpawnerID, 0, params)); c.code <= 0 {
		t.Errorf("with a free place: %+v %s", c, u.exception(c))
	}
}

// A parent whose table is full cannot spawn, not even when the spawn would move something out of it. Invariant: CAP-4
func TestSpawnWithFullTable(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	for m.k.procs[0].CanGrant(1) {
		if _, ok := m.k.procs[0].Grant(captable.Hold{Interface: capos.TimerID, Kind: object.Timer, Travel: captable.Copies}); !ok {
			t.Fatal("a grant fails that can be granted")
		}
	}
	before := holdsOf(m.k)
	for _, g := range [][]give{nil, {{"t", timerCap, capos.TimerID, true}}} {
		u.refused(u.do(u.calling(spawnerCap, capos.ProcessSpawnerID, 0, spawning(t, "child", "small", g...))), object.TableFull)
		if holdsOf(m.k) != before {
			t.Error("a refused spawn changed what processes hold")
		}
	}
	u.do(entry{opcode: abi.OpRelease, id: infoCap})
	u.spawn("child")
}

// Two children of one parent know nothing of each other: no frame in common, no capability but what each was given. Invariant: FR-1
func TestSiblings(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	a, _ := u.spawn("a", give{"out", consoleCap, capos.ConsoleID, false})
	b, _ := u.spawn("b")
	a.write(dataAt, []byte("secret"))
	if got := b.read(dataAt, 4); string(got) != "data" {
		t.Errorf("b reads %q", got)
	}
	checkCapSet(t, b)
	if m.k.id(a.p) == m.k.id(b.p) {
		t.Error("two processes have one id")
	}
}
