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

// State of what follows: too large for the stack.
var (
	desk    stage.Desk
	baggage rt.Transfers
	params  [64]byte
	results [128]byte
)

// parked waits at words that nobody will wake, or that are not there.
func (a *abuse) parked() {
	a.Attack("waiting at words and notifications that go away")
	object := stage.Object(1)
	view := stage.View(object, false)
	const end = abi.PageSize
	for _, offset := range [3]uint64{end, 1 << 40, ^uint64(0) - 3} {
		a.Code(desk.Do(0, rt.ParkEntry(object, offset, 0, abi.TimeoutForever, 0)).Result, abi.CodeInvokeFailed, "PARK behind the end")
		a.Code(desk.Do(0, rt.UnparkEntry(object, offset, 1, 0)).Result, abi.CodeInvokeFailed, "UNPARK behind the end")
	}
	a.Code(desk.Do(0, rt.ParkEntry(object, end-4, 1, abi.TimeoutForever, 0)).Result, abi.ValueDiffers, "PARK at the last word, which is zero")
	a.Code(desk.Do(0, rt.ParkEntry(object, 0, 0, 0, 0)).Result, abi.TimedOut, "PARK for no time")
	desk.Submit(1, rt.ParkEntry(object, 0, 0, abi.TimeoutForever, 0))
	desk.Submit(2, rt.ParkEntry(object, 0, 0, abi.TimeoutForever, 0))
	desk.Submit(3, rt.ParkEntry(object, 4, 0, abi.TimeoutForever, 0))
	a.Code(desk.Do(0, rt.UnparkEntry(view, 0, 0, 0)).Result, 0, "UNPARK of nobody wakes")
	a.Code(desk.Do(0, rt.UnparkEntry(view, 0, 1, 0)).Result, 1, "UNPARK of one wakes")
	a.Code(desk.Wait(1).Result, abi.Woken, "the first who waits is the one")
	a.Code(desk.Do(0, rt.UnparkEntry(view, 8, 9, 0)).Result, 0, "UNPARK at another word wakes")
	a.Code(rt.Main().Release(object), abi.CodeOK, "the object is given up")
	a.Code(desk.Wait(2).Result, abi.CodeInvokeFailed, "the second who waits is told")
	a.Code(desk.Wait(3).Result, abi.CodeInvokeFailed, "and who waits at another word")
	a.Code(desk.Do(0, rt.ParkEntry(view, 0, 0, abi.TimeoutForever, 0)).Result, abi.CodeInvokeFailed, "PARK through a dead view")
	rt.Main().Release(view)

	notification := stage.Notification()
	signal := client.NewSignal(rt.Main(), stage.Signal(notification))
	n, _ := client.EncodeNotificationWait(params[:])
	wait := rt.CallEntry(notification, capos.NotificationID, uint16(capos.NotificationMethodWait), params[:n], results[:], 0)
	desk.Submit(1, wait)
	waiter := client.NewNotification(rt.Main(), notification)
	_, status := waiter.Wait()
	a.That(status.Type == capos.ExceptionTypeOverloaded, "a second wait at once is refused")
	a.Code(rt.Main().Release(notification), abi.CodeOK, "the notification is given up")
	t, ok := stage.Exception(desk.Wait(1), results[:])
	a.That(ok && t == capos.ExceptionTypeDisconnected, "who waits is told")
	a.That(signal.Signal().Type == capos.ExceptionTypeDisconnected, "and who signals")
	rt.Main().Release(signal.Cap)
}

// used is how many frames this process pays for.
func used() uint64 {
	frames := program.Frames()
	info, _ := frames.Info()
	return uint64(info.Used())
}

// movedAway moves memory to another process, which can pay for it or cannot.
func (a *abuse) movedAway() {
	a.Attack("memory that was moved to another process")
	const pages = 4
	memory := stage.Object(pages)
	before := used()
	child, object, at := a.moves(memory, pages)
	a.timer.Sleep(while)
	a.Number(used(), before-pages+uint64(stage.Small().Frames), "frames that this process pays for: the child's budget, and not the memory")
	_, status := object.Info()
	a.Code(status.Code, abi.CodeInvokeFailed, "the object is not here")
	e := rt.CallEntry(a.timer.Cap, capos.TimerID, uint16(capos.TimerMethodNow), nil, results[64:], 0)
	e.Params, e.ParamsLen = abi.VirtAddr(at), 16
	a.Code(rt.Main().Do(&e).Result, abi.CodeInvalidParams, "nor mapped")
	stage.Kill(child)
	t, ok := stage.Exception(desk.Wait(0), results[:])
	a.That(ok && t == capos.ExceptionTypeDisconnected, "the call that moved it is told when the other process ends")
	a.That(stage.Wait(child) == stage.Killed(), "which it does")
	a.Number(used(), before-pages, "frames that this process pays for after that")

	a.Attack("memory for which its receiver cannot pay")
	memory = stage.Object(limits.ObjectPages)
	before = used()
	child, object, at = a.moves(memory, limits.ObjectPages)
	a.That(stage.Wait(child) == stage.Exit(1), "the receiver's RECV fails")
	t, ok = stage.Exception(desk.Wait(0), results[:])
	a.That(ok && t == capos.ExceptionTypeDisconnected, "the call is told when the receiver has ended")
	info, status := object.Info()
	a.That(status.OK() && info.Pages() == limits.ObjectPages, "the object is here")
	rt.PageAt(abi.VirtAddr(at)).Store32(0, 1)
	a.Number(used(), before, "frames that this process pays for")
	rt.Main().Release(object.Cap)
	a.Number(used(), before-limits.ObjectPages, "frames when it is given up")
}

// moves maps memory, and calls a child to which it moves. The child receives, if it can, and waits; otherwise it exits with 1.
func (a *abuse) moves(memory abi.CapID, pages uint32) (child abi.CapID, object client.MemoryObject, at uint64) {
	object = client.NewMemoryObject(rt.Main(), memory)
	at, status := object.Map(0, pages, capos.ProtectionReadWrite, 0)
	a.That(status.OK(), "the memory can be mapped")
	owner := stage.Endpoint()
	facet, _ := stage.Facet(owner, capos.EchoID)
	grants.Reset().Move("owner", owner, capos.EndpointID)
	grants.Copy("server", a.timer.Cap, capos.TimerID).Copy("waits", a.timer.Cap, capos.TimerID)
	child = stage.Start(&a.spawner, "server", "peer", &grants, stage.Small().Owning(2))
	baggage.Reset().Move(object.Cap)
	desk.Submit(0, stage.Echo(facet, nil, params[:], results[:], &baggage, 0))
	return child, object, at
}
