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
	a.completes(rt.Entry{Opcode: abi.OpFinish}, abi.CodeUnsupportedOpcode, "the reserved opcode")
	a.completes(rt.Entry{Opcode: abi.OpFinish, Flags: 1}, abi.CodeUnsupportedOpcode, "the reserved opcode with a flag")
	for field := 0; field < fields; field++ {
		a.refuses(rt.Entry{Opcode: abi.OpNop}, field, true)
		a.refuses(rt.Entry{Opcode: abi.OpRelease}, field, true)
		a.refuses(a.now(), field, field == flags || field == manyTransfers || field == callID || field == transfers)
		a.refuses(rt.Entry{Opcode: abi.OpRecv}, field, field != result && field != resultLen)
		a.refuses(rt.Entry{Opcode: abi.OpReturn}, field, field != params && field != paramsLen && field != callID && field != transferCount)
		a.refuses(rt.Entry{Opcode: abi.OpPark}, field, field != iface && field != paramsLen)
		a.refuses(rt.Entry{Opcode: abi.OpUnpark}, field, field != paramsLen)
	}
	a.completes(rt.Entry{Opcode: abi.OpNop, Cap: a.timer}, abi.CodeInvalidRequest, "a capability in a NOP")
	for _, opcode := range [4]abi.Opcode{abi.OpRecv, abi.OpReturn, abi.OpPark, abi.OpUnpark} {
		a.completes(rt.Entry{Opcode: opcode, Cap: a.timer}, abi.CodeInvokeFailed, "an opcode that a timer does not understand")
		a.completes(rt.Entry{Opcode: opcode, Cap: 0xffffffff}, abi.CodeInvokeFailed, "an opcode for nothing")
	}
	e := a.now()
	e.TransferCount = 1
	a.completes(e, abi.CodeTransferFailed, "a call of a kernel object with a transfer")
	a.completes(a.now(), abi.CodeOK+timeBytes, "a CALL without fault")
}

// timeBytes is the length of the results of Timer.now: segment table, root, one word.
const timeBytes = 24

// refuses counts one check: that an entry with one field set is a malformed one. Fields that have a meaning are left alone.
func (a *abuse) refuses(e rt.Entry, field int, meaningless bool) {
	if !meaningless {
		return
	}
	set(&e, field)
	a.completes(e, abi.CodeInvalidRequest, "a field without meaning")
}

// The fields that set sets.
const (
	flags = iota
	transferCount
	manyTransfers
	callID
	transfers
	iface
	params
	result
	paramsLen
	resultLen
	method
	fields
)

// set gives one field a value that is not zero; of params, one that is no multiple of four.
func set(e *rt.Entry, field int) {
	switch field {
	case flags:
		e.Flags = 1 << 15
	case transferCount:
		e.TransferCount = 1
	case manyTransfers:
		e.TransferCount = abi.TransferMost + 1
	case callID:
		e.CallID = 1 << 31
	case transfers:
		e.Transfers = abi.RingAddr
	case iface:
		e.Interface = 1 << 63
	case params:
		e.Params = 1
	case result:
		e.Result = 1 << 63
	case paramsLen:
		e.ParamsLen = 1
	case resultLen:
		e.ResultLen = 1 << 31
	case method:
		e.Method = 1 << 15
	}
}
