// Exhaust uses up everything that a process can have, one thing after the other, and checks each time that the next one is refused, that a
// call which was on its way completes, and that giving things back makes room again. It needs "console", "timer", "objectMaker",
// "frameAllocator", "virtualMemory" and "processSpawner". The manifest must have the binary "peer".
//
// Invariant: LG-1 LG-2 LG-3 TH-5 CAP-4
package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/stage"
)

// abuse is what the groups of checks share.
type abuse struct {
	program.Checks
	timer   client.Timer
	maker   client.ObjectMaker
	frames  client.FrameAllocator
	memory  client.VirtualMemory
	spawner client.ProcessSpawner
}

// State of the process: too large for its stack.
var (
	desk   stage.Desk
	grants stage.Grants
	held   [limits.Frames / 1024]abi.CapID
	count  int
	sleeps [limits.OutstandingCalls + 1][128]byte
	asked  [64]byte
)

// pause is how long the call is on its way that has to complete after each attack, in nanoseconds.
const pause = 1000000

func main() {
	a := abuse{
		Checks:  program.Check(program.Speak("exhaust")),
		timer:   program.Timer(),
		maker:   program.Maker(),
		frames:  program.Frames(),
		memory:  program.Memory(),
		spawner: program.Spawner(),
	}
	a.slots()
	a.objects()
	a.pages()
	a.addresses()
	a.processes()
	a.calls()
	a.budgets()
	a.Finish()
}

// begin has a call on its way.
func (a *abuse) begin(attack string) {
	a.Attack(attack)
	count = 0
	a.sleep(0, pause)
}

// sleep hands in a sleep under a number.
func (a *abuse) sleep(number uint64, nanoseconds uint64) {
	n, _ := client.EncodeTimerSleep(asked[:], nanoseconds)
	desk.Submit(number, rt.CallEntry(a.timer.Cap, capos.TimerID, uint16(capos.TimerMethodSleep), asked[:n], sleeps[number][:], 0))
}

// keep keeps a capability that a call has answered; ok is false when it answered none, which has to be for want of something.
func (a *abuse) keep(index uint16, status client.Status) (ok bool) {
	if status.OK() {
		c, _, found := status.Cap(int(index))
		a.That(found && count < len(held), "a result has its capability")
		held[count] = c
		count++
		return true
	}
	a.That(status.Code == abi.CodeException && status.Type == capos.ExceptionTypeOverloaded, "one more is refused for want of room")
	return false
}

// end gives everything back and checks that the call that was on its way has completed.
func (a *abuse) end() {
	for i := 0; i < count; i++ {
		if rt.Main().Release(held[i]) != abi.CodeOK {
			a.That(false, "what is held can be given up")
		}
	}
	count = 0
	a.That(desk.Wait(0).Result > 0, "the call that was on its way completes")
}

// slots fills the capability table.
func (a *abuse) slots() {
	a.begin("every slot of the capability table")
	n := client.NewNotification(rt.Main(), stage.Notification())
	for a.keep(n.Signaler()) {
	}
	a.That(count > 0 && count < abi.CapSlots, "some signals can be made, and less than there are slots")
	full := count
	_, status := a.timer.Now()
	a.That(status.OK(), "a call that makes no capability works")
	rt.Main().Release(held[count-1])
	count--
	a.That(a.keep(n.Signaler()), "giving one up makes room for one")
	a.end()
	for a.keep(n.Signaler()) {
	}
	a.Number(uint64(count), uint64(full), "signals that can be made the second time")
	a.sleep(0, pause)
	a.end()
	rt.Main().Release(n.Cap)
}

// objects makes as many objects as the budget allows.
func (a *abuse) objects() {
	a.begin("every object of the budget")
	for a.keep(a.maker.Endpoint()) {
	}
	most := count
	a.That(most > 0 && most <= limits.Objects, "some endpoints can be made")
	a.That(!a.keep(a.maker.Notification()), "no notification in place of an endpoint")
	a.That(!a.keep(a.frames.Allocate(1)), "no memory object in place of an endpoint")
	a.end()
	a.sleep(0, pause)
	for a.keep(a.maker.Notification()) {
	}
	a.Number(uint64(count), uint64(most), "notifications that can be made in place of them")
	a.end()
}

// pages takes every page frame of the budget.
func (a *abuse) pages() {
	a.begin("every page frame of the budget")
	before, status := a.frames.Info()
	used, limit := before.Used(), before.Limit()
	a.That(status.OK(), "the ledger of frames can be read")
	a.That(limit < limits.ObjectPages*limits.Objects/4, "the budget of frames is used up before the one of objects")
	for size := uint32(limits.ObjectPages); size > 0; size /= 2 {
		for a.keep(a.frames.Allocate(size)) {
		}
	}
	full, _ := a.frames.Info()
	a.Number(uint64(full.Used()), uint64(limit), "frames in use")
	_, status = a.memory.Map(1, capos.ProtectionReadWrite, 0)
	a.That(status.Type == capos.ExceptionTypeOverloaded, "no frame is left to be mapped")
	a.end()
	after, _ := a.frames.Info()
	a.Number(uint64(after.Used()), uint64(used), "frames in use when all are given back")
	_, status = a.frames.Allocate(limits.ObjectPages + 1)
	a.That(status.Type == capos.ExceptionTypeInvalidArgument, "an object of too many pages is refused")
	_, status = a.frames.Allocate(0)
	a.That(status.Type == capos.ExceptionTypeInvalidArgument, "an object of no pages is refused")
}

// areas are the addresses that are reserved.
var areas [limits.Areas]uint64

// addresses reserves every page of addresses, and as many areas as there can be.
func (a *abuse) addresses() {
	a.begin("every page of addresses, and every area")
	n := 0
	for ; n < limits.Areas; n++ {
		address, status := a.memory.Reserve(limits.DefaultVirtualPages/4, 0)
		if !status.OK() {
			break
		}
		areas[n] = address
	}
	a.Number(uint64(n), 4, "quarters of the budget that can be reserved")
	_, status := a.memory.Reserve(1, 0)
	a.That(status.Type == capos.ExceptionTypeOverloaded, "one page more is refused")
	a.unreserve(n)
	for n = 0; n < limits.Areas; n++ {
		areas[n], status = a.memory.Reserve(1, 0)
		if !status.OK() {
			break
		}
	}
	a.Number(uint64(n), limits.Areas, "areas that can be reserved")
	_, status = a.memory.Reserve(1, 0)
	a.That(status.Type == capos.ExceptionTypeOverloaded, "one area more is refused")
	a.unreserve(n)
	a.end()
}

// unreserve gives back the first n of areas.
func (a *abuse) unreserve(n int) {
	for i := 0; i < n; i++ {
		if status := a.memory.Unmap(areas[i]); !status.OK() {
			a.That(false, "a reservation can be given back")
		}
	}
}

// processes starts as many processes as the budget allows.
func (a *abuse) processes() {
	a.begin("every process of the budget")
	full := 0
	for twice := 0; twice < 2; twice++ {
		grants.Reset().Copy("sleeper", a.timer.Cap, capos.TimerID)
		for {
			handle, status := stage.Try(&a.spawner, "sleeper", "peer", &grants, stage.Small())
			if !status.OK() {
				a.That(status.Type == capos.ExceptionTypeOverloaded, "one process more is refused")
				break
			}
			held[count] = handle
			count++
		}
		if twice == 0 {
			full = count
		}
		a.That(count > 0 && count == full, "as many processes can be started the second time")
		for i := 0; i < count; i++ {
			stage.Kill(held[i])
			a.That(stage.Wait(held[i]) == stage.Killed(), "each of them can be ended")
		}
		count = 0
	}
	a.end()
}

// calls has as many calls on their way as there can be.
func (a *abuse) calls() {
	a.begin("every call and every timer")
	for n := uint64(1); n < limits.OutstandingCalls; n++ {
		a.sleep(n, n*pause/2)
	}
	a.sleep(limits.OutstandingCalls, pause)
	t, ok := stage.Exception(desk.Wait(limits.OutstandingCalls), sleeps[limits.OutstandingCalls][:])
	a.That(ok && t == capos.ExceptionTypeOverloaded, "one sleep more is refused")
	_, status := a.timer.Now()
	a.That(status.OK(), "a call that does not wait works")
	for n := uint64(1); n < limits.OutstandingCalls; n++ {
		a.That(desk.Wait(n).Result > 0, "a sleep completes")
	}
	a.end()
}

// budgets asks for children with more than there is to give.
func (a *abuse) budgets() {
	a.begin("children with more than their parent has")
	grants.Reset().Copy("sleeper", a.timer.Cap, capos.TimerID)
	refused := func(b stage.Budget, want capos.ExceptionType, what string) {
		_, status := stage.Try(&a.spawner, "child", "peer", &grants, b)
		a.That(status.Code == abi.CodeException && status.Type == want, what)
	}
	b := stage.Small()
	b.Frames = limits.Frames
	refused(b, capos.ExceptionTypeOverloaded, "more frames than the parent has")
	b.Frames = 0xffffffff
	refused(b, capos.ExceptionTypeInvalidArgument, "all frames that can be written down")
	b = stage.Small()
	b.Processes = limits.Processes - 1
	refused(b, capos.ExceptionTypeOverloaded, "more processes than the parent has")
	b.Processes = 0xffffffff
	refused(b, capos.ExceptionTypeInvalidArgument, "all processes that can be written down")
	refused(stage.Small().Owning(limits.Objects), capos.ExceptionTypeOverloaded, "more objects than the parent has")
	refused(stage.Small().Owning(0xffffffff), capos.ExceptionTypeInvalidArgument, "all objects that can be written down")
	b = stage.Small()
	b.Slots = limits.CapSlots + 1
	refused(b, capos.ExceptionTypeInvalidArgument, "more capabilities than a table holds")
	b = stage.Small()
	b.Calls = limits.OutstandingCalls + 1
	refused(b, capos.ExceptionTypeInvalidArgument, "more calls than a process can have")
	b = stage.Small()
	b.Virtual = limits.VirtualPages + 1
	refused(b, capos.ExceptionTypeInvalidArgument, "more addresses than a process can have")
	b = stage.Small()
	b.Frames = 1
	refused(b, capos.ExceptionTypeOverloaded, "too few frames for the program")
	b = stage.Small()
	b.Slots = 0
	refused(b, capos.ExceptionTypeOverloaded, "no slot for what is granted")
	a.end()
}
