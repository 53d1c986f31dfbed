// +gobra

// Package elf decides whether a file is a program that the kernel may map, and says what to map.
//
// It reads one kind of file: an ELF64, little-endian, x86-64, statically linked executable for the fixed address range of
// abi.ImageBase to abi.ImageTop. Sources: System V ABI, generic part, chapters 4 (Object Files) and 5 (Program Loading), and the
// AMD64 supplement. Section headers, symbols and notes are not looked at.
//
// Parse is total: no input makes it panic, read outside the input, or take more than headers*limits.Segments steps (Invariant: PA-1).
// What it accepts can be mapped page by page without a page that is both writable and executable (Invariant: PA-2). It may not
// allocate, map or copy anything.
package elf

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
)

// Image says what an accepted file wants mapped.
type Image struct {
	// Entry is the address of the first instruction. It lies in an executable segment.
	Entry abi.VirtAddr
	// Segments holds Count segments in ascending order of address; no two of them share a page. The rest is zero.
	Segments [limits.Segments]Segment
	// Count is the number of segments, at least 1.
	Count uint32
}

// Segment is one loadable part of an image. Its memory starts with FileSize bytes of the file; the rest, and what its first and last
// page have beyond it, is zero. It is always readable.
type Segment struct {
	// Address is where the segment starts. It need not be the start of a page.
	Address abi.VirtAddr
	// FileOffset is where the segment's bytes start in the file. FileOffset and Address are congruent modulo abi.PageSize.
	FileOffset uint64
	// FileSize is the number of bytes in the file; FileOffset+FileSize is at most the file's length.
	FileSize uint64
	// MemSize is the number of bytes in memory, at least 1 and at least FileSize; Address+MemSize is at most abi.ImageTop.
	MemSize uint64
	// Write says that the program may change the segment. Never together with Execute.
	Write bool
	// Execute says that the segment holds instructions.
	Execute bool
}
