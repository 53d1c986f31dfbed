// Endpointabuse does to endpoints, and to the capabilities that travel through them, what a hostile client, server or bystander can do, alone
// and together with other processes, and checks that each act has exactly the consequence that kernel/abi states. It needs "console",
// "timer", "objectMaker", "processSpawner", "sessionSpawner", and a second capability "spare" of the interface Timer. The manifest must have
// the binary "peer".
//
// Invariant: EP-1 EP-2 EP-3 EP-4 EP-5 TX-1 TX-2 TX-3 CAP-5 CAP-6 CAP-7 CAP-8 LG-3
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/stage"
)

// abuse is what the groups of checks share.
type abuse struct {
	program.Checks
	console abi.CapID
	timer   client.Timer
	spare   abi.CapID
	spawner client.ProcessSpawner
	foreign client.ProcessSpawner // its children begin sessions
}

// State of the process: too large for its stack.
var (
	desk    stage.Desk
	grants  stage.Grants
	baggage rt.Transfers
	params  [stage.DeskPlaces][64]byte
	results [stage.DeskPlaces][256]byte
	inbox   [rt.ReceiveBytes]byte
)

func main() {
	voice := program.Speak("endpointabuse")
	a := abuse{
		Checks:  program.Check(voice),
		console: voice.Console.Cap,
		timer:   program.Timer(),
		spare:   rt.Need("spare", capos.TimerID),
		spawner: program.Spawner(),
		foreign: client.NewProcessSpawner(rt.Main(), rt.Need("sessionSpawner", capos.ProcessSpawnerID)),
	}
	a.facets()
	a.answers()
	a.smallBuffers()
	a.travellers()
	a.reserved()
	a.toItself()
	a.revoked()
	a.closed()
	a.crowded()
	a.deadServers()
	a.deadClients()
	a.dyingReceiver()
	a.thieves()
	a.names()
	a.Finish()
}

// call hands in a call of Echo under a number; capabilities in t travel with it.
func (a *abuse) call(number uint64, facet abi.CapID, t *rt.Transfers) {
	text := [1]byte{byte(number)}
	desk.Submit(number, stage.Echo(facet, text[:], params[number][:], results[number][:], t, 0))
}

// receive hands in a RECV under a number, into inbox, and waits for it.
func (a *abuse) receive(number uint64, owner abi.CapID, what string) (m rt.Received) {
	c := desk.Do(number, rt.RecvEntry(owner, inbox[:], 0))
	m, ok := rt.ReadReceived(inbox[:], int(c.Result))
	a.That(ok && m.CallID == c.CallID, what)
	return m
}

// echo answers a received call with what it said.
func (a *abuse) echo(number uint64, owner abi.CapID, m *rt.Received, t *rt.Transfers) (code abi.Code) {
	e := rt.ReturnEntry(owner, m.CallID, m.Params, 0)
	if t != nil {
		t.Attach(&e)
	}
	return desk.Do(number, e).Result
}

// good counts one check: that the call under a number has been answered with what it said.
func (a *abuse) good(number uint64, what string) (c rt.Completion) {
	c = desk.Wait(number)
	data, ok := stage.Echoed(c, results[number][:])
	a.That(ok && len(data) == 1 && data[0] == byte(number), what)
	return c
}

// raises counts one check: that the call under a number ends with an exception of the given type.
func (a *abuse) raises(number uint64, want capos.ExceptionType, what string) {
	t, ok := stage.Exception(desk.Wait(number), results[number][:])
	a.That(ok && t == want, what)
}

// works counts one check: that a capability is a Timer that can be called.
func (a *abuse) works(c abi.CapID, what string) {
	timer := client.NewTimer(rt.Main(), c)
	_, status := timer.Now()
	a.Code(status.Code, abi.CodeOK, what)
}

// nothing counts one check: that a capability id names nothing that can be called as a Timer.
func (a *abuse) nothing(c abi.CapID, what string) {
	timer := client.NewTimer(rt.Main(), c)
	_, status := timer.Now()
	a.Code(status.Code, abi.CodeInvokeFailed, what)
}

// peer starts the other process in a part, with one capability of the given name and those already in grants.
func (a *abuse) peer(part string, budget stage.Budget) (handle abi.CapID) {
	grants.Copy(part, a.timer.Cap, capos.TimerID)
	return stage.Start(&a.spawner, part, "peer", &grants, budget)
}
