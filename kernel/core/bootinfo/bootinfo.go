// +gobra

// Package bootinfo is what the kernel is told about its machine, whichever boot protocol told it.
//
// It holds plain values with room for a fixed number of each. The parsers of the protocols are in lib; kernel/boot joins them.
package bootinfo

import "warrant/kernel/core/memory"

// Regions is the number of regions of usable memory that are kept; further ones stay unused.
const Regions = 32

// Region is a range of usable memory: frames First to First+Count-1.
type Region struct {
	First memory.Frame
	Count uint32
}

// Info is what the kernel is told. Regions do not overlap, ascend, and hold neither the kernel's image nor the boot module nor a page
// table of the kernel; all lie in RAM that is attached.
type Info struct {
	Regions     [Regions]Region
	RegionCount uint32
	// Modules is how many boot modules the boot loader passed.
	Modules uint32
	// Manifest and ManifestLength are the place and the bytes of the first boot module.
	Manifest       memory.PhysAddr
	ManifestLength uint64
	// KernelRoot is the kernel's own top-level page table. Its entries 256 to 511 are copied into every address space.
	KernelRoot memory.Frame
	// TSCHertz is the measured rate of the time-stamp counter.
	TSCHertz uint64
}
