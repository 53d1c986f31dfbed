package aspace

import (
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/memory"
	"warrant/verify/prove"
)

// The tables of the stand-ins: table f has a present entry at its first place and at its last, for the frames 2f and 2f+1. Whose these are
// is any, and what is not the owner's is not followed; so each part of the tree may be there or not.
const (
	firstTable = 1
	words      = memory.Words
	kernelHalf = words / 2
)

// life is what the code under proof does.
var life struct {
	foreign bool     // a frame was given back in another's name
	mine    [32]bool // frames of the owner
	asked   bool     // an entry of the kernel's half of the root was read

	first  memory.PhysAddr // place of the first word that was copied into the new root
	copied uint64          // words that were
	from   memory.Frame    // the root that they came from
	wrong  bool            // they came from another place there, or went elsewhere
}

// sparseWord stands in for memory.RAM.Word: only the first and the last entry of a table that the process can have say anything.
func sparseWord(_ *memory.RAM, a memory.PhysAddr) uint64 {
	table, place := a/memory.FrameSize, a%memory.FrameSize/8
	last := memory.PhysAddr(words - 1)
	if table == firstTable {
		last = kernelHalf - 1
		life.asked = life.asked || place > last
	}
	if place != 0 && place != last || table >= 16 {
		return 0
	}
	child := 2 * table
	if place == last {
		child++
	}
	return uint64(child)*memory.FrameSize + 1
}

// sparseNext stands in for memory.RAM.Next of the same tables.
func sparseNext(_ *memory.RAM, f memory.Frame, i uint32) uint32 {
	last := uint32(words - 1)
	if f == firstTable {
		last = kernelHalf - 1
	}
	if f >= 16 || i > last {
		return words
	}
	if i == 0 {
		return 0
	}
	return last
}

// ownerOf stands in for frame.Allocator.Owner.
func ownerOf(_ *frame.Allocator, f memory.Frame) frame.Owner {
	if life.mine[f%32] {
		return frame.OwnerOf(0)
	}
	return prove.Any[frame.Owner]()%2 + frame.OwnerOf(1)
}

// giveBack stands in for frame.Allocator.Give, which refuses what is not the owner's.
func giveBack(_ *frame.Allocator, f memory.Frame, o frame.Owner) bool {
	life.foreign = life.foreign || o != frame.OwnerOf(0)
	if !life.mine[f%32] {
		return false
	}
	life.mine[f%32] = false
	takeBack(f)
	return true
}

// ProofDestroy: every frame that a space of its owner's frames reaches comes back once, with its unit, the root last; no frame of another
// does, the kernel's half of the root is never read, and the space is none. Invariants: AS-2, FR-1, LG-3.
func ProofDestroy() {
	prove.Stub((*memory.RAM).Word, sparseWord)
	prove.Stub((*memory.RAM).Next, sparseNext)
	prove.Stub((*frame.Allocator).Owner, ownerOf)
	prove.Stub((*frame.Allocator).Give, giveBack)
	life.mine = prove.Any[[32]bool]()
	prove.Assume(life.mine[firstTable])
	charge := budget(32)
	before := life.mine
	space := prove.Reshape[aspace.Space](parts{root: firstTable, owner: uint8(frame.OwnerOf(0))})
	space.Destroy(nil, nil, &charge)
	prove.Cover(returned.count == 31, "a full tree")
	prove.Cover(returned.count == 1, "nothing but the root")
	prove.Assert(space == aspace.Space{} && returned.last == firstTable && !life.asked && !life.foreign)
	prove.Assert(charge.Used() == 32-returned.count, "a unit for each frame")
	k := prove.Any[uint8]() % 32
	prove.Assert(before[k] || !life.mine[k], "only the owner's frames")
	space.Destroy(nil, nil, &charge)
	prove.Assert(charge.Used() == 32-returned.count, "a space that is none has nothing to give")
}

// ProofDestroyTwin claims that every frame of the owner comes back, whether the tree reaches it or not.
func ProofDestroyTwin() {
	prove.Stub((*memory.RAM).Word, sparseWord)
	prove.Stub((*memory.RAM).Next, sparseNext)
	prove.Stub((*frame.Allocator).Owner, ownerOf)
	prove.Stub((*frame.Allocator).Give, giveBack)
	life.mine = prove.Any[[32]bool]()
	prove.Assume(life.mine[firstTable])
	charge := budget(32)
	space := prove.Reshape[aspace.Space](parts{root: firstTable, owner: uint8(frame.OwnerOf(0))})
	space.Destroy(nil, nil, &charge)
	prove.Assert(!life.mine[prove.Any[uint8]()%32])
}

// copyHalf stands in for memory.RAM.Copy, of the kernel's root to the new one.
func copyHalf(_ *memory.RAM, to, from memory.PhysAddr, n uint64) {
	life.wrong = life.wrong || to%memory.FrameSize != from%memory.FrameSize || to/memory.FrameSize != memory.PhysAddr(seen.last)
	life.first, life.copied, life.from = to%memory.FrameSize/8, n, memory.Frame(from/memory.FrameSize)
}

// ProofCreate: a new space has a root that was taken, paid for and cleared for it, the kernel's half of it the same as in the kernel's root
// and nothing in the process's; a failure takes nothing. Invariants: AS-1, FR-2, LG-2.
func ProofCreate() {
	prove.Stub((*memory.RAM).Copy, copyHalf)
	prove.Stub((*memory.RAM).Zero, zero)
	prove.Stub((*frame.Allocator).Take, take)
	var charge ledger.Ledger
	charge.Reset(prove.Any[uint32]() % 2)
	limit := charge.Limit()
	var space aspace.Space
	kernel := prove.Any[memory.Frame]()
	err := space.Create(nil, nil, &charge, frame.OwnerOf(0), kernel)
	prove.Cover(err == aspace.OK)
	prove.Cover(err == aspace.OutOfFrames)
	prove.Assert((err == aspace.OverLimit) == (limit == 0))
	if err != aspace.OK {
		prove.Assert(space == aspace.Space{} && charge.Used() == 0 && life.copied == 0)
		return
	}
	prove.Assert(space.Root() == seen.last && charge.Used() == 1 && seen.clears == 1 && seen.zeroed[0] == seen.last)
	prove.Assert(life.first == kernelHalf && life.copied == words-kernelHalf, "the kernel's half, and nothing else")
	prove.Assert(life.from == kernel && !life.wrong, "from the kernel's root")
}

// ProofCreateTwin claims that a space can always be made.
func ProofCreateTwin() {
	prove.Stub((*memory.RAM).Copy, copyHalf)
	prove.Stub((*memory.RAM).Zero, zero)
	prove.Stub((*frame.Allocator).Take, take)
	var charge ledger.Ledger
	charge.Reset(1)
	var space aspace.Space
	prove.Assert(space.Create(nil, nil, &charge, frame.OwnerOf(0), 7) == aspace.OK)
}
