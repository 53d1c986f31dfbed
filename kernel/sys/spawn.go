package sys

import (
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/core/transfer"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/spawner"
	"warrant/lib/manifest"
)

// spawn starts a child of p as q says and answers its handle. Everything that can fail comes before the first lasting change, so a refused
// spawn leaves all as it was; the child's memory is the only thing that is built before, and it is taken back. h is the spawner that p
// called: one that starts sessions, or one whose children stay in p's. Invariants: TX-2, TX-3, LG-2.
func (k *Kernel) spawn(p uint32, h captable.Hold, r Reply, q *spawner.Request) {
	if !k.hasRoom(p, r) {
		return
	}
	objects, frames, x := k.checkGrants(p, q)
	if x.Accepted() {
		x = k.canDonate(p, q.Budget)
	}
	if !x.Accepted() {
		k.refuse(p, r, x)
		return
	}
	child, x := k.build(p, q)
	if child == nobody {
		k.refuse(p, r, x)
		return
	}
	if !k.affords(child, objects, frames) {
		k.unload(child)
		k.refuse(p, r, object.OverBudget)
		return
	}
	c := &k.procs[child]
	c.Payer = p
	k.join(p, child, h)
	k.donate(p, q.Budget)
	for i := uint32(0); i < q.GrantCount; i++ {
		k.give(p, child, i, &q.Grants[i])
	}
	c.Refused.Reset(k.now)
	c.Handled = true
	c.State = process.Ready
	k.ready.Push(child)
	k.endow(p, r, spawner.Result(k.results[:]), fresh(object.ProcessHandle, child, c.Generation, captable.Stays))
}

// join puts the child into the session that the spawner h says: one of its own, or p's. There are as many sessions as processes.
func (k *Kernel) join(p, child uint32, h captable.Hold) {
	own := false
	if h.Kind == object.SessionSpawner {
		k.procs[child].Session, own = k.sessions.Start()
	}
	if !own {
		k.procs[child].Session = k.procs[p].Session
		k.sessions.Join(k.procs[p].Session)
	}
}

// checkGrants says whether p can give what q wants to give, and answers the objects and frames that the child will own by it. Invariants:
// CAP-2, CAP-5, CAP-6.
func (k *Kernel) checkGrants(p uint32, q *spawner.Request) (objects, frames uint64, x object.Exception) {
	if q.GrantCount > q.Budget.Caps {
		return 0, 0, object.OverBudget
	}
	for i := uint32(0); i < q.GrantCount; i++ {
		g := &q.Grants[i]
		_, ok := k.procs[p].Callable(g.Cap, g.Interface)
		if !ok {
			return 0, 0, object.BadGrant
		}
		if !transfer.Travels(&k.procs[p], transfer.Descriptor{Cap: g.Cap, Move: g.Move}) {
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

// distinct says that no grant before i has the name of grant i, or gives the same capability if one of the two moves it.
func distinct(q *spawner.Request, i uint32) (x object.Exception) {
	g := &q.Grants[i]
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

// build makes a process with the program that q names: all but its capabilities. On failure nothing is left of it.
func (k *Kernel) build(p uint32, q *spawner.Request) (child uint32, x object.Exception) {
	index, ok := manifest.Find(k.module(), q.Binary)
	if !ok {
		return nobody, object.NoSuchBinary
	}
	image, ok := manifest.Program(k.module(), index)
	if !ok {
		return nobody, object.NoSuchBinary
	}
	for child = 0; child < limits.Processes; child++ {
		if k.procs[child].State == process.Vacant {
			break
		}
	}
	if child == nobody {
		return nobody, object.TooManyProcesses
	}
	k.procs[child].Open(q.Name, q.Budget)
	x = k.load(child, image)
	if !x.Accepted() {
		k.unload(child)
		return nobody, x
	}
	return child, object.None
}

// give grants the child what g names in p's table, and takes it from p if g moves it. It cannot fail after checkGrants: the child's table
// is empty and larger than the number of grants. Invariants: CAP-7, TX-1.
func (k *Kernel) give(p, child, i uint32, g *spawner.Grant) {
	if g.Move {
		k.procs[p].Reserve(g.Cap)
	}
	h := transfer.TakeOne(&k.procs[p], transfer.Descriptor{Cap: g.Cap, Move: g.Move})
	h.Origin = captable.FromSpawn
	id, _ := k.procs[child].Grant(h)
	if g.Move {
		k.rehome(p, g.Cap, child, h)
	}
	k.addToCapSet(child, i, g.Name, id, h.Interface)
}
