// +gobra

package aspace

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/memory"
)

// kept is the number of walks that a space remembers.
const kept = 8

// @ preserves acc(ram.Mem(), 1/4) && s.Mem() && s.In(ram)
// @ requires  0 <= va && va <= 18446744073709551615
// @ ensures   s.Top() == old(s.Top()) && s.Whose() == old(s.Whose())
// @ ensures   IsEntry(e) && (e.Present() ==> ram.Holds(int(e.Frame()) * memory.FrameSize, memory.FrameSize))
// @ ensures   old(s.Right(ram)) ==> s.Right(ram) && e == Maps(ram, s.Top(), int(va))
// @ decreases

// Walk answers the last-level entry for va, as the processor would find it, or an entry that is not present. An entry that leads out of
// RAM counts as not present, so whatever the tables hold, the walk ends inside RAM. It remembers the last walks until a mapping of the
// space changes, so others may not write its tables. Precondition: s is an address space.
func (s *Space) Walk(ram *memory.RAM, va abi.VirtAddr) (e Entry) {
	page := uint64(va) / memory.FrameSize
	i := page % kept
	// @ ghost want := reveal Maps(ram, s.Top(), int(va))
	// @ ghost entries := s.Entries()
	// @ assert entries[int(i)] != 0 && entries[int(i)] % 2 == 1 ==>
	// @ 	ram.Holds(int(entries[int(i)] / 4096 % 4294967296) * memory.FrameSize, memory.FrameSize)
	// @ SamePage(ram, s.Top(), uint64(va))
	// @ unfold s.Mem()
	if s.pages[i] == page && s.entries[i] != 0 {
		e = s.entries[i]
		// @ fold s.Mem()
		return e
	}
	// @ fold s.Mem()
	return s.anew(ram, va)
}

// @ preserves acc(s.Mem(), 1/4)
// @ requires  0 <= va && va <= 18446744073709551615
// @ ensures   ok == s.Keeps(uint64(va))
// @ decreases

// Knows says that what Walk would answer for va is remembered, and lets user code read and write the page. If not, nothing is known.
func (s *Space) Knows(va abi.VirtAddr) (ok bool) {
	page := uint64(va) / memory.FrameSize
	// @ unfold acc(s.Mem(), 1/4)
	// @ defer fold acc(s.Mem(), 1/4)
	return s.pages[page%kept] == page && s.entries[page%kept]%8 == present+writable+user
}

// @ preserves acc(ram.Mem(), 1/4) && acc(s.Mem(), 1/4) && s.In(ram)
// @ requires  0 <= va && va <= 18446744073709551615 && s.Keeps(uint64(va))
// @ ensures   IsEntry(e) && e.Present() && e.User() && e.Writable() && ram.Holds(int(e.Frame()) * memory.FrameSize, memory.FrameSize)
// @ ensures   s.Right(ram) ==> e == Maps(ram, s.Top(), int(va))
// @ decreases

// Known answers what Walk would, for an address of which Knows says so.
func (s *Space) Known(va abi.VirtAddr /*@, ghost ram *memory.RAM @*/) (e Entry) {
	i := uint64(va) / memory.FrameSize % kept
	// @ ghost entries := s.Entries()
	// @ assert ram.Holds(int(entries[int(i)] / 4096 % 4294967296) * memory.FrameSize, memory.FrameSize)
	// @ s.KeepsRight(ram, uint64(va))
	// @ unfold acc(s.Mem(), 1/4)
	// @ defer fold acc(s.Mem(), 1/4)
	return s.entries[i]
}

// @ preserves acc(ram.Mem(), 1/4) && s.Mem() && s.In(ram)
// @ requires  0 <= va && va <= 18446744073709551615
// @ ensures   s.Top() == old(s.Top()) && s.Whose() == old(s.Whose())
// @ ensures   IsEntry(e) && (e.Present() ==> ram.Holds(int(e.Frame()) * memory.FrameSize, memory.FrameSize))
// @ ensures   old(s.Right(ram)) ==> s.Right(ram) && e == Maps(ram, s.Top(), int(va))
// @ decreases

// anew is Walk for a page whose entry is not remembered.
//
//go:noinline
func (s *Space) anew(ram *memory.RAM, va abi.VirtAddr) (e Entry) {
	page := uint64(va) / memory.FrameSize
	i := page % kept
	// @ ghost want := reveal Maps(ram, s.Top(), int(va))
	// @ ghost entries, pages := s.Entries(), s.Pages()
	// @ SamePage(ram, s.Top(), uint64(va))
	// @ unfold s.Mem()
	e = walk(ram, s.root, uint64(va))
	s.pages[i] = page
	s.entries[i] = e
	// @ assert seq(s.entries) == entries[int(i) = e] && seq(s.pages) == pages[int(i) = page]
	// @ assert e == Mapping(ram, s.root, page * memory.FrameSize, rootLevel)
	// @ fold s.Mem()
	// @ assert e == want && e == reveal Maps(ram, s.Top(), int(va))
	return e
}

// @ preserves s.Mem()
// @ ensures   s.Forgot() && s.Top() == old(s.Top()) && s.Whose() == old(s.Whose())
// @ decreases

// forget forgets the walks that are remembered, as a mapping is about to change.
func (s *Space) forget() {
	// @ unfold s.Mem()
	// @ defer fold s.Mem()
	s.entries = [kept]Entry{}
}

// @ preserves acc(ram.Mem(), 1/8)
// @ requires  0 <= root && ram.Holds(int(root) * memory.FrameSize, memory.FrameSize) && 0 <= va && va <= 18446744073709551615
// @ ensures   e == Mapping(ram, root, va, 3)
// @ ensures   IsEntry(e) && (e.Present() ==> ram.Holds(int(e.Frame()) * memory.FrameSize, memory.FrameSize))
// @ decreases

// walk finds the last-level entry for va in the tables below root.
//
//go:noinline
func walk(ram *memory.RAM, root memory.Frame, va uint64) (e Entry) {
	e = entryAt(ram, slot(root, va, rootLevel))
	// @ assert Mapping(ram, root, va, 3) == (e % 2 == 1 ? Mapping(ram, e.Frame(), va, 2) : 0)
	if !e.Present() {
		return 0
	}
	// @ ghost f := e.Frame()
	e = entryAt(ram, slot(e.Frame(), va, 2))
	// @ assert Mapping(ram, f, va, 2) == (e % 2 == 1 ? Mapping(ram, e.Frame(), va, 1) : 0)
	if !e.Present() {
		return 0
	}
	// @ ghost g := e.Frame()
	e = entryAt(ram, slot(e.Frame(), va, 1))
	// @ assert Mapping(ram, g, va, 1) == (e % 2 == 1 ? Mapping(ram, e.Frame(), va, 0) : 0)
	if !e.Present() {
		return 0
	}
	return entryAt(ram, slot(e.Frame(), va, leafLevel))
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
