// Package frame has the bounded proofs of kernel/core/frame, from any allocator that satisfies the invariant, at its real size.
//
// Only gosure prove runs these functions. The package may not be imported.
package frame

import (
	"warrant/kernel/core/frame"
	"warrant/kernel/core/memory"
	"warrant/kernel/limits"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// mirror is frame.Allocator with its fields in reach.
type mirror struct {
	owner [limits.Frames]frame.Owner
	spare [limits.Frames]memory.Frame
	count uint32
	total uint32
}

// spareSound is the invariant for the spare places a and b: they hold frames that are free, never frame 0, and not the same.
// Invariant: FR-1.
func spareSound(m mirror, a, b uint32) bool {
	f := m.spare[a%limits.Frames]
	free := logic.All(f > 0, f < limits.Frames, m.owner[f%limits.Frames] == frame.Free)
	return logic.All(logic.Implies(a < m.count, free),
		logic.Implies(logic.All(a < m.count, b < m.count, a != b), m.spare[b%limits.Frames] != f))
}

// counted is the invariant's part about the numbers of frames.
func counted(m mirror) bool { return logic.All(m.count <= m.total, m.total < limits.Frames) }

// anyAllocator returns an allocator that is sound at the spare places a and b and at the last.
func anyAllocator(a, b uint32) mirror {
	m := prove.Any[mirror]()
	prove.Assume(counted(m) && spareSound(m, a, b) && spareSound(m, b, a))
	prove.Assume(spareSound(m, m.count-1, a) && spareSound(m, m.count-1, b) && spareSound(m, a, m.count-1))
	return m
}

// ProofTake: a frame that is taken was free, and is then the taker's; every other frame k keeps its owner; and the invariant holds for any
// two spare places. Invariant: FR-1.
func ProofTake() {
	a, b, k := prove.Any[uint32]()%limits.Frames, prove.Any[uint32]()%limits.Frames, prove.Any[memory.Frame]()%limits.Frames
	before, by := anyAllocator(a, b), prove.Any[frame.Owner]()
	prove.Assume(by != frame.Free && by != frame.Unmanaged)
	allocator := prove.Reshape[frame.Allocator](before)
	f, ok := allocator.Take(by)
	after := prove.Reshape[mirror](allocator)
	prove.Cover(ok && f == limits.Frames-1, "the last frame of memory")
	prove.Cover(!ok, "no frame is free")
	prove.Assert(ok == (before.count > 0))
	if !ok {
		prove.Assert(f == memory.NoFrame && after.owner[k] == before.owner[k] && after.count == 0)
		return
	}
	prove.Assert(f > 0 && f < limits.Frames && before.owner[f] == frame.Free && after.owner[f] == by)
	prove.Assert(k == f || after.owner[k] == before.owner[k])
	prove.Assert(after.count == before.count-1 && after.total == before.total && counted(after))
	prove.Assert(spareSound(after, a, b), "the invariant holds")
}

// ProofTakeTwin claims that the frame that is taken is the lowest that is free.
func ProofTakeTwin() {
	before, k := anyAllocator(0, 0), prove.Any[memory.Frame]()%limits.Frames
	allocator := prove.Reshape[frame.Allocator](before)
	f, ok := allocator.Take(frame.OwnerOf(3))
	prove.Assert(!ok || f <= k || before.owner[k] != frame.Free)
}

// ProofGive: a frame comes back exactly when it is the giver's, once, and only that one; and the invariant holds for any two spare places.
// That there is room for it among the spare ones is a matter of counting, which the contracts prove. Invariants: FR-1, LG-3.
func ProofGive() {
	a, b, k := prove.Any[uint32]()%limits.Frames, prove.Any[uint32]()%limits.Frames, prove.Any[memory.Frame]()%limits.Frames
	before, f, by := anyAllocator(a, b), prove.Any[memory.Frame](), prove.Any[frame.Owner]()
	isProcess := logic.All(by != frame.Free, by != frame.Unmanaged)
	mine := logic.All(f > 0, f < limits.Frames, isProcess, before.owner[f%limits.Frames] == by)
	prove.Assume(f > 0 && (!mine || before.count < before.total))
	allocator := prove.Reshape[frame.Allocator](before)
	ok := allocator.Give(f, by)
	again := allocator.Give(f, by)
	after := prove.Reshape[mirror](allocator)
	prove.Cover(ok && before.count == 0)
	prove.Assert(ok == mine && !again)
	prove.Assert(ok && k == f || after.owner[k] == before.owner[k])
	prove.Assert(after.total == before.total && counted(after))
	if ok {
		prove.Assert(after.owner[f] == frame.Free && after.count == before.count+1)
	}
	prove.Assert(spareSound(after, a, b), "the invariant holds")
}

// ProofGiveTwin claims that a frame that nobody manages can be given.
func ProofGiveTwin() {
	before, f := anyAllocator(0, 0), prove.Any[memory.Frame]()%limits.Frames
	prove.Assume(before.count < before.total)
	allocator := prove.Reshape[frame.Allocator](before)
	prove.Assert(allocator.Give(f, prove.Any[frame.Owner]()) == (before.owner[f] != frame.Free))
}

// addedFrames is the greatest number of frames that ProofAdd adds at once.
const addedFrames = 2

// ProofAdd: of a range, the frames in reach that nobody manages become free and managed, and no other changes. Invariant: FR-1.
func ProofAdd() {
	a, b, k := prove.Any[uint32]()%limits.Frames, prove.Any[uint32]()%limits.Frames, prove.Any[memory.Frame]()%limits.Frames
	before, first, n := anyAllocator(a, b), prove.Any[memory.Frame](), prove.Any[uint32]()%(addedFrames+1)
	prove.Assume(before.total+addedFrames < limits.Frames)
	for i := uint32(0); i < addedFrames; i++ {
		prove.Assume(spareSound(before, a, before.count+i) && spareSound(before, b, before.count+i))
	}
	allocator := prove.Reshape[frame.Allocator](before)
	allocator.Add(first, n)
	after := prove.Reshape[mirror](allocator)
	prove.Cover(after.total == before.total+addedFrames)
	prove.Cover(n == addedFrames && first == limits.Frames-2 && after.total == before.total+2, "a range that ends out of reach")
	inRange := logic.All(k != 0, uint64(k) >= uint64(first), uint64(k) < uint64(first)+uint64(n))
	if inRange && before.owner[k] == frame.Unmanaged {
		prove.Assert(after.owner[k] == frame.Free)
	} else {
		prove.Assert(after.owner[k] == before.owner[k])
	}
	prove.Assert(after.total-before.total == after.count-before.count && after.count >= before.count && after.count <= before.count+n)
	prove.Assert(spareSound(after, a, b), "the invariant holds")
}

// ProofAddTwin claims that frame 0 can become free.
func ProofAddTwin() {
	before := anyAllocator(0, 0)
	prove.Assume(before.owner[0] == frame.Unmanaged && before.count < before.total)
	allocator := prove.Reshape[frame.Allocator](before)
	allocator.Add(0, 2)
	prove.Assert(allocator.Owner(0) == frame.Free)
}
