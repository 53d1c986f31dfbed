package rt

import (
	"encoding/binary"
	"testing"

	"warrant/kernel/abi"
)

// kernel is the other side of a ring page, just enough of it: it takes what was submitted, completes it by a rule and posts.
type kernel struct {
	t              *testing.T
	page           Page
	sqHead, cqTail uint32
	perEnter       uint32 // entries taken per entry into the kernel
	entries        []Entry
	late           []Completion // posted by the next entry that would wait
	complete       func(k *kernel, e Entry) (c Completion, now bool)
	refuse         abi.Code
	enters         int
}

func newKernel(t *testing.T) (*kernel, *Ring) {
	k := &kernel{t: t, perEnter: abi.SQEntries, complete: echo}
	r := new(Ring)
	r.Init(&k.page, k.enter)
	return k, r
}

// echo completes every entry at once with success.
func echo(_ *kernel, e Entry) (Completion, bool) { return Completion{UserData: e.UserData}, true }

func (k *kernel) enter(minComplete uint32, timeout uint64) int64 {
	k.enters++
	if k.enters > 1000 {
		k.t.Fatal("the ring client does not come to an end")
	}
	if k.refuse != 0 {
		return int64(k.refuse)
	}
	tail := binary.LittleEndian.Uint32(k.page[abi.RingSQTail:])
	for n := uint32(0); n < k.perEnter && k.sqHead != tail; n++ {
		e := k.entry(k.sqHead)
		k.sqHead++
		k.entries = append(k.entries, e)
		if c, now := k.complete(k, e); now {
			k.post(c)
		}
	}
	binary.LittleEndian.PutUint32(k.page[abi.RingSQHead:], k.sqHead)
	ready := k.cqTail - binary.LittleEndian.Uint32(k.page[abi.RingCQHead:])
	for timeout != abi.TimeoutPoll && ready < minComplete {
		if len(k.late) == 0 {
			k.t.Fatal("the ring client waits for what never comes")
		}
		k.post(k.late[0])
		k.late = k.late[1:]
		ready++
	}
	return int64(ready)
}

func (k *kernel) entry(position uint32) Entry {
	b := k.page[abi.RingSQ+position%abi.SQEntries*abi.SQESize:]
	return Entry{
		Opcode:        abi.Opcode(binary.LittleEndian.Uint16(b[abi.SQEOpcode:])),
		Flags:         binary.LittleEndian.Uint16(b[abi.SQEFlags:]),
		Cap:           abi.CapID(binary.LittleEndian.Uint32(b[abi.SQECap:])),
		UserData:      binary.LittleEndian.Uint64(b[abi.SQEUserData:]),
		Interface:     binary.LittleEndian.Uint64(b[abi.SQEInterface:]),
		Params:        abi.VirtAddr(binary.LittleEndian.Uint64(b[abi.SQEParams:])),
		Result:        abi.VirtAddr(binary.LittleEndian.Uint64(b[abi.SQEResult:])),
		ParamsLen:     binary.LittleEndian.Uint32(b[abi.SQEParamsLen:]),
		ResultLen:     binary.LittleEndian.Uint32(b[abi.SQEResultLen:]),
		Method:        binary.LittleEndian.Uint16(b[abi.SQEMethod:]),
		TransferCount: binary.LittleEndian.Uint16(b[abi.SQETransferCount:]),
		CallID:        binary.LittleEndian.Uint32(b[abi.SQECallID:]),
		Transfers:     abi.VirtAddr(binary.LittleEndian.Uint64(b[abi.SQETransfers:])),
	}
}

func (k *kernel) post(c Completion) {
	if k.cqTail-binary.LittleEndian.Uint32(k.page[abi.RingCQHead:]) >= abi.CQEntries {
		k.t.Fatal("the ring client let the completion queue overflow")
	}
	b := k.page[abi.RingCQ+k.cqTail%abi.CQEntries*abi.CQESize:]
	binary.LittleEndian.PutUint64(b[abi.CQEUserData:], c.UserData)
	binary.LittleEndian.PutUint32(b[abi.CQEResult:], uint32(c.Result))
	binary.LittleEndian.PutUint16(b[abi.CQECapCount:], c.CapCount)
	binary.LittleEndian.PutUint32(b[abi.CQECallID:], c.CallID)
	k.cqTail++
	binary.LittleEndian.PutUint32(k.page[abi.RingCQTail:], k.cqTail)
}

func TestEntryReachesTheKernelFieldByField(t *testing.T) {
	k, r := newKernel(t)
	want := Entry{
		Opcode: 0x1122, Flags: 0x3344, Cap: 0x55667788, UserData: 0x0123456789abcdef, Interface: 0x8877665544332211, Params: 0xa1a2a3a4a5a6a7a8,
		Result: 0xb1b2b3b4b5b6b7b8, ParamsLen: 0xc1c2c3c4, ResultLen: 0xd1d2d3d4, Method: 0xe1e2, TransferCount: 0xf1f2, CallID: 0x91929394,
		Transfers: 0x8182838485868788,
	}
	if !r.Submit(&want) {
		t.Fatal("an empty ring refuses an entry")
	}
	if len(k.entries) != 0 {
		t.Fatal("the kernel sees an entry before Enter")
	}
	if n, code := r.Enter(1, abi.TimeoutForever); n != 1 || code != abi.CodeOK {
		t.Fatalf("Enter answers %d, %d", n, code)
	}
	if len(k.entries) != 1 || k.entries[0] != want {
		t.Errorf("the kernel got %+v, want %+v", k.entries, want)
	}
	if c, ok := r.Take(); !ok || c.UserData != want.UserData {
		t.Errorf("Take answers %+v, %v", c, ok)
	}
	if _, ok := r.Take(); ok {
		t.Error("a completion is given out twice")
	}
}

func TestCall(t *testing.T) {
	tests := []struct {
		name      string
		done      Completion
		n, caps   int
		code      abi.Code
		params    []byte
		paramsLen uint32
	}{
		{"no result", Completion{}, 0, 0, abi.CodeOK, nil, 0},
		{"result", Completion{Result: 40}, 40, 0, abi.CodeOK, make([]byte, 24), 24},
		{"result with capability", Completion{Result: 24, CapCount: 2}, 24, 2, abi.CodeOK, make([]byte, 8), 8},
		{"transport error", Completion{Result: abi.CodeInvokeFailed}, 0, 0, abi.CodeInvokeFailed, make([]byte, 8), 8},
		{"exception", Completion{Result: abi.CodeException}, 0, 0, abi.CodeException, make([]byte, 8), 8},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			k, r := newKernel(t)
			k.complete = func(_ *kernel, e Entry) (Completion, bool) {
				c := test.done
				c.UserData = e.UserData
				return c, true
			}
			n, caps, code := r.Call(5, 6, 7, test.params, r.Results())
			if n != test.n || caps != test.caps || code != test.code {
				t.Errorf("got %d, %d, %d; want %d, %d, %d", n, caps, code, test.n, test.caps, test.code)
			}
			want := Entry{
				Opcode: abi.OpCall, Cap: 5, Interface: 6, Method: 7, UserData: k.entries[0].UserData,
				Params: AddressOf(test.params), ParamsLen: test.paramsLen,
				Result: AddressOf(r.Results()), ResultLen: uint32(len(r.Results())),
			}
			if k.entries[0] != want {
				t.Errorf("the kernel got %+v, want %+v", k.entries[0], want)
			}
		})
	}
}

func TestOpcodesWithoutCall(t *testing.T) {
	k, r := newKernel(t)
	k.complete = func(_ *kernel, e Entry) (Completion, bool) {
		return Completion{UserData: e.UserData, Result: -abi.Code(e.Opcode)}, true
	}
	if got := r.Nop(); got != -abi.Code(abi.OpNop) {
		t.Errorf("Nop answers %d", got)
	}
	if got := r.Release(9); got != -abi.Code(abi.OpRelease) {
		t.Errorf("Release answers %d", got)
	}
	for i, want := range []Entry{{Opcode: abi.OpNop}, {Opcode: abi.OpRelease, Cap: 9}} {
		want.UserData = k.entries[i].UserData
		if k.entries[i] != want {
			t.Errorf("the kernel got %+v, want %+v", k.entries[i], want)
		}
	}
}

func TestSynchronousCallPutsOthersAside(t *testing.T) {
	k, r := newKernel(t)
	var own Completion
	k.complete = func(k *kernel, e Entry) (Completion, bool) {
		c := Completion{UserData: e.UserData}
		if e.Opcode != abi.OpNop {
			return c, false
		}
		// The call's own completion comes last, after both sleepers'.
		own = c
		k.late = []Completion{{UserData: 22, Result: 2}, {UserData: 11, Result: 1}, own}
		return c, false
	}
	for _, userData := range []uint64{11, 22} {
		if !r.Submit(&Entry{Opcode: abi.OpCall, UserData: userData}) {
			t.Fatal("refused")
		}
	}
	if code := r.Nop(); code != abi.CodeOK {
		t.Fatalf("Nop answers %d", code)
	}
	for _, want := range []Completion{{UserData: 22, Result: 2}, {UserData: 11, Result: 1}} {
		if got, ok := r.Take(); !ok || got != want {
			t.Errorf("Take answers %+v, %v; want %+v", got, ok, want)
		}
	}
	if _, ok := r.Take(); ok {
		t.Error("the synchronous call's completion is given out by Take")
	}
}

func TestQueuesNeverOverflow(t *testing.T) {
	_, r := newKernel(t)
	// The submission queue: sixteen entries, then a refusal until the kernel has been entered.
	for i := 0; i < abi.SQEntries; i++ {
		if !r.Submit(&Entry{Opcode: abi.OpNop, UserData: uint64(i)}) {
			t.Fatalf("entry %d refused", i)
		}
	}
	if r.Submit(&Entry{Opcode: abi.OpNop}) {
		t.Fatal("a full submission queue takes an entry")
	}
	// Completions without Take: one below the queue's size, the last place is for synchronous calls.
	r.Enter(0, abi.TimeoutPoll)
	for i := abi.SQEntries; i < abi.CQEntries-1; i++ {
		if !r.Submit(&Entry{Opcode: abi.OpNop, UserData: uint64(i)}) {
			t.Fatalf("entry %d refused", i)
		}
	}
	if r.Submit(&Entry{Opcode: abi.OpNop}) {
		t.Fatal("more submissions than completions have room for")
	}
	for i := 0; i < 3; i++ {
		if code := r.Nop(); code != abi.CodeOK {
			t.Fatalf("Nop answers %d", code)
		}
	}
	for i := 0; i < abi.CQEntries-1; i++ {
		if c, ok := r.Take(); !ok || c.UserData != uint64(i) {
			t.Fatalf("completion %d: %+v, %v", i, c, ok)
		}
	}
	if !r.Submit(&Entry{Opcode: abi.OpNop}) {
		t.Error("refused although everything has been taken")
	}
}

func TestPositionsWrap(t *testing.T) {
	k, r := newKernel(t)
	const near = 0xfffffff0
	k.sqHead, k.cqTail = near, near
	binary.LittleEndian.PutUint32(k.page[abi.RingSQHead:], near)
	binary.LittleEndian.PutUint32(k.page[abi.RingCQTail:], near)
	r.Resume()
	for i := 0; i < 100; i++ {
		if code := r.Nop(); code != abi.CodeOK {
			t.Fatalf("Nop %d answers %d", i, code)
		}
	}
	if k.sqHead != near+100-1<<32 {
		t.Errorf("the kernel has taken up to %#x", k.sqHead)
	}
}

func TestSlowKernel(t *testing.T) {
	// A kernel that takes one entry at a time still answers a synchronous call behind a full submission queue.
	k, r := newKernel(t)
	k.perEnter = 1
	for i := 0; i < abi.SQEntries; i++ {
		r.Submit(&Entry{Opcode: abi.OpNop, UserData: uint64(i)})
	}
	if code := r.Nop(); code != abi.CodeOK {
		t.Fatalf("Nop answers %d", code)
	}
}

func TestReservedUserData(t *testing.T) {
	_, r := newKernel(t)
	if r.Submit(&Entry{Opcode: abi.OpNop, UserData: synchronous}) {
		t.Error("Submit takes user data of synchronous calls")
	}
	if !r.Submit(&Entry{Opcode: abi.OpNop, UserData: synchronous - 1}) {
		t.Error("Submit refuses the greatest user data")
	}
}

func TestKernelRefusesEnter(t *testing.T) {
	k, r := newKernel(t)
	k.refuse = abi.CodeInvalidRequest
	if _, code := r.Enter(99, 0); code != abi.CodeInvalidRequest {
		t.Errorf("Enter answers %d", code)
	}
	if code := r.Nop(); code != abi.CodeInvalidRequest {
		t.Errorf("Nop answers %d", code)
	}
}

func TestRecord(t *testing.T) {
	result := make([]byte, 96)
	for i := range 3 {
		binary.LittleEndian.PutUint32(result[48+16*i:], uint32(100+i))
		binary.LittleEndian.PutUint64(result[48+16*i+8:], uint64(0xffffffffffffff00)+uint64(i))
	}
	tests := []struct {
		name     string
		n, caps  int
		index    int
		wantCap  abi.CapID
		wantFace uint64
		ok       bool
	}{
		{"first, message ends on a record's bound", 48, 3, 0, 100, 0xffffffffffffff00, true},
		{"first, message ends one byte above", 33, 3, 0, 100, 0xffffffffffffff00, true},
		{"first, message ends far below", 40, 3, 0, 100, 0xffffffffffffff00, true},
		{"last", 48, 3, 2, 102, 0xffffffffffffff02, true},
		{"index is the number of records", 48, 3, 3, 0, 0, false},
		{"negative index", 48, 3, -1, 0, 0, false},
		{"records would end behind the buffer", 49, 3, 2, 0, 0, false},
		{"message longer than the buffer", 97, 1, 0, 0, 0, false},
		{"no records", 48, 0, 0, 0, 0, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, iface, ok := Record(result, test.n, test.caps, test.index)
			if c != test.wantCap || iface != test.wantFace || ok != test.ok {
				t.Errorf("got %d, %#x, %v", c, iface, ok)
			}
		})
	}
}

func TestAddressOfNothing(t *testing.T) {
	if AddressOf(nil) != 0 || AddressOf([]byte{}) != 0 {
		t.Error("an empty buffer has an address; the kernel would refuse the entry")
	}
}
