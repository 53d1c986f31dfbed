// Command stub is the 32-bit start of the kernel: what a boot loader jumps to.
//
// It checks that the processor can run the kernel at all, builds temporary page tables (the first 4 GiB at their own addresses, the
// first 1 GiB also at amd64.KernelBase), enters 64-bit mode and jumps to the kernel's entry. `warrant image` links it for GOARCH=386,
// takes nothing but the symbols of this package out of the result, and joins them with the kernel. It may not do anything that
// can be done later in Go.
//
// The package has no Go code: the Go runtime that the linker adds is never in the image.
package main

import "warrant/kernel/abi"

// What the assembly uses; the compiler writes these into go_asm.h.
const (
	pageSize      = 4096
	largePage     = 2 << 20
	entrySize     = 8          // bytes of an entry of a page table
	writable      = 0x03       // page-table entry: present, writable. SDM volume 3A, section 4.5
	large         = 0x80       // page-table entry: a page, not a table
	cpuidExtended = 0x80000000 // first extended leaf of CPUID
	serialData    = 0x3f8      // first serial port: transmit register
	serialLine    = 0x3fd      // first serial port: line status
	haltPort      = abi.HaltPort
	haltProcessor = uint32(abi.HaltProcessor)
)

// kernelEntry is the low half of the address of the kernel's 64-bit entry, which lies in the top 2 GiB. `warrant image` fills it in.
var kernelEntry uint32 = 0x5741_5252

// entryMultiboot is the entry for multiboot2 loaders.
//
// entry: 32-bit protected mode, paging off, EAX = 0x36d76289, EBX = physical address of the boot information (Multiboot2
// Specification 3.3)
// exit: as begin
// clobbers: everything
func entryMultiboot()

// entryPVH is the entry for PVH loaders.
//
// entry: 32-bit protected mode, paging off, EBX = physical address of hvm_start_info (Xen: PVH direct boot ABI)
// exit: as begin
// clobbers: everything
func entryPVH()

// begin does the work of both entries.
//
// entry: EBX = boot information, EBP = 1 for PVH and 2 for multiboot2
// exit: jumps to the kernel in 64-bit mode with RDI = boot information, RSI = protocol, RSP undefined
// clobbers: everything
func begin()

// long is the first code in 64-bit mode.
//
// entry: EBX, EBP as begin, ECX = low half of the kernel's entry
// exit: as begin
// clobbers: RAX, RSI, RDI
func long()

// refuse ends the machine with a message on the first serial port and abi.HaltProcessor.
//
// entry: ESI = message, ECX = its length
// exit: none, the machine stops
// clobbers: everything
func refuse()

func main() { entryMultiboot() }
