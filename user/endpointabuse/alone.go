package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/rt"
	"warrant/user/stage"
)

// facets uses a client's side as if it were the owner's, and the owner's as if it were a client's.
func (a *abuse) facets() {
	a.Attack("a client that receives and returns")
	owner := stage.Endpoint()
	facet, _ := stage.Facet(owner, capos.EchoID)
	a.Code(desk.Do(0, rt.RecvEntry(facet, inbox[:], 0)).Result, abi.CodeInvokeFailed, "RECV on a facet")
	a.call(1, facet, nil)
	m := a.receive(2, owner, "the owner receives")
	a.Code(desk.Do(0, rt.ReturnEntry(facet, m.CallID, nil, 0)).Result, abi.CodeInvokeFailed, "RETURN through a facet")
	a.Code(a.echo(3, owner, &m, nil), abi.Delivered, "the owner returns")
	a.good(1, "the call is answered by the owner alone")
	e := stage.Echo(owner, nil, params[0][:], results[0][:], nil, 0)
	a.Code(desk.Do(0, e).Result, abi.CodeInvokeFailed, "a call of the owner's side as the service")
	wrong := client.NewTimer(rt.Main(), facet)
	_, status := wrong.Now()
	a.Code(status.Code, abi.CodeInvokeFailed, "a call of a facet as another interface")
	rt.Main().Release(facet)
	rt.Main().Release(owner)
}

// answers answers calls that are not there, and answers badly.
func (a *abuse) answers() {
	a.Attack("corrupt call ids in RETURN")
	owner := stage.Endpoint()
	facet, _ := stage.Facet(owner, capos.EchoID)
	a.call(0, facet, nil)
	m := a.receive(1, owner, "the owner receives")
	for bit := 0; bit < 32; bit++ {
		e := rt.ReturnEntry(owner, m.CallID^1<<bit, nil, 0)
		a.Code(desk.Do(2, e).Result, abi.CodeInvokeFailed, "RETURN with another bit in the call id")
	}
	other := stage.Endpoint()
	a.Code(desk.Do(2, rt.ReturnEntry(other, m.CallID, nil, 0)).Result, abi.CodeInvokeFailed, "RETURN through another endpoint")
	rt.Main().Release(other)
	_, early := desk.Poll(0)
	a.That(!early, "the call is still on its way")

	a.Attack("bad results and bad capabilities in RETURN")
	e := rt.ReturnEntry(owner, m.CallID, nil, 0)
	e.Params, e.ParamsLen = 0x1000, 8
	a.Code(desk.Do(2, e).Result, abi.CodeInvalidParams, "results from memory that the server does not have")
	baggage.Reset().Copy(0xffffffff)
	a.Code(a.echo(2, owner, &m, &baggage), abi.CodeTransferFailed, "a capability that the server does not have")
	e = rt.ReturnEntry(owner, m.CallID, nil, 0)
	e.TransferCount, e.Transfers = 1, 0x1000
	a.Code(desk.Do(2, e).Result, abi.CodeTransferFailed, "descriptors in memory that the server does not have")
	e = rt.ReturnEntry(owner, m.CallID, m.Params, 0)
	e.Flags = abi.FlagException
	baggage.Reset().Copy(a.spare)
	baggage.Attach(&e)
	a.Code(desk.Do(2, e).Result, abi.CodeTransferFailed, "an exception with a capability")
	_, early = desk.Poll(0)
	a.That(!early, "the call is still on its way")
	a.Code(a.echo(2, owner, &m, nil), abi.Delivered, "an answer without fault")
	a.good(0, "the answer arrives")
	a.Code(a.echo(2, owner, &m, nil), abi.CodeInvokeFailed, "the same answer a second time")
	rt.Main().Release(facet)
	rt.Main().Release(owner)
}

// smallBuffers has calls that do not fit into what is offered for them.
func (a *abuse) smallBuffers() {
	a.Attack("receive and result buffers that are too small")
	owner := stage.Endpoint()
	facet, _ := stage.Facet(owner, capos.EchoID)
	a.call(0, facet, nil)
	for _, size := range [3]int{0, abi.MessageHeader - 1, abi.MessageHeader + 8} {
		a.Code(desk.Do(1, rt.RecvEntry(owner, inbox[:size], 0)).Result, abi.CodeResultTooLarge, "RECV into a buffer that is too small")
	}
	e := rt.RecvEntry(owner, inbox[:64], 0)
	e.Result = 0x1000
	a.Code(desk.Do(1, e).Result, abi.CodeInvalidResult, "RECV into memory that the server does not have")
	m := a.receive(1, owner, "the call waits on, and is received into a buffer in which it fits")
	a.Code(a.echo(2, owner, &m, nil), abi.Delivered, "and answered")
	a.good(0, "the answer arrives")

	e = stage.Echo(facet, nil, params[0][:], results[0][:8], nil, 0)
	desk.Submit(0, e)
	m = a.receive(1, owner, "a call with little room for its results is received")
	a.Number(uint64(m.ResultRoom), 8, "the server sees how much")
	a.Code(a.echo(2, owner, &m, nil), abi.CallerRefused, "a result for which the caller has no room")
	a.Code(desk.Wait(0).Result, abi.CodeResultTooLarge, "the caller is told")
	desk.Submit(0, e)
	m = a.receive(1, owner, "another one is received")
	e = rt.ReturnEntry(owner, m.CallID, m.Params, 0)
	e.Flags = abi.FlagException
	a.Code(desk.Do(2, e).Result, abi.CallerRefused, "an exception for which the caller has no room")
	a.Code(desk.Wait(0).Result, abi.CodeExceptionTruncated, "the caller is told")
	rt.Main().Release(facet)
	rt.Main().Release(owner)
}

// revoked uses facets after their revocation.
func (a *abuse) revoked() {
	a.Attack("facets that are revoked")
	owner := stage.Endpoint()
	endpoint := client.NewEndpoint(rt.Main(), owner)
	first, number := stage.Facet(owner, capos.EchoID)
	second, _ := stage.Facet(owner, capos.EchoID)
	a.That(endpoint.Revoke(number).OK(), "a facet is revoked")
	a.call(0, first, nil)
	a.raises(0, capos.ExceptionTypeDisconnected, "a call of the revoked facet")
	status := endpoint.Revoke(number)
	a.That(status.Type == capos.ExceptionTypeInvalidArgument, "the facet cannot be revoked twice")
	status = endpoint.Revoke(0xffffffff)
	a.That(status.Type == capos.ExceptionTypeInvalidArgument, "a facet that never was cannot be revoked")
	third, again := stage.Facet(owner, capos.EchoID)
	a.Number(uint64(again), uint64(number), "the place of a revoked facet is used again")
	a.call(0, first, nil)
	a.raises(0, capos.ExceptionTypeDisconnected, "a call of the revoked facet, whose place is another's")
	a.call(1, second, nil)
	a.call(2, third, nil)
	for n := 0; n < 2; n++ {
		m := a.receive(3, owner, "calls of the other facets arrive")
		a.Code(a.echo(4, owner, &m, nil), abi.Delivered, "and are answered")
	}
	a.good(1, "the second facet works")
	a.good(2, "the third facet works")
	a.Code(rt.Main().Release(first), abi.CodeOK, "a revoked facet can be given up")
	rt.Main().Release(second)
	rt.Main().Release(third)
	rt.Main().Release(owner)
}

// closed gives up an endpoint with calls waiting and in flight, and a receive without a call.
func (a *abuse) closed() {
	a.Attack("an endpoint that is given up with calls waiting and in flight")
	owner := stage.Endpoint()
	facet, _ := stage.Facet(owner, capos.EchoID)
	a.call(0, facet, nil)
	m := a.receive(1, owner, "one call is received")
	baggage.Reset().Move(a.spare)
	a.call(2, facet, &baggage)
	a.nothing(a.spare, "what another call moves is out of use")
	a.Code(rt.Main().Release(owner), abi.CodeOK, "the endpoint is given up")
	a.raises(0, capos.ExceptionTypeDisconnected, "the call in flight")
	a.raises(2, capos.ExceptionTypeDisconnected, "the call that waits")
	a.works(a.spare, "what it would have moved is back")
	a.Code(a.echo(3, owner, &m, nil), abi.CodeInvokeFailed, "RETURN through what was given up")
	a.call(0, facet, nil)
	a.raises(0, capos.ExceptionTypeDisconnected, "a call of what was given up")
	rt.Main().Release(facet)

	owner = stage.Endpoint()
	desk.Submit(1, rt.RecvEntry(owner, inbox[:], 0))
	a.Code(rt.Main().Release(owner), abi.CodeOK, "an endpoint with a receive is given up")
	c := desk.Wait(1)
	t, ok := stage.Exception(c, inbox[:])
	a.That(ok && t == capos.ExceptionTypeDisconnected, "the receive is told")
}
