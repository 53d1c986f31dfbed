package main

import (
	"warrant/kernel/core/bootinfo"
	"warrant/kernel/core/memory"
)

// maxRanges is the number of entries of the loader's memory map that are looked at; memory in further ones stays unused.
const maxRanges = 128

// ranges is the loader's memory map, and what the kernel makes of it.
type ranges struct {
	entries [maxRanges]span
	count   int
}

// span is a range of physical addresses: start to end-1. Usable ones are RAM that nobody else has.
type span struct {
	start, end uint64
	usable     bool
}

// add notes a range of the loader's. Of one that leaves the address space only the part within is noted.
func (r *ranges) add(start, length uint64, usable bool) {
	end := start + length
	if end < start {
		end = ^uint64(0)
	}
	if r.count == maxRanges || start == end {
		return
	}
	r.entries[r.count] = span{start: start, end: end, usable: usable}
	r.count++
}

// regions stores in info the regions of whole frames that are usable from address least to address most-1, ascending, without what any
// range says is not usable. Maps of loaders overlap and come in any order. When there are more regions than bootinfo can hold, those with
// the highest addresses are left out.
func (r *ranges) regions(info *bootinfo.Info, least, most uint64) {
	info.RegionCount = 0
	at := roundUp(least)
	for at < most && info.RegionCount < bootinfo.Regions {
		start, end, found := r.nextUsable(at, most)
		if !found {
			return
		}
		n := (end - start) / memory.FrameSize
		if last := info.RegionCount; last > 0 && uint64(info.Regions[last-1].First)+uint64(info.Regions[last-1].Count) == start/memory.FrameSize {
			info.Regions[last-1].Count += uint32(n)
		} else {
			info.Regions[last] = bootinfo.Region{First: memory.Frame(start / memory.FrameSize), Count: uint32(n)}
			info.RegionCount++
		}
		at = end
	}
}

// nextUsable answers the first run of whole usable frames from at on, a multiple of the frame size, below most.
func (r *ranges) nextUsable(at, most uint64) (start, end uint64, found bool) {
	for at < most {
		// The usable range that holds the frame at at, or else the nearest one above.
		start, end, found = most, most, false
		for i := 0; i < r.count; i++ {
			e := &r.entries[i]
			first := roundUp(e.start)
			if first < at {
				first = at
			}
			last := e.end / memory.FrameSize * memory.FrameSize
			if e.usable && first < last && first < start {
				start, end, found = first, last, true
			}
		}
		if !found {
			return 0, 0, false
		}
		if end > most {
			end = most / memory.FrameSize * memory.FrameSize
		}
		// What is not usable cuts it short, or moves its start.
		moved := false
		for i := 0; i < r.count; i++ {
			e := &r.entries[i]
			if e.usable || e.end <= start || e.start >= end {
				continue
			}
			if e.start <= start || e.start/memory.FrameSize*memory.FrameSize <= start {
				at = roundUp(e.end)
				moved = true
				break
			}
			end = e.start / memory.FrameSize * memory.FrameSize
		}
		if !moved && start < end {
			return start, end, true
		}
		if !moved {
			at = end
		}
	}
	return 0, 0, false
}

// roundUp answers the first multiple of the frame size from address on, or the last one of all.
func roundUp(address uint64) (rounded uint64) {
	if address > ^uint64(0)-memory.FrameSize {
		return ^uint64(0) / memory.FrameSize * memory.FrameSize
	}
	return (address + memory.FrameSize - 1) / memory.FrameSize * memory.FrameSize
}
