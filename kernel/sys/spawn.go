// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	// @ "warrant/kernel/core/memory"
	"warrant/kernel/core/process"
	"warrant/kernel/core/transfer"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/spawner"
	"warrant/lib/manifest"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  k.Asked()
// @ requires  k.Epoch().Step === Calm(int(p), h) && Makes(h.Kind, object.Spawn)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// spawn starts a child of p as k.request says and answers its handle. Everything that can fail comes before the first lasting change, so a
// refused spawn leaves all as it was; the child's memory is the only thing that is built before, and it is taken back. h is the spawner that p
// called: one that starts sessions, or one whose children stay in p's. Invariants: TX-2, TX-3, LG-2.
func (k *Kernel) spawn(p uint32, h captable.Hold, r process.Reply) {
	// @ unfold k.Mem()
	q /*@@@*/ := k.request
	// @ fold k.Mem()
	// @ assert (&q).WellFormed()
	if !k.hasRoom(p, r) {
		return
	}
	objects, frames, x := k.checkGrants(p, &q)
	if x.Accepted() {
		x = k.canDonate(p, q.Budget)
	}
	if !x.Accepted() {
		k.refuse(p, r, x)
		return
	}
	child, x := k.build(&q)
	// @ assert Later(old(k.Epoch()), k.Epoch())
	if child == nobody {
		k.refuse(p, r, x)
		return
	}
	if !k.affords(child, objects, frames) {
		k.unload(child)
		// @ assert Later(old(k.Epoch()), k.Epoch())
		k.refuse(p, r, object.OverBudget)
		return
	}
	k.adopt(p, child, h)
	k.donate(p, q.Budget)
	// @ invariant k.Mem() && acc(&q, 1/2) && (&q).WellFormed() && i <= q.GrantCount && Reached(k.Epoch(), p) && Reached(k.Epoch(), child)
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases q.GrantCount - i
	for i := uint32(0); i < q.GrantCount; i++ {
		k.give(p, child, i, &q)
	}
	k.start(child)
	k.answerHandle(p, child, r)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && 0 <= child && child < limits.Processes && Reached(k.Epoch(), p)
// @ requires  k.Epoch().Step.Who == int(p) && Makes(k.Epoch().Step.Named.Kind, object.Spawn)
// @ ensures   Later(Accounted(old(k.Epoch()), int(p)), k.Epoch())
// @ decreases

// answerHandle completes a call of p with the handle of the child that was started.
func (k *Kernel) answerHandle(p, child uint32, r process.Reply) {
	// @ unfold k.Mem()
	f := spawner.Result(k.results[:])
	handle := fresh(object.ProcessHandle, child, k.procs[child].Generation, captable.Stays)
	// @ fold k.Mem()
	k.endow(p, r, f, handle)
}

// @ preserves k.Mem()
// @ requires  0 <= child && child < limits.Processes && Reached(k.Epoch(), child)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// start makes the child ready, and known by its handle.
func (k *Kernel) start(child uint32) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	c := &k.procs[child]
	c.Refused.Reset(k.now)
	c.Handled = true
	c.State = process.Ready
	k.ready.Push(child)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ requires  0 <= child && child < limits.Processes && Reached(k.Epoch(), p) && Reached(k.Epoch(), child)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// adopt makes p pay for the child, and puts it into the session that the spawner h says: one of its own, or p's. There are as many sessions as
// processes.
func (k *Kernel) adopt(p, child uint32, h captable.Hold) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.procs[child].Payer = p
	own := false
	if h.Kind == object.SessionSpawner {
		k.procs[child].Session, own = k.sessions.Start()
	}
	if !own {
		k.procs[child].Session = k.procs[p].Session
		k.sessions.Join(k.procs[p].Session)
	}
}

// @ preserves k.Mem() && acc(q, 1/2)
// @ requires  0 <= p && p < limits.Processes
// @ requires  q.WellFormed()
// @ ensures   0 <= objects && 0 <= frames && (x.Accepted() ==> q.GrantCount <= q.Budget.Caps)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// checkGrants says whether p can give what q wants to give, and answers the objects and frames that the child will own by it. Invariants:
// CAP-2, CAP-5, CAP-6.
func (k *Kernel) checkGrants(p uint32, q *spawner.Request) (objects, frames uint64, x object.Exception) {
	if q.GrantCount > q.Budget.Caps {
		return 0, 0, object.OverBudget
	}
	// @ invariant k.Mem() && acc(q, 1/2) && q.WellFormed() && i <= q.GrantCount && q.GrantCount <= q.Budget.Caps
	// @ invariant 0 <= objects && objects <= uint64(i) && 0 <= frames && frames <= uint64(i) * limits.ObjectPages && x.Accepted()
	// @ invariant k.Epoch() === old(k.Epoch())
	// @ decreases q.GrantCount - i
	for i := uint32(0); i < q.GrantCount; i++ {
		g := q.Grants[i]
		// @ unfold k.Mem()
		var h /*@@@*/ captable.Hold
		ok := k.procs[p].Callable(g.Cap, g.Interface, &h)
		// @ fold k.Mem()
		if !ok {
			return 0, 0, object.BadGrant
		}
		// @ unfold k.Mem()
		travels := transfer.Travels(&k.procs[p], transfer.Descriptor{Cap: g.Cap, Move: g.Move})
		// @ fold k.Mem()
		if !travels {
			return 0, 0, object.NotTransferable
		}
		x = distinct(q, i)
		if !x.Accepted() {
			return 0, 0, x
		}
		if g.Move {
			o, f := k.price(p, g.Cap)
			objects = objects + o
			frames = frames + f
		}
	}
	return objects, frames, object.None
}

// @ preserves acc(q, 1/2)
// @ requires  0 <= i && i < limits.Grants
// @ decreases

// distinct says that no grant before i has the name of grant i, or gives the same capability if one of the two moves it.
func distinct(q *spawner.Request, i uint32) (x object.Exception) {
	g := q.Grants[i]
	// @ invariant acc(q, 1/2) && j <= i && i < limits.Grants
	// @ decreases i - j
	for j := uint32(0); j < i; j++ {
		if q.Grants[j].Name == g.Name {
			return object.DuplicateName
		}
		if q.Grants[j].Cap == g.Cap && (q.Grants[j].Move || g.Move) {
			return object.MovedTwice
		}
	}
	return object.None
}

// @ preserves k.Mem() && acc(q, 1/2)
// @ requires  q.WellFormed() && q.Budget.Valid() && Makes(k.Epoch().Step.Named.Kind, object.Spawn)
// @ ensures   0 <= child && child <= nobody && (child < nobody ==> Reached(k.Epoch(), child))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// build makes a process with the program that q names: all but its capabilities. On failure nothing is left of it.
func (k *Kernel) build(q *spawner.Request) (child uint32, x object.Exception) {
	// @ unfold k.Mem()
	module := k.ram.View(k.info.Manifest, k.info.ManifestLength)
	// @ fold k.Mem()
	index, ok := manifest.Find(module, q.Binary)
	if !ok {
		return nobody, object.NoSuchBinary
	}
	from, to, ok := manifest.Where(module, index)
	if !ok {
		return nobody, object.NoSuchBinary
	}
	child = k.vacant()
	if child == nobody {
		return nobody, object.TooManyProcesses
	}
	// @ unfold k.Mem()
	// @ k.reachVacant(child, k.procs[child].State)
	k.procs[child].Open(q.Name, q.Budget)
	// @ k.empty(child, k.procs[child].View().Caps)
	// @ fold k.Mem()
	// @ k.lose(child, old(k.Epoch()).Sum)
	// @ assert Later(old(k.Epoch()), k.Epoch())
	x = k.load(child, module[from:to])
	if !x.Accepted() {
		k.unload(child)
		return nobody, x
	}
	return child, object.None
}

// @ preserves acc(k.Mem(), 1/2)
// @ ensures   0 <= child && child <= nobody && (child < nobody ==> k.Unused(int(child)))
// @ decreases

// vacant answers a place for one more process, or nobody when there is none.
func (k *Kernel) vacant() (child uint32) {
	// @ unfold acc(k.Mem(), 1/2)
	// @ defer fold acc(k.Mem(), 1/2)
	// @ invariant (forall i int :: { &k.procs[i] } 0 <= i && i < limits.Processes ==> acc(&k.procs[i].State, 1/2))
	// @ invariant child <= nobody
	// @ decreases nobody - child
	for child = 0; child < limits.Processes; child++ {
		if k.procs[child].State == process.Vacant {
			return child
		}
	}
	return child
}

// @ preserves k.Mem() && acc(q, 1/2)
// @ requires  0 <= p && p < limits.Processes
// @ requires  0 <= child && child < limits.Processes && Reached(k.Epoch(), p) && Reached(k.Epoch(), child)
// @ requires  q.WellFormed() && 0 <= i && i < q.GrantCount
// @ requires  k.Epoch().Step.Who == int(p) && IsCalm(k.Epoch().Step)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// give grants the child what grant i of q names in p's table, and takes it from p if it moves. It cannot fail after checkGrants: the child's
// table is empty and larger than the number of grants. Invariants: CAP-7, TX-1.
func (k *Kernel) give(p, child, i uint32, q *spawner.Request) {
	// @ assert seq(q.Grants)[int(i)].Named()
	g := q.Grants[i]
	if g.Move {
		k.withhold(p, g.Cap)
	}
	// @ ghost kept := k.Epoch()
	h := k.takeOut(p, transfer.Descriptor{Cap: g.Cap, Move: g.Move})
	// @ ghost taken := k.Epoch()
	// @ LaterAgain(old(k.Epoch()), kept, taken)
	id := k.grant(child, h)
	// @ ghost given := k.Epoch()
	// @ LaterAgain(WithStep(old(k.Epoch()), given.Step), WithStep(taken, given.Step), given)
	if g.Move {
		k.rehome(p, g.Cap, child, h.Kind, h.Index)
	}
	// @ LaterAgain(WithStep(old(k.Epoch()), given.Step), given, k.Epoch())
	// @ ghost moved := k.Epoch()
	// @ k.calmed()
	// @ CalmAgain(old(k.Epoch()), moved)
	k.addToCapSet(child, i, g.Name, id, h.Interface)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && 0 <= id && id <= 4294967295 && Reached(k.Epoch(), p)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// withhold takes the capability id out of p's use, until it is taken out of its table. Invariant: CAP-5.
func (k *Kernel) withhold(p uint32, id abi.CapID) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.procs[p].Reserve(id)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && 0 <= d.Cap && d.Cap <= 4294967295 && Reached(k.Epoch(), p) && k.Epoch().Step.Who == int(p)
// @ ensures   k.Offers(h)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// takeOut takes what d names in p's table, or a copy of it, to give it to a child of p.
func (k *Kernel) takeOut(p uint32, d transfer.Descriptor) (h captable.Hold) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	// @ k.offer(p, k.procs[p].View().Caps, seq[transfer.Descriptor]{d}, 1)
	h = transfer.TakeOne(&k.procs[p], d)
	h.Origin = captable.FromSpawn
	return h
}

// @ preserves k.Mem()
// @ requires  0 <= child && child < limits.Processes && Reached(k.Epoch(), child) && k.Offers(h) && IsCalm(k.Epoch().Step)
// @ ensures   0 <= id && id <= 4294967295
// @ ensures   k.Epoch().Step === Step{old(k.Epoch()).Step.Who, old(k.Epoch()).Step.Named, h, limits.Processes}
// @ ensures   Later(WithStep(old(k.Epoch()), k.Epoch().Step), k.Epoch())
// @ decreases

// grant puts h, which was offered, into the child's table, and answers by what the child knows it.
func (k *Kernel) grant(child uint32, h captable.Hold) (id abi.CapID) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	id, _ = k.procs[child].Grant(h)
	// @ k.come(child, k.procs[child].View().Caps)
	// @ assert forall i int :: { &k.procs[i] } 0 <= i && i < limits.Processes ==> k.ram.Holds((&k.procs[i].Ring).View().Base(), memory.FrameSize) && k.ram.Holds(int(k.procs[i].CapSet) * memory.FrameSize, memory.FrameSize)
	// @ k.passes(h)
	return id
}
