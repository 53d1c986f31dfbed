package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/user/rt"
)

// capabilities abuses capability ids.
func (a *abuse) capabilities() {
	ids := [4]abi.CapID{
		0xffffffff,
		abi.CapSlots - 1,       // a slot that nothing is in
		a.timer + abi.CapSlots, // a later generation
		a.timer + 1<<31,        // a generation far away
	}
	for _, id := range ids {
		e := a.now()
		e.Cap = id
		a.completes(e, abi.CodeInvokeFailed, "a capability id that names no timer")
	}
	e := a.now()
	e.Interface = capos.ConsoleID
	a.completes(e, abi.CodeInvokeFailed, "a capability called as another interface")
	e = a.now()
	e.Interface = 0
	a.completes(e, abi.CodeInvokeFailed, "a capability called as no interface")

	// Given up, and then used again.
	e = a.now()
	e.Cap = a.spare
	a.completes(e, abi.CodeOK+timeBytes, "a capability that is about to be given up")
	a.Code(a.ring.Release(a.spare), abi.CodeOK, "giving up a capability")
	a.completes(e, abi.CodeInvokeFailed, "a call of a capability that was given up")
	a.Code(a.ring.Release(a.spare), abi.CodeInvokeFailed, "giving up a capability twice")
	a.Code(a.ring.Release(0xffffffff), abi.CodeInvokeFailed, "giving up what never was")
	a.completes(a.now(), abi.CodeOK+timeBytes, "the same interface by another capability")
}

// calls abuses methods and messages: what the interface refuses comes back as an exception.
func (a *abuse) calls() {
	a.Attack("methods that do not exist, and parameters that are no message")
	e := a.now()
	e.Method = 0xffff
	a.completes(e, abi.CodeException, "a method that does not exist")
	e = a.now()
	e.Method = uint16(capos.TimerMethodSleep) + 1
	a.completes(e, abi.CodeException, "the method behind the last one")
	e = a.now()
	e.ParamsLen, e.Params = 0, 0
	a.completes(e, abi.CodeException, "parameters of no bytes")
	garbage := a.ring.Params()[:64]
	for i := range garbage {
		garbage[i] = 0xff
	}
	e = rt.CallEntry(a.timer, capos.TimerID, uint16(capos.TimerMethodSleep), garbage, a.ring.Results(), 0)
	a.completes(e, abi.CodeException, "parameters that are no message")
	e.ResultLen = 8
	a.completes(e, abi.CodeExceptionTruncated, "an exception that does not fit")
}
