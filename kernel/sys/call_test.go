package sys

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/bootpackage"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

func writing(t testing.TB, text string) []byte {
	return message(t, limits.ScratchBytes, func(b *wire.Builder) { capos.NewConsoleWriteParams(b).SetData([]byte(text)) })
}

func writingLine(t testing.TB, text string) []byte {
	return message(t, limits.ScratchBytes, func(b *wire.Builder) { capos.NewConsoleWriteLineParams(b).SetText(text) })
}

func TestConsole(t *testing.T) {
	long := strings.Repeat("x", limits.ConsoleBytes)
	for _, tt := range []struct {
		name   string
		method capos.ConsoleMethod
		params []byte
		prints string
		x      object.Exception
	}{
		{"write", capos.ConsoleMethodWrite, writing(t, "hi"), "hi", object.None},
		{"write of nothing", capos.ConsoleMethodWrite, writing(t, ""), "", object.None},
		{"write of a zero and a high byte", capos.ConsoleMethodWrite, writing(t, "\x00\xff"), "\x00\xff", object.None},
		{"the longest write", capos.ConsoleMethodWrite, writing(t, long), long, object.None},
		{"a write too long", capos.ConsoleMethodWrite, writing(t, long+"x"), "", object.TooLong},
		{"line", capos.ConsoleMethodWriteLine, writingLine(t, "hi"), "hi\n", object.None},
		{"line of nothing", capos.ConsoleMethodWriteLine, writingLine(t, ""), "\n", object.None},
		{"the longest line", capos.ConsoleMethodWriteLine, writingLine(t, long), long + "\n", object.None},
		{"a line too long", capos.ConsoleMethodWriteLine, writingLine(t, long+"x"), "", object.TooLong},
		{"parameters without text", capos.ConsoleMethodWriteLine, none(t), "\n", object.None},
		{"another method", 2, none(t), "", object.NoSuchMethod},
		{"no message", capos.ConsoleMethodWrite, []byte("abcdefgh"), "", object.Malformed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u := boot(t).user(0)
			c := u.do(u.calling(consoleCap, capos.ConsoleID, uint16(tt.method), tt.params))
			if out := u.m.printed(); out != tt.prints {
				t.Errorf("printed %q, want %q", out, tt.prints)
			}
			if !tt.x.Accepted() {
				u.refused(c, tt.x)
				return
			}
			if c.code <= 0 {
				t.Errorf("completion %+v %s", c, u.exception(c))
			}
		})
	}
}

// What does not fit is refused whole; the output that is there stays.
func TestConsoleFull(t *testing.T) {
	u := boot(t).user(0)
	line := strings.Repeat("y", limits.ConsoleBytes-1)
	e := u.calling(consoleCap, capos.ConsoleID, uint16(capos.ConsoleMethodWriteLine), writingLine(t, line))
	for range limits.ConsoleBuffer / limits.ConsoleBytes {
		if c := u.do(e); c.code <= 0 {
			t.Fatalf("completion %+v %s", c, u.exception(c))
		}
	}
	u.refused(u.do(e), object.ConsoleFull)
	if out := u.m.printed(); out != strings.Repeat(line+"\n", limits.ConsoleBuffer/limits.ConsoleBytes) {
		t.Errorf("%d bytes wait", len(out))
	}
	if c := u.do(e); c.code <= 0 {
		t.Errorf("after the device took everything: %+v %s", c, u.exception(c))
	}
}

func TestManifestSize(t *testing.T) {
	u := boot(t).user(0)
	r, e := capos.ReadBootPackageManifestSizeResults(u.call(bootCap, capos.BootPackageID, uint16(capos.BootPackageMethodManifestSize), none(t)))
	if e != wire.OK || r.Size() != u.m.info.ManifestLength {
		t.Errorf("size %d, %s, want %d", r.Size(), e, u.m.info.ManifestLength)
	}
}

func reading(t testing.TB, offset uint64, n uint32) []byte {
	return message(t, 256, func(b *wire.Builder) {
		p := capos.NewBootPackageReadManifestParams(b)
		p.SetOffset(offset)
		p.SetMaxBytes(n)
	})
}

func TestReadManifest(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	module := m.ram[m.info.Manifest:][:m.info.ManifestLength]
	size := uint64(len(module))
	const method = uint16(capos.BootPackageMethodReadManifest)
	for _, tt := range []struct {
		name   string
		offset uint64
		n      uint32
		want   int // bytes; -1 for an exception
	}{
		{"nothing", 0, 0, 0},
		{"the first byte", 0, 1, 1},
		{"an odd piece", 13, 101, 101},
		{"the most", 0, bootpackage.Most, bootpackage.Most},
		{"more than the most", 0, bootpackage.Most + 1, bootpackage.Most},
		{"as much as there is", 1, math.MaxUint32, bootpackage.Most},
		{"the last byte", size - 1, 1, 1},
		{"more than is left", size - 5, 10, 5},
		{"nothing at the end", size, 0, 0},
		{"something at the end", size, 10, 0},
		{"behind the end", size + 1, 0, -1},
		{"far behind the end", math.MaxUint64, math.MaxUint32, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.want < 0 {
				u.refused(u.do(u.calling(bootCap, capos.BootPackageID, method, reading(t, tt.offset, tt.n))), object.OutOfRange)
				return
			}
			r, _ := capos.ReadBootPackageReadManifestResults(u.call(bootCap, capos.BootPackageID, method, reading(t, tt.offset, tt.n)))
			data, e := r.Data()
			if e != wire.OK || !bytes.Equal(data, module[tt.offset:tt.offset+uint64(tt.want)]) {
				t.Errorf("%d bytes, %s, want %d", len(data), e, tt.want)
			}
		})
	}
}

func TestSystemInfo(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	u.spawn("one")
	ended, _ := u.spawn("two")
	ended.exit(0)
	r, e := capos.ReadSystemInfoInfoResults(u.call(infoCap, capos.SystemInfoID, 0, none(t)))
	name, _ := r.Kernel()
	if e != wire.OK || string(name) != "warrant" || r.AbiVersion() != abi.Version || r.ProcessLimit() != limits.Processes ||
		r.Processes() != 2 || r.TotalFrames() != enoughPages || r.FreeFrames() != uint64(m.k.frames.Available()) ||
		r.TscHertz() != m.info.TSCHertz {
		t.Errorf("kernel %q, version %d, %d of %d processes, %d of %d frames, %d Hz", name, r.AbiVersion(), r.Processes(),
			r.ProcessLimit(), r.FreeFrames(), r.TotalFrames(), r.TscHertz())
	}
}

func TestNow(t *testing.T) {
	u := boot(t).user(0)
	for _, now := range []uint64{5000, 5001, 1 << 40, math.MaxUint64 - 1} {
		u.m.now = now
		r, e := capos.ReadTimerNowResults(u.call(timerCap, capos.TimerID, uint16(capos.TimerMethodNow), none(t)))
		if e != wire.OK || r.Nanoseconds() != now {
			t.Errorf("now %d, %s, want %d", r.Nanoseconds(), e, now)
		}
	}
}

func sleeping(t testing.TB, n uint64) []byte {
	return message(t, 256, func(b *wire.Builder) { capos.NewTimerSleepParams(b).SetNanoseconds(n) })
}

// A sleep completes not before its time, and at the first moment after it.
func TestSleep(t *testing.T) {
	for _, n := range []uint64{0, 1, 1000, 1 << 50} {
		m := boot(t)
		u := m.user(0)
		u.submit(u.calling(timerCap, capos.TimerID, uint16(capos.TimerMethodSleep), sleeping(t, n)))
		u.enter(1, abi.TimeoutForever)
		start := m.now
		if n > 0 {
			if d := m.next(); d.Choice != Idle || d.Deadline != start+n {
				t.Fatalf("asleep for %d: %+v", n, d)
			}
			m.now = start + n - 1
			if d := m.next(); d.Choice != Idle {
				t.Fatalf("woken 1 ns too early: %+v", d)
			}
		}
		m.now = start + n
		if d := m.next(); d.Choice != Run || d.Process != 0 || m.k.Registers(0).RAX != 1 {
			t.Fatalf("not woken after %d: %+v", n, d)
		}
		all := u.completions()
		if len(all) != 1 || all[0].code <= 0 {
			t.Fatalf("completions %+v", all)
		}
		r, e := capos.ReadTimerSleepResults(u.result(int(all[0].code)))
		if e != wire.OK || r.Nanoseconds() != m.now {
			t.Errorf("woken at %d, %s, want %d", r.Nanoseconds(), e, m.now)
		}
	}
}

// A sleep longer than the clock does not end; the process that asked for it still runs, and its end takes the sleep away.
func TestSleepForever(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	u.submit(u.calling(timerCap, capos.TimerID, uint16(capos.TimerMethodSleep), sleeping(t, math.MaxUint64)))
	u.enter(0, abi.TimeoutPoll)
	m.now = math.MaxUint64 - 1
	if all := u.completions(); m.next().Choice != Run || len(all) != 0 {
		t.Errorf("completions %+v", all)
	}
	u.exit(0)
	if s := m.stopped(); s != abi.HaltClean {
		t.Errorf("status %#x", s)
	}
}

// Sleeps complete in the order of their times, whatever the order of the calls.
func TestSleepOrder(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	times := []uint64{500, 100, 300, 200, 400}
	for i, n := range times { // one by one: each call needs its own parameters
		e := u.calling(timerCap, capos.TimerID, uint16(capos.TimerMethodSleep), sleeping(t, n))
		e.userData, e.result = n, resultAt+abi.VirtAddr(i)*64
		u.submit(e)
		u.enter(0, abi.TimeoutPoll)
	}
	m.now += 10000
	m.next()
	all := u.completions()
	if len(all) != len(times) {
		t.Fatalf("completions %+v", all)
	}
	for i, c := range all {
		if c.userData != uint64(100*(i+1)) || c.code <= 0 {
			t.Errorf("completion %d is %+v", i, c)
		}
	}
}

// A process can have limits.OutstandingCalls calls that are not complete; the next one is refused and changes nothing. Invariant: LG-1
func TestTooManyCalls(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	e := u.calling(timerCap, capos.TimerID, uint16(capos.TimerMethodSleep), sleeping(t, 1000))
	for range limits.OutstandingCalls {
		u.submit(e)
	}
	u.enter(0, abi.TimeoutPoll)
	if all := u.completions(); len(all) != 0 {
		t.Fatalf("completions %+v", all)
	}
	u.refused(u.do(e), object.TooManyCalls)
	m.now += 1000
	m.next()
	if all := u.completions(); len(all) != limits.OutstandingCalls {
		t.Errorf("%d completions", len(all))
	}
	u.submit(e)
	u.enter(0, abi.TimeoutPoll)
	if all := u.completions(); len(all) != 0 {
		t.Errorf("a place that is free again is refused: %+v", all)
	}
}

// The result buffer of a call that completes later is checked again then: the process has no way to make the kernel write elsewhere.
func TestLateResult(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	e := u.calling(timerCap, capos.TimerID, uint16(capos.TimerMethodSleep), sleeping(t, 10))
	e.resultLen = 23
	u.submit(e)
	u.enter(1, abi.TimeoutForever)
	m.now += 10
	m.next()
	if all := u.completions(); len(all) != 1 || all[0].code != abi.CodeResultTooLarge {
		t.Errorf("completions %+v", all)
	}
}

// What a process reads in its result buffer depends on its call alone: nothing of an earlier call, of anybody, shows through.
func TestResultsShowNothingElse(t *testing.T) {
	for _, tt := range []struct {
		name   string
		id     abi.CapID
		iface  uint64
		method uint16
		params []byte
	}{
		{"write", consoleCap, capos.ConsoleID, 0, writing(t, "abc")},
		{"manifest size", bootCap, capos.BootPackageID, 0, none(t)},
		{"an odd piece of the manifest", bootCap, capos.BootPackageID, 1, reading(t, 3, 13)},
		{"spawn", spawnerCap, capos.ProcessSpawnerID, 0, spawning(t, "child", "small")},
		{"now", timerCap, capos.TimerID, 0, none(t)},
		{"info", infoCap, capos.SystemInfoID, 0, none(t)},
		{"an exception", infoCap, capos.SystemInfoID, 9, none(t)},
		{"a bad message", consoleCap, capos.ConsoleID, 0, writing(t, "abc")[:16]},
	} {
		var first []byte
		for _, old := range []byte{0xee, 0x11} {
			m := boot(t)
			for i := range m.k.results {
				m.k.results[i], m.k.params[i] = old, old
			}
			u := m.user(0)
			if c := u.do(u.calling(tt.id, tt.iface, tt.method, tt.params)); c.code <= 0 && c.code != abi.CodeException {
				t.Errorf("%s: %+v", tt.name, c)
			}
			got := u.read(resultAt, limits.ScratchBytes)
			if first != nil && !bytes.Equal(got, first) {
				t.Errorf("%s: the result depends on what was in the kernel's buffers", tt.name)
			}
			first = got
		}
	}
}

// broken answers a message whose root has n pointers, of which number bad leads out of the message.
func broken(n, bad int) []byte {
	words := make([]uint64, 2+n)
	words[0] = uint64(1+n) << 32 // one segment
	words[1] = uint64(n) << 48   // the root: no data, n pointers
	words[2+bad] = 1 | 100<<2 | (5<<3|2)<<32
	var b []byte
	for _, w := range words {
		b = littleEndian.AppendUint64(b, w)
	}
	return b
}

// Every method of every object refuses parameters that cannot be read, and every object refuses methods that it does not have.
func TestUnreadableParameters(t *testing.T) {
	const handle = abi.CapID(standardCaps)
	rootIsList := littleEndian.AppendUint64(littleEndian.AppendUint64(nil, 1<<32), 1)
	for _, tt := range []struct {
		name    string
		id      abi.CapID
		iface   uint64
		methods uint16
		bad     [][]byte // for method 0, beside those that no method takes
	}{
		{"console", consoleCap, capos.ConsoleID, 2, [][]byte{broken(1, 0)}},
		{"boot package", bootCap, capos.BootPackageID, 2, nil},
		{"spawner", spawnerCap, capos.ProcessSpawnerID, 2, [][]byte{broken(3, 0), broken(3, 1), broken(3, 2)}},
		{"handle", handle, capos.ProcessHandleID, 2, nil},
		{"timer", timerCap, capos.TimerID, 2, nil},
		{"info", infoCap, capos.SystemInfoID, 1, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u := boot(t).user(0)
			u.spawn("child")
			for method := range tt.methods {
				for _, params := range [][]byte{nil, none(t)[:8], none(t)[:15], rootIsList} {
					u.refused(u.do(u.calling(tt.id, tt.iface, method, params)), object.Malformed)
				}
			}
			for _, params := range tt.bad {
				u.refused(u.do(u.calling(tt.id, tt.iface, 0, params)), object.Malformed)
			}
			for _, method := range []uint16{tt.methods, tt.methods + 1, 255, math.MaxUint16} {
				u.refused(u.do(u.calling(tt.id, tt.iface, method, none(t))), object.NoSuchMethod)
			}
		})
	}
}
