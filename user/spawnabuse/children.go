package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/rt"
)

// handles abuses the handle of a child.
func (a *abuse) handles() {
	handle := a.start(nil, "a child starts")
	g := a.grant(1)
	g[0].Cap, g[0].Interface = uint32(handle.Cap), capos.ProcessHandleID
	a.refuses("child", child, g, capos.ExceptionTypeInvalidArgument, "a handle cannot be granted")
	g[0].Mode = capos.TransferModeMove
	a.refuses("child", child, g, capos.ExceptionTypeInvalidArgument, "a handle cannot be moved")
	a.waitTwice(handle.Cap)
	for again := 0; again < 2; again++ {
		ended, status := handle.Wait()
		good := status.OK() && ended.Which() == capos.ProcessStatusWhichExited && ended.Exited() == 0
		a.That(good, "a child that has ended keeps its status")
	}
	a.Code(rt.Main().Release(handle.Cap), abi.CodeOK, "a handle is given up")
	_, status := handle.Wait()
	a.Code(status.Code, abi.CodeInvokeFailed, "a handle that was given up")

	// A child whose handle is given up at once runs and ends like any other.
	handle = a.start(nil, "a child starts that nobody waits for")
	a.Code(rt.Main().Release(handle.Cap), abi.CodeOK, "the handle of a child that runs is given up")
}

// replies are the result buffers of two calls of wait.
var replies [2][256]byte

// waitTwice has two calls of wait on their way at once: the second is refused, the first completes with the status.
func (a *abuse) waitTwice(handle abi.CapID) {
	ring := rt.Main()
	n, _ := client.EncodeProcessHandleWait(ring.Params())
	for i := range replies {
		e := rt.CallEntry(handle, capos.ProcessHandleID, uint16(capos.ProcessHandleMethodWait), ring.Params()[:n], replies[i][:], uint64(i))
		a.That(ring.Submit(&e), "a wait can be submitted")
	}
	ring.Enter(2, abi.TimeoutForever)
	for range replies {
		c, ok := ring.Take()
		a.That(ok, "both waits complete")
		if c.UserData == 1 {
			a.Code(c.Result, abi.CodeException, "the second wait at once")
		} else {
			a.That(c.Result > 0, "the first wait")
		}
	}
}

// moves gives a capability away.
func (a *abuse) moves() {
	g := a.grant(2)
	g[0].Cap, g[0].Mode = uint32(a.spare), capos.TransferModeMove
	handle := a.start(g, "a child starts with grants")
	a.answers(a.spare, abi.CodeInvokeFailed, "a capability that was moved away")
	a.answers(a.timer.Cap, abi.CodeOK, "a capability that was copied")
	ended, status := handle.Wait()
	// nocaps ends with 1 when it has been granted anything: so the grants have arrived.
	good := status.OK() && ended.Which() == capos.ProcessStatusWhichExited && ended.Exited() == 1
	a.That(good, "the child has the grants")
	a.Code(rt.Main().Release(handle.Cap), abi.CodeOK, "its handle is given up")
}

// held are the handles that exhaust keeps.
var held [abi.CapSlots]abi.CapID

// exhaust starts children and keeps their handles until the machine refuses. Giving up the handles makes room again.
func (a *abuse) exhaust() {
	n := 0
	for n < len(held) {
		index, status := a.spawner.Spawn("child", child, nil)
		if !status.OK() {
			a.That(status.Code == abi.CodeException && status.Type == capos.ExceptionTypeOverloaded, "too many children are refused")
			break
		}
		held[n], _, _ = status.Cap(int(index))
		n++
	}
	a.That(n > 0 && n < limits.Processes, "some children start, and less than there can be processes")
	for i := 0; i < n; i++ {
		handle := client.NewProcessHandle(rt.Main(), held[i])
		ended, status := handle.Wait()
		a.That(status.OK() && ended.Which() == capos.ProcessStatusWhichExited && ended.Exited() == 0, "a child of many ends well")
		a.Code(rt.Main().Release(held[i]), abi.CodeOK, "its handle is given up")
	}
	handle := a.start(nil, "a child starts after all that")
	_, status := handle.Wait()
	a.That(status.OK(), "it ends")
	a.Code(rt.Main().Release(handle.Cap), abi.CodeOK, "its handle is given up, too")
}
