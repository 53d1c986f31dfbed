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
	present      = 0x1
	writable     = 0x2
	user         = 0x4
	frameUnit    = 0x1000
	attributeTop = 0x10000000000000 // above the frame number
	noExecute    = 0x8000000000000000
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

// table answers the entry that refers to the next level's table in f. Rights are decided by the leaf.
func table(f memory.Frame) (e Entry) {
	return Entry(uint64(f)*frameUnit + present + writable + user)
}

// Present says that the entry maps or refers to something.
func (e Entry) Present() (ok bool) {
	return e%2 == present
}

// Writable says that user code may write the page, given that the entry is a present leaf.
func (e Entry) Writable() (ok bool) {
	return e/writable%2 == 1
}

// User says that user code may read the page, given that the entry is a present leaf.
func (e Entry) User() (ok bool) {
	return e/user%2 == 1
}

// Frame answers the frame that the entry refers to.
func (e Entry) Frame() (f memory.Frame) {
	return memory.Frame(e % attributeTop / frameUnit % 0x100000000)
}

// Indices of va in the four levels of tables.
const (
	span1 = 0x1000       // bytes under an entry of the last level
	span2 = 0x200000     // of the one above
	span3 = 0x40000000   // of the one above that
	span4 = 0x8000000000 // of the root
)

// slot answers the physical address of the entry for va in the table in frame f, whose entries span span bytes each.
func slot(f memory.Frame, va, span uint64) (a memory.PhysAddr) {
	return f.Address() + memory.PhysAddr(va/span%memory.Words*8)
}
