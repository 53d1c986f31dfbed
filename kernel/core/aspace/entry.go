// +gobra

// Package aspace is a process's address space: four levels of page tables in page frames that the process owns and pays for.
//
// No entry that it makes is both writable and executable, and none lies outside user space. It reads and writes page tables in RAM only;
// loading the root and flushing translations is for kernel/arch. Intel SDM volume 3A, section 4.5, 4-level paging.
package aspace

import "warrant/kernel/core/memory"

// Entry is a page-table entry.
//
//	bit 0 present   bit 1 writable   bit 2 user   bits 12 to 51 frame number   bit 63 not executable
type Entry uint64

// Weights of the bits of an entry: the value of the bit, for division and remainder.
const (
	present   = 0x1
	writable  = 0x2
	user      = 0x4
	frameUnit = 0x1000
	noExecute = 0x8000000000000000
)

// Access says what a process may do with a page. There is no access that both writes and executes. Invariant: AS-1.
type Access uint8

// The accesses.
const (
	// Read only.
	Read Access = iota
	// ReadWrite, not executable.
	ReadWrite
	// ReadExecute, not writable.
	ReadExecute
)

// @ requires 0 <= f && f <= 4294967295
// @ ensures  e == Leaf(int(f), a) && IsEntry(e) && e.Present() && e.User() && e.Frame() == f
// @ ensures  e.Writable() == (a == ReadWrite) && Executable(e) == (a != ReadWrite && a != Read)
// @ ensures  !(e.Writable() && Executable(e))
// @ decreases

// leaf answers the entry that maps f to user space with access a.
func leaf(f memory.Frame, a Access) (e Entry) {
	e = Entry(uint64(f)*frameUnit + present + user)
	switch a {
	case ReadWrite:
		e = e + writable + noExecute
	case Read:
		e = e + noExecute
	}
	return e
}

// @ requires 0 <= f && f <= 4294967295
// @ ensures  IsEntry(e) && e.Present() && e.User() && e.Writable() && e.Frame() == f
// @ decreases

// table answers the entry that refers to the next level's table in f. Rights are decided by the leaf.
func table(f memory.Frame) (e Entry) {
	return Entry(uint64(f)*frameUnit + present + writable + user)
}

// @ requires 0 <= e
// @ ensures  ok == (e % 2 == 1)
// @ decreases
// @ pure

// Present says that the entry maps or refers to something.
func (e Entry) Present() (ok bool) {
	return e%2 == present
}

// @ requires 0 <= e
// @ ensures  ok == (e / 2 % 2 == 1)
// @ decreases
// @ pure

// Writable says that user code may write the page, given that the entry is a present leaf.
func (e Entry) Writable() (ok bool) {
	return e/writable%2 == 1
}

// @ requires 0 <= e
// @ ensures  ok == (e / 4 % 2 == 1)
// @ decreases
// @ pure

// User says that user code may read the page, given that the entry is a present leaf.
func (e Entry) User() (ok bool) {
	return e/user%2 == 1
}

// @ requires 0 <= e
// @ ensures  ok == (e % 2 == 1 && e / 4 % 2 == 1 && (!write || e / 2 % 2 == 1))
// @ decreases

// Allows says that user code may read the page that the last-level entry e maps, and write it too if write is set. Invariant: UB-2.
func (e Entry) Allows(write bool) (ok bool) {
	return e.Present() && e.User() && (!write || e.Writable())
}

// @ requires 0 <= e
// @ ensures  0 <= f && f <= 4294967295 && uint64(f) == uint64(e / 4096 % 4294967296)
// @ decreases
// @ pure

// Frame answers the frame that the entry refers to; the kernel makes no entry for a frame beyond 32 bits.
func (e Entry) Frame() (f memory.Frame) {
	return memory.Frame(e / frameUnit % 0x100000000)
}

// Levels of tables, as the processor walks them from root to leaf.
const (
	leafLevel = 0
	rootLevel = 3
)

// @ requires 0 <= va && va <= 18446744073709551615 && 0 <= level && level <= rootLevel
// @ ensures  0 <= i && i < memory.Words && int(i) == IndexSpec(va, level)
// @ decreases

// index answers which entry of a table of the given level is for va.
func index(va uint64, level uint32) (i uint64) {
	switch level {
	case 0:
		return va / 0x1000 % memory.Words
	case 1:
		return va / 0x200000 % memory.Words
	case 2:
		return va / 0x40000000 % memory.Words
	}
	return va / 0x8000000000 % memory.Words
}

// @ requires 0 <= f && f <= 4294967295 && 0 <= va && va <= 18446744073709551615 && 0 <= level && level <= rootLevel
// @ ensures  int(a) == int(f) * memory.FrameSize + 8 * IndexSpec(va, level) && a % 8 == 0
// @ ensures  int(f) * memory.FrameSize <= int(a) && int(a) + 8 <= int(f) * memory.FrameSize + memory.FrameSize
// @ decreases

// slot answers the physical address of the entry for va in the table of the given level in frame f.
func slot(f memory.Frame, va uint64, level uint32) (a memory.PhysAddr) {
	return f.Address() + memory.PhysAddr(index(va, level)*8)
}
