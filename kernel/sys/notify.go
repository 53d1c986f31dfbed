// +gobra

package sys

import (
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/notification"
	"warrant/kernel/sys/object/objectmaker"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  k.Epoch().Step.Who == int(p) && Makes(k.Epoch().Step.Named.Kind, object.MakeNotification)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// makeNotification gives p a new notification. Everything that can fail comes before the first change.
func (k *Kernel) makeNotification(p uint32, r process.Reply) {
	if !k.hasRoom(p, r) {
		return
	}
	// @ unfold k.Mem()
	at := uint32(0)
	// @ invariant (forall i int :: { &k.notifications[i] } 0 <= i && i < limits.Notifications ==> acc((&k.notifications[i]).Mem(), 1/2))
	// @ invariant at <= limits.Notifications
	// @ decreases limits.Notifications - at
	for at < limits.Notifications && !k.notifications[at].Usable() {
		at = at + 1
	}
	if at == limits.Notifications || !k.procs[p].Objects.Take(1) {
		// @ fold k.Mem()
		k.refuse(p, r, object.OverBudget)
		return
	}
	// @ ghost was := k.notifications[at].View()
	k.notifications[at].Open(p)
	// @ k.opensNote(at, was)
	f := objectmaker.Notification(k.results[:])
	h := fresh(object.Notification, at, k.notifications[at].Epoch(), captable.Moves)
	// @ fold k.Mem()
	k.endow(p, r, f, h)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  f.Act == object.AwaitSignal || f.Act == object.MakeSignal || f.Act == object.RevokeSignals || f.Act == object.GiveSignal
// @ requires  k.Epoch().Step === Calm(int(p), h) && Makes(h.Kind, f.Act)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// notify does what a holder of one side of a notification asks for. Invariant: CAP-8.
func (k *Kernel) notify(p uint32, h captable.Hold, r process.Reply, f object.Effect) {
	at := h.Index % limits.Notifications
	switch f.Act {
	case object.AwaitSignal:
		k.awaitSignal(p, at, r)
	case object.MakeSignal:
		k.makeSignal(p, at, r)
	case object.RevokeSignals:
		k.revokeSignals(p, at, r)
	case object.GiveSignal:
		k.giveSignal(p, at, h, r)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && 0 <= at && at < limits.Notifications && MayNote(k.Epoch().Step, int(at)) && Reached(k.Epoch(), p)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// revokeSignals makes every signaler of a notification that p owns name nothing. Invariant: CAP-8.
func (k *Kernel) revokeSignals(p, at uint32, r process.Reply) {
	// @ unfold k.Mem()
	ok := k.notifications[at].RevokeSignals()
	// @ k.touchNote(at)
	// @ fold k.Mem()
	if !ok {
		k.refuse(p, r, object.UsedUp)
		return
	}
	k.done(p, r)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= at && at < limits.Notifications && MayNote(k.Epoch().Step, int(at))
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// awaitSignal completes p's call with the signals that the notification at place at has, or when one comes. No signal is lost: the count
// is taken only when a waiter gets it.
func (k *Kernel) awaitSignal(p, at uint32, r process.Reply) {
	// @ unfold k.Mem()
	_, _, busy := k.notifications[at].Waiter()
	// @ fold k.Mem()
	if busy {
		k.refuse(p, r, object.AlreadyWaiting)
		return
	}
	place, ok := k.owe(p, r, process.Call{Awaits: process.Signal, Target: at})
	if !ok {
		return
	}
	// @ unfold k.Mem()
	k.notifications[at].Wait(p, place)
	// @ k.touchNote(at)
	// @ fold k.Mem()
	k.signalled(at)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= at && at < limits.Notifications
// @ requires  k.Epoch().Step.Who == int(p) && k.Epoch().Step.Named.Kind == object.Notification && int(k.Epoch().Step.Named.Index) % limits.Notifications == int(at)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// makeSignal gives p a signaler of the notification at place at.
func (k *Kernel) makeSignal(p, at uint32, r process.Reply) {
	if !k.hasRoom(p, r) {
		return
	}
	// @ unfold k.Mem()
	f := notification.Signaler(k.results[:])
	h := fresh(object.Signal, at, k.notifications[at].SignalEpoch(), captable.Copies)
	// @ fold k.Mem()
	k.endow(p, r, f, h)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= at && at < limits.Notifications && MayNote(k.Epoch().Step, int(at))
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// giveSignal signals the notification at place at for the holder of the signaler h. Invariant: CAP-8.
func (k *Kernel) giveSignal(p, at uint32, h captable.Hold, r process.Reply) {
	// @ unfold k.Mem()
	if !k.notifications[at].Answers(h.Epoch) {
		// @ fold k.Mem()
		k.refuse(p, r, object.Disconnected)
		return
	}
	k.notifications[at].Signal()
	// @ k.touchNote(at)
	// @ fold k.Mem()
	k.done(p, r)
	k.signalled(at)
}

// @ preserves k.Mem()
// @ requires  0 <= at && at < limits.Notifications && MayNote(k.Epoch().Step, int(at))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// signalled completes the wait at a notification if it has signals. A waiter that cannot take the count leaves it for the next.
func (k *Kernel) signalled(at uint32) {
	// @ unfold k.Mem()
	p, place, waits := k.notifications[at].Waiter()
	count := k.notifications[at].Count()
	if !waits || count == 0 {
		// @ fold k.Mem()
		return
	}
	// @ k.reachWaiter(at, k.notifications[at].View())
	k.notifications[at].Forget()
	// @ k.touchNote(at)
	// @ fold k.Mem()
	// @ assert Later(old(k.Epoch()), k.Epoch())
	// @ ghost forgot := k.Epoch()
	c, ok := k.settle(p, place)
	// @ ghost settled := k.Epoch()
	// @ unfold k.Mem()
	f := notification.Signalled(count, k.results[:])
	// @ fold k.Mem()
	// @ assert k.Epoch() === settled
	if ok && k.answer(p, c, f.Part.Count, f.Part.Count, 0) {
		// @ assert k.Epoch() === forgot
		// @ unfold k.Mem()
		k.notifications[at].Take()
		// @ k.touchNote(at)
		// @ fold k.Mem()
		// @ assert Later(forgot, k.Epoch())
	}
	// @ LaterAgain(old(k.Epoch()), forgot, k.Epoch())
}

// @ preserves k.Mem()
// @ requires  0 <= at && at < limits.Notifications && MayNote(k.Epoch().Step, int(at))
// @ ensures   !k.Note(int(at)).Waits && k.Note(int(at)).Live == old(k.Note(int(at)).Live)
// @ ensures   Passing(old(k.Epoch()), k.Epoch())
// @ decreases

// abandon completes the wait, if any, at a notification whose owner changes or ends.
func (k *Kernel) abandon(at uint32) {
	// @ unfold k.Mem()
	p, place, waits := k.notifications[at].Waiter()
	if !waits {
		// @ fold k.Mem()
		return
	}
	// @ k.reachWaiter(at, k.notifications[at].View())
	k.notifications[at].Forget()
	// @ k.touchNote(at)
	// @ fold k.Mem()
	// @ assert Passing(old(k.Epoch()), k.Epoch())
	c, ok := k.settle(p, place)
	if ok {
		k.refuse(p, c, object.Disconnected)
	}
}
