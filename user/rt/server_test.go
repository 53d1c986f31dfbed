package rt

import (
	"encoding/binary"
	"testing"

	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// deliver writes a message as RECV delivers it, with capabilities 100, 101, ... of interface 7, and answers the completion's result.
func deliver(buffer []byte, params string, caps int) (length int) {
	header := binary.LittleEndian.AppendUint64(nil, 3)
	header = binary.LittleEndian.AppendUint64(header, 0xfedcba9876543210)
	header = binary.LittleEndian.AppendUint16(header, 9)
	header = binary.LittleEndian.AppendUint16(header, uint16(caps))
	header = binary.LittleEndian.AppendUint32(header, uint32(len(params)))
	header = binary.LittleEndian.AppendUint32(header, 0x80000001)
	header = binary.LittleEndian.AppendUint32(header, 4096)
	length = copy(buffer, header)
	length += copy(buffer[length:], params)
	at := (length + 15) / 16 * 16
	for i := range caps {
		binary.LittleEndian.PutUint32(buffer[at+16*i:], uint32(100+i))
		binary.LittleEndian.PutUint64(buffer[at+16*i+8:], 7)
	}
	return length
}

func TestReadReceived(t *testing.T) {
	buffer := make([]byte, 128)
	length := deliver(buffer, "seven b", 2)
	m, ok := ReadReceived(buffer, length)
	if !ok || m.Client != 3 || m.Interface != 0xfedcba9876543210 || m.Method != 9 || m.CallID != 0x80000001 || m.ResultRoom != 4096 ||
		string(m.Params) != "seven b" || m.Caps() != 2 {
		t.Fatalf("got %+v, %v", m, ok)
	}
	if c, iface, ok := m.Cap(1); c != 101 || iface != 7 || !ok {
		t.Errorf("the second capability is %d, %#x, %v", c, iface, ok)
	}
	if _, _, ok := m.Cap(2); ok {
		t.Error("there is a third capability")
	}
	for name, length := range map[string]int{"error code": -4, "no header": abi.MessageHeader - 1, "one byte less": length - 1,
		"one byte more": length + 1, "longer than the buffer": len(buffer) + 1} {
		if _, ok := ReadReceived(buffer, length); ok {
			t.Errorf("%s: a completion of %d is read as a message", name, length)
		}
	}
}

func TestTransfers(t *testing.T) {
	var list Transfers
	var e Entry
	list.Attach(&e)
	if e.TransferCount != 0 || e.Transfers != 0 {
		t.Errorf("no capability: %d descriptors at %#x", e.TransferCount, e.Transfers)
	}
	list.Copy(5).Move(6).Add(7, 99).Copy(8).Copy(9)
	list.Attach(&e)
	if e.TransferCount != abi.TransferMost || e.Transfers != AddressOf(list.bytes[:]) {
		t.Errorf("%d descriptors at %#x", e.TransferCount, e.Transfers)
	}
	for i, want := range []uint32{5, abi.TransferCopy, 6, abi.TransferMove, 7, 99, 8, abi.TransferCopy} {
		if got := binary.LittleEndian.Uint32(list.bytes[4*i:]); got != want {
			t.Errorf("word %d is %d, want %d", i, got, want)
		}
	}
	list.Reset().Attach(&e)
	if e.TransferCount != 0 || e.Transfers != 0 {
		t.Errorf("after Reset: %d descriptors at %#x", e.TransferCount, e.Transfers)
	}
}

func TestServer(t *testing.T) {
	k, r := newKernel(t)
	var s Server
	s.Open(r, 77)
	k.complete = func(_ *kernel, e Entry) (Completion, bool) {
		if e.Opcode == abi.OpRecv {
			n := deliver(s.buffer[:], "question", 1)
			return Completion{UserData: e.UserData, Result: abi.Code(n), CapCount: 1, CallID: 0x80000001}, true
		}
		return Completion{UserData: e.UserData, Result: abi.CallerGone}, true
	}
	m, code := s.Receive()
	if code != abi.CodeOK || string(m.Params) != "question" {
		t.Fatalf("received %+v, %d", m, code)
	}
	s.Transfers.Move(55)
	n := copy(s.Results(), "answer")
	if code := s.Return(m.CallID, n); code != abi.CallerGone {
		t.Errorf("Return answers %d", code)
	}
	if code := s.Raise(m.CallID, capos.ExceptionTypeOverloaded, "later"); code != abi.CallerGone {
		t.Errorf("Raise answers %d", code)
	}
	recv, answer, exception := k.entries[0], k.entries[1], k.entries[2]
	if recv.Cap != 77 || recv.Result != AddressOf(s.buffer[:]) || recv.ResultLen != ReceiveBytes {
		t.Errorf("RECV is %+v", recv)
	}
	if answer.Cap != 77 || answer.CallID != m.CallID || answer.Params != AddressOf(s.results[:]) || answer.ParamsLen != 6 || answer.TransferCount != 1 || answer.Flags != 0 {
		t.Errorf("RETURN is %+v", answer)
	}
	if exception.Flags != abi.FlagException || exception.TransferCount != 0 {
		t.Errorf("RETURN of an exception is %+v", exception)
	}
	var message wire.Message
	if e := message.Open(s.results[:exception.ParamsLen]); e != wire.OK {
		t.Fatal(e)
	}
	x, _ := capos.ReadCapException(&message)
	if reason, _ := x.Reason(); x.Type() != capos.ExceptionTypeOverloaded || string(reason) != "later" {
		t.Errorf("the exception is %s: %s", x.Type(), reason)
	}
}

func TestServerPassesCodesOn(t *testing.T) {
	k, r := newKernel(t)
	var s Server
	s.Open(r, 77)
	k.complete = func(_ *kernel, e Entry) (Completion, bool) {
		return Completion{UserData: e.UserData, Result: abi.CodeInvokeFailed}, true
	}
	if _, code := s.Receive(); code != abi.CodeInvokeFailed {
		t.Errorf("Receive answers %d", code)
	}
}

func TestParkEntries(t *testing.T) {
	if e := ParkEntry(5, 16, 7, 1000, 9); e != (Entry{Opcode: abi.OpPark, Cap: 5, UserData: 9, Interface: 1000, Params: 16, ParamsLen: 7}) {
		t.Errorf("PARK is %+v", e)
	}
	if e := UnparkEntry(5, 16, 2, 9); e != (Entry{Opcode: abi.OpUnpark, Cap: 5, UserData: 9, Params: 16, ParamsLen: 2}) {
		t.Errorf("UNPARK is %+v", e)
	}
}
