package ring

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/ring"
	"warrant/kernel/core/sqe"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// wholeRing is ring.Ring with its fields in reach.
type wholeRing struct {
	at         positions
	page       memory.Frame
	overflow   uint32
	recoveries uint32
}

// pageFrame is where the ring page lies in all harnesses; the code does nothing with a frame's number but multiply it.
const pageFrame = 1

// anyRing returns any ring whose positions satisfy the invariant.
func anyRing() (ring.Ring, wholeRing) {
	m := prove.Any[wholeRing]()
	prove.Assume(m.at.unread() <= abi.CQEntries)
	m.page = pageFrame
	return prove.Reshape[ring.Ring](m), m
}

// observed is what the kernel does to the shared page.
type observed struct {
	reads   [memory.Words]uint8  // of each word
	writes  [memory.Words]uint8  // of each word
	words   [memory.Words]uint64 // the last value of words that were written whole
	halves  [2 * memory.Words]uint32
	outside bool // something beside the page was touched
}

// seen is a variable of the package because the stand-ins, like what they stand for, have no place for more arguments.
var seen observed

// hostile makes every read of the kernel answer anything, as if a process on another processor wrote at any moment, and writes down in
// seen what the kernel does. It answers the RAM that the compiled harness, which has no stand-ins, works on.
func hostile() memory.RAM {
	seen = observed{}
	var ram memory.RAM
	ram.Attach(make([]byte, 2*memory.FrameSize))
	return ram
}

// place answers the number of the page's word at offset of f.
func place(f memory.Frame, offset memory.PhysAddr) memory.PhysAddr {
	if f != pageFrame || offset >= memory.FrameSize || offset%4 != 0 {
		seen.outside = true
	}
	return offset % memory.FrameSize / 8
}

func readWord(f memory.Frame, offset memory.PhysAddr) uint64 {
	seen.reads[place(f, offset)]++
	return prove.Any[uint64]()
}

func readAddress(_ *memory.RAM, a memory.PhysAddr) uint64 {
	return readWord(memory.Frame(a/memory.FrameSize), a%memory.FrameSize)
}

func readHalf(_ *memory.RAM, f memory.Frame, offset memory.PhysAddr) uint32 {
	seen.reads[place(f, offset)]++
	return prove.Any[uint32]()
}

func readLine(_ *memory.RAM, f memory.Frame, offset memory.PhysAddr) (w0, w1, w2, w3, w4, w5, w6, w7 uint64) {
	return readWord(f, offset), readWord(f, offset+8), readWord(f, offset+16), readWord(f, offset+24),
		readWord(f, offset+32), readWord(f, offset+40), readWord(f, offset+48), readWord(f, offset+56)
}

func writeWord(f memory.Frame, offset memory.PhysAddr, w uint64) {
	seen.writes[place(f, offset)]++
	seen.words[place(f, offset)] = w
}

func publish(ram *memory.RAM, f memory.Frame, offset memory.PhysAddr, w0, w1, w2, w3 uint64, at memory.PhysAddr, w uint32) {
	writeWord(f, offset, w0)
	writeWord(f, offset+8, w1)
	writeWord(f, offset+16, w2)
	writeWord(f, offset+24, w3)
	writeHalf(ram, f, at, w)
}

func writeHalf(_ *memory.RAM, f memory.Frame, offset memory.PhysAddr, w uint32) {
	seen.writes[place(f, offset)]++
	seen.halves[offset%memory.FrameSize/4] = w
}

// ProofTake: while a process writes at any moment, the kernel takes a submission by reading each of its eight words once and nothing
// else, and goes on by one position. Invariants: RING-1, RING-5, RING-6.
func ProofTake() {
	prove.Stub((*memory.RAM).Line, readLine)
	prove.Stub((*memory.RAM).Half, readHalf)
	prove.Stub((*memory.RAM).Publish, publish)
	prove.Stub((*memory.RAM).SetHalf, writeHalf)
	ram := hostile()
	r, before := anyRing()
	r.Take(&ram, new(sqe.Entry))
	slot := before.at.sqHead % abi.SQEntries
	prove.Cover(slot == abi.SQEntries-1, "the last slot")
	word := prove.Any[uint16]() % memory.Words
	inEntry := uint32(word)-(abi.RingSQ/8+slot*(abi.SQESize/8)) < abi.SQESize/8
	prove.Assert(seen.reads[word] == 1 && inEntry || seen.reads[word] == 0 && !inEntry, "one copy of the entry")
	prove.Assert(seen.writes[word] == 0 && !seen.outside)
	before.at.sqHead++
	prove.Assert(prove.Reshape[wholeRing](r) == before)
}

// ProofTakeTwin claims that the entry is read where the queue begins, whatever the position.
func ProofTakeTwin() {
	prove.Stub((*memory.RAM).Line, readLine)
	ram := hostile()
	r, _ := anyRing()
	r.Take(&ram, new(sqe.Entry))
	prove.Assert(seen.reads[abi.RingSQ/8] == 1)
}

// ProofPost: whatever the process writes meanwhile, a completion is posted in a slot of the queue, its tail last, or counted as overflow;
// the kernel reads nothing but the process's head, once, and that only when the queue would be full without. Invariants: RING-1, RING-3, RING-4, RING-5.
func ProofPost() {
	prove.Stub((*memory.RAM).Half, readHalf)
	prove.Stub((*memory.RAM).Publish, publish)
	prove.Stub((*memory.RAM).SetHalf, writeHalf)
	ram := hostile()
	r, before := anyRing()
	c := prove.Any[ring.Completion]()
	r.Post(&ram, c)
	after := prove.Reshape[wholeRing](r)
	posted := after.at.cqTail != before.at.cqTail
	prove.Cover(!posted && after.recoveries != before.recoveries, "lost, as the head made no sense")
	prove.Cover(posted && before.at.unread() == abi.CQEntries, "posted, as the process has taken some")
	slot := before.at.cqTail % abi.CQEntries
	first := uint32(abi.RingCQ/8) + slot*(abi.CQESize/8)
	word := prove.Any[uint16]() % memory.Words
	inEntry := uint32(word)-first < abi.CQESize/8
	prove.Assert(!seen.outside && after.at.unread() <= abi.CQEntries && after.at.sqHead == before.at.sqHead)
	looked := before.at.unread() == abi.CQEntries
	prove.Assert((seen.reads[word] == 1) == (looked && word == abi.RingCQHead/8) && seen.reads[word] <= 1)
	prove.Assert(logic.Implies(inEntry, (seen.writes[word] == 1) == posted), "the whole entry, or nothing of it")
	prove.Assert(logic.Implies(word >= abi.RingSQ/8, logic.Any(inEntry, seen.writes[word] == 0)), "nothing beside the entry")
	if posted {
		prove.Assert(after.overflow == before.overflow && after.at.cqTail == before.at.cqTail+1)
		prove.Assert(seen.halves[abi.RingCQTail/4] == after.at.cqTail && seen.words[first] == c.UserData)
		prove.Assert(uint32(seen.words[first+1]) == uint32(c.Code) && uint16(seen.words[first+1]>>48) == c.CapCount)
		prove.Assert(seen.words[first+2] == uint64(c.CallID) && seen.words[first+3] == 0)
		return
	}
	prove.Assert(after.overflow == before.overflow+1 && seen.halves[abi.RingCQOverflow/4] == after.overflow, "counted")
}

// ProofPostTwin claims that a full queue counts nothing.
func ProofPostTwin() {
	prove.Stub((*memory.RAM).Half, readHalf)
	ram := hostile()
	r, before := anyRing()
	r.Post(&ram, ring.Completion{})
	prove.Assert(prove.Reshape[wholeRing](r).overflow == before.overflow)
}

// ProofPendingPage: whatever positions are read, once, at most a queue's worth is pending; a tail that makes no sense is counted and gives nothing, and
// a head that makes none is counted and changes nothing. Invariants: RING-2, RING-3, RING-5, RING-8.
func ProofPendingPage() {
	prove.Stub((*memory.RAM).Word, readAddress)
	prove.Stub((*memory.RAM).SetHalf, writeHalf)
	ram := hostile()
	r, before := anyRing()
	n := r.Pending(&ram)
	after := prove.Reshape[wholeRing](r)
	prove.Cover(n == abi.SQEntries)
	prove.Cover(after.recoveries == before.recoveries+2, "both corrupt")
	prove.Cover(after.at.cqHead != before.at.cqHead, "completions were taken")
	prove.Assert(n <= abi.SQEntries && after.overflow == before.overflow && seen.reads[abi.RingSQTail/8] == 1 && !seen.outside)
	prove.Assert(after.at.sqHead == before.at.sqHead && after.at.cqTail == before.at.cqTail)
	prove.Assert(after.at.unread() <= before.at.unread() && r.Left() == after.at.unread())
	corrupt := after.recoveries - before.recoveries
	prove.Assert(corrupt <= 2 && logic.Implies(n > 0, corrupt <= 1) && logic.Implies(after.at.cqHead != before.at.cqHead, corrupt <= 1))
	if corrupt > 0 {
		prove.Assert(seen.halves[abi.RingRecoveries/4] == after.recoveries)
	}
}

// ProofPendingPageTwin claims that a hostile tail is never noticed.
func ProofPendingPageTwin() {
	prove.Stub((*memory.RAM).Word, readAddress)
	ram := hostile()
	r, before := anyRing()
	r.Pending(&ram)
	prove.Assert(prove.Reshape[wholeRing](r).recoveries == before.recoveries)
}
