// Server answers every call with nothing, or gives back the capability that came with it, in as few instructions as it can. It needs the
// Endpoint "table".
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/little"
	"warrant/user/rt"
)

// room is the length of a receive buffer: the header, 1 KiB of parameters, and records.
const room = abi.MessageHeader + 1024 + 2*abi.RecordSize

// returned is the user data of a RETURN; that of a RECV is the number of its buffer.
const returned = 255

// kind is what stands in a slot of the submission queue.
type kind uint8

// The kinds of slot.
const (
	other kind = iota
	answers
	receives
)

// State of the process: too large for its stack.
var (
	owner      abi.CapID
	page       *rt.Page
	buffers    [abi.SQEntries][room]byte
	kinds      [abi.SQEntries]kind
	tail, head uint32
	back       rt.Transfers
)

func main() {
	owner = rt.Need("table", capos.EndpointID)
	rt.Main().Resume()
	page = rt.Main().Page()
	tail = page.Load32(abi.RingSQHead)
	head = page.Load32(abi.RingCQTail)
	for i := uint64(0); i < abi.SQEntries; i++ {
		receive(i)
	}
	enter(1)
	for {
		serve()
	}
}

// serve answers the calls that are there, receives as many, and waits for the next one.
func serve() {
	n := uint32(0)
	var numbers [abi.SQEntries]uint64
	for head != page.Load32(abi.RingCQTail) {
		at := abi.RingCQ + head%abi.CQEntries*abi.CQESize
		head++
		if number := page.Load64(at + abi.CQEUserData); number != returned {
			numbers[n%abi.SQEntries] = number
			n++
			answer(page.Load32(at+abi.CQECallID), number, page.Load16(at+abi.CQECapCount) != 0)
		}
	}
	page.Store32(abi.RingCQHead, head)
	if n > abi.SQEntries/2 {
		enter(0) // the queue has no room for the rest
	}
	for i := uint32(0); i < n; i++ {
		receive(numbers[i%abi.SQEntries])
	}
	enter(n + 1)
}

// enter hands the queue to the kernel and waits for that many completions.
func enter(n uint32) {
	page.Store32(abi.RingSQTail, tail)
	timeout := abi.TimeoutForever
	if n == 0 {
		timeout = abi.TimeoutPoll
	}
	rt.SystemCall(abi.SysCapEnter, uint64(n), timeout)
}

// answer puts a RETURN of a call into the queue; with a capability that came with it, if give says so and the call's method is 2.
func answer(call uint32, number uint64, give bool) {
	slot := tail % abi.SQEntries
	tail++
	if give && little.Uint16(buffers[number%abi.SQEntries][:], abi.MessageMethod) == 2 {
		// Such a call has no parameters: its record stands right behind the header.
		c := abi.CapID(little.Uint32(buffers[number%abi.SQEntries][:], abi.MessageHeader+abi.RecordCap))
		e := rt.ReturnEntry(owner, call, nil, returned)
		back.Reset()
		back.Move(c)
		back.Attach(&e)
		e.Store(page, slot)
		kinds[slot] = other
		return
	}
	if kinds[slot] != answers {
		e := rt.ReturnEntry(owner, call, nil, returned)
		e.Store(page, slot)
		kinds[slot] = answers
	}
	page.Store32(abi.RingSQ+slot*abi.SQESize+abi.SQECallID, call)
}

// receive puts a RECV into the queue.
func receive(number uint64) {
	slot := tail % abi.SQEntries
	tail++
	e := rt.RecvEntry(owner, buffers[number%abi.SQEntries][:], number)
	if kinds[slot] == receives {
		at := abi.RingSQ + slot*abi.SQESize
		page.Store64(at+abi.SQEResult, uint64(e.Result))
		page.Store64(at+abi.SQEUserData, number)
		return
	}
	e.Store(page, slot)
	kinds[slot] = receives
}
