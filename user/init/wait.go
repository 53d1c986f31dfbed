package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/lib/wire"
	"warrant/user/client"
	"warrant/user/rt"
	"warrant/user/text"
)

// replyBytes is the size of a result buffer for ProcessHandle.wait: a status with a text of a name's length is far smaller.
const replyBytes = 512

// waiter is a call of ProcessHandle.wait that is on its way.
type waiter struct {
	used    bool
	service uint32
	reply   [replyBytes]byte
}

// waiters are all such calls. A process can have limits.OutstandingCalls of them; services that run beyond that are waited for as soon
// as others have ended.
type waiters struct {
	list    [limits.OutstandingCalls]waiter
	waited  [len(services.stages)]bool // services that have a waiter, or had one
	params  [64]byte
	message wire.Message
}

// begin waits for every service that runs and is not waited for, as far as there is room.
func (w *waiters) begin() {
	next := uint32(0)
	for slot := range w.list {
		if w.list[slot].used {
			continue
		}
		for next < graph.ServiceCount && (services.stages[next] != running || w.waited[next]) {
			next++
		}
		if next == graph.ServiceCount {
			return
		}
		w.submit(slot, next)
	}
}

// submit hands in a call of wait for service i.
func (w *waiters) submit(slot int, i uint32) {
	n, _ := client.EncodeProcessHandleWait(w.params[:])
	this := &w.list[slot]
	e := rt.CallEntry(handles[i], capos.ProcessHandleID, uint16(capos.ProcessHandleMethodWait), w.params[:n], this.reply[:], uint64(slot))
	if !rt.Main().Submit(&e) {
		return // the submission queue is full; it is empty after the next entry into the kernel
	}
	this.used = true
	this.service = i
	w.waited[i] = true
}

// finish waits for at least one service to end and notes all that have; it is false when none is waited for.
func (w *waiters) finish() bool {
	pending := false
	for slot := range w.list {
		pending = pending || w.list[slot].used
	}
	if !pending {
		return false
	}
	ring := rt.Main()
	c, ok := ring.Take()
	for !ok {
		if _, code := ring.Enter(1, abi.TimeoutForever); code != abi.CodeOK {
			rt.Fail("the kernel does not let init wait")
		}
		c, ok = ring.Take()
	}
	for ok {
		w.note(c)
		c, ok = ring.Take()
	}
	return true
}

// note records how a service ended.
func (w *waiters) note(c rt.Completion) {
	this := &w.list[c.UserData]
	this.used = false
	n, code := int(c.Result), abi.CodeOK
	if c.Result < 0 {
		n, code = 0, c.Result
	}
	status, outcomeOf := client.DecodeProcessHandleWait(&w.message, this.reply[:], n, int(c.CapCount), code)
	how := unknownEnd
	if outcomeOf.OK() {
		how = endOf(status)
	} else {
		var line text.Line
		line.String("service ").Printable(graph.Services[this.service].Name.Text()).String(" cannot be waited for: ")
		voice.Write(describe(&line, outcomeOf))
	}
	services.end(this.service, ended, how)
	rt.Main().Release(handles[this.service])
}

// unknownEnd is the outcome of a service whose status cannot be read.
var unknownEnd = outcome{how: unknown}

// endOf is the outcome that a status speaks of.
func endOf(status capos.ProcessStatusReader) outcome {
	switch status.Which() {
	case capos.ProcessStatusWhichExited:
		return outcome{how: exited, value: status.Exited()}
	case capos.ProcessStatusWhichFaulted:
		record, e := status.Faulted()
		if e != wire.OK {
			return unknownEnd
		}
		return outcome{how: faulted, value: int64(record.Vector())}
	case capos.ProcessStatusWhichKilled:
		return outcome{how: killed}
	case capos.ProcessStatusWhichFailedToStart:
		return outcome{how: unstarted}
	}
	return unknownEnd
}
