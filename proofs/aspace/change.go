package aspace

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/memory"
	"warrant/kernel/limits"
	"warrant/verify/prove"
)

// kept is the word that the stand-ins of a change read last.
var kept uint64

// wordKept stands in for memory.RAM.Word: any word, which is the same when it is read again at once.
func wordKept(m *memory.RAM, a memory.PhysAddr) uint64 {
	if seen.reads > 0 && a == seen.place {
		return kept
	}
	kept = word(m, a)
	return kept
}

// setLeaf stands in for memory.RAM.SetWord of a change.
func setLeaf(_ *memory.RAM, a memory.PhysAddr, w uint64) {
	seen.odd = seen.odd || a != seen.place
	seen.writes++
	seen.at, seen.entry = a, w
}

// give stands in for frame.Allocator.Give: the frame is the owner's, or it is not.
func give(_ *frame.Allocator, f memory.Frame, _ frame.Owner) bool {
	if prove.Any[bool]() {
		return false
	}
	takeBack(f)
	return true
}

// standIn exchanges RAM and the frames under a change of one page.
func standIn() {
	prove.Stub((*memory.RAM).Word, wordKept)
	prove.Stub((*memory.RAM).SetWord, setLeaf)
	prove.Stub((*memory.RAM).Zero, zero)
	prove.Stub((*frame.Allocator).Take, take)
	prove.Stub((*frame.Allocator).Give, give)
	prove.Stub((*frame.Allocator).Owner, owner)
}

// placed says that the last write was the entry of the page at va in a table of the last level, where the walk had read.
func placed(va abi.VirtAddr) bool {
	return va < abi.UserTop && va%memory.FrameSize == 0 && !seen.odd && seen.at%memory.FrameSize/8 == memory.PhysAddr(va)>>12&511
}

// leafFor says that the last write was a leaf for frame f with access a, never both writable and executable.
func leafFor(f memory.Frame, a aspace.Access) bool {
	leaf, data := aspace.Entry(seen.entry), seen.entry>>63 == 1
	return leaf.Present() && leaf.User() && leaf.Frame() == f && leaf.Writable() == (a == aspace.ReadWrite) && (!leaf.Writable() || data) &&
		(a != aspace.Read || data)
}

// ProofProtect: a change of rights rewrites one entry that was there, for the frame that it was for, not both writable and executable, or changes
// nothing. Invariant: AS-1.
func ProofProtect() {
	standIn()
	ram, space := machine()
	va, access := prove.Any[abi.VirtAddr](), prove.Any[aspace.Access]()
	ok := space.Protect(&ram, nil, va, access)
	prove.Cover(ok)
	prove.Cover(!ok && seen.reads == levels, "nothing is mapped there")
	was := aspace.Entry(kept)
	prove.Assert(!ok || (seen.writes == 1 && was.Present() && placed(va) && leafFor(was.Frame(), access)))
	prove.Assert(ok || seen.writes == 0, "nothing changes")
}

// ProofProtectTwin claims that the entry keeps its bits.
func ProofProtectTwin() {
	standIn()
	ram, space := machine()
	ok := space.Protect(&ram, nil, prove.Any[abi.VirtAddr](), aspace.Read)
	prove.Assert(!ok || seen.entry == kept)
}

// ProofUnmap: unmapping clears one entry that was there, and gives back no frame but the one that it was for, with its unit; or it changes nothing.
// Invariants: FR-1, LG-2, LG-3.
func ProofUnmap() {
	standIn()
	ram, space := machine()
	charge := budget(2)
	va := prove.Any[abi.VirtAddr]()
	ok := space.Unmap(&ram, nil, &charge, va)
	prove.Cover(ok && returned.count == 1)
	prove.Cover(ok && returned.count == 0, "a page of a memory object")
	was := aspace.Entry(kept)
	prove.Assert(!ok || (seen.writes == 1 && seen.entry == 0 && was.Present() && placed(va)))
	prove.Assert(returned.count == 0 || (ok && returned.count == 1 && returned.last == was.Frame()), "its own frame, once")
	prove.Assert(charge.Used()+returned.count == 2, "with its unit")
	prove.Assert(ok || seen.writes == 0, "nothing changes")
}

// ProofUnmapTwin claims that every page that is unmapped was the process's own.
func ProofUnmapTwin() {
	standIn()
	ram, space := machine()
	charge := budget(2)
	ok := space.Unmap(&ram, nil, &charge, prove.Any[abi.VirtAddr]())
	prove.Assert(!ok || returned.count == 1)
}

// ProofShare: sharing writes one leaf, where none was, for the frame that was named and not both writable and executable; on failure there is no
// leaf. Tables on the way are taken, paid for and cleared. Invariants: AS-1, FR-1, FR-2, LG-2.
func ProofShare() {
	standIn()
	ram, space := machine()
	charge := budget(0)
	va, f, access := prove.Any[abi.VirtAddr](), memory.Frame(prove.Any[uint32]()), prove.Any[aspace.Access]()
	prove.Assume(f < limits.Frames)
	err := space.Share(&ram, nil, &charge, va, f, access)
	prove.Cover(err == aspace.OK && seen.taken == levels-1, "three new tables")
	prove.Cover(err == aspace.BadAddress && seen.reads == levels, "a page is mapped there")
	prove.Assert(charge.Used() == seen.taken && seen.clears == seen.taken, "each table is paid for and cleared")
	prove.Assert(returned.count == 0, "no frame goes back")
	if err != aspace.OK {
		prove.Assert(seen.writes == seen.taken, "no leaf")
		return
	}
	prove.Assert(seen.writes == seen.taken+1 && kept%2 == 0 && placed(va) && leafFor(f, access))
}

// ProofShareTwin claims that the tables are always there.
func ProofShareTwin() {
	standIn()
	ram, space := machine()
	charge := budget(0)
	err := space.Share(&ram, nil, &charge, prove.Any[abi.VirtAddr](), 1, aspace.ReadWrite)
	prove.Assert(err != aspace.OK || seen.taken == 0)
}
