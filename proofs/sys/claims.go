package sys

import (
	"warrant/kernel/core/captable"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/proofs/logic"
)

// sameObjects says that nothing outside the processes has changed but for what the scheduler knows.
func sameObjects(a, b *kernel) bool {
	return logic.All(sameFrames(a, b), a.endpoints == b.endpoints, a.notifications == b.notifications, a.objects == b.objects,
		a.sessions == b.sessions, sameTravels(a, b))
}

// sameTravels says that each call that waits moves what it moved. What is behind the end of a list does not count.
func sameTravels(a, b *kernel) bool {
	ok := true
	for p := range a.travels {
		for i := range a.travels[p] {
			x, y := &a.travels[p][i], &b.travels[p][i]
			ok = logic.All(ok, x.Count == y.Count)
			for j := range x.Items {
				ok = logic.All(ok, logic.Implies(uint32(j) < x.Count, x.Items[j] == y.Items[j]))
			}
		}
	}
	return ok
}

// besidesEndpoint says that nothing outside the processes has changed but for the endpoint and what the scheduler knows.
func besidesEndpoint(a, b *kernel) bool {
	return logic.All(besidesCalls(a, b), sameTravels(a, b))
}

// besidesCalls says that nothing outside the processes has changed but for the endpoint, what its calls move, and what the scheduler knows.
func besidesCalls(a, b *kernel) bool {
	return logic.All(sameFrames(a, b), a.notifications == b.notifications, a.objects == b.objects, a.sessions == b.sessions)
}

// sameFrames says that each frame has the owner that it had.
func sameFrames(a, b *kernel) bool { return a.frames == b.frames }

// sameCaps says that process p holds what it held.
func sameCaps(a, b *kernel, p uint32) bool {
	return logic.All(a.procs[p].caps == b.procs[p].caps, a.procs[p].capUnits == b.procs[p].capUnits)
}

// sameCalls says that process p waits for what it waited for. What is left of calls that are complete does not count.
func sameCalls(a, b *kernel, p uint32) bool {
	ok := a.procs[p].owed == b.procs[p].owed
	for i := range a.procs[p].calls {
		x, y := &a.procs[p].calls[i], &b.procs[p].calls[i]
		ok = logic.All(ok, logic.Any(logic.All(x.Awaits == process.Nothing, y.Awaits == process.Nothing), *x == *y))
	}
	return ok
}

// sameMeans says that process p has the memory and the budget that it had.
func sameMeans(a, b *kernel, p uint32) bool {
	x, y := &a.procs[p], &b.procs[p]
	return logic.All(x.Space == y.Space, x.Areas == y.Areas, x.Frames == y.Frames, x.Virtual == y.Virtual, x.Children == y.Children,
		x.Objects == y.Objects, x.Payer == y.Payer, x.Session == y.Session, x.Generation == y.Generation, x.Handled == y.Handled)
}

// onlyRing says that nothing has changed but the ring of the actor, what its end of waiting says of it, and the count of what was refused.
func onlyRing(a, b *kernel) bool {
	return logic.All(sameObjects(a, b), intact(a, b, peer), sameCaps(a, b, actor), sameCalls(a, b, actor), sameMeans(a, b, actor))
}

// intact says that process p is literally as it was. Invariant: TH-3.
func intact(a, b *kernel, p uint32) bool { return a.procs[p] == b.procs[p] }

// completions answers how many completions process p has been given, or has lost for want of room.
func completions(k *kernel, p uint32) uint32 {
	return k.procs[p].Ring.at.cqTail + k.procs[p].Ring.overflow
}

// answered says that the one submission that the actor made is complete, or is owed from now on. Invariants: RING-7, TH-6.
func answered(a, b *kernel, p uint32) bool {
	taken := b.procs[p].Ring.at.sqHead - a.procs[p].Ring.at.sqHead
	return taken == completions(b, p)-completions(a, p)+b.procs[p].owed.used-a.procs[p].owed.used
}

// gained says that slot i of process q names something that it did not name before.
func gained(a, b *kernel, q, i uint32) bool {
	x, y := &a.procs[q].caps.slots[i], &b.procs[q].caps.slots[i]
	return logic.All(inUse(y), !logic.All(inUse(x), x.Gen == y.Gen, x.Hold == y.Hold))
}

// sameObject says that two holds name one object, with the same rights.
func sameObject(x, y *captable.Hold) bool {
	return logic.All(x.Kind == y.Kind, x.Index == y.Index, x.Epoch == y.Epoch, x.Interface == y.Interface, x.Travel == y.Travel)
}

// hadTransferable says that process p held what h names, and may hand it on. Invariant: CAP-6.
func hadTransferable(a *kernel, p uint32, h *captable.Hold) bool {
	had := false
	for i := range a.procs[p].caps.slots {
		s := &a.procs[p].caps.slots[i]
		had = logic.Any(had, logic.All(inUse(s), s.Hold.Travel != captable.Stays, sameObject(&s.Hold, h)))
	}
	return had
}

// confined says that what process q holds more than before came from process giver by a transfer. Invariants: CAP-6, CAP-7, TH-4.
func confined(a, b *kernel, giver, q uint32) bool {
	return handed(a, b, giver, q, captable.FromTransfer)
}

// handed says that what process q holds more than before came from process giver, in the way that its origin tells.
func handed(a, b *kernel, giver, q uint32, origin captable.Origin) bool {
	ok := true
	for i := uint32(0); i < captable.Slots; i++ {
		h := &b.procs[q].caps.slots[i].Hold
		ok = logic.All(ok, logic.Implies(gained(a, b, q, i), logic.All(h.Origin == origin, hadTransferable(a, giver, h))))
	}
	return ok
}

// balance is what the ledgers of a process say, less what there is to be counted. Invariant: LG-2.
type balance struct{ frames, objects, caps, calls uint32 }

// balanceOf answers the balance of process p, modulo 2^32.
func balanceOf(k *kernel, p uint32) (b balance) {
	q := &k.procs[p]
	b = balance{frames: q.Frames.used, objects: q.Objects.used, caps: q.capUnits.used, calls: q.owed.used}
	for f := range k.frames.owner {
		b.frames -= one(k.frames.owner[f] == frame.OwnerOf(p))
	}
	for i := range k.objects {
		if logic.All(k.objects[i].Live, k.objects[i].Owner == p) {
			b.frames -= k.objects[i].count
			b.objects--
		}
	}
	for i := range k.endpoints {
		b.objects -= one(logic.All(k.endpoints[i].Live, k.endpoints[i].Owner == p))
	}
	for i := range k.notifications {
		b.objects -= one(logic.All(k.notifications[i].Live, k.notifications[i].Owner == p))
	}
	for i := range q.caps.slots {
		b.caps -= one(inUse(&q.caps.slots[i]))
	}
	for i := range q.calls {
		b.calls -= one(q.calls[i].Awaits != process.Nothing)
	}
	return b
}

// freeBalance is the count of free frames less those that are free, modulo 2^32.
func freeBalance(k *kernel) uint32 {
	n := k.frames.count
	for f := range k.frames.owner {
		n -= one(k.frames.owner[f] == frame.Free)
	}
	return n
}

// conserves says that what is used of each ledger has changed by as much as there is to be counted, and that no frame has come or gone.
// Invariants: LG-2, FR-1, TH-5.
func conserves(a, b *kernel) bool {
	ok := logic.All(freeBalance(a) == freeBalance(b), a.frames.total == b.frames.total)
	for p := uint32(0); p < limits.Processes; p++ {
		ok = logic.All(ok, balanceOf(a, p) == balanceOf(b, p))
	}
	return ok
}

// onlyQueued says that nothing at the endpoint has changed but the calls that wait, of which there may be one more.
func onlyQueued(a, b *kernel) bool {
	x, y := a.endpoints[0], &b.endpoints[0]
	more := logic.Any(y.calls.count == x.calls.count, y.calls.count == x.calls.count+1)
	x.calls = y.calls
	return logic.All(more, x == *y)
}

// onlyServed says that process p is as it was, but that calls of its may have completed, and that it may go on because of that.
func onlyServed(a, b *kernel, p uint32) bool {
	x, y := a.procs[p], &b.procs[p]
	x.Ring, x.calls, x.owed, x.State, x.Registers.RAX = y.Ring, y.calls, y.owed, y.State, y.Registers.RAX
	return x == *y
}

// arrives says that process q holds one capability more exactly if a call was delivered at the endpoint. Invariant: TX-1.
func arrives(a, b *kernel, q uint32) bool {
	delivered := b.endpoints[0].flights.open - a.endpoints[0].flights.open
	return delivered == b.procs[q].capUnits.used-a.procs[q].capUnits.used
}
