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

// BufferBytes is the greatest length of a buffer in these proofs: one byte more than a copy may have.
const BufferBytes = userbuf.Most + 1

// pages is the number of pages that a copy can touch.
const pages = 2

// seen is what the code under proof does; the stand-ins have no place for more arguments.
var seen struct {
	entry   [pages]uint64       // answers of the walks, in order
	walked  [pages]abi.VirtAddr // their addresses
	walks   uint32              // their number
	refused uint32              // those that answered an entry without the right that is asked for
	writes  bool                // the right that is asked for is to write
	copies  uint32              // copies
	copied  uint32              // bytes
	strayed bool                // a copy left the page that was walked for it, or did not go on where the one before ended
}

// walk stands in for the page walk: any answer is possible.
func walk(_ *aspace.Space, _ *memory.RAM, va abi.VirtAddr) aspace.Entry {
	e := prove.Any[aspace.Entry]()
	seen.entry[seen.walks%pages], seen.walked[seen.walks%pages] = uint64(e), va
	seen.walks++
	if e%2 == 0 || e/4%2 == 0 || seen.writes && e/2%2 == 0 {
		seen.refused++
	}
	return e
}

// transfer notes a copy of n bytes at a.
func transfer(a memory.PhysAddr, n int) {
	e, va := seen.entry[seen.copies%pages], seen.walked[seen.copies%pages]
	inPage := uint64(va) % memory.FrameSize
	right := uint64(a) == e/4096%0x100000000*memory.FrameSize+inPage && n > 0 && uint64(n) <= memory.FrameSize-inPage &&
		va == seen.walked[0]+abi.VirtAddr(seen.copied)
	seen.strayed = seen.strayed || !right
	seen.copies++
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
		root    memory.Frame
		owner   uint8
		pages   [8]uint64
		entries [8]aspace.Entry
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

// granted says that the n bytes from p on are the user's, and that no walk refused one.
func granted(p abi.VirtAddr, n uint32) bool {
	return n == 0 || n <= userbuf.Most && userbuf.InRange(p, n) && seen.refused == 0
}

// ProofCopyIn: a copy succeeds exactly when the range is the user's and every page of it may be read; then every byte is copied once,
// from the page that was walked for it; else none is. Invariants: UB-1, UB-2, UB-3, UB-4, UB-5.
func ProofCopyIn() {
	prove.Stub((*aspace.Space).Walk, walk)
	prove.Stub((*memory.RAM).Read, read)
	ram, space := machine()
	p, dst := prove.Any[abi.VirtAddr](), anyBuffer()
	ok := userbuf.CopyIn(&ram, &space, dst, p)
	prove.Cover(ok && seen.walks == pages && seen.copies == pages, "two pages")
	prove.Cover(ok && len(dst) == 0 && p > abi.UserTop, "no bytes, anywhere")
	prove.Assert(!seen.strayed && ok == granted(p, uint32(len(dst))))
	prove.Assert(ok && seen.copied == uint32(len(dst)) || !ok && seen.copied == 0, "all or nothing")
	prove.Assert(len(dst) == 0 || !ok || p == seen.walked[0])
	prove.Assert(len(dst) > 0 || seen.walks == 0, "no bytes touch nothing")
}

// ProofCopyInTwin claims that one walk is enough.
func ProofCopyInTwin() {
	prove.Stub((*aspace.Space).Walk, walk)
	prove.Stub((*memory.RAM).Read, read)
	ram, space := machine()
	ok := userbuf.CopyIn(&ram, &space, anyBuffer(), prove.Any[abi.VirtAddr]())
	prove.Assert(!ok || seen.walks <= 1)
}

// ProofCopyOut: results are copied exactly when the range is the user's and every page of it may be written; then every byte goes once to
// the page that was walked for it; else nothing is written. Invariants: UB-1, UB-2, UB-3, UB-4, UB-5.
func ProofCopyOut() {
	prove.Stub((*aspace.Space).Walk, walk)
	prove.Stub((*memory.RAM).Write, write)
	ram, space := machine()
	p, src := prove.Any[abi.VirtAddr](), anyBuffer()
	seen.writes = true
	ok := userbuf.CopyOut(&ram, &space, p, src)
	prove.Cover(ok && seen.walks == pages && seen.copies == pages, "two pages")
	prove.Assert(!seen.strayed && ok == granted(p, uint32(len(src))))
	prove.Assert(ok && seen.copied == uint32(len(src)) || !ok && seen.copied == 0, "all or nothing")
	prove.Assert(len(src) == 0 || !ok || p == seen.walked[0])
}

// ProofCopyOutTwin claims that what can be read can be written.
func ProofCopyOutTwin() {
	prove.Stub((*aspace.Space).Walk, walk)
	prove.Stub((*memory.RAM).Write, write)
	ram, space := machine()
	p, src := prove.Any[abi.VirtAddr](), anyBuffer()
	ok := userbuf.CopyOut(&ram, &space, p, src)
	prove.Assert(ok == granted(p, uint32(len(src))))
}

// ProofWritable: a range can be written exactly when it is the user's and every page of it may be written. Invariants: UB-1, UB-2, UB-4.
func ProofWritable() {
	prove.Stub((*aspace.Space).Walk, walk)
	ram, space := machine()
	p, n := prove.Any[abi.VirtAddr](), prove.Any[uint32]()
	seen.writes = true
	ok := userbuf.Writable(&ram, &space, p, n)
	prove.Cover(ok && seen.walks == pages)
	prove.Assert(ok == granted(p, n))
	prove.Assert(n > 0 || ok && seen.walks == 0)
}

// ProofWritableTwin claims that no range lies in two pages.
func ProofWritableTwin() {
	prove.Stub((*aspace.Space).Walk, walk)
	ram, space := machine()
	ok := userbuf.Writable(&ram, &space, prove.Any[abi.VirtAddr](), prove.Any[uint32]())
	prove.Assert(!ok || seen.walks < pages)
}
