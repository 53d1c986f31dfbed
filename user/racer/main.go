// Racer hands the kernel parameters and descriptors that another process changes meanwhile, and checks that the kernel sees each of them as
// either good or bad, and never acts on half of what it has checked. It needs "console", "timer", "objectMaker", "frameAllocator" and
// "processSpawner". The manifest must have the binary "peer", and a short time slice.
//
// Invariant: RING-6 UB-3 CAP-7
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/little"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/stage"
)

// rounds is how often each thing is handed in.
const rounds = 400

// half is where the half of the page begins that changes.
const half = abi.PageSize / 2

// Where in a half the good things are, in bytes.
const (
	messageAt     = 0
	descriptorsAt = 1024
)

// race is the state of a run.
type race struct {
	program.Checks
	timer  client.Timer
	page   *rt.Page
	length int // bytes of the message

	good, bad, strange uint64
}

// State of the process: too large for its stack.
var (
	grants  stage.Grants
	desk    stage.Desk
	results [256]byte
	inbox   [512]byte
)

func main() {
	r := race{Checks: program.Check(program.Speak("racer")), timer: program.Timer()}
	object := stage.Object(1)
	o := client.NewMemoryObject(rt.Main(), object)
	address, status := o.Map(0, 1, capos.ProtectionReadWrite, 0)
	r.That(status.OK(), "the page can be mapped")
	r.page = rt.PageAt(abi.VirtAddr(address))
	// A message that is refused while the other process is half way through it.
	r.length, _ = client.EncodeTimerNow(r.page[messageAt:half])
	for i := 0; i < abi.TransferMost; i++ {
		little.PutUint32(r.page[:], descriptorsAt+i*abi.DescriptorSize+abi.DescriptorCap, uint32(r.timer.Cap))
	}
	copy(r.page[half:], r.page[:half])

	spawner := program.Spawner()
	grants.Reset().Copy("view", stage.View(object, true), capos.MemoryViewID).Copy("writer", r.timer.Cap, capos.TimerID)
	writer := stage.Start(&spawner, "writer", "peer", &grants, stage.Small())
	r.Attack("parameters that another process changes")
	r.parameters()
	r.conclude()
	r.Attack("descriptors that another process changes")
	r.descriptors()
	r.conclude()
	stage.Kill(writer)
	r.That(stage.Wait(writer) == stage.Killed(), "the other process is ended")
	r.Finish()
}

// conclude checks what came of the rounds.
func (r *race) conclude() {
	r.Number(r.strange, 0, "outcomes that are neither of what is good nor of what is bad")
	r.That(r.good > 0, "some rounds saw what is good")
	r.That(r.bad > 0, "some rounds saw what is bad")
	r.good, r.bad, r.strange = 0, 0, 0
}

// yield lets the other process run for a while, which differs from round to round.
func (r *race) yield(round int) { r.timer.Sleep(uint64(1000 + 7919*round%60000)) }

// parameters asks for the time by a message that changes: it is either answered or refused.
func (r *race) parameters() {
	for round := 0; round < rounds; round++ {
		r.yield(round)
		params := r.page[half+messageAt : half+messageAt+r.length]
		c := desk.Do(0, rt.CallEntry(r.timer.Cap, capos.TimerID, uint16(capos.TimerMethodNow), params, results[:], 0))
		switch {
		case c.Result > 0:
			r.good++
		case c.Result == abi.CodeException:
			r.bad++
		default:
			r.strange++
		}
	}
}

// descriptors sends a capability by descriptors that change. All or nothing of it arrives, and it is the timer.
func (r *race) descriptors() {
	owner := stage.Endpoint()
	facet, _ := stage.Facet(owner, capos.EchoID)
	for round := 0; round < rounds; round++ {
		r.yield(round)
		e := rt.CallEntry(facet, capos.EchoID, 0, nil, results[:], 0)
		e.TransferCount = 1
		e.Transfers = rt.AddressOf(r.page[half+descriptorsAt : half+descriptorsAt+abi.DescriptorSize])
		desk.Submit(0, e)
		if c, ended := desk.Poll(0); ended {
			if c.Result == abi.CodeTransferFailed {
				r.bad++
			} else {
				r.strange++
			}
			continue
		}
		r.arrives(owner)
	}
}

// arrives receives the call and looks at what came with it.
func (r *race) arrives(owner abi.CapID) {
	c := desk.Do(1, rt.RecvEntry(owner, inbox[:], 0))
	m, ok := rt.ReadReceived(inbox[:], int(c.Result))
	timer, iface, came := m.Cap(0)
	if !ok || !came || iface != capos.TimerID || rt.Main().Release(timer) != abi.CodeOK {
		r.strange++
		return
	}
	if desk.Do(2, rt.ReturnEntry(owner, m.CallID, nil, 0)).Result != abi.Delivered || desk.Wait(0).Result != abi.CodeOK {
		r.strange++
		return
	}
	r.good++
}
