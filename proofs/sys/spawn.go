package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/process"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/spawner"
	"warrant/lib/elf"
	"warrant/lib/manifest"
	"warrant/lib/name"
	"warrant/lib/wire"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// asked is what the actor wants to spawn; the reader of parameters has contracts of its own.
var asked spawner.Request

// readRequest stands in for the reading of a call to spawn.
func readRequest(_ uint16, _ *wire.Cursor, _ []byte, q *spawner.Request) object.Effect {
	*q = asked
	return demanded
}

// program is the image of any binary; what it says is drawn by anyImage.
var program [1]byte

// viewed, found, where and anyImage stand in for the boot manifest and its binaries: the binary is there or not, and its image is good or not.
func viewed(_ *memory.RAM, _ memory.PhysAddr, _ uint64) []byte { return program[:] }

func found(_ []byte, _ name.Name) (uint32, bool) { return 0, prove.Any[bool]() }

func where(_ []byte, _ uint32) (int, int, bool) { return 0, len(program), prove.Any[bool]() }

func anyImage(_ []byte) (i elf.Image, e elf.Err) {
	if prove.Any[bool]() {
		return i, elf.NoHeaders
	}
	i.Count = 1
	i.Segments[0] = elf.Segment{Address: abi.ImageBase, MemSize: 1, Write: prove.Any[bool]()}
	return i, elf.OK
}

// paidFrame takes any free frame for owner, if charge has a unit for it.
func paidFrame(frames *frame.Allocator, charge *ledger.Ledger, owner frame.Owner) (memory.Frame, aspace.Err) {
	if !charge.Take(1) {
		return memory.NoFrame, aspace.OverLimit
	}
	f, ok := takeFrame(frames, owner)
	if !ok {
		charge.Give(1)
		return memory.NoFrame, aspace.OutOfFrames
	}
	return f, aspace.OK
}

// create stands in for aspace.Space.Create by its contract: a root of the owner, who pays, or nothing.
func create(s *aspace.Space, _ *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, owner frame.Owner, _ memory.Frame) aspace.Err {
	f, err := paidFrame(frames, charge, owner)
	if err == aspace.OK {
		*s = prove.Reshape[aspace.Space](space{root: f, owner: owner})
	}
	return err
}

// mapPage stands in for aspace.Space.Map by its contract: free frames become tables of the owner and one more its page, and it pays.
func mapPage(s *aspace.Space, _ *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, _ abi.VirtAddr, _ aspace.Access) (memory.Frame, aspace.Err) {
	takeSome(s, frames, charge)
	return paidFrame(frames, charge, prove.Reshape[space](*s).owner)
}

// spawns answers the kernel before and after the actor asks for a child, with perhaps the capability in its second slot, of a kind.
func spawns(kind uint32) (before, after kernel) {
	before = wants(kind)
	after = built(&before)
	return before, after
}

// wants answers a kernel in which the actor asks for a child, in the place of the peer, which nobody uses, with any budget and perhaps the capability in
// its second slot, of a kind.
func wants(kind uint32) (before kernel) {
	before = anyKernel()
	before.procs[peer] = proc{State: process.Vacant, Generation: prove.Any[uint32]()}
	before.endpoints[0].Owner, before.notifications[0].Owner, before.objects[0].Owner = actor, actor, actor
	s := &before.procs[actor].caps.slots[1]
	s.State = captable.Live
	s.Hold.Kind, s.Hold.Index, s.Hold.Travel = kind, 0, travelOf(kind)
	if kind == object.Notification {
		ownNotification(&before)
	}
	asked = spawner.Request{Name: name.Name{Length: 1}, Binary: name.Name{Length: 1}, GrantCount: upTo(1)}
	asked.Grants[0] = spawner.Grant{
		Name: name.Name{Length: 1}, Cap: abi.CapID(s.Gen*captable.Slots + 1), Interface: prove.Any[uint64](), Move: prove.Any[bool](),
	}
	asked.Budget = process.Budget{Frames: upTo(unitsMost), Virtual: below(4), Processes: below(4), Objects: below(4), Caps: upTo(captable.Slots + 1), Calls: below(4)}
	prove.Assume(balanceOf(&before, peer) == balance{})
	return before
}

// built answers the kernel after the actor has asked for a child.
func built(before *kernel) (after kernel) {
	prove.Stub(spawner.Call, readRequest)
	prove.Stub(spawner.Result, toldMade)
	prove.Stub((*memory.RAM).View, viewed)
	prove.Stub(manifest.Find, found)
	prove.Stub(manifest.Where, where)
	prove.Stub(elf.Parse, anyImage)
	prove.Stub((*aspace.Space).Create, create)
	prove.Stub((*aspace.Space).Map, mapPage)
	prove.Stub((*aspace.Space).MapRun, mapRun)
	return demands(before, object.ProcessSpawner, object.Effect{Act: object.Spawn})
}

// assertSpawned asserts what holds when the actor has asked for a child, whatever it gives it, and answers whether there is one.
func assertSpawned(before, after *kernel) (done bool) {
	parent, child := &after.procs[actor], &after.procs[peer]
	done = lives(child)
	prove.Cover(logic.All(done, asked.GrantCount > 0, asked.Grants[0].Move))
	lent, places := balance{}, uint32(0)
	if done {
		lent, places = balance{frames: asked.Budget.Frames, objects: asked.Budget.Objects}, 1+asked.Budget.Processes
	}
	was, is := balanceOf(before, actor), balanceOf(after, actor)
	prove.Assert(is == balance{was.frames + lent.frames, was.objects + lent.objects, was.caps, was.calls}, "the parent pays for what it lends")
	prove.Assert(parent.Children.used == before.procs[actor].Children.used+places, "and for places")
	prove.Assert(logic.All(balanceOf(after, peer) == balance{}, freeBalance(before) == freeBalance(after)), "the child's ledgers agree")
	vacant := logic.Any(child.State == process.Vacant, child.State == process.Retired)
	prove.Assert(logic.Any(done, logic.All(vacant, *child == proc{State: child.State, Generation: child.Generation})), "or nothing is left")
	limits := logic.All(child.Frames.limit == asked.Budget.Frames, child.Objects.limit == asked.Budget.Objects,
		child.Children.limit == asked.Budget.Processes, child.Payer == actor)
	prove.Assert(logic.Implies(done, limits), "the budget")
	prove.Assert(handed(before, after, actor, peer, captable.FromSpawn), "the child gains what the parent had")
	prove.Assert(granted(before, after, actor), "the parent gains the handle")
	prove.Assert(logic.All(before.endpoints == after.endpoints, before.objects == after.objects, sameTravels(before, after)), "the other objects")
	prove.Assert(answered(before, after, actor), "one completion for one submission")
	return done
}

// ProofSpawn: a child has the budget that was asked for, which its parent lends it, ledgers that agree, and no capability but what its parent had
// and named; a spawn that is refused leaves nothing. Invariants: CAP-6, CAP-7, FR-1, LG-2, TX-2, TX-3, TH-3, TH-4, TH-5, TH-6.
func ProofSpawn() {
	before, after := spawns(object.Facet)
	assertSpawned(&before, &after)
	prove.Assert(before.notifications == after.notifications, "the notification")
	prove.Assert(sameCalls(&before, &after, actor), "the calls")
}

// ProofSpawnTwin claims that it costs the parent nothing.
func ProofSpawnTwin() {
	before, after := spawns(object.Facet)
	prove.Assert(before.procs[actor].Frames == after.procs[actor].Frames)
}

// ProofSpawnMoves: a child that is given a notification owns it and pays for it, and its parent has it no more; a spawn that is refused leaves
// nothing. Invariants: CAP-5, CAP-6, CAP-7, LG-2, TX-1, TX-2, TX-3, TH-3, TH-4, TH-5, TH-6.
func ProofSpawnMoves() {
	before, after := spawns(object.Notification)
	done := assertSpawned(&before, &after)
	moved := logic.All(done, asked.GrantCount == 1)
	prove.Assert(moved == (after.notifications[0].Owner == peer), "the owner")
	slot := &after.procs[actor].caps.slots[1] // the handle may be there now
	prove.Assert(logic.Implies(moved, logic.Any(!inUse(slot), slot.Hold.Kind == object.ProcessHandle)), "the parent has it no more")
	prove.Assert(logic.Implies(!moved, logic.All(before.notifications == after.notifications, sameCalls(&before, &after, actor))), "or it stays")
}

// ProofSpawnMovesTwin claims that it stays the parent's.
func ProofSpawnMovesTwin() {
	before, after := spawns(object.Notification)
	prove.Assert(before.notifications[0].Owner == after.notifications[0].Owner)
}

// spawnsWithTwo answers the kernel before and after the actor asks for a child with two facets, each copied or moved.
func spawnsWithTwo() (before, after kernel) {
	before = wants(object.Facet)
	s := &before.procs[actor].caps.slots[2]
	s.State = captable.Live
	s.Hold.Kind, s.Hold.Index, s.Hold.Travel = object.Facet, 0, travelOf(object.Facet)
	asked.GrantCount = 2
	asked.Grants[1] = spawner.Grant{
		Name: name.Name{Length: 2}, Cap: abi.CapID(s.Gen*captable.Slots + 2), Interface: prove.Any[uint64](), Move: prove.Any[bool](),
	}
	after = built(&before)
	return before, after
}

// held counts what process p holds.
func held(k *kernel, p uint32) (n uint32) {
	for i := range k.procs[p].caps.slots {
		n += one(inUse(&k.procs[p].caps.slots[i]))
	}
	return n
}

// ProofSpawnTwo: a child that is given two capabilities has both and no other, and its parent keeps what was not moved, and gains the handle at most; a
// spawn that is refused leaves nothing. Invariants: CAP-5, CAP-6, CAP-7, FR-1, LG-2, TX-1, TX-2, TX-3, TH-3, TH-4, TH-5, TH-6.
func ProofSpawnTwo() {
	before, after := spawnsWithTwo()
	done := assertSpawned(&before, &after)
	prove.Cover(logic.All(done, asked.Grants[0].Move, !asked.Grants[1].Move))
	moved := one(asked.Grants[0].Move) + one(asked.Grants[1].Move)
	handle := held(&after, actor) + moved - held(&before, actor) // there is none when its record has no room in the result buffer
	prove.Assert(logic.Implies(done, logic.All(held(&after, peer) == 2, handle <= 1)), "who has what")
	prove.Assert(logic.Any(done, held(&after, actor) == held(&before, actor)), "or everything stays")
	prove.Assert(before.notifications == after.notifications, "the notification")
	prove.Assert(sameCalls(&before, &after, actor), "the calls")
}

// ProofSpawnTwoTwin claims that the parent keeps both.
func ProofSpawnTwoTwin() {
	before, after := spawnsWithTwo()
	prove.Assert(held(&after, actor) >= held(&before, actor))
}
