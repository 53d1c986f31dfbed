// Package userbuf has the bounded proofs of kernel/core/userbuf: any address and length, with page tables that answer anything.
//
// The page walk and the copies of RAM are replaced by stand-ins: a walk answers any entry, and a copy checks that it stays inside the
// page that was walked last. So the proofs need no page tables, and hold for all of them.
//
// Only gosure prove runs these functions. The package may not be imported.
package userbuf

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/userbuf"
	"warrant/verify/prove"
)

// BufferBytes is the greatest length of a copy in these proofs: it touches at most three pages.
const BufferBytes = memory.FrameSize + 2

// seen is what the code under proof does; the stand-ins have no place for more arguments.
var seen struct {
	entry     aspace.Entry // the answer of the last walk
	walked    abi.VirtAddr // its address
	walks     uint32       // walks
	refused   uint32       // walks that answered an entry without the right that is asked for
	copied    uint32       // bytes
	writes    bool         // results are copied out
	start     abi.VirtAddr // of the range
	untouched bool         // no copy left the page that was walked last, and each went on where the one before ended
}

// walk stands in for the page walk: any answer is possible.
func walk(_ *aspace.Space, _ *memory.RAM, va abi.VirtAddr) aspace.Entry {
	e := prove.Any[aspace.Entry]()
	seen.entry, seen.walked = e, va
	seen.walks++
	if e%2 == 0 || e/4%2 == 0 || seen.writes && e/2%2 == 0 {
		seen.refused++
	}
	return e
}

// transfer notes a copy of n bytes at a.
func transfer(a memory.PhysAddr, n int) {
	inPage := uint64(seen.walked) % memory.FrameSize
	right := a == memory.PhysAddr(uint64(seen.entry)/4096%0x100000000*memory.FrameSize+inPage) && n > 0 &&
		uint64(n) <= memory.FrameSize-inPage && seen.walked == seen.start+abi.VirtAddr(seen.copied)
	seen.untouched = seen.untouched && right
	seen.copied += uint32(n)
}

func read(_ *memory.RAM, dst []byte, a memory.PhysAddr)  { transfer(a, len(dst)) }
func write(_ *memory.RAM, a memory.PhysAddr, src []byte) { transfer(a, len(src)) }

// anyBuffer returns a buffer of any length up to BufferBytes; its bytes do not matter.
func anyBuffer() []byte {
	n := int(prove.Any[uint16]() % (BufferBytes + 1))
	return make([]byte, BufferBytes)[:n]
}

// machine returns RAM and a space for the compiled harness, which has no stand-ins: a root without entries.
func machine() (memory.RAM, aspace.Space) {
	var ram memory.RAM
	ram.Attach(make([]byte, 2*memory.FrameSize))
	return ram, prove.Reshape[aspace.Space](struct {
		root  memory.Frame
		owner uint8
	}{root: 1})
}

// ProofInRange: a range is in user space exactly when its end, computed without wrapping, is; no bytes lie anywhere. Invariants: UB-1,
// UB-4.
func ProofInRange() {
	p, n := prove.Any[abi.VirtAddr](), prove.Any[uint32]()
	ok := userbuf.InRange(p, n)
	prove.Cover(ok && n > 0 && p+abi.VirtAddr(n) == abi.UserTop, "to the very top")
	prove.Cover(!ok && p+abi.VirtAddr(n) < p, "a sum that wraps")
	sum := uint64(p)>>1 + uint64(n)>>1 + (uint64(p)&1+uint64(n)&1)>>1
	prove.Assert(ok == (n == 0 || sum < uint64(abi.UserTop)>>1 || sum == uint64(abi.UserTop)>>1 && (uint64(p)+uint64(n))&1 == 0))
}

// ProofInRangeTwin adds before it compares.
func ProofInRangeTwin() {
	p, n := prove.Any[abi.VirtAddr](), prove.Any[uint32]()
	prove.Assert(userbuf.InRange(p, n) == (n == 0 || p+abi.VirtAddr(n) <= abi.UserTop))
}

// ProofCopyIn: a copy succeeds exactly when the range is the user's and every page of it may be read; then every byte is copied once,
// from the page that was walked for it. Invariants: UB-1, UB-2, UB-3, UB-4, UB-5.
func ProofCopyIn() {
	prove.Stub((*aspace.Space).Walk, walk)
	prove.Stub((*memory.RAM).Read, read)
	ram, space := machine()
	p, dst := prove.Any[abi.VirtAddr](), anyBuffer()
	seen.start, seen.untouched = p, true
	ok := userbuf.CopyIn(&ram, &space, dst, p)
	prove.Cover(ok && seen.walks == 3)
	prove.Cover(ok && len(dst) == 0 && p > abi.UserTop)
	prove.Assert(seen.untouched)
	prove.Assert(ok == (userbuf.InRange(p, uint32(len(dst))) && seen.refused == 0))
	prove.Assert(!ok || seen.copied == uint32(len(dst)))
	prove.Assert(len(dst) > 0 || ok && seen.walks == 0, "no bytes touch nothing")
}

// ProofCopyInTwin claims that one walk is enough.
func ProofCopyInTwin() {
	prove.Stub((*aspace.Space).Walk, walk)
	prove.Stub((*memory.RAM).Read, read)
	ram, space := machine()
	ok := userbuf.CopyIn(&ram, &space, anyBuffer(), prove.Any[abi.VirtAddr]())
	prove.Assert(!ok || seen.walks <= 1)
}

// ProofWritable: a range can be written exactly when it is the user's and every page of it may be written. Invariants: UB-1, UB-2, UB-4.
func ProofWritable() {
	prove.Stub((*aspace.Space).Walk, walk)
	ram, space := machine()
	p, n := prove.Any[abi.VirtAddr](), uint32(prove.Any[uint16]()%(BufferBytes+1))
	seen.writes = true
	ok := userbuf.Writable(&ram, &space, p, n)
	prove.Cover(ok && seen.walks == 3)
	prove.Assert(ok == (userbuf.InRange(p, n) && seen.refused == 0))
	prove.Assert(n > 0 || ok && seen.walks == 0)
}

// ProofWritableTwin claims that what can be read can be written.
func ProofWritableTwin() {
	prove.Stub((*aspace.Space).Walk, walk)
	ram, space := machine()
	p, n := prove.Any[abi.VirtAddr](), uint32(prove.Any[uint16]()%(BufferBytes+1))
	ok := userbuf.Writable(&ram, &space, p, n)
	prove.Assert(ok == (userbuf.InRange(p, n) && seen.refused == 0))
}
