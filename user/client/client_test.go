package client

import (
	"encoding/binary"
	"testing"

	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/wire"
	"warrant/user/rt"
)

// call is what a kernel sees of a call.
type call struct {
	c      abi.CapID
	iface  uint64
	method uint16
	params []byte
}

// answered is a ring whose kernel completes each call at once, as answer says: it gets the call and the result buffer and returns the
// completion's result and its number of transfer-result records.
func answered(t *testing.T, answer func(call, []byte) (code int32, caps uint16)) *rt.Ring {
	var page rt.Page
	r := new(rt.Ring)
	position := uint32(0)
	r.Init(&page, func(uint32, uint64) int64 {
		sqe := page[abi.RingSQ+position%abi.SQEntries*abi.SQESize:]
		length := binary.LittleEndian.Uint32(sqe[abi.SQEParamsLen:])
		if got := binary.LittleEndian.Uint32(sqe[abi.SQEResultLen:]); int(got) != len(r.Results()) {
			t.Errorf("the call offers %d bytes for its results", got)
		}
		code, caps := answer(call{
			c:      abi.CapID(binary.LittleEndian.Uint32(sqe[abi.SQECap:])),
			iface:  binary.LittleEndian.Uint64(sqe[abi.SQEInterface:]),
			method: binary.LittleEndian.Uint16(sqe[abi.SQEMethod:]),
			params: append([]byte{}, r.Params()[:length]...),
		}, r.Results())
		cqe := page[abi.RingCQ+position%abi.CQEntries*abi.CQESize:]
		copy(cqe[abi.CQEUserData:], sqe[abi.SQEUserData:abi.SQEUserData+8])
		binary.LittleEndian.PutUint32(cqe[abi.CQEResult:], uint32(code))
		binary.LittleEndian.PutUint16(cqe[abi.CQECapCount:], caps)
		position++
		binary.LittleEndian.PutUint32(page[abi.RingSQHead:], position)
		binary.LittleEndian.PutUint32(page[abi.RingCQTail:], position)
		return 1
	})
	return r
}

// message writes a message into buffer and answers its length as a completion's result.
func message(t *testing.T, buffer []byte, build func(*wire.Builder)) (code int32) {
	var b wire.Builder
	b.Start(buffer)
	build(&b)
	n, e := b.Finish()
	if e != wire.OK {
		t.Error(e)
	}
	return int32(n)
}

func TestSleep(t *testing.T) {
	r := answered(t, func(c call, results []byte) (int32, uint16) {
		var m wire.Message
		if e := m.Open(c.params); e != wire.OK || m.Size() != uint64(len(c.params)) {
			t.Errorf("parameters: %v, %d of %d bytes", e, m.Size(), len(c.params))
		}
		decoded, e := capos.DecodeTimer(c.method, &m)
		if e != wire.OK || decoded.Method != capos.TimerMethodSleep || c.iface != capos.TimerID || c.c != 65 {
			t.Errorf("%+v decodes as %v, %v", c, decoded, e)
		}
		return message(t, results, func(b *wire.Builder) {
			capos.NewTimerSleepResults(b).SetNanoseconds(decoded.Sleep().Nanoseconds() + 5)
		}), 0
	})
	timer := NewTimer(r, 65)
	if ns, s := timer.Sleep(1000); ns != 1005 || !s.OK() {
		t.Errorf("%d, %+v", ns, s)
	}
}

func TestSpawn(t *testing.T) {
	grants := []CapGrant{
		{Name: "console", Cap: 3, Interface: capos.ConsoleID, Mode: capos.TransferModeCopy},
		{Name: "timer", Cap: 1 << 31, Interface: capos.TimerID, Mode: capos.TransferModeMove},
	}
	r := answered(t, func(c call, results []byte) (int32, uint16) {
		var m wire.Message
		m.Open(c.params)
		decoded, e := capos.DecodeProcessSpawner(c.method, &m)
		if e != wire.OK {
			t.Error(e)
		}
		p := decoded.Spawn()
		name, e1 := p.Name()
		binaryName, e2 := p.BinaryName()
		list, e3 := p.Grants()
		if e1 != wire.OK || e2 != wire.OK || e3 != wire.OK || string(name) != "child" || string(binaryName) != "hello" || list.Len() != 2 {
			t.Errorf("%q %v, %q %v, %d %v", name, e1, binaryName, e2, list.Len(), e3)
		}
		for i, want := range grants {
			got := list.At(uint32(i))
			text, e := got.Name()
			if e != wire.OK || string(text) != want.Name || got.Cap() != want.Cap || got.Interface() != want.Interface || got.Mode() != want.Mode {
				t.Errorf("grant %d: %q, %v", i, text, e)
			}
		}
		n := message(t, results, func(b *wire.Builder) { capos.NewProcessSpawnerSpawnResults(b).SetHandleIndex(1) })
		at := (n + abi.RecordSize - 1) / abi.RecordSize * abi.RecordSize
		for i := int32(0); i < 2; i++ {
			record := results[at+i*abi.RecordSize:]
			binary.LittleEndian.PutUint32(record[abi.RecordCap:], uint32(70+i))
			binary.LittleEndian.PutUint64(record[abi.RecordInterface:], capos.ProcessHandleID)
		}
		return n, 2
	})
	spawner := NewProcessSpawner(r, 2)
	index, s := spawner.Spawn("child", "hello", grants)
	if index != 1 || !s.OK() || s.Caps() != 2 {
		t.Fatalf("%d, %+v", index, s)
	}
	if c, iface, ok := s.Cap(int(index)); !ok || c != 71 || iface != capos.ProcessHandleID {
		t.Errorf("capability %d, interface %#x, %v", c, iface, ok)
	}
	for _, i := range []int{-1, 2, 1 << 40} {
		if _, _, ok := s.Cap(i); ok {
			t.Errorf("there is a capability of index %d", i)
		}
	}
}

// TestResults reads each kind of result: a structure, data, several fields, none.
func TestResults(t *testing.T) {
	var build func(*wire.Builder)
	r := answered(t, func(_ call, results []byte) (int32, uint16) { return message(t, results, build), 0 })

	build = func(b *wire.Builder) {
		fault := capos.NewProcessHandleWaitResults(b).NewStatus().NewFaulted()
		fault.SetVector(14)
		fault.SetAddress(1 << 63)
	}
	handle := NewProcessHandle(r, 1)
	status, s := handle.Wait()
	fault, e := status.Faulted()
	if !s.OK() || e != wire.OK || status.Which() != capos.ProcessStatusWhichFaulted || fault.Vector() != 14 || fault.Address() != 1<<63 {
		t.Errorf("%+v, %v, %v", s, e, status.Which())
	}
	if text, e := status.FailedToStart(); status.Exited() != 0 || text != nil || e != wire.OK {
		t.Errorf("members that are not set: %d, %q, %v", status.Exited(), text, e)
	}

	build = func(b *wire.Builder) { copy(capos.NewBootPackageReadManifestResults(b).NewData(3), "abc") }
	boot := NewBootPackage(r, 1)
	if data, s := boot.ReadManifest(0, 3); !s.OK() || string(data) != "abc" {
		t.Errorf("%q, %+v", data, s)
	}

	build = func(b *wire.Builder) {
		info := capos.NewSystemInfoInfoResults(b)
		info.SetKernel("warrant")
		info.SetTscHertz(7)
	}
	system := NewSystemInfo(r, 1)
	info, s := system.Info()
	kernel, e := info.Kernel()
	if !s.OK() || e != wire.OK || string(kernel) != "warrant" || info.TscHertz() != 7 || info.FreeFrames() != 0 {
		t.Errorf("%q, %v, %+v", kernel, e, s)
	}

	build = func(b *wire.Builder) { capos.NewConsoleWriteResults(b) }
	console := NewConsole(r, 1)
	if s := console.Write([]byte("x")); !s.OK() {
		t.Errorf("%+v", s)
	}
}

// TestFailures ends calls in every way in which a call can fail.
func TestFailures(t *testing.T) {
	exception := func(results []byte) {
		if _, e := capos.PutCapException(results, capos.ExceptionTypeOverloaded, "too much"); e != wire.OK {
			t.Error(e)
		}
	}
	tests := []struct {
		name    string
		results func([]byte) // puts something into the result buffer
		code    int32
		want    Status
	}{
		{"transport", func([]byte) {}, int32(abi.CodeInvokeFailed), Status{Code: abi.CodeInvokeFailed}},
		{"transport, with something in the buffer", exception, int32(abi.CodeExceptionTruncated), Status{Code: abi.CodeExceptionTruncated}},
		{"exception", exception, int32(abi.CodeException),
			Status{Code: abi.CodeException, Type: capos.ExceptionTypeOverloaded, Reason: []byte("too much")}},
		{"exception that is no message", func(b []byte) { copy(b, "\xff\xff\xff\xff") }, int32(abi.CodeException),
			Status{Code: abi.CodeException, Err: wire.ErrSegments}},
		{"results that are no message", func(b []byte) { copy(b, "\xff\xff\xff\xff") }, 16, Status{Err: wire.ErrSegments}},
		{"results of no bytes", func([]byte) {}, 0, Status{Err: wire.ErrShort}},
		{"results longer than the buffer", exception, 1 << 30, Status{Err: wire.ErrShort}},
		{"results of another kind", func(b []byte) { copy(b, "\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00") }, 16,
			Status{Err: wire.ErrKind}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := answered(t, func(_ call, results []byte) (int32, uint16) {
				test.results(results)
				return test.code, 0
			})
			timer := Timer{Ring: r, Cap: 1}
			ns, s := timer.Now()
			if ns != 0 || s.OK() || s.Code != test.want.Code || s.Err != test.want.Err || s.Type != test.want.Type ||
				string(s.Reason) != string(test.want.Reason) {
				t.Errorf("%d, %+v, want %+v", ns, s, test.want)
			}
			if _, _, ok := s.Cap(0); ok {
				t.Error("a call that failed returns a capability")
			}
		})
	}
}

// TestParametersTooLong makes a call whose parameters do not fit: it is not made.
func TestParametersTooLong(t *testing.T) {
	r := answered(t, func(call, []byte) (int32, uint16) {
		t.Error("the call was made")
		return 0, 0
	})
	console := NewConsole(r, 1)
	if s := console.Write(make([]byte, len(r.Params()))); s.OK() || s.Err != wire.ErrFull || s.Code != abi.CodeOK {
		t.Errorf("%+v", s)
	}
}
