// Package aspace has the bounded proofs of kernel/core/aspace: any address and access, over page tables that answer anything.
//
// RAM and the frame allocator are replaced by stand-ins: a word of RAM is any, and the frame that is taken is any. So the proofs need no
// page tables, and hold for all of them.
//
// Only gosure prove runs these functions. The package may not be imported.
package aspace

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/memory"
	"warrant/kernel/limits"
	"warrant/verify/prove"
)

// returned is what the stand-ins for frame.Allocator.Give took back.
var returned struct {
	count uint32       // frames given back
	last  memory.Frame // the last of them
}

// takeBack notes that frame f is given back.
func takeBack(f memory.Frame) {
	returned.count++
	returned.last = f
}

// levels is the number of levels of tables.
const levels = 4

// seen is what the code under proof does; the stand-ins have no place for more arguments.
var seen struct {
	writes uint32               // words written
	at     memory.PhysAddr      // where the last one was written
	entry  uint64               // what was written there
	tables uint32               // words written that are no leaf
	reads  uint32               // words read
	place  memory.PhysAddr      // where the last one was read
	taken  uint32               // frames taken
	last   memory.Frame         // the last of them
	zeroed [levels]memory.Frame // frames that were cleared
	clears uint32               // their number
	run    uint32               // frames that were filled
	odd    bool                 // an entry that is both writable and executable, and refers to no table of this walk
}

// word stands in for memory.RAM.Word.
func word(_ *memory.RAM, a memory.PhysAddr) uint64 {
	seen.reads++
	seen.place = a
	return prove.Any[uint64]()
}

// setWord stands in for memory.RAM.SetWord.
func setWord(_ *memory.RAM, a memory.PhysAddr, w uint64) {
	seen.writes++
	seen.at, seen.entry = a, w
	if seen.reads < levels {
		seen.tables++
	}
	seen.odd = seen.odd || a != seen.place || w%2 == 0 || memory.Frame(w/memory.FrameSize%0x100000000) != seen.last
}

// zero stands in for memory.RAM.Zero.
func zero(_ *memory.RAM, f memory.Frame) {
	seen.zeroed[seen.clears%levels] = f
	seen.clears++
}

// take stands in for frame.Allocator.Take.
func take(_ *frame.Allocator, _ frame.Owner) (memory.Frame, bool) {
	if prove.Any[bool]() {
		return memory.NoFrame, false
	}
	seen.taken++
	seen.last = prove.Any[memory.Frame]()
	return seen.last, true
}

// owner stands in for frame.Allocator.Owner.
func owner(_ *frame.Allocator, _ memory.Frame) frame.Owner { return prove.Any[frame.Owner]() }

// parts are those of a space: its root and owner, and the walks that it remembers, of which there are none at first.
type parts struct {
	root    memory.Frame
	owner   uint8
	pages   [remembered]uint64
	entries [remembered]uint64
}

// remembered is the number of walks that a space remembers.
const remembered = 8

// machine returns RAM for the compiled harness, which has no stand-ins, and a space whose root is any frame.
func machine() (memory.RAM, aspace.Space) {
	var ram memory.RAM
	ram.Attach(make([]byte, 2*memory.FrameSize))
	return ram, prove.Reshape[aspace.Space](parts{root: 1})
}

// budget answers a ledger of frames of which a number are in use.
func budget(used uint32) (charge ledger.Ledger) {
	charge.Reset(limits.DefaultFramePages)
	charge.Take(used)
	return charge
}

// ProofMap: the only leaf that Map ever writes is for a page of user space, present, the user's, not both writable and executable, and
// for a frame that was taken, paid for and cleared for it. Invariants: AS-1, FR-2, LG-2.
func ProofMap() {
	prove.Stub((*memory.RAM).Word, word)
	prove.Stub((*memory.RAM).SetWord, setWord)
	prove.Stub((*memory.RAM).Zero, zero)
	prove.Stub((*frame.Allocator).Take, take)
	prove.Stub((*frame.Allocator).Owner, owner)
	ram, space := machine()
	charge := budget(0)
	va, access := prove.Any[abi.VirtAddr](), prove.Any[aspace.Access]()
	f, err := space.Map(&ram, nil, &charge, va, access)
	prove.Cover(err == aspace.OK && seen.tables == levels-1, "three new tables")
	prove.Cover(err == aspace.OutOfFrames && seen.taken == 2)
	prove.Assert(!seen.odd, "each entry goes where it was missing, and refers to the frame that was just taken")
	prove.Assert(charge.Used() == seen.taken && seen.clears == seen.taken, "each frame is paid for and cleared")
	prove.Assert(seen.taken == 0 || seen.zeroed[(seen.taken-1)%levels] == seen.last)
	if err != aspace.OK {
		prove.Assert(seen.writes == seen.tables && f == memory.NoFrame, "no leaf")
		return
	}
	leaf := aspace.Entry(seen.entry)
	prove.Assert(va < abi.UserTop && va%memory.FrameSize == 0)
	prove.Assert(seen.writes == seen.tables+1 && leaf.Present() && leaf.User() && leaf.Frame() == f && f == seen.last)
	prove.Assert(!leaf.Writable() || seen.entry>>63 == 1, "W^X")
	prove.Assert(leaf.Writable() == (access == aspace.ReadWrite) && (access != aspace.Read || seen.entry>>63 == 1))
	prove.Assert(seen.at%memory.FrameSize/8 == memory.PhysAddr(va)>>12&511, "at the page's own place")
}

// ProofMapTwin claims that a page of which nothing was said can be executed.
func ProofMapTwin() {
	prove.Stub((*memory.RAM).Word, word)
	prove.Stub((*memory.RAM).SetWord, setWord)
	prove.Stub((*memory.RAM).Zero, zero)
	prove.Stub((*frame.Allocator).Take, take)
	prove.Stub((*frame.Allocator).Owner, owner)
	ram, space := machine()
	charge := budget(0)
	_, err := space.Map(&ram, nil, &charge, prove.Any[abi.VirtAddr](), prove.Any[aspace.Access]())
	prove.Assert(err != aspace.OK || seen.entry>>63 == 0)
}

// fill stands in for memory.RAM.Fill.
func fill(m *memory.RAM, f memory.Frame, _ []byte, from uint64) {
	zero(m, f)
	seen.odd = seen.odd || from%memory.FrameSize != 0 || from/memory.FrameSize != uint64(seen.run)
	seen.run++
}

// setRun stands in for memory.RAM.SetWord of a run: every entry is for the frame that was just taken, and written where it was missing.
func setRun(_ *memory.RAM, a memory.PhysAddr, w uint64) {
	leaf := aspace.Entry(w)
	seen.writes++
	seen.odd = seen.odd || a != seen.place || !leaf.Present() || !leaf.User() || leaf.Frame() != seen.last
	seen.entry = w
	seen.at = a
}

// ProofMapRun: each page of a run gets a frame of its own, taken, paid for and filled from the page's own place of the content, and nothing is
// mapped outside user space. Invariants: AS-1, FR-2, LG-2.
func ProofMapRun() {
	prove.Stub((*memory.RAM).Word, word)
	prove.Stub((*memory.RAM).SetWord, setRun)
	prove.Stub((*memory.RAM).Zero, zero)
	prove.Stub((*memory.RAM).Fill, fill)
	prove.Stub((*frame.Allocator).Take, take)
	prove.Stub((*frame.Allocator).Owner, owner)
	ram, space := machine()
	charge := budget(0)
	va, n, access := prove.Any[abi.VirtAddr](), prove.Any[uint32](), prove.Any[aspace.Access]()
	prove.Assume(n <= 2)
	done, err := space.MapRun(&ram, nil, &charge, va, n, access, nil)
	prove.Cover(done == 2 && seen.taken == 2, "two pages of one table that was there")
	prove.Cover(done == 2 && seen.taken > 5, "two pages of two tables")
	prove.Cover(done == 1 && err == aspace.BadAddress, "the second page is mapped already")
	prove.Assert(done <= n && (err != aspace.OK || done == n) && seen.run == done)
	prove.Assert(!seen.odd && seen.writes == seen.taken, "each entry goes where it was missing, and refers to the frame that was just taken")
	prove.Assert(charge.Used() == seen.taken && seen.clears == seen.taken, "each frame is paid for and written whole")
	prove.Assert(done == 0 || (va%memory.FrameSize == 0 && va < abi.UserTop && abi.UserTop-va >= abi.VirtAddr(done)*memory.FrameSize))
	if done == n && n > 0 {
		leaf := aspace.Entry(seen.entry)
		prove.Assert(leaf.Writable() == (access == aspace.ReadWrite) && (!leaf.Writable() || seen.entry>>63 == 1), "W^X")
		prove.Assert(seen.at%memory.FrameSize/8 == memory.PhysAddr(va+abi.VirtAddr(n-1)*memory.FrameSize)>>12&511, "at the page's own place")
	}
}

// ProofMapRunTwin claims that two pages always need no more than the tables of one.
func ProofMapRunTwin() {
	prove.Stub((*memory.RAM).Word, word)
	prove.Stub((*memory.RAM).SetWord, setRun)
	prove.Stub((*memory.RAM).Zero, zero)
	prove.Stub((*memory.RAM).Fill, fill)
	prove.Stub((*frame.Allocator).Take, take)
	prove.Stub((*frame.Allocator).Owner, owner)
	ram, space := machine()
	charge := budget(0)
	space.MapRun(&ram, nil, &charge, prove.Any[abi.VirtAddr](), 2, aspace.Read, nil)
	prove.Assert(seen.taken <= levels-1+2)
}

// ProofWalk: a walk reads one entry of each level, at the place that the address names, and answers what it read last or nothing.
// Invariants: AS-1, UB-2.
func ProofWalk() {
	prove.Stub((*memory.RAM).Word, word)
	ram, space := machine()
	va := prove.Any[abi.VirtAddr]()
	prove.Assume(va < abi.UserTop)
	e := space.Walk(&ram, va)
	prove.Cover(e.Present() && seen.reads == levels)
	prove.Cover(e == 0 && seen.reads == 1)
	prove.Assert(seen.reads >= 1 && seen.reads <= levels)
	prove.Assert(!e.Present() || seen.reads == levels)
	prove.Assert(seen.place%memory.FrameSize == memory.PhysAddr(va)>>(12+9*(levels-seen.reads))&511*8)
}

// ProofWalkTwin claims that every walk goes all the way.
func ProofWalkTwin() {
	prove.Stub((*memory.RAM).Word, word)
	ram, space := machine()
	space.Walk(&ram, prove.Any[abi.VirtAddr]()%abi.UserTop)
	prove.Assert(seen.reads == levels)
}
