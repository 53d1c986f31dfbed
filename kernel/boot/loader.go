package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/arch/amd64"
	"warrant/kernel/core/bootinfo"
	"warrant/kernel/core/memory"
	"warrant/lib/multiboot"
	"warrant/lib/pvh"
)

// memoryMap is what the boot loader says of memory; too large for the stack.
var memoryMap ranges

// readLoader stores in info what the boot loader tells: the usable memory below top, in bytes, and the boot modules. It halts with a
// message when that makes no sense.
func readLoader(info *bootinfo.Info, top uint64) {
	protocol, address := amd64.BootProtocol()
	switch protocol {
	case amd64.ProtocolPVH:
		readPVH(info, address)
	case amd64.ProtocolMultiboot2:
		readMultiboot(info, address)
	default:
		refuse("unknown boot protocol")
	}
	least := amd64.KernelEnd()
	if info.Modules > 0 {
		if start := uint64(info.Manifest); info.ManifestLength > top || start > top-info.ManifestLength {
			memoryMap.regions(info, least, top)
			moveModule(info)
		}
		if start := uint64(info.Manifest); start < amd64.ImageEnd() && start+info.ManifestLength > amd64.ImageStart() {
			refuse("the boot module overlaps the kernel")
		}
		memoryMap.add(uint64(info.Manifest), info.ManifestLength, false)
	}
	memoryMap.regions(info, least, top)
	if info.RegionCount == 0 {
		refuse("the memory map has no usable memory above the kernel")
	}
}

// moveModule copies the manifest, which lies beyond the memory that the kernel manages, to the end of the highest region of info that
// has room for it.
func moveModule(info *bootinfo.Info) {
	n := info.ManifestLength
	for i := info.RegionCount; i > 0; i-- {
		r := &info.Regions[i-1]
		size := uint64(r.Count) * memory.FrameSize
		if n <= size {
			place := uint64(r.First.Address()) + size - roundUp(n)
			copy(bootBytes(place, n), bootBytes(uint64(info.Manifest), n))
			info.Manifest = memory.PhysAddr(place)
			return
		}
	}
	refuse("the boot module has no room in the memory that the kernel manages")
}

// extent answers the first address behind all memory that info tells of, a multiple of the frame size.
func extent(info *bootinfo.Info) (end uint64) {
	end = uint64(info.KernelRoot.Address()) + memory.FrameSize
	if info.Modules > 0 && roundUp(uint64(info.Manifest)+info.ManifestLength) > end {
		end = roundUp(uint64(info.Manifest) + info.ManifestLength)
	}
	for i := uint32(0); i < info.RegionCount; i++ {
		r := &info.Regions[i]
		if last := uint64(r.First.Address()) + uint64(r.Count)*memory.FrameSize; last > end {
			end = last
		}
	}
	return end
}

// addModule notes a boot module; the first one is the manifest.
func addModule(info *bootinfo.Info, start, length uint64) {
	if info.Modules == 0 {
		info.Manifest = memory.PhysAddr(start)
		info.ManifestLength = length
	}
	info.Modules++
}

// readPVH reads hvm_start_info and the lists that it points to.
func readPVH(info *bootinfo.Info, address uint64) {
	start, ok := pvh.ReadStartInfo(bootBytes(address, pvh.StartInfoSize))
	if !ok {
		refuse("the PVH start info is malformed")
	}
	entries := bootBytes(start.MemoryMap, uint64(start.Memory)*pvh.MemorySize)
	for i := uint32(0); i < start.Memory; i++ {
		if r, ok := pvh.ReadMemory(entries, i); ok {
			memoryMap.add(r.Start, r.Length, r.Type == pvh.MemoryRAM)
		}
	}
	modules := bootBytes(start.ModuleList, uint64(start.Modules)*pvh.ModuleSize)
	for i := uint32(0); i < start.Modules; i++ {
		if r, ok := pvh.ReadModule(modules, i); ok {
			addModule(info, r.Start, r.Length)
		}
	}
}

// readMultiboot reads the tags of the multiboot2 boot information.
func readMultiboot(info *bootinfo.Info, address uint64) {
	size, ok := multiboot.Size(bootBytes(address, multiboot.HeaderSize))
	if !ok {
		refuse("the multiboot2 information is malformed")
	}
	b := bootBytes(address, uint64(size))
	cursor := multiboot.Cursor{}
	for {
		item, behind, ok := multiboot.Next(b, cursor)
		if !ok {
			refuse("the multiboot2 information is malformed")
		}
		switch item.Kind {
		case multiboot.None:
			return
		case multiboot.Module:
			addModule(info, item.Start, item.Length)
		case multiboot.Memory:
			memoryMap.add(item.Start, item.Length, item.Type == multiboot.MemoryRAM)
		}
		cursor = behind
	}
}

// bootBytes answers n bytes of physical memory while the temporary page tables are current.
func bootBytes(address, n uint64) (b []byte) {
	b, ok := amd64.BootBytes(address, n)
	if !ok {
		refuse("the boot loader's information lies above 4 GiB")
	}
	return b
}

func refuse(message string) {
	amd64.Refuse(message, abi.HaltBootRefused)
}
