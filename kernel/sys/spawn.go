package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/spawner"
	"warrant/lib/manifest"
)

// spawn starts a child of p as q says and answers its handle. Everything that can fail comes before the first lasting change, so a refused
// spawn leaves all as it was; the child's memory is the only thing that is built before, and it is taken back. Invariants: TX-2, TX-3.
func (k *Kernel) spawn(p uint32, r Reply, q *spawner.Request) {
	total := recordEnd(spawner.ResultBytes, 1)
	if total > r.ResultLen {
		k.post(p, r.UserData, abi.CodeResultTooLarge, 0)
		return
	}
	x := k.checkGrants(p, q)
	if !x.Accepted() {
		k.refuse(p, r, x)
		return
	}
	child, x := k.build(p, q)
	if !x.Accepted() {
		k.refuse(p, r, x)
		return
	}
	for i := uint32(0); i < q.GrantCount; i++ {
		k.give(p, child, i, &q.Grants[i])
	}
	c := &k.procs[child]
	c.Handled = true
	c.State = process.Ready
	k.ready.Push(child)
	id, _ := k.procs[p].Grant(captable.Hold{
		Interface: object.Interface(object.ProcessHandle), Kind: object.ProcessHandle, Index: child, Epoch: c.Generation,
		Transferable: false, Origin: captable.FromResult,
	})
	f := spawner.Result(k.results[:])
	k.record(f.Length, 0, id, object.Interface(object.ProcessHandle))
	k.answer(p, r, f.Length, total, 1)
}

// checkGrants says whether p can give what q wants to give, and can hold the handle. Invariants: CAP-2, CAP-5, CAP-6.
func (k *Kernel) checkGrants(p uint32, q *spawner.Request) (x object.Exception) {
	for i := uint32(0); i < q.GrantCount; i++ {
		g := &q.Grants[i]
		h, ok := k.procs[p].Lookup(g.Cap)
		if !ok || h.Interface != g.Interface {
			return object.BadGrant
		}
		if !h.Transferable {
			return object.NotTransferable
		}
		for j := uint32(0); j < i; j++ {
			if q.Grants[j].Name == g.Name {
				return object.DuplicateName
			}
			if q.Grants[j].Cap == g.Cap && (q.Grants[j].Move || g.Move) {
				return object.MovedTwice
			}
		}
	}
	if !k.procs[p].CanGrant(1) {
		return object.TableFull
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
	k.procs[child].Open(q.Name)
	x = k.load(child, image)
	if !x.Accepted() {
		k.unload(child)
		return nobody, x
	}
	return child, object.None
}

// give grants the child what g names in p's table, and takes it from p if g moves it. It cannot fail after checkGrants: the child's table
// is empty and larger than the number of grants. Invariant: CAP-7.
func (k *Kernel) give(p, child, i uint32, g *spawner.Grant) {
	h, _ := k.procs[p].Lookup(g.Cap)
	h.Origin = captable.FromSpawn
	if g.Move {
		k.procs[p].Drop(g.Cap)
	}
	id, _ := k.procs[child].Grant(h)
	k.addToCapSet(child, i, &g.Name, id, h.Interface)
}
