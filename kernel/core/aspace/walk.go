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
	e = entryAt(ram, slot(s.root, uint64(va), rootLevel))
	// @ assert Mapping(ram, s.root, uint64(va), 3) == (e % 2 == 1 ? Mapping(ram, e.Frame(), uint64(va), 2) : 0)
	if !e.Present() {
		return 0
	}
	// @ ghost f := e.Frame()
	e = entryAt(ram, slot(e.Frame(), uint64(va), 2))
	// @ assert Mapping(ram, f, uint64(va), 2) == (e % 2 == 1 ? Mapping(ram, e.Frame(), uint64(va), 1) : 0)
	if !e.Present() {
		return 0
	}
	// @ ghost g := e.Frame()
	e = entryAt(ram, slot(e.Frame(), uint64(va), 1))
	// @ assert Mapping(ram, g, uint64(va), 1) == (e % 2 == 1 ? Mapping(ram, e.Frame(), uint64(va), 0) : 0)
	if !e.Present() {
		return 0
	}
	return entryAt(ram, slot(e.Frame(), uint64(va), leafLevel))
}

// @ preserves acc(ram.Mem(), 1/8)
// @ requires  0 <= place && place % 8 == 0 && ram.Holds(int(place), 8)
// @ ensures   e == Sane(ram, int(place))
// @ ensures   IsEntry(e) && (e.Present() ==> ram.Holds(int(e.Frame()) * memory.FrameSize, memory.FrameSize))
// @ decreases

// entryAt answers the entry at place, or 0 when it is not present or leads out of RAM.
func entryAt(ram *memory.RAM, place memory.PhysAddr) (e Entry) {
	e = Entry(ram.Word(place))
	if !e.Present() || e.Frame() >= ram.Frames() {
		return 0
	}
	return e
}
