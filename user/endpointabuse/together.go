package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/lib/little"
	"warrant/lib/wire"
	"warrant/user/client"
	"warrant/user/rt"
	"warrant/user/stage"
)

// while is how long another process gets to come to where it waits, in nanoseconds.
const while = 5000000

// idle starts a process that does nothing until it is ended.
func (a *abuse) idle() (handle abi.CapID) {
	grants.Reset()
	return a.peer("sleeper", stage.Small())
}

// waiting is the number of calls that wait at an endpoint.
func (a *abuse) waiting(owner abi.CapID) (n uint64) {
	endpoint := client.NewEndpoint(rt.Main(), owner)
	info, _ := endpoint.Info()
	return uint64(info.Waiting())
}

// crowded fills an endpoint with another process's calls.
func (a *abuse) crowded() {
	a.Attack("an endpoint's queue that is full, and as many calls in flight as there can be")
	owner := stage.Endpoint()
	facet, _ := stage.Facet(owner, capos.EchoID)
	grants.Reset().Copy("target", facet, capos.EchoID)
	crowd := a.peer("crowd", stage.Small())
	for a.waiting(owner) < limits.EndpointPlaces {
		a.timer.Sleep(while)
	}
	a.call(0, facet, nil)
	a.raises(0, capos.ExceptionTypeOverloaded, "one call more")
	var ids [limits.EndpointPlaces]uint32
	for i := range ids {
		ids[i] = a.receive(1, owner, "a call of the crowd is received").CallID
	}
	c := desk.Do(1, rt.RecvEntry(owner, inbox[:], 0))
	t, ok := stage.Exception(c, inbox[:])
	a.That(ok && t == capos.ExceptionTypeOverloaded, "one receive more")
	a.call(0, facet, nil)
	a.Number(a.waiting(owner), 1, "calls that wait behind those in flight")
	for i := range ids {
		text := [1]byte{byte(i)}
		n := echoResults(params[2][:], text[:])
		a.Code(desk.Do(2, rt.ReturnEntry(owner, ids[i], params[2][:n], 0)).Result, abi.Delivered, "a call of the crowd is answered")
	}
	a.That(stage.Wait(crowd) == stage.Exit(0), "each of the crowd's calls has its own answer")
	m := a.receive(1, owner, "the call behind them is received")
	a.Code(a.echo(2, owner, &m, nil), abi.Delivered, "and answered")
	a.good(0, "the answer arrives")
	rt.Main().Release(facet)
	rt.Main().Release(owner)
}

// echoResults builds the results of Echo.echo.
func echoResults(buffer, data []byte) (n int) {
	var b wire.Builder
	b.Start(buffer)
	capos.NewEchoEchoResults(&b).SetData(data)
	n, _ = b.Finish()
	return n
}

// deadServers has a server end with one call in flight and one that waits: by itself, by a fault, and by being ended.
func (a *abuse) deadServers() {
	for way, part := range [3]string{"exits", "faults", "waits"} {
		a.Attack([3]string{"a server that exits with calls waiting and in flight", "a server that faults with calls waiting and in flight",
			"a server that is killed with calls waiting and in flight"}[way])
		owner := stage.Endpoint()
		facet, _ := stage.Facet(owner, capos.EchoID)
		a.call(0, facet, nil)
		baggage.Reset().Move(a.spare)
		a.call(1, facet, &baggage)
		grants.Reset().Move("owner", owner, capos.EndpointID).Copy(part, a.timer.Cap, capos.TimerID)
		server := a.peer("server", stage.Small().Owning(1))
		if part == "waits" {
			a.timer.Sleep(while)
			_, early := desk.Poll(0)
			a.That(!early, "the call is in flight")
			stage.Kill(server)
		}
		a.raises(0, capos.ExceptionTypeDisconnected, "the call in flight")
		a.raises(1, capos.ExceptionTypeDisconnected, "the call that waited")
		a.works(a.spare, "what it would have moved is back")
		want := [3]stage.End{stage.Exit(0), stage.Fault(14), stage.Killed()}[way]
		a.That(stage.Wait(server) == want, "the server has ended as it should")
		a.call(2, facet, nil)
		a.raises(2, capos.ExceptionTypeDisconnected, "a call after that")
		rt.Main().Release(facet)
	}
}

// deadClients has a client end with its call waiting, and with its call in flight.
func (a *abuse) deadClients() {
	a.Attack("a client that ends with its call in flight")
	owner := stage.Endpoint()
	facet, _ := stage.Facet(owner, capos.EchoID)
	grants.Reset().Copy("target", facet, capos.EchoID).Copy("gift", a.spare, capos.TimerID).Copy("waits", a.timer.Cap, capos.TimerID)
	handle := a.peer("client", stage.Small())
	m := a.receive(0, owner, "its call is received")
	gift, iface, ok := m.Cap(0)
	a.That(ok && iface == capos.TimerID, "with what it moves")
	stage.Kill(handle)
	a.That(stage.Wait(handle) == stage.Killed(), "it is ended")
	a.Code(a.echo(1, owner, &m, baggage.Reset().Move(a.spare)), abi.CallerGone, "an answer to nobody")
	a.works(a.spare, "what the answer would have moved stays")
	a.works(gift, "what came with the call stays, too")
	a.Code(a.echo(1, owner, &m, nil), abi.CodeInvokeFailed, "the call cannot be answered again")
	rt.Main().Release(gift)

	a.Attack("a client that ends with its call waiting")
	grants.Reset().Copy("target", facet, capos.EchoID).Copy("gift", a.spare, capos.TimerID)
	handle = a.peer("client", stage.Small())
	a.That(stage.Wait(handle) == stage.Exit(0), "it ends by itself")
	a.Number(a.waiting(owner), 0, "calls that wait")
	a.call(2, facet, nil)
	m = a.receive(0, owner, "the next call is received")
	a.Number(uint64(m.Caps()), 0, "capabilities that came with it")
	a.Code(a.echo(1, owner, &m, nil), abi.Delivered, "and answered")
	a.good(2, "the answer arrives")
	rt.Main().Release(facet)
	rt.Main().Release(owner)
}

// dyingReceiver moves a capability to a process that is ended before it receives, and to one that has no room.
func (a *abuse) dyingReceiver() {
	a.Attack("a transfer to a process that dies, and to one without room")
	owner := stage.Endpoint()
	facet, _ := stage.Facet(owner, capos.EchoID)
	grants.Reset().Move("owner", owner, capos.EndpointID)
	handle := a.peer("sleeper", stage.Small().Owning(1))
	baggage.Reset().Move(a.spare).Copy(a.timer.Cap)
	a.call(0, facet, &baggage)
	a.nothing(a.spare, "it is out of use until it is delivered")
	stage.Kill(handle)
	a.raises(0, capos.ExceptionTypeDisconnected, "the call that would have moved it")
	a.works(a.spare, "it is back")
	a.That(stage.Wait(handle) == stage.Killed(), "the process is ended")
	rt.Main().Release(facet)

	// The receiver's table has room for what it is granted, and for one capability more.
	owner = stage.Endpoint()
	facet, _ = stage.Facet(owner, capos.EchoID)
	grants.Reset().Move("owner", owner, capos.EndpointID).Copy("waits", a.timer.Cap, capos.TimerID)
	narrow := stage.Small().Owning(1)
	narrow.Slots = 4
	handle = a.peer("server", narrow)
	a.call(0, facet, baggage.Reset().Move(a.spare).Copy(a.timer.Cap))
	a.That(stage.Wait(handle) == stage.Exit(1), "its RECV fails")
	a.raises(0, capos.ExceptionTypeDisconnected, "the call that did not fit")
	a.works(a.spare, "what it would have moved is back")
	rt.Main().Release(facet)
}

// thieves tells another process the numbers of this one's capabilities.
func (a *abuse) thieves() {
	a.Attack("capability ids of another process")
	owner := stage.Endpoint()
	facet, _ := stage.Facet(owner, capos.EchoID)
	grants.Reset().Copy("target", facet, capos.EchoID).Copy("console", a.console, capos.ConsoleID)
	grants.Copy("thief", a.console, capos.ConsoleID)
	handle := stage.Start(&a.spawner, "thief", "peer", &grants, stage.Small())
	m := a.receive(0, owner, "the thief asks for numbers")
	ids := [6]abi.CapID{a.timer.Cap, a.spare, owner, a.spawner.Cap, a.console, facet}
	var text [4 * len(ids)]byte
	for i := range ids {
		little.PutUint32(text[:], 4*i, uint32(ids[i]))
	}
	n := echoResults(params[1][:], text[:])
	a.Code(desk.Do(1, rt.ReturnEntry(owner, m.CallID, params[1][:n], 0)).Result, abi.Delivered, "it gets them")
	a.That(stage.Wait(handle) == stage.Exit(0), "and nothing by them")
	a.works(a.timer.Cap, "what they stand for here works")
	rt.Main().Release(facet)
	rt.Main().Release(owner)
}

// names has processes of one session and of another call the same endpoint.
func (a *abuse) names() {
	a.Attack("calling in the name of another session")
	owner := stage.Endpoint()
	facet, _ := stage.Facet(owner, capos.EchoID)
	a.call(0, facet, nil)
	m := a.receive(1, owner, "a call of this process")
	mine := m.Client
	a.Code(a.echo(2, owner, &m, nil), abi.Delivered, "is answered")
	a.good(0, "the answer arrives")
	a.That(mine != 0, "a session has a number")
	kin := a.caller(&a.spawner, facet, owner)
	a.Number(kin, mine, "the number of a child that is of this session")
	stranger := a.caller(&a.foreign, facet, owner)
	a.That(stranger != mine && stranger != 0, "a child that begins a session has another number")
	other := a.caller(&a.foreign, facet, owner)
	a.That(other != mine && other != stranger && other != 0, "and the next one, again")
	rt.Main().Release(facet)
	rt.Main().Release(owner)
}

// caller starts a process that calls once, and answers the number by which the endpoint knows it.
func (a *abuse) caller(spawner *client.ProcessSpawner, facet, owner abi.CapID) (number uint64) {
	grants.Reset().Copy("target", facet, capos.EchoID).Copy("client", a.timer.Cap, capos.TimerID).Copy("waits", a.timer.Cap, capos.TimerID)
	child := stage.Start(spawner, "client", "peer", &grants, stage.Small())
	m := a.receive(1, owner, "the child's call is received")
	number = m.Client
	stage.Kill(child)
	a.That(stage.Wait(child) == stage.Killed(), "the child is ended")
	a.Code(a.echo(2, owner, &m, nil), abi.CallerGone, "its call is answered to nobody")
	return number
}
