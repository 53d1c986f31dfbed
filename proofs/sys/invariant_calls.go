package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/deadline"
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/proofs/logic"
)

// callsSound: each call that is not complete waits in exactly one place, and the ledger counts them. Invariants: LG-2, RING-7, EP-3.
func callsSound(k *kernel) bool {
	ok := true
	for p := uint32(0); p < limits.Processes; p++ {
		q := &k.procs[p]
		owed := uint32(0)
		for i := uint32(0); i < limits.OutstandingCalls; i++ {
			c := &q.calls[i]
			owed += one(c.Awaits != process.Nothing)
			due := k.due.index[p*deadline.PerProcess+i] != 0
			ok = logic.All(ok, c.Awaits <= process.Wake, waits(k, p, i, c),
				logic.Implies(c.Awaits == process.Time, due),
				logic.Implies(due, logic.Any(c.Awaits == process.Time, c.Awaits == process.Wake)))
		}
		enter := k.due.index[p*deadline.PerProcess+limits.OutstandingCalls] != 0
		ok = logic.All(ok, owed == q.owed.used, logic.Implies(enter, q.State == process.Waiting))
	}
	return ok
}

// waits says that what call i of p waits for knows of it, and that nothing else does.
func waits(k *kernel, p, i uint32, c *process.Call) bool {
	ref := endpoint.Ref{Process: p, Place: i}
	ok := true
	for t := uint32(0); t < limits.Processes; t++ {
		awaited := logic.All(c.Awaits == process.Exit, c.Target == t)
		w := k.procs[t].Waiter
		ok = logic.All(ok, awaited == logic.All(w.Present, w.Process == p, w.Call == i), logic.Implies(awaited, lives(&k.procs[t])))
	}
	for t := uint32(0); t < limits.Endpoints; t++ {
		e := &k.endpoints[t]
		here := c.Target == t
		received := logic.All(c.Awaits == process.Return, here)
		flying := uint32(0)
		for f := uint32(0); f < limits.EndpointPlaces; f++ {
			flies := logic.All(e.flights.places[f].State == endpoint.Flying, e.flights.places[f].Caller == ref)
			flying += one(flies)
			ok = logic.All(ok, logic.Implies(flies, c.Number == e.flights.places[f].Gen*limits.EndpointPlaces+f))
		}
		ok = logic.All(ok, queued(&e.receivers, ref) == one(logic.All(c.Awaits == process.Message, here)),
			queued(&e.calls, ref) == one(logic.All(c.Awaits == process.Receiver, here)), flying == one(received),
			logic.Implies(logic.All(c.Awaits == process.Message, here), e.Owner == p),
			logic.Implies(logic.Any(c.Awaits == process.Message, c.Awaits == process.Receiver, c.Awaits == process.Return), c.Target < limits.Endpoints))
	}
	for t := uint32(0); t < limits.Notifications; t++ {
		n := &k.notifications[t]
		ok = logic.All(ok, logic.All(c.Awaits == process.Signal, c.Target == t) == logic.All(n.waits, n.process == p, n.place == i))
	}
	for t := uint32(0); t < limits.MemoryObjects; t++ {
		parked := uint32(0)
		for w := uint32(0); w < limits.Parked; w++ {
			at := k.objects[t].parked.places[w]
			parked += one(logic.All(w < k.objects[t].parked.count, at.Process == p, at.Place == i))
		}
		ok = logic.All(ok, parked == one(logic.All(c.Awaits == process.Wake, c.Target == t)))
	}
	return logic.All(ok, logic.Implies(c.Awaits == process.Exit, c.Target < limits.Processes),
		logic.Implies(c.Awaits == process.Signal, c.Target < limits.Notifications), logic.Implies(c.Awaits == process.Wake, c.Target < limits.MemoryObjects))
}

// queued answers how often ref is in q.
func queued(q *queue, ref endpoint.Ref) (n uint32) {
	for i := uint32(0); i < limits.EndpointPlaces; i++ {
		n += one(logic.All(i < q.count, q.places[(q.head+i)%limits.EndpointPlaces] == ref))
	}
	return n
}

// isPlace says that a process can have a call at place.
func isPlace(p, place uint32) bool {
	return logic.All(p < limits.Processes, place < limits.OutstandingCalls)
}

// endpointsSound: nothing is at an endpoint that is closed, and its places for calls in flight add up. Invariants: EP-1, EP-2.
func endpointsSound(k *kernel) bool {
	ok := true
	for t := range k.endpoints {
		e := &k.endpoints[t]
		f := &e.flights
		room := f.spares + limits.EndpointPlaces - f.fresh
		ok = logic.All(ok, queueSound(&e.calls), queueSound(&e.receivers), logic.Any(e.calls.count == 0, e.receivers.count == 0),
			f.fresh <= limits.EndpointPlaces, f.spares <= f.fresh, e.receivers.count <= room,
			logic.Any(e.Live, logic.All(e.calls.count == 0, e.receivers.count == 0, f.open == 0)),
			logic.Implies(e.Live, e.Owner < limits.Processes), !logic.All(e.Live, e.Retired))
		open, live := uint32(0), uint32(0)
		for i := uint32(0); i < limits.EndpointPlaces; i++ {
			s := &f.places[i]
			flies := s.State == endpoint.Flying
			busy := logic.Any(flies, s.State == endpoint.Orphaned)
			open += one(busy)
			spare := uint32(0)
			for j := uint32(0); j < limits.EndpointPlaces; j++ {
				spare += one(logic.All(j < f.spares, f.spare[j] == i))
			}
			ok = logic.All(ok, s.Gen <= endpoint.LastGen, s.State <= endpoint.Retired, logic.Any(i >= f.spares, f.spare[i] < limits.EndpointPlaces),
				logic.Implies(i >= f.fresh, logic.All(s.State == endpoint.Free, spare == 0)),
				logic.Implies(i < f.fresh, spare == one(s.State == endpoint.Free)),
				logic.Implies(flies, isPlace(s.Caller.Process, s.Caller.Place)))
		}
		for i := uint32(0); i < limits.Facets; i++ {
			live += one(e.facets.places[i].Live)
			ok = logic.All(ok, logic.Implies(e.facets.places[i].Live, e.Live), !logic.All(e.facets.places[i].Live, e.facets.places[i].Retired))
		}
		ok = logic.All(ok, open == f.open, live == e.facets.live)
	}
	return ok
}

// queueSound: the places of a queue are places of calls.
func queueSound(q *queue) bool {
	ok := logic.All(q.head < limits.EndpointPlaces, q.count <= limits.EndpointPlaces)
	for i := uint32(0); i < limits.EndpointPlaces; i++ {
		at := q.places[(q.head+i)%limits.EndpointPlaces]
		ok = logic.All(ok, logic.Any(i >= q.count, isPlace(at.Process, at.Place)))
	}
	return ok
}

// travelsSound: what a call that waits for its receiver moves is reserved, each slot for one call, and may move; nothing else travels.
// Invariants: CAP-5, CAP-6.
func travelsSound(k *kernel) bool {
	ok := true
	for p := range k.procs {
		for s := uint32(0); s < captable.Slots; s++ {
			slot := &k.procs[p].caps.slots[s]
			moves := uint32(0)
			for i := range k.travels[p] {
				list := &k.travels[p][i]
				for j := uint32(0); j < abi.TransferMost; j++ {
					moves += one(logic.All(j < list.Count, list.Items[j].Move, uint32(list.Items[j].Cap)%captable.Slots == s))
					ok = logic.All(ok, logic.Implies(logic.All(j < list.Count, list.Items[j].Move, uint32(list.Items[j].Cap)%captable.Slots == s),
						logic.All(slot.State == captable.Reserved, slot.Gen == uint32(list.Items[j].Cap)/captable.Slots)))
				}
			}
			ok = logic.All(ok, moves == one(slot.State == captable.Reserved), logic.Any(slot.State != captable.Reserved, slot.Hold.Travel != captable.Stays))
		}
		for i := range k.travels[p] {
			ok = logic.All(ok, k.travels[p][i].Count <= abi.TransferMost,
				logic.Any(k.travels[p][i].Count == 0, k.procs[p].calls[i].Awaits == process.Receiver))
		}
	}
	return ok
}
