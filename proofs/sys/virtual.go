package sys

import (
	"warrant/kernel/core/area"
	"warrant/kernel/sys/object"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// arrangesOwn answers the kernel before and after the actor, which has reserved addresses, asks for what act says of them.
func arrangesOwn(act object.Act) (before, after kernel) {
	return arranges(object.VirtualMemory, act, area.Anonymous)
}

// reserves answers the kernel before and after the actor asks for addresses.
func reserves() (before, after kernel) {
	return arranges(object.VirtualMemory, object.Reserve, area.None)
}

// ProofReserve: who reserves addresses pays for them and gets no frame, and nobody else's memory changes. Invariants: LG-2, TX-2, TH-3, TH-4, TH-5,
// TH-6.
func ProofReserve() {
	before, after := reserves()
	prove.Cover(pages(&after, actor) > pages(&before, actor))
	assertArranged(&before, &after)
	prove.Assert(sameFrames(&before, &after), "the frames")
}

// ProofReserveTwin claims that it costs no addresses.
func ProofReserveTwin() {
	before, after := reserves()
	prove.Assert(before.procs[actor].Virtual == after.procs[actor].Virtual)
}

// ProofUnreserve: who gives up a reservation gets its addresses back and what was paid for its pages, and nobody else's memory changes. Invariants:
// AS-2, LG-2, LG-3, TH-3, TH-4, TH-5, TH-6.
func ProofUnreserve() {
	before, after := arrangesOwn(object.Unreserve)
	prove.Cover(logic.All(pages(&after, actor) < pages(&before, actor), after.procs[actor].Frames.used < before.procs[actor].Frames.used))
	assertArranged(&before, &after)
}

// ProofUnreserveTwin claims that no frame comes back.
func ProofUnreserveTwin() {
	before, after := arrangesOwn(object.Unreserve)
	prove.Assert(before.procs[actor].Frames == after.procs[actor].Frames)
}

// assertReserved asserts that the reservations of the actor stay as they were.
func assertReserved(before, after *kernel) {
	x, y := &before.procs[actor], &after.procs[actor]
	prove.Assert(logic.All(x.Areas == y.Areas, x.Virtual == y.Virtual), "the addresses")
}

// ProofCommit: who commits reserved pages pays for each frame, all or none, and keeps the addresses; nobody else's memory changes. Invariants:
// FR-1, LG-2, TX-2, TH-3, TH-4, TH-5, TH-6.
func ProofCommit() {
	before, after := arrangesOwn(object.Commit)
	prove.Cover(after.procs[actor].Frames.used > before.procs[actor].Frames.used)
	assertArranged(&before, &after)
	assertReserved(&before, &after)
}

// ProofCommitTwin claims that it costs no frames.
func ProofCommitTwin() {
	before, after := arrangesOwn(object.Commit)
	prove.Assert(before.procs[actor].Frames == after.procs[actor].Frames)
}

// ProofDecommit: who gives up pages of a reservation gets back what they cost, and keeps the addresses; nobody else's memory changes. Invariants:
// AS-2, LG-2, LG-3, TH-3, TH-4, TH-5, TH-6.
func ProofDecommit() {
	before, after := arrangesOwn(object.Decommit)
	prove.Cover(after.procs[actor].Frames.used < before.procs[actor].Frames.used)
	assertArranged(&before, &after)
	assertReserved(&before, &after)
	prove.Assert(after.procs[actor].Frames.used <= before.procs[actor].Frames.used, "it costs nothing")
}

// ProofDecommitTwin claims that no frame comes back.
func ProofDecommitTwin() {
	before, after := arrangesOwn(object.Decommit)
	prove.Assert(before.procs[actor].Frames == after.procs[actor].Frames)
}

// ProofProtectPages: a change of rights is of the actor's own pages, costs nothing, and changes nothing but entries of its tables; what the
// processor remembers of them is forgotten. Invariants: AS-1, TH-3, TH-4, TH-5, TH-6.
func ProofProtectPages() {
	before, after := arrangesOwn(object.ProtectPages)
	prove.Cover(logic.All(after.flush, !before.flush))
	assertOnlyAnswered(&before, &after)
	prove.Assert(logic.Implies(before.flush, after.flush), "what is to be forgotten is forgotten")
}

// ProofProtectPagesTwin claims that the processor may go on remembering.
func ProofProtectPagesTwin() {
	before, after := arrangesOwn(object.ProtectPages)
	prove.Assert(before.flush == after.flush)
}

// mapsFresh answers the kernel before and after the actor asks for fresh pages.
func mapsFresh() (before, after kernel) {
	return arranges(object.VirtualMemory, object.MapFresh, area.None)
}

// ProofMapFresh: who gets fresh pages pays for each and for its address, gets all or no addresses, and nobody else's memory changes. Invariants:
// FR-1, LG-2, TX-2, TH-3, TH-4, TH-5, TH-6.
func ProofMapFresh() {
	before, after := mapsFresh()
	prove.Cover(logic.All(pages(&after, actor) > pages(&before, actor), after.procs[actor].Frames.used > before.procs[actor].Frames.used))
	assertArranged(&before, &after)
}

// ProofMapFreshTwin claims that it costs no frames.
func ProofMapFreshTwin() {
	before, after := mapsFresh()
	prove.Assert(before.procs[actor].Frames == after.procs[actor].Frames)
}
