// Ringabuse does to its ring everything that a hostile or broken program can do, and checks that each act has exactly the consequence that
// kernel/abi states. It needs "console", "timer", and a second capability "spare" of the interface Timer, which it gives up.
//
// Invariant: RING-1 RING-2 RING-3 RING-4 RING-5 RING-7 RING-10 RING-11 CAP-1 CAP-2 CAP-3 UB-1 UB-2 UB-4
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/rt/probe"
)

// abuse is what the groups of checks share.
type abuse struct {
	program.Checks
	ring    *rt.Ring
	console abi.CapID
	timer   abi.CapID
	spare   abi.CapID
}

func main() {
	voice := program.Speak("ringabuse")
	a := abuse{
		Checks:  program.Check(voice),
		ring:    rt.Main(),
		console: voice.Console.Cap,
		timer:   rt.Need("timer", capos.TimerID),
		spare:   rt.Need("spare", capos.TimerID),
	}
	a.Attack("every opcode, and every field without meaning")
	a.entries()
	a.Attack("capability ids that are invalid, stale or of another interface")
	a.capabilities()
	a.parameters()
	a.results()
	a.calls()
	a.Attack("more calls on their way than a process may have")
	a.sleepers()
	a.Attack("system calls that do not exist")
	a.systemCalls()
	a.Attack("corrupt heads and tails of both queues")
	a.positions()
	a.Attack("a completion queue that overflows")
	a.overflow()
	a.Finish()
}

// completes counts one check: that entry e completes with the given code.
func (a *abuse) completes(e rt.Entry, want abi.Code, what string) {
	a.Code(a.ring.Do(&e).Result, want, what)
}

// now is a valid call of Timer.now.
func (a *abuse) now() rt.Entry {
	n := copy(a.ring.Params(), emptyMessage[:])
	return rt.CallEntry(a.timer, capos.TimerID, uint16(capos.TimerMethodNow), a.ring.Params()[:n], a.ring.Results(), 0)
}

// emptyMessage is a message whose root is a structure without fields: one segment of one word, a pointer of offset -1.
var emptyMessage = [16]byte{4: 1, 8: 0xfc, 9: 0xff, 10: 0xff, 11: 0xff}

// systemCalls abuses the system calls themselves.
func (a *abuse) systemCalls() {
	_, code := a.ring.Enter(abi.CQEntries+1, abi.TimeoutPoll)
	a.Code(code, abi.CodeInvalidRequest, "waiting for more completions than the queue holds")
	_, code = a.ring.Enter(abi.CQEntries, abi.TimeoutPoll)
	a.Code(code, abi.CodeOK, "polling for as many completions as the queue holds")
	n, code := a.ring.Enter(1, 1000000)
	a.Code(code, abi.CodeOK, "waiting for a time without anything on its way")
	a.Number(uint64(n), 0, "completions after that wait")
	for _, number := range [4]uint64{0, abi.SysExit + 1, 1 << 32, 0xffffffffffffffff} {
		a.Code(abi.Code(rt.SystemCall(number, 0, 0)), abi.CodeUnsupportedOpcode, "a system call that does not exist")
	}
	a.Code(abi.Code(rt.SystemCall(abi.SysCapEnter, 1<<32, 0)), abi.CodeInvalidRequest, "a count beyond 32 bits")
	a.Number(probe.Flags()&probe.FlagsKept, probe.FlagsKept, "flags across a system call")
}
