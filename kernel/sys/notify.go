package sys

import (
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/notification"
	"warrant/kernel/sys/object/objectmaker"
)

// makeNotification gives p a new notification. Everything that can fail comes before the first change.
func (k *Kernel) makeNotification(p uint32, r Reply) {
	if !k.hasRoom(p, r) {
		return
	}
	at := uint32(0)
	for at < limits.Notifications && !k.notifications[at].Usable() {
		at = at + 1
	}
	if at == limits.Notifications || !k.procs[p].Objects.Take(1) {
		k.refuse(p, r, object.OverBudget)
		return
	}
	k.notifications[at].Open(p)
	k.endow(p, r, objectmaker.Notification(k.results[:]), fresh(object.Notification, at, k.notifications[at].Generation, captable.Moves))
}

// notify does what a holder of one side of a notification asks for. Invariant: CAP-8.
func (k *Kernel) notify(p uint32, h captable.Hold, r Reply, f object.Effect) {
	at := h.Index % limits.Notifications
	n := &k.notifications[at]
	switch f.Act {
	case object.AwaitSignal:
		k.awaitSignal(p, at, r)
	case object.MakeSignal:
		if k.hasRoom(p, r) {
			k.endow(p, r, notification.Signaler(k.results[:]), fresh(object.Signal, at, n.Signals, captable.Copies))
		}
	case object.RevokeSignals:
		if !n.RevokeSignals() {
			k.refuse(p, r, object.UsedUp)
			return
		}
		k.done(p, r)
	case object.GiveSignal:
		if !n.Live || n.Signals != h.Epoch {
			k.refuse(p, r, object.Disconnected)
			return
		}
		n.Signal()
		k.done(p, r)
		k.signalled(at)
	}
}

// awaitSignal completes p's call with the signals that the notification at place at has, or when one comes. No signal is lost: the count
// is taken only when a waiter gets it.
func (k *Kernel) awaitSignal(p, at uint32, r Reply) {
	_, _, busy := k.notifications[at].Waiter()
	if busy {
		k.refuse(p, r, object.AlreadyWaiting)
		return
	}
	place, ok := k.owe(p, r, process.Call{Awaits: process.Signal, Target: at})
	if !ok {
		return
	}
	k.notifications[at].Wait(p, place)
	k.signalled(at)
}

// signalled completes the wait at a notification if it has signals. A waiter that cannot take the count leaves it for the next.
func (k *Kernel) signalled(at uint32) {
	p, place, waits := k.notifications[at].Waiter()
	if !waits || k.notifications[at].Count() == 0 {
		return
	}
	k.notifications[at].Forget()
	c, ok := k.procs[p].Settle(place)
	if ok {
		f := notification.Signalled(k.notifications[at].Count(), k.results[:])
		if k.answer(p, replyTo(c), f.Length, f.Length, 0) {
			k.notifications[at].Take()
		}
	}
}

// abandon completes the wait, if any, at a notification whose owner changes or ends.
func (k *Kernel) abandon(at uint32) {
	p, place, waits := k.notifications[at].Waiter()
	if !waits {
		return
	}
	k.notifications[at].Forget()
	c, ok := k.procs[p].Settle(place)
	if ok {
		k.refuse(p, replyTo(c), object.Disconnected)
	}
}

// closeNotification ends a notification whose owner capability p has given up. Invariant: LG-3.
func (k *Kernel) closeNotification(p, at uint32) {
	k.abandon(at)
	k.notifications[at].Close()
	k.procs[p].Objects.Give(1)
}
