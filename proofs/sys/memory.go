package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/area"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/memory"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/kernel/sys/object/memoryview"
	"warrant/kernel/sys/object/virtualmemory"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// share stands in for aspace.Space.Share by its contract: free frames become tables of the owner, who pays, and the page is mapped or not.
func share(s *aspace.Space, _ *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, _ abi.VirtAddr, _ memory.Frame, _ aspace.Access) aspace.Err {
	takeSome(s, frames, charge)
	return aspace.Err(below(uint32(aspace.BadTable) + 1))
}

// mapRun stands in for aspace.Space.MapRun by its contract: free frames become the owner's, who pays, and all pages are mapped or an error says why
// not.
func mapRun(s *aspace.Space, _ *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, _ abi.VirtAddr, n uint32, _ aspace.Access, _ []byte) (uint32, aspace.Err) {
	takeSome(s, frames, charge)
	if prove.Any[bool]() {
		return n, aspace.OK
	}
	return 0, aspace.OutOfFrames
}

// entryAt stands in for aspace.Space.Walk: whatever the tables say.
func entryAt(_ *aspace.Space, _ *memory.RAM, _ abi.VirtAddr) aspace.Entry {
	return prove.Any[aspace.Entry]()
}

// rewrite stands in for aspace.Space.Protect, of the space of the actor and no other: the entry is rewritten, or was none.
func rewrite(s *aspace.Space, _ *memory.RAM, _ *frame.Allocator, _ abi.VirtAddr, _ aspace.Access) bool {
	prove.Assert(prove.Reshape[space](*s).owner == frame.OwnerOf(actor), "the actor's own pages")
	return prove.Any[bool]()
}

// takeSome gives the owner of a space any free frames that it can pay for.
func takeSome(s *aspace.Space, frames *frame.Allocator, charge *ledger.Ledger) {
	owner := prove.Reshape[space](*s).owner
	a := prove.Reshape[allocator](*frames)
	for f := range a.owner {
		if a.owner[f] == frame.Free && prove.Any[bool]() && charge.Take(1) {
			a.owner[f] = owner
			a.count--
		}
	}
	*frames = prove.Reshape[frame.Allocator](a)
}

// toldAt stands in for the building of results that say an address.
func toldAt(_ uint64, _ []byte) object.Effect {
	return object.Effect{Act: object.Answer, Part: object.Part{Count: object.IndexBytes}}
}

// arranges answers the kernel before and after the actor, which has paid for its frames and whose one area is of a kind, in the window and paid
// for, asks an object of its for what act says, at any address but 0, where the kernel chooses.
func arranges(kind uint32, act object.Act, has area.Kind) (before, after kernel) {
	before = anyKernel()
	p := &before.procs[actor]
	a := &p.Areas.places[0]
	*a = area.Area{}
	p.Areas.high = upTo(1)
	p.Virtual.used = 0
	if has != area.None {
		*a = area.Area{Kind: has, Base: anyAddress(), Pages: limits.VirtualPages, Cap: uint32(give(&before, kind, 0))}
		p.Areas.high = 1
		p.Virtual.used = limits.VirtualPages
	}
	p.Space.owner = frame.OwnerOf(actor)
	f := object.Effect{Act: act, Part: object.Part{First: upTo(limits.ObjectPages), Count: upTo(limits.VirtualPages + 1)}, Value: anyAddress()}
	f.How.Access = aspace.Access(below(uint32(aspace.ReadExecute) + 1))
	prove.Stub(memoryview.Call, readCall)
	prove.Stub(virtualmemory.Call, readCall)
	prove.Stub(virtualmemory.At, toldAt)
	prove.Stub((*aspace.Space).Share, share)
	prove.Stub((*aspace.Space).MapRun, mapRun)
	prove.Stub((*aspace.Space).Walk, entryAt)
	prove.Stub((*aspace.Space).Protect, rewrite)
	prove.Assume(balanceOf(&before, actor).frames == 0)
	after = demands(&before, kind, f)
	return before, after
}

// anyAddress answers the address of one of the first pages of the window.
func anyAddress() uint64 { return uint64(abi.MapBase) + uint64(below(4))*memory.FrameSize }

// pages answers how many pages the areas of process p have.
func pages(k *kernel, p uint32) (n uint32) {
	for i := range k.procs[p].Areas.places {
		n += k.procs[p].Areas.places[i].Pages
	}
	return n
}

// assertArranged asserts what holds when a process has changed its own memory.
func assertArranged(before, after *kernel) {
	prove.Assert(logic.All(before.endpoints == after.endpoints, before.notifications == after.notifications, before.objects == after.objects,
		before.sessions == after.sessions, sameTravels(before, after)), "the objects")
	prove.Assert(intact(before, after, peer), "the other process")
	prove.Assert(logic.All(sameCaps(before, after, actor), sameCalls(before, after, actor)), "capabilities and calls")
	for f := range before.frames.owner {
		x, y := before.frames.owner[f], after.frames.owner[f]
		free := logic.Any(x == frame.Free, x == frame.OwnerOf(actor))
		prove.Assert(logic.Any(x == y, logic.All(free, logic.Any(y == frame.Free, y == frame.OwnerOf(actor)))), "the frames of others")
	}
	x, y := &before.procs[actor], &after.procs[actor]
	prove.Assert(y.Virtual.used-x.Virtual.used == pages(after, actor)-pages(before, actor), "addresses are paid for")
	prove.Assert(answered(before, after, actor), "one completion for one submission")
	prove.Assert(conserves(before, after), "conservation")
}

// maps answers the kernel before and after a mapping of a memory object through a view.
func maps() (before, after kernel) { return arranges(object.MemoryView, object.MapObject, area.None) }

// ProofMapObject: who maps an object through a view pays for addresses and tables, and nobody else's memory changes. Invariants: AS-1, LG-2, FR-1,
// TX-2, TH-3, TH-4, TH-5, TH-6.
func ProofMapObject() {
	before, after := maps()
	prove.Cover(pages(&after, actor) > pages(&before, actor))
	assertArranged(&before, &after)
	shown := logic.All(before.objects[0].Live, before.objects[0].Views == before.procs[actor].caps.slots[0].Hold.Epoch)
	prove.Assert(logic.Implies(pages(&after, actor) > 0, shown), "the view is not revoked")
}

// ProofMapObjectTwin claims that it costs no addresses.
func ProofMapObjectTwin() {
	before, after := maps()
	prove.Assert(before.procs[actor].Virtual == after.procs[actor].Virtual)
}

// unmaps answers the kernel before and after the end of a mapping of a memory object through a view.
func unmaps() (before, after kernel) {
	return arranges(object.MemoryView, object.UnmapObject, area.Object)
}

// ProofUnmapObject: who ends a mapping gets its addresses back, and nobody else's memory changes. Invariants: AS-2, LG-2, LG-3, TH-3, TH-4, TH-5,
// TH-6.
func ProofUnmapObject() {
	before, after := unmaps()
	prove.Cover(pages(&after, actor) < pages(&before, actor))
	assertArranged(&before, &after)
}

// ProofUnmapObjectTwin claims that the mapping stays.
func ProofUnmapObjectTwin() {
	before, after := unmaps()
	prove.Assert(before.procs[actor].Areas == after.procs[actor].Areas)
}
