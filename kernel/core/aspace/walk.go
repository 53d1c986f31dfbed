// +gobra

package aspace

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/memory"
)

// @ preserves acc(ram.Mem(), 1/4) && acc(s.Mem(), 1/4)
// @ requires  s.In(ram) && 0 <= va && va <= 18446744073709551615
// @ ensures   e == s.Maps(ram, int(va))
// @ ensures   IsEntry(e) && (e.Present() ==> ram.Holds(int(e.Frame()) * memory.FrameSize, memory.FrameSize))
// @ decreases

// Walk answers the last-level entry for va, as the processor would find it, or an entry that is not present. An entry that leads out of
// RAM counts as not present, so whatever the tables hold, the walk ends inside RAM. Precondition: s is an address space.
func (s *Space) Walk(ram *memory.RAM, va abi.VirtAddr) (e Entry) {
	// @ ghost want := reveal s.Maps(ram, int(va))
	// @ unfold acc(s.Mem(), 1/4)
	// @ defer fold acc(s.Mem(), 1/4)
	// @ assert want == Mapping(ram, s.root, uint64(va), 3)
	e = entryFor(ram, s.root, uint64(va), rootLevel)
	// @ assert Mapping(ram, s.root, uint64(va), 3) == (e % 2 == 1 ? Mapping(ram, e.Frame(), uint64(va), 2) : 0)
	if !e.Present() {
		return 0
	}
	// @ ghost f := e.Frame()
	e = entryFor(ram, e.Frame(), uint64(va), 2)
	// @ assert Mapping(ram, f, uint64(va), 2) == (e % 2 == 1 ? Mapping(ram, e.Frame(), uint64(va), 1) : 0)
	if !e.Present() {
		return 0
	}
	// @ ghost g := e.Frame()
	e = entryFor(ram, e.Frame(), uint64(va), 1)
	// @ assert Mapping(ram, g, uint64(va), 1) == (e % 2 == 1 ? Mapping(ram, e.Frame(), uint64(va), 0) : 0)
	if !e.Present() {
		return 0
	}
	return entryFor(ram, e.Frame(), uint64(va), leafLevel)
}

// @ preserves acc(ram.Mem(), 1/8)
// @ requires  0 <= f && ram.Holds(int(f) * memory.FrameSize, memory.FrameSize) && f <= 4294967295
// @ requires  0 <= va && va <= 18446744073709551615 && 0 <= level && level <= rootLevel
// @ ensures   e == Step(ram, f, va, level)
// @ ensures   IsEntry(e) && (e.Present() ==> ram.Holds(int(e.Frame()) * memory.FrameSize, memory.FrameSize))
// @ decreases

// entryFor answers the entry for va in the table of the given level in frame f, or 0 when it is not present or leads out of RAM.
func entryFor(ram *memory.RAM, f memory.Frame, va uint64, level uint32) (e Entry) {
	e = Entry(ram.Word(slot(f, va, level)))
	if !e.Present() || e.Frame() >= ram.Frames() {
		return 0
	}
	return e
}
