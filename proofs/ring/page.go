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

// place answers the number of the page's word at a.
func place(a memory.PhysAddr) memory.PhysAddr {
	if a/memory.FrameSize != pageFrame || a%4 != 0 {
		seen.outside = true
	}
	return a % memory.FrameSize / 8
}

func readWord(_ *memory.RAM, a memory.PhysAddr) uint64 {
	seen.reads[place(a)]++
	return prove.Any[uint64]()
}

func readHalf(_ *memory.RAM, a memory.PhysAddr) uint32 {
	seen.reads[place(a)]++
	return prove.Any[uint32]()
}

func readLine(ram *memory.RAM, a memory.PhysAddr) (w0, w1, w2, w3, w4, w5, w6, w7 uint64) {
	return readWord(ram, a), readWord(ram, a+8), readWord(ram, a+16), readWord(ram, a+24),
		readWord(ram, a+32), readWord(ram, a+40), readWord(ram, a+48), readWord(ram, a+56)
}

func writeWord(_ *memory.RAM, a memory.PhysAddr, w uint64) {
	seen.writes[place(a)]++
	seen.words[place(a)] = w
}

func writeWords(ram *memory.RAM, a memory.PhysAddr, w0, w1, w2, w3 uint64) {
	writeWord(ram, a, w0)
	writeWord(ram, a+8, w1)
	writeWord(ram, a+16, w2)
	writeWord(ram, a+24, w3)
}

func writeHalf(_ *memory.RAM, a memory.PhysAddr, w uint32) {
	seen.writes[place(a)]++
	seen.halves[a%memory.FrameSize/4] = w
}

// ProofTake: while a process writes at any moment, the kernel takes a submission by reading each of its eight words once and nothing
// else, and goes on by one position. Invariants: RING-1, RING-5, RING-6.
func ProofTake() {
	prove.Stub((*memory.RAM).Line, readLine)
	prove.Stub((*memory.RAM).Word, readWord)
	prove.Stub((*memory.RAM).Half, readHalf)
	prove.Stub((*memory.RAM).SetWord, writeWord)
	prove.Stub((*memory.RAM).SetWords, writeWords)
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
	prove.Stub((*memory.RAM).Word, readWord)
	prove.Stub((*memory.RAM).Half, readHalf)
	prove.Stub((*memory.RAM).SetWord, writeWord)
	prove.Stub((*memory.RAM).SetWords, writeWords)
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

// ProofPendingPage: whatever tail is read, at most a queue's worth is pending, and a tail that makes no sense is counted and gives
// nothing. Invariants: RING-2, RING-5, RING-8.
func ProofPendingPage() {
	prove.Stub((*memory.RAM).Half, readHalf)
	prove.Stub((*memory.RAM).SetHalf, writeHalf)
	ram := hostile()
	r, before := anyRing()
	n := r.Pending(&ram)
	after := prove.Reshape[wholeRing](r)
	prove.Cover(n == abi.SQEntries)
	prove.Cover(after.recoveries != before.recoveries, "corrupt")
	prove.Assert(n <= abi.SQEntries && after.at == before.at && after.overflow == before.overflow)
	prove.Assert(seen.reads[abi.RingSQTail/8] == 1)
	if after.recoveries != before.recoveries {
		prove.Assert(n == 0 && after.recoveries == before.recoveries+1 && seen.halves[abi.RingRecoveries/4] == after.recoveries)
	}
}

// ProofPendingPageTwin claims that a hostile tail is never noticed.
func ProofPendingPageTwin() {
	prove.Stub((*memory.RAM).Half, readHalf)
	ram := hostile()
	r, before := anyRing()
	r.Pending(&ram)
	prove.Assert(prove.Reshape[wholeRing](r).recoveries == before.recoveries)
}
