package fuzz

import (
	"encoding/binary"

	"warrant/lib/multiboot"
	"warrant/lib/pvh"
)

var little = binary.LittleEndian

// StartInfo reads the input as hvm_start_info, as a list of modules and as a memory map, and compares each field with its place in
// Xen's public header arch-x86/hvm/start_info.h.
func StartInfo(data []byte) int {
	info, ok := pvh.ReadStartInfo(data)
	valid := len(data) >= 56 && little.Uint32(data) == 0x336ec578 && little.Uint32(data[4:]) >= 1
	must(ok == valid, "start info accepted: %v, want %v", ok, valid)
	if ok {
		want := pvh.StartInfo{Modules: little.Uint32(data[12:]), ModuleList: little.Uint64(data[16:]),
			MemoryMap: little.Uint64(data[40:]), Memory: little.Uint32(data[48:])}
		must(info == want, "start info is %+v, want %+v", info, want)
	}
	entries := []uint32{0, 1, 2, uint32(len(data)) / 24, uint32(len(data)) / 32, 1<<31 - 1, 1<<32 - 1}
	for _, n := range entries {
		at := uint64(n) * 32
		r, ok := pvh.ReadModule(data, n)
		must(ok == (at+32 <= uint64(len(data))), "module %d of %d bytes: %v", n, len(data), ok)
		if ok {
			want := pvh.Range{Start: little.Uint64(data[at:]), Length: little.Uint64(data[at+8:])}
			must(r == want, "module %d is %+v, want %+v", n, r, want)
		}
		at = uint64(n) * 24
		r, ok = pvh.ReadMemory(data, n)
		must(ok == (at+24 <= uint64(len(data))), "memory %d of %d bytes: %v", n, len(data), ok)
		if ok {
			want := pvh.Range{Start: little.Uint64(data[at:]), Length: little.Uint64(data[at+8:]), Type: little.Uint32(data[at+16:])}
			must(r == want, "memory %d is %+v, want %+v", n, r, want)
		}
	}
	return accepted(ok)
}

// Multiboot walks the boot information, and compares the items with a reader of tags written from the Multiboot2 Specification 2.0,
// section 3.4 (tags), 3.6.5 (memory map) and 3.6.6 (modules).
func Multiboot(data []byte) int {
	size, ok := multiboot.Size(data)
	must(ok == (len(data) >= 8) && (!ok || size == little.Uint32(data)), "size %d, %v", size, ok)
	want, whole := tags(data)
	var c multiboot.Cursor
	items := 0
	for range len(data) + 1 {
		item, behind, fine := multiboot.Next(data, c)
		if item.Kind == multiboot.None {
			must(fine == whole && items == len(want), "%d items, %v, want %d, %v", items, fine, len(want), whole)
			return accepted(fine && items > 0)
		}
		must(fine && items < len(want) && item == want[items], "item %d is %+v, want %+v", items, item, want)
		items++
		c = behind
	}
	panic(Violation("more items than bytes"))
}

// tags reads all tags at once; whole says that the list ends as it must.
func tags(data []byte) (items []multiboot.Item, whole bool) {
	rest := data
	if len(rest) < 8 {
		return nil, false
	}
	rest = rest[8:]
	for len(rest) >= 8 {
		kind, length := little.Uint32(rest), uint64(little.Uint32(rest[4:]))
		if length < 8 || length > uint64(len(rest)) {
			return items, false
		}
		tag := rest[:length]
		switch kind {
		case 0:
			return items, true
		case 3:
			if length < 16 || little.Uint32(tag[12:]) < little.Uint32(tag[8:]) {
				return items, false
			}
			start := little.Uint32(tag[8:])
			items = append(items, multiboot.Item{Kind: multiboot.Module, Start: uint64(start), Length: uint64(little.Uint32(tag[12:]) - start)})
		case 6:
			if length < 16 || little.Uint32(tag[8:]) < 24 {
				return items, false
			}
			for step, at := uint64(little.Uint32(tag[8:])), uint64(16); at+24 <= length; at += step {
				items = append(items, multiboot.Item{Kind: multiboot.Memory, Start: little.Uint64(tag[at:]),
					Length: little.Uint64(tag[at+8:]), Type: little.Uint32(tag[at+16:])})
			}
		}
		padded := (length + 7) &^ 7
		if padded > uint64(len(rest)) {
			return items, false
		}
		rest = rest[padded:]
	}
	return items, false
}
