// +gobra

// Package pvh reads what a PVH boot loader tells the kernel: hvm_start_info, its memory map and its list of modules.
//
// It reads byte slices that somebody else found in memory, and answers values. It is total: every input has an answer, and none makes
// it fail at run time. The layout is that of Xen's public header arch-x86/hvm/start_info.h.
package pvh

import "warrant/lib/little"

const (
	// StartInfoSize is the size of hvm_start_info of version 1, in bytes.
	StartInfoSize = 56
	// ModuleSize is the size of an entry of the list of modules, in bytes.
	ModuleSize = 32
	// MemorySize is the size of an entry of the memory map, in bytes.
	MemorySize = 24
	// MemoryRAM is the type of a memory map entry that is usable memory.
	MemoryRAM = 1

	magic = 0x336ec578
)

// StartInfo is hvm_start_info: addresses are physical.
type StartInfo struct {
	// Modules is the number of entries of the list at ModuleList.
	Modules    uint32
	ModuleList uint64
	// Memory is the number of entries of the memory map at MemoryMap.
	Memory    uint32
	MemoryMap uint64
}

// Range is a range of physical memory.
type Range struct {
	Start, Length uint64
	// Type is that of the memory map; 0 for a module.
	Type uint32
}

// @ preserves acc(b, 1/16)
// @ ensures   ok == (len(b) >= StartInfoSize && little.At32(b, 0) == magic && little.At32(b, 4) != 0)
// @ ensures   ok ==> info == StartInfo{little.At32(b, 12), little.At64(b, 16), little.At32(b, 48), little.At64(b, 40)}
// @ ensures   !ok ==> info == StartInfo{}
// @ decreases

// ReadStartInfo answers the start info at the beginning of b. It is not ok if b is too short, the magic number is wrong, or the version
// is 0, which has no memory map.
func ReadStartInfo(b []byte) (info StartInfo, ok bool) {
	if len(b) < StartInfoSize || little.Uint32(b, 0) != magic || little.Uint32(b, 4) == 0 {
		return StartInfo{}, false
	}
	return StartInfo{Modules: little.Uint32(b, 12), ModuleList: little.Uint64(b, 16), Memory: little.Uint32(b, 48), MemoryMap: little.Uint64(b, 40)}, true
}

// @ preserves acc(b, 1/16)
// @ requires  0 <= n && n <= 4294967295
// @ ensures   ok == ((int(n)+1)*ModuleSize <= len(b))
// @ ensures   ok ==> r == Range{little.At64(b, int(n)*ModuleSize), little.At64(b, int(n)*ModuleSize+8), 0}
// @ ensures   !ok ==> r == Range{}
// @ decreases

// ReadModule answers entry n of a list of modules. It is not ok if b ends before it.
func ReadModule(b []byte, n uint32) (r Range, ok bool) {
	at := int(n) * ModuleSize
	if at+ModuleSize > len(b) {
		return Range{}, false
	}
	return Range{Start: little.Uint64(b, at), Length: little.Uint64(b, at+8)}, true
}

// @ preserves acc(b, 1/16)
// @ requires  0 <= n && n <= 4294967295
// @ ensures   ok == ((int(n)+1)*MemorySize <= len(b))
// @ ensures   ok ==> r == Range{little.At64(b, int(n)*MemorySize), little.At64(b, int(n)*MemorySize+8), little.At32(b, int(n)*MemorySize+16)}
// @ ensures   !ok ==> r == Range{}
// @ decreases

// ReadMemory answers entry n of a memory map. It is not ok if b ends before it.
func ReadMemory(b []byte, n uint32) (r Range, ok bool) {
	at := int(n) * MemorySize
	if at+MemorySize > len(b) {
		return Range{}, false
	}
	return Range{Start: little.Uint64(b, at), Length: little.Uint64(b, at+8), Type: little.Uint32(b, at+16)}, true
}
