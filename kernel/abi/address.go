// +gobra

package abi

// VirtAddr is a virtual address of a process, in bytes. A value of this type is an allegation until it has been checked.
type VirtAddr uint64

// The address space of a process. Nothing is mapped that is not named here.
//
//	0x0000_0000_0000_0000  never mapped: a nil pointer faults
//	0x0000_0000_0020_0000  ImageBase    the program's ELF segments
//	0x0000_0000_0100_0000  ImageTop     one page below the stack stays unmapped: its guard
//	0x0000_0000_0100_1000  StackBase    lowest address of the stack
//	0x0000_0000_0101_1000  StackTop     the stack pointer at the first instruction
//	0x0000_0000_2000_0000  RingAddr     the ring page, read and write
//	0x0000_0000_2000_1000  CapSetAddr   the CapSet page, read only
//	0x0000_0000_4000_0000  MapBase      memory objects and reservations of VirtualMemory
//	0x0000_0000_8000_0000  MapTop
//	0x0000_7fff_ffff_f000  UserTop      end of user space, below the hole of non-canonical addresses
//
// The last page below the hole is never mapped, so a SYSCALL can never stand at its end and return to a non-canonical address
// (Intel SDM volume 2B, SYSRET).
const (
	ImageBase  VirtAddr = 0x200000
	ImageTop   VirtAddr = 0x1000000
	StackBase  VirtAddr = 0x1001000
	StackTop   VirtAddr = StackBase + StackPages*PageSize
	RingAddr   VirtAddr = 0x20000000
	CapSetAddr VirtAddr = 0x20001000
	MapBase    VirtAddr = 0x40000000
	MapTop     VirtAddr = 0x80000000
	UserTop    VirtAddr = 0x7ffffffff000
)

// PageSize is the size of a page and of a page frame, in bytes.
const PageSize = 4096

// StackPages is the size of a process's stack, in pages.
const StackPages = 16
