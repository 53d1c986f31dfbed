package main

import (
	"warrant/kernel/abi"
	"warrant/user/rt"
)

// entries abuses the fields of submission queue entries.
func (a *abuse) entries() {
	a.completes(rt.Entry{Opcode: abi.OpNop}, abi.CodeOK, "NOP")
	for _, opcode := range [4]abi.Opcode{0, abi.OpUnpark + 1, 0x100 + abi.OpNop, 0xffff} {
		a.completes(rt.Entry{Opcode: opcode}, abi.CodeInvalidRequest, "an opcode that does not exist")
	}
	for _, opcode := range [5]abi.Opcode{abi.OpRecv, abi.OpReturn, abi.OpFinish, abi.OpPark, abi.OpUnpark} {
		a.completes(rt.Entry{Opcode: opcode}, abi.CodeUnsupportedOpcode, "a reserved opcode")
	}
	for _, opcode := range [2]abi.Opcode{abi.OpNop, abi.OpRelease} {
		for field := 0; field < fields; field++ {
			e := rt.Entry{Opcode: opcode}
			set(&e, field)
			a.completes(e, abi.CodeInvalidRequest, "a field without meaning")
		}
	}
	a.completes(rt.Entry{Opcode: abi.OpNop, Cap: a.timer}, abi.CodeInvalidRequest, "a capability in a NOP")
	for field := 0; field < callFields; field++ {
		e := a.now()
		set(&e, field)
		a.completes(e, abi.CodeInvalidRequest, "a field without meaning in a CALL")
	}
	a.completes(a.now(), abi.CodeOK+timeBytes, "a CALL without fault")
}

// timeBytes is the length of the results of Timer.now: segment table, root, one word.
const timeBytes = 24

// The fields that set sets: the first callFields of them have no meaning in a CALL, none has one in a NOP or a RELEASE.
const (
	callFields = 4
	fields     = 10
)

// set gives one field a value that is not zero.
func set(e *rt.Entry, field int) {
	switch field {
	case 0:
		e.Flags = 1 << 15
	case 1:
		e.TransferCount = 1
	case 2:
		e.CallID = 1 << 31
	case 3:
		e.Transfers = abi.RingAddr
	case 4:
		e.Interface = 1 << 63
	case 5:
		e.Params = 1
	case 6:
		e.Result = 1 << 63
	case 7:
		e.ParamsLen = 1
	case 8:
		e.ResultLen = 1 << 31
	case 9:
		e.Method = 1 << 15
	}
}
