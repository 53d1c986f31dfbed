package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/user/rt"
	"warrant/user/rt/probe"
)

// Addresses that no buffer may touch.
const (
	nowhere   abi.VirtAddr = 0x1000             // below the image
	guard                  = abi.StackBase - 1  // the last byte of the page below the stack
	hole      abi.VirtAddr = 0x0000800000000000 // not canonical
	kernel    abi.VirtAddr = 0xffffffff80200000
	directMap abi.VirtAddr = 0xffff800000000000
	last      abi.VirtAddr = 0xffffffffffffffff
	behind                 = abi.CapSetAddr + abi.PageSize
)

// parameters abuses the parameter buffer.
func (a *abuse) parameters() {
	a.Attack("parameters in memory of others or of nobody")
	for _, address := range [8]abi.VirtAddr{0, nowhere, guard, abi.UserTop - 1, hole, kernel, directMap, last} {
		e := a.now()
		e.Params = address
		a.completes(e, abi.CodeInvalidParams, "parameters in memory that the process does not have")
	}
	e := a.now()
	e.Params = behind - abi.VirtAddr(e.ParamsLen) + 1
	a.completes(e, abi.CodeInvalidParams, "parameters whose last byte is not mapped")
	a.Attack("parameters of huge and of no length, and ranges that wrap")
	e = a.now()
	e.ParamsLen = 0xffffffff
	a.completes(e, abi.CodeInvalidParams, "parameters of 4 GiB")
	e = a.now()
	e.ParamsLen = limits.ScratchBytes + 1
	a.completes(e, abi.CodeInvalidParams, "parameters longer than a call's may be")
	e = a.now()
	e.Params, e.ParamsLen = last-7, 16
	a.completes(e, abi.CodeInvalidParams, "parameters that wrap")
	e = a.now()
	e.Params, e.ParamsLen = nowhere, 0
	a.completes(e, abi.CodeException, "no parameters, at an address without memory, which nobody looks at")

	a.Attack("parameters and results at addresses and of lengths that are not aligned")
	buffer := a.ring.Params()
	for shift := 1; shift < 8; shift++ {
		at := buffer[256+shift:]
		e = a.now()
		n := copy(at, buffer[:e.ParamsLen])
		e = rt.CallEntry(a.timer, capos.TimerID, uint16(capos.TimerMethodNow), at[:n], a.ring.Results()[shift:shift+timeBytes], 0)
		a.completes(e, abi.CodeOK+timeBytes, "a call whose buffers are not aligned")
		e = rt.CallEntry(a.timer, capos.TimerID, uint16(capos.TimerMethodNow), at[:n-shift], a.ring.Results(), 0)
		a.completes(e, abi.CodeException, "parameters that end inside a word")
	}
}

// results abuses the result buffer.
func (a *abuse) results() {
	a.Attack("results to memory of others or of nobody")
	for _, address := range [8]abi.VirtAddr{0, nowhere, guard, abi.UserTop - 1, hole, kernel, directMap, last} {
		e := a.now()
		e.Result = address
		a.completes(e, abi.CodeInvalidResult, "results to memory that the process does not have")
	}
	a.Attack("results to memory that can only be read")
	for _, address := range [3]abi.VirtAddr{probe.CodeAddress(), probe.ConstantAddress(), abi.CapSetAddr} {
		e := a.now()
		e.Result, e.ResultLen = address, timeBytes
		a.completes(e, abi.CodeInvalidResult, "results to memory that the process may only read")
	}
	e := a.now()
	e.Result, e.ResultLen = abi.RingAddr+abi.PageSize-8, timeBytes
	a.completes(e, abi.CodeInvalidResult, "results of which the first bytes may be written and the last may not")
	e = a.now()
	e.Result, e.ResultLen = last-7, timeBytes
	a.completes(e, abi.CodeInvalidResult, "results that wrap")
	a.Attack("result buffers longer than a call's may be")
	for _, length := range [3]uint32{limits.ScratchBytes + 1, 1 << 31, 0xffffffff} {
		e = a.now()
		e.ResultLen = length
		a.completes(e, abi.CodeInvalidResult, "a result buffer that is too long")
	}

	a.Attack("result buffers that are too small")
	buffer := a.ring.Results()
	for i := 0; i < timeBytes; i++ {
		buffer[i] = 0xa5
	}
	e = a.now()
	e.ResultLen = timeBytes - 1
	a.completes(e, abi.CodeResultTooLarge, "a result buffer that is one byte too small")
	same := true
	for i := 0; i < timeBytes; i++ {
		same = same && buffer[i] == 0xa5
	}
	a.That(same, "a result that does not fit leaves the buffer as it was")
	e = a.now()
	e.Result, e.ResultLen = nowhere, 0
	a.completes(e, abi.CodeResultTooLarge, "no result buffer, at an address without memory, which nobody looks at")
}
