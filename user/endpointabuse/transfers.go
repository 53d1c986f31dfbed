package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/user/rt"
	"warrant/user/stage"
)

// travellers sends what cannot travel.
func (a *abuse) travellers() {
	a.Attack("capabilities that may not travel, and descriptors that are none")
	owner := stage.Endpoint()
	facet, _ := stage.Facet(owner, capos.EchoID)
	handle := a.idle()
	refused := func(t *rt.Transfers, what string) {
		a.call(0, facet, t)
		a.Code(desk.Wait(0).Result, abi.CodeTransferFailed, what)
	}
	refused(baggage.Reset().Copy(handle), "a handle, copied")
	refused(baggage.Reset().Move(handle), "a handle, moved")
	refused(baggage.Reset().Copy(owner), "an endpoint's owner, copied")
	refused(baggage.Reset().Copy(0xffffffff), "nothing")
	refused(baggage.Reset().Copy(a.spare+abi.CapSlots), "a later generation")
	refused(baggage.Reset().Add(a.spare, abi.TransferMove+1), "a mode that does not exist")
	refused(baggage.Reset().Copy(a.spare).Copy(a.spare), "the same capability twice")
	refused(baggage.Reset().Copy(a.spare).Move(a.spare), "the same capability, copied and moved")
	refused(baggage.Reset().Move(a.spare).Move(handle), "a good capability before a bad one")
	a.works(a.spare, "what was good in a bad list has not moved")
	for _, address := range [4]abi.VirtAddr{0, 0x1000, abi.UserTop - 4, 0xffffffff80200000} {
		e := stage.Echo(facet, nil, params[0][:], results[0][:], nil, 0)
		e.TransferCount, e.Transfers = 1, address
		a.Code(desk.Do(0, e).Result, abi.CodeTransferFailed, "descriptors in memory that the process does not have")
	}
	info := a.waiting(owner)
	a.Number(info, 0, "calls that wait after all that")
	stage.Kill(handle)
	a.That(stage.Wait(handle) == stage.Killed(), "the child is ended")
	rt.Main().Release(facet)
	rt.Main().Release(owner)
}

// reserved uses a capability that is on its way to somebody else.
func (a *abuse) reserved() {
	a.Attack("a capability that is on the move")
	owner := stage.Endpoint()
	facet, _ := stage.Facet(owner, capos.EchoID)
	baggage.Reset().Move(a.spare)
	a.call(0, facet, &baggage)
	a.nothing(a.spare, "it cannot be called")
	a.Code(rt.Main().Release(a.spare), abi.CodeInvokeFailed, "it cannot be given up")
	a.call(1, facet, &baggage)
	a.Code(desk.Wait(1).Result, abi.CodeTransferFailed, "it cannot be moved again")
	baggage.Reset().Copy(a.spare)
	a.call(1, facet, &baggage)
	a.Code(desk.Wait(1).Result, abi.CodeTransferFailed, "it cannot be copied")
	grants.Reset().Copy("gift", a.spare, capos.TimerID)
	_, status := stage.Try(&a.spawner, "child", "peer", &grants, stage.Small())
	a.That(status.Type == capos.ExceptionTypeInvalidArgument, "it cannot be granted")

	before := a.spare
	m := a.receive(2, owner, "it arrives")
	c, iface, ok := m.Cap(0)
	a.That(ok && m.Caps() == 1 && iface == capos.TimerID, "alone, and with its interface")
	a.works(c, "it works where it is now")
	a.nothing(before, "it does not where it was")
	a.Code(a.echo(3, owner, &m, baggage.Reset().Move(c)), abi.Delivered, "it goes back with the answer")
	done := a.good(0, "the answer arrives")
	a.spare, iface, ok = rt.Record(results[0][:], int(done.Result), int(done.CapCount), 0)
	a.That(ok && iface == capos.TimerID, "with the capability")
	a.works(a.spare, "it works")
	a.nothing(c, "it does not in between")
	rt.Main().Release(facet)
	rt.Main().Release(owner)
}

// forever is the number of a call that never completes.
const forever = stage.DeskPlaces - 1

// toItself sends capabilities to where they are.
func (a *abuse) toItself() {
	a.Attack("transfers of a process to itself")
	owner := stage.Endpoint()
	facet, _ := stage.Facet(owner, capos.EchoID)
	second, _ := stage.Facet(owner, capos.EchoID)
	for round := 0; round < 2*abi.CapSlots; round++ {
		baggage.Reset().Move(a.spare).Copy(a.timer.Cap).Move(second).Copy(facet)
		desk.Submit(0, stage.Echo(facet, nil, params[0][:], results[0][:], &baggage, 0))
		c := desk.Do(1, rt.RecvEntry(owner, inbox[:], 0))
		m, ok := rt.ReadReceived(inbox[:], int(c.Result))
		if !ok || m.Caps() != 4 {
			a.That(false, "four capabilities arrive")
			return
		}
		spare, _, _ := m.Cap(0)
		timer, _, _ := m.Cap(1)
		moved, _, _ := m.Cap(2)
		copied, _, _ := m.Cap(3)
		if desk.Do(2, rt.ReturnEntry(owner, m.CallID, nil, 0)).Result != abi.Delivered || desk.Wait(0).Result != 0 {
			a.That(false, "the call is answered")
			return
		}
		a.spare, second = spare, moved
		rt.Main().Release(timer)
		rt.Main().Release(copied)
	}
	a.works(a.spare, "what was moved to itself many times works")
	a.call(0, second, nil)
	m := a.receive(1, owner, "a facet that was moved to itself many times works")
	a.Code(a.echo(2, owner, &m, nil), abi.Delivered, "and is answered")
	a.good(0, "the answer arrives")

	// The owner's side through its own endpoint: the message holds what would receive it. That call stays on its way until the process ends.
	baggage.Reset().Move(owner)
	desk.Submit(forever, stage.Echo(facet, nil, params[forever][:], results[forever][:], &baggage, 0))
	c := desk.Do(1, rt.RecvEntry(owner, inbox[:], 0))
	a.Code(c.Result, abi.CodeInvokeFailed, "an owner that is on the move does not receive")
	rt.Main().Release(facet)
	rt.Main().Release(second)
}
