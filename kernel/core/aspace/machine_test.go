package aspace

import (
	"encoding/binary"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/memory"
)

// kernelRoot is the frame of the kernel's own top-level table; free frames lie behind it.
const kernelRoot = 1

// kernelEntry is entry i of the kernel's own table: present, and other than its neighbours.
func kernelEntry(i uint64) uint64 { return 0xabc0000000000000 | i<<12 | 1 }

// machine is RAM full of old bytes, its allocator, one owner's ledger, and the page tables read by an independent walk.
type machine struct {
	t      *testing.T
	bytes  []byte
	ram    memory.RAM
	frames *frame.Allocator
	charge ledger.Ledger
}

func newMachine(t *testing.T, free, units uint32) *machine {
	m := &machine{t: t, bytes: make([]byte, (kernelRoot+1+free)*memory.FrameSize), frames: new(frame.Allocator)}
	for i := range m.bytes {
		m.bytes[i] = 0xa5 // nothing that is taken may show this
	}
	m.ram.Attach(m.bytes)
	for i := range uint64(memory.Words) {
		binary.LittleEndian.PutUint64(m.bytes[kernelRoot*memory.FrameSize+i*8:], kernelEntry(i))
	}
	for f := memory.Frame(kernelRoot + free); f > kernelRoot; f-- { // the last one is taken last: nothing lies behind it
		m.frames.Add(f, 1)
	}
	m.charge.Reset(units)
	return m
}

var owner = frame.OwnerOf(3)

func (m *machine) create() (s Space, err Err) {
	err = s.Create(&m.ram, m.frames, &m.charge, owner, kernelRoot)
	return s, err
}

func (m *machine) mapPage(s *Space, va abi.VirtAddr, a Access) (memory.Frame, Err) {
	return s.Map(&m.ram, m.frames, &m.charge, va, a)
}

func (m *machine) word(f memory.Frame, i uint64) uint64 {
	return binary.LittleEndian.Uint64(m.bytes[uint64(f)*memory.FrameSize+i*8:])
}

// page is a page that the processor would find: its frame and what a process may do there.
type page struct {
	frame memory.Frame
	write bool
	exec  bool
}

// scan walks the user half of the tables as the processor does (Intel SDM volume 3A, section 4.5), and returns the pages and the
// frames of the tables. Rights of a page are the conjunction of the rights on the way.
func (m *machine) scan(root memory.Frame) (pages map[abi.VirtAddr]page, tables []memory.Frame) {
	m.t.Helper()
	pages = map[abi.VirtAddr]page{}
	var walk func(table memory.Frame, level uint, base uint64, write, user, exec bool)
	walk = func(table memory.Frame, level uint, base uint64, write, user, exec bool) {
		tables = append(tables, table)
		for i := range uint64(memory.Words) {
			e := m.word(table, i)
			if e&1 == 0 || level == 3 && i >= memory.Words/2 {
				continue
			}
			va := base | i<<(12+9*level)
			w, u, x := write && e&2 != 0, user && e&4 != 0, exec && e>>63 == 0
			if level > 0 && e&0x80 != 0 {
				m.t.Fatalf("entry %#x for %#x maps a large page", e, va)
			}
			f := memory.Frame(e >> 12 & 0xffffffffff)
			if level > 0 {
				walk(f, level-1, va, w, u, x)
				continue
			}
			if !u {
				m.t.Errorf("page %#x is in the user half but not the user's", va)
			}
			pages[abi.VirtAddr(va)] = page{f, w, x}
		}
	}
	walk(root, 3, 0, true, true, true)
	return pages, tables
}

// check compares the space with the pages that were mapped. Invariants: AS-1, FR-1, LG-2
func (m *machine) check(s *Space, want map[abi.VirtAddr]page, units uint32) {
	m.t.Helper()
	pages, tables := m.scan(s.Root())
	for va, p := range pages {
		if want[va] != p {
			m.t.Errorf("page %#x is %+v, want %+v", uint64(va), p, want[va])
		}
		if p.write && p.exec {
			m.t.Errorf("page %#x can be written and executed", uint64(va))
		}
		if va >= abi.UserTop {
			m.t.Errorf("page %#x is outside user space", uint64(va))
		}
	}
	if len(pages) != len(want) {
		m.t.Errorf("%d pages are mapped, want %d", len(pages), len(want))
	}
	seen := map[memory.Frame]bool{}
	own := func(f memory.Frame) {
		if seen[f] {
			m.t.Errorf("frame %d is used twice", f)
		}
		seen[f] = true
		if m.frames.Owner(f) != owner {
			m.t.Errorf("frame %d is %d's", f, m.frames.Owner(f))
		}
	}
	for _, p := range pages {
		own(p.frame)
	}
	for _, f := range tables {
		own(f)
	}
	if uint32(len(seen)) > m.charge.Used() || m.charge.Used()+m.frames.Available() != m.frames.Total() {
		m.t.Errorf("%d frames in tables and pages, %d paid for, %d of %d free", len(seen), m.charge.Used(), m.frames.Available(),
			m.frames.Total())
	}
	if units != 0 && m.charge.Used() != units {
		m.t.Errorf("%d frames paid for, want %d", m.charge.Used(), units)
	}
	for i := uint64(memory.Words / 2); i < memory.Words; i++ {
		if m.word(s.Root(), i) != m.word(kernelRoot, i) {
			m.t.Fatalf("entry %d of the kernel's half is %#x", i, m.word(s.Root(), i))
		}
	}
	m.kernelRootIntact()
}

func (m *machine) kernelRootIntact() {
	m.t.Helper()
	for i := range uint64(memory.Words) {
		if m.word(kernelRoot, i) != kernelEntry(i) {
			m.t.Fatalf("entry %d of the kernel's own table is %#x", i, m.word(kernelRoot, i))
		}
	}
}

// gone checks that nothing of a space is left. Invariant: AS-2
func (m *machine) gone() {
	m.t.Helper()
	if m.frames.Available() != m.frames.Total() || m.charge.Used() != 0 {
		m.t.Errorf("%d of %d frames free, %d units in use", m.frames.Available(), m.frames.Total(), m.charge.Used())
	}
	m.kernelRootIntact()
}
