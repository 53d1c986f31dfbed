package amd64

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/bootinfo"
	"warrant/kernel/core/memory"
)

// Bits of a page table entry. SDM volume 3A, table 4-19.
const (
	entryPresent  = 1 << 0
	entryWritable = 1 << 1
	entryUncached = 1<<3 | 1<<4
	entryLarge    = 1 << 7
	entryGlobal   = 1 << 8
	entryNX       = 1 << 63
	entryAddress  = 0x000ffffffffff000
)

const (
	mapCode   = entryPresent | entryGlobal
	mapRead   = entryPresent | entryGlobal | entryNX
	mapWrite  = entryPresent | entryGlobal | entryNX | entryWritable
	mapDevice = mapWrite | entryUncached
)

var (
	// kernelRoot is the physical address of the kernel's own top-level table.
	kernelRoot uint64
	// tablesUsed is the number of page tables taken from the arena.
	tablesUsed uint64
)

// newTable answers the physical address of an empty page table.
func newTable() (address uint64) {
	if tablesUsed == tablePages {
		Refuse("the memory map is too fragmented for the kernel's page tables", abi.HaltBootRefused)
	}
	address = arenaBase + (tablesPage+tablesUsed)*pageSize - KernelBase
	tablesUsed++
	return address
}

// tableBelow answers the table that entry index of t points to, and makes it if there is none.
func tableBelow(t *[512]uint64, index uint64) (below *[512]uint64) {
	if t[index]&entryPresent == 0 {
		t[index] = newTable() | entryPresent | entryWritable
	}
	return tableAt(t[index]&entryAddress + KernelBase)
}

// mapRange maps length bytes, all multiples of the page size, with large pages where they fit. No address is mapped twice.
func mapRange(virtual, physical, length, flags uint64) {
	root := tableAt(kernelRoot + KernelBase)
	for length > 0 {
		directory := tableBelow(tableBelow(root, virtual>>39&511), virtual>>30&511)
		step := uint64(largePage)
		if virtual%largePage == 0 && physical%largePage == 0 && length >= largePage {
			directory[virtual>>21&511] = physical | flags | entryLarge
		} else {
			step = largePage - virtual%largePage
			if step > length {
				step = length
			}
			table := tableBelow(directory, virtual>>21&511)
			for at := uint64(0); at < step; at += pageSize {
				table[(virtual+at)>>12&511] = physical + at | flags
			}
		}
		virtual += step
		physical += step
		length -= step
	}
}

// mapImage maps the segments of the kernel's image with the rights that they say.
func mapImage() {
	for i := 0; i < imageSegments; i++ {
		s := &image[i]
		for page := s.start; page < s.end; {
			// Neighbours with the same rights are mapped at once.
			flags := s.rights(page)
			end := page + pageSize
			for end < s.end && s.rights(end) == flags {
				end += pageSize
			}
			if flags != 0 {
				mapRange(page, page-KernelBase, end-page, flags)
			}
			page = end
		}
	}
}

// rights answers the flags to map a page of s with: those of s, but for the guard pages and the page tables of the arena. The former are
// not mapped, which is 0, the latter are read only.
func (s *segment) rights(page uint64) (flags uint64) {
	if page >= arenaBase && page < arenaBase+arenaPages*pageSize {
		n := (page - arenaBase) / pageSize
		if n >= tablesPage {
			return mapRead
		} else if n%stackStride == 0 {
			return 0
		}
	}
	if s.flags&segmentExecutable != 0 {
		return mapCode
	} else if s.flags&segmentWritable != 0 {
		return mapWrite
	}
	return mapRead
}

// MapMemory builds the final page tables and makes them current: the kernel's image, the direct map of the regions of info, the boot
// module and the root table read only, the local APIC. Nothing else is mapped; temporary mappings end here. The regions must lie
// above KernelEnd and may hold no page of the module. It stores the root in info and turns the local APIC on.
func MapMemory(info *bootinfo.Info) {
	kernelRoot = newTable()
	mapImage()
	for i := uint32(0); i < info.RegionCount; i++ {
		r := &info.Regions[i]
		address := uint64(r.First.Address())
		mapRange(DirectMap+address, address, uint64(r.Count)*pageSize, mapWrite)
	}
	if info.Modules > 0 {
		first := uint64(info.Manifest) / pageSize * pageSize
		end := (uint64(info.Manifest) + info.ManifestLength + pageSize - 1) / pageSize * pageSize
		mapRange(DirectMap+first, first, end-first, mapRead)
	}
	mapRange(DirectMap+kernelRoot, kernelRoot, pageSize, mapRead)
	mapRange(apicPage, apicAddress(), pageSize, mapDevice)
	// Every address space has a copy of the root's upper half, which never changes from here on.
	info.KernelRoot = memory.Frame(kernelRoot / pageSize)
	setCR3(kernelRoot)
	runRoot = kernelRoot
	setCR4(extensions | cr4PGE)
	installAPIC()
}

// RAM answers the direct map as bytes, up to physical address size. What MapMemory did not map must not be touched.
func RAM(size uint64) (b []byte) {
	return bytesAt(DirectMap, size)
}

// BootBytes answers n bytes of physical memory. Only before MapMemory, and below 4 GiB: false otherwise.
func BootBytes(address, n uint64) (b []byte, ok bool) {
	const top = 1 << 32
	if kernelRoot != 0 || address >= top || n > top-address {
		return nil, false
	}
	return bytesAt(address, n), true
}

// How the stub was started.
const (
	// ProtocolPVH is Xen's PVH direct boot.
	ProtocolPVH = 1
	// ProtocolMultiboot2 is Multiboot2.
	ProtocolMultiboot2 = 2
)

// BootProtocol answers how the kernel was started, and the physical address of what the boot loader has to say.
func BootProtocol() (protocol, information uint64) {
	return bootProtocol, bootInformation
}
