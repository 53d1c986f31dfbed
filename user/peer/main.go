// Peer is the other process in attacks that take two: it plays the part whose name one of its capabilities has, and ends. Which capabilities
// a part needs besides is said at the part.
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/user/rt"
	"warrant/user/rt/probe"
	"warrant/user/stage"
)

// Exit codes.
const (
	wentWrong   = 1
	unknownPart = 2
)

func main() {
	switch {
	case plays("crowd"):
		crowd()
	case plays("server"):
		server()
	case plays("client"):
		caller()
	case plays("thief"):
		thief()
	case plays("reader"):
		reader()
	case plays("writer"):
		writer()
	case plays("sleeper"):
		sleep(abi.TimeoutForever)
	}
	rt.Exit(unknownPart)
}

// plays says whether the process has a capability of that name.
func plays(part string) bool {
	_, _, ok := rt.Granted().Named(part)
	return ok
}

// leave ends the process in the way that the name of one of its capabilities says: by itself unless one is called "faults" or "waits".
func leave() {
	if plays("faults") {
		*probe.At(0) = 1
	}
	if plays("waits") {
		sleep(abi.TimeoutForever)
	}
	rt.Exit(0)
}

// sleep waits for nothing.
func sleep(timeout uint64) {
	for {
		rt.Main().Enter(1, timeout)
	}
}

// State of the process: too large for its stack.
var (
	buffer    [rt.ReceiveBytes]byte
	desk      stage.Desk
	baggage   rt.Transfers
	params    [abi.SQEntries][64]byte
	results   [abi.SQEntries][128]byte
	helloText = [5]byte{'h', 'e', 'l', 'l', 'o'}
)

// crowd calls the Echo "target" as often at once as it can, and checks that each call is answered with what it said.
func crowd() {
	target := rt.Need("target", capos.EchoID)
	for i := range params {
		text := [1]byte{byte(i)}
		desk.Submit(uint64(i), stage.Echo(target, text[:], params[i][:], results[i][:], nil, 0))
	}
	for i := range params {
		c := desk.Wait(uint64(i))
		back, ok := stage.Echoed(c, results[i][:])
		if !ok || len(back) != 1 || back[0] != byte(i) {
			rt.Exit(wentWrong)
		}
	}
	rt.Exit(0)
}

// server receives one call on the Endpoint "owner", does not answer it, and leaves.
func server() {
	e := rt.RecvEntry(rt.Need("owner", capos.EndpointID), buffer[:], 0)
	if rt.Main().Do(&e).Result < 0 {
		rt.Exit(wentWrong)
	}
	leave()
}

// caller calls the Echo "target" once, moves the capability "gift" along, if it has one, and leaves without waiting for an answer.
func caller() {
	if gift, _, ok := rt.Granted().Named("gift"); ok {
		baggage.Move(gift)
	}
	e := stage.Echo(rt.Need("target", capos.EchoID), helloText[:], params[0][:], results[0][:], &baggage, 0)
	desk.Submit(0, e)
	leave()
}

// thief asks the Echo "target" for capability ids of another process, and tries each: as a Timer, to give it up, to receive, to send it on. It
// exits with the number of tries that did something.
func thief() {
	target := rt.Need("target", capos.EchoID)
	c := desk.Do(0, stage.Echo(target, helloText[:], params[0][:], results[0][:], nil, 0))
	ids, ok := stage.Echoed(c, results[0][:])
	if !ok || len(ids)%4 != 0 {
		rt.Exit(0x100)
	}
	gains := int64(0)
	for at := 0; at < len(ids); at += 4 {
		id := abi.CapID(uint32(ids[at]) + uint32(ids[at+1])<<8 + uint32(ids[at+2])<<16 + uint32(ids[at+3])<<24)
		gains += try(rt.CallEntry(id, capos.TimerID, 0, nil, buffer[:64], 0))
		gains += try(rt.RecvEntry(id, buffer[:64], 0))
		gains += try(rt.ReturnEntry(id, 0, nil, 0))
		gains += try(rt.UnparkEntry(id, 0, 1, 0))
	}
	rt.Exit(gains)
}

// try counts 1 when an entry is not refused for its capability.
func try(e rt.Entry) (gain int64) {
	if rt.Main().Do(&e).Result != abi.CodeInvokeFailed {
		return 1
	}
	return 0
}
