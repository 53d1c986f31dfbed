package main

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"warrant/kernel/core/bootinfo"
	"warrant/kernel/core/memory"
)

const kib = 1024

// TestRegions checks what is left of memory maps, from 64 KiB on and below 1 MiB.
func TestRegions(t *testing.T) {
	const least, most = 64 * kib, 1024 * kib
	region := func(start, end uint64) bootinfo.Region {
		return bootinfo.Region{First: memory.Frame(start / memory.FrameSize), Count: uint32((end - start) / memory.FrameSize)}
	}
	tests := map[string]struct {
		entries []span
		want    []bootinfo.Region
	}{
		"nothing":                  {nil, nil},
		"all":                      {[]span{{0, 1 << 40, true}}, []bootinfo.Region{region(least, most)}},
		"below":                    {[]span{{0, least, true}}, nil},
		"above":                    {[]span{{most, 2 * most, true}}, nil},
		"one frame":                {[]span{{least, least + 4*kib, true}}, []bootinfo.Region{region(least, least+4*kib)}},
		"less than a frame":        {[]span{{least + 1, least + 8*kib - 1, true}}, nil},
		"parts of frames":          {[]span{{least + 1, least + 12*kib + 1, true}}, []bootinfo.Region{region(least+4*kib, least+12*kib)}},
		"neighbours":               {[]span{{128 * kib, 256 * kib, true}, {64 * kib, 128 * kib, true}}, []bootinfo.Region{region(64*kib, 256*kib)}},
		"overlap":                  {[]span{{64 * kib, 200 * kib, true}, {128 * kib, 256 * kib, true}}, []bootinfo.Region{region(64*kib, 256*kib)}},
		"hole":                     {[]span{{64 * kib, 512 * kib, true}, {100 * kib, 200 * kib, false}}, []bootinfo.Region{region(64*kib, 100*kib), region(200*kib, 512*kib)}},
		"hole of one byte":         {[]span{{64 * kib, 512 * kib, true}, {100*kib + 7, 100*kib + 8, false}}, []bootinfo.Region{region(64*kib, 100*kib), region(104*kib, 512*kib)}},
		"hole over an end":         {[]span{{64 * kib, 512 * kib, true}, {500 * kib, 600 * kib, false}}, []bootinfo.Region{region(64*kib, 500*kib)}},
		"hole over a start":        {[]span{{128 * kib, 512 * kib, true}, {64 * kib, 130 * kib, false}}, []bootinfo.Region{region(132*kib, 512*kib)}},
		"hole over all":            {[]span{{0, 0, false}, {64 * kib, 512 * kib, true}, {0, ^uint64(0), false}}, nil},
		"hole in an overlap":       {[]span{{64 * kib, 300 * kib, true}, {200 * kib, 512 * kib, true}, {220 * kib, 240 * kib, false}}, []bootinfo.Region{region(64*kib, 220*kib), region(240*kib, 512*kib)}},
		"end of the address space": {[]span{{128 * kib, ^uint64(0), true}}, []bootinfo.Region{region(128*kib, most)}},
	}
	for name, test := range tests {
		var r ranges
		for _, e := range test.entries {
			r.add(e.start, e.end-e.start, e.usable)
		}
		var info bootinfo.Info
		r.regions(&info, least, most)
		got := append([]bootinfo.Region(nil), info.Regions[:info.RegionCount]...)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// TestRegionsAgainstFrames compares random maps with a table of frames.
func TestRegionsAgainstFrames(t *testing.T) {
	const frames = 64
	random := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		var r ranges
		var usable, taken [frames * 8]bool // eighths of frames
		for range random.IntN(8) {
			start, n, good := random.IntN(frames*8), random.IntN(100), random.IntN(3) > 0
			r.add(uint64(start)*memory.FrameSize/8, uint64(n)*memory.FrameSize/8, good)
			for i := start; i < min(start+n, frames*8); i++ {
				usable[i] = usable[i] || good
				taken[i] = taken[i] || !good
			}
		}
		var info bootinfo.Info
		r.regions(&info, 0, frames*memory.FrameSize)
		var got [frames]bool
		for _, region := range info.Regions[:info.RegionCount] {
			for i := range region.Count {
				if got[uint32(region.First)+i] {
					t.Fatalf("frame twice: %+v", info.Regions[:info.RegionCount])
				}
				got[uint32(region.First)+i] = true
			}
		}
		for frame := range got {
			// A frame that two ranges share belongs to neither: no loader describes one page of RAM by halves.
			whole := false
			for i := range r.count {
				e := r.entries[i]
				whole = whole || e.usable && e.start <= uint64(frame)*memory.FrameSize && e.end >= uint64(frame+1)*memory.FrameSize
			}
			for i := range 8 {
				whole = whole && usable[frame*8+i] && !taken[frame*8+i]
			}
			if got[frame] != whole {
				t.Fatalf("frame %d: %v, want %v: %+v in %+v", frame, got[frame], whole, r.entries[:r.count], info.Regions[:info.RegionCount])
			}
		}
	}
}

// TestTooMany fills the tables beyond their ends.
func TestTooMany(t *testing.T) {
	var r ranges
	for i := range uint64(maxRanges + 10) {
		r.add(i*2*memory.FrameSize, memory.FrameSize, true)
	}
	var info bootinfo.Info
	r.regions(&info, 0, 1<<30)
	if r.count != maxRanges || info.RegionCount != bootinfo.Regions || info.Regions[bootinfo.Regions-1].First != 2*(bootinfo.Regions-1) {
		t.Errorf("%d ranges, regions %+v", r.count, info.Regions[:info.RegionCount])
	}
}
