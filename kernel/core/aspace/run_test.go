package aspace

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/memory"
)

// Runs at the edges of user space and of tables. Invariants: AS-1, FR-1
func TestRunEdges(t *testing.T) {
	for _, tt := range []struct {
		name string
		va   abi.VirtAddr
		n    uint32
		want Err
	}{
		{"nothing", 0x1000, 0, OK},
		{"inside a page", 0x1001, 1, BadAddress},
		{"one page", 0x1000, 1, OK},
		{"the end of a table", 0x200000 - abi.PageSize, 1, OK},
		{"over the end of a table", 0x200000 - abi.PageSize, 2, OK},
		{"over the end of a second-level table", 0x40000000 - 2*abi.PageSize, 5, OK},
		{"over the end of a third-level table", 0x8000000000 - abi.PageSize, 2, OK},
		{"a table and a page", 0x200000, 513, OK},
		{"the last pages", abi.UserTop - 2*abi.PageSize, 2, OK},
		{"beyond the last page", abi.UserTop - 2*abi.PageSize, 3, BadAddress},
		{"the hole", abi.UserTop, 1, BadAddress},
		{"more than there is", 0x1000, math.MaxUint32, OutOfFrames},
		{"the last byte of all", math.MaxUint64, 1, BadAddress},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newMachine(t, 600, 700)
			s, _ := m.create()
			done, err := s.MapRun(&m.ram, m.frames, &m.charge, tt.va, tt.n, Read, nil)
			if err != tt.want || err == OK && done != tt.n || err == BadAddress && done != 0 {
				t.Fatalf("MapRun = %d, %d, want error %d", done, err, tt.want)
			}
			m.check(&s, m.run(&s, tt.va, done, Read), 0)
			s.UnmapRun(&m.ram, m.frames, &m.charge, tt.va, tt.n)
			m.check(&s, map[abi.VirtAddr]page{}, 0)
			if _, tables := m.scan(s.Root()); m.charge.Used() != uint32(len(tables)) {
				t.Errorf("%d units for %d tables", m.charge.Used(), len(tables))
			}
			s.Destroy(&m.ram, m.frames, &m.charge)
			m.gone()
		})
	}
}

// run is what a run of n pages is expected to map.
func (m *machine) run(s *Space, va abi.VirtAddr, n uint32, a Access) map[abi.VirtAddr]page {
	want := map[abi.VirtAddr]page{}
	for i := range n {
		at := va + abi.VirtAddr(i)*abi.PageSize
		want[at] = page{s.Walk(&m.ram, at).Frame(), a == ReadWrite, a == ReadExecute}
	}
	return want
}

// Runs of any length with any content, mapped and unmapped, against a map from page to frame; frames and units run out in some. Invariants:
// AS-1, AS-2, FR-1, FR-2, LG-2, LG-3
func TestRunModel(t *testing.T) {
	content := make([]byte, 20*memory.FrameSize)
	for i := range content {
		content[i] = byte(i%251) | 1
	}
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 11))
		m := newMachine(t, 120, 100+r.Uint32N(40))
		s, err := m.create()
		if err != OK {
			t.Fatal(err)
		}
		want := map[abi.VirtAddr]page{}
		for range 400 {
			va, n := layout[r.IntN(len(layout))]+abi.VirtAddr(r.IntN(1030))*abi.PageSize, r.Uint32N(20)
			if r.IntN(3) == 0 {
				n = r.Uint32N(1500)
				m.unmapRun(&s, want, va, n)
				continue
			}
			m.mapRun(&s, want, va, n, Access(r.IntN(3)), content[:r.IntN(len(content))])
		}
		m.check(&s, want, 0)
		s.Destroy(&m.ram, m.frames, &m.charge)
		m.gone()
	}
}

// mapRun maps a run and checks the answer and what the new pages hold.
func (m *machine) mapRun(s *Space, want map[abi.VirtAddr]page, va abi.VirtAddr, n uint32, a Access, content []byte) {
	m.t.Helper()
	done, err := s.MapRun(&m.ram, m.frames, &m.charge, va, n, a, content)
	next := va + abi.VirtAddr(done)*abi.PageSize
	_, there := want[next]
	switch {
	case (err == OK) != (done == n) && n > 0:
		m.t.Fatalf("%d of %d pages: %d", done, n, err)
	case err == BadAddress && !there && va+abi.VirtAddr(n)*abi.PageSize <= abi.UserTop:
		m.t.Fatalf("MapRun(%#x, %d) = %d, %d with page %d free", uint64(va), n, done, err, done)
	case err == OverLimit && m.charge.Used() != m.charge.Limit() || err == OutOfFrames && m.frames.Available() != 0:
		m.t.Fatalf("%d units and %d frames left: %d", m.charge.Limit()-m.charge.Used(), m.frames.Available(), err)
	}
	for at, p := range m.run(s, va, done, a) {
		if _, there := want[at]; there {
			m.t.Fatalf("page %#x is mapped again", uint64(at))
		}
		want[at] = p
		page := make([]byte, memory.FrameSize)
		if from := uint64(at - va); from < uint64(len(content)) {
			copy(page, content[from:])
		}
		if !bytes.Equal(m.bytes[p.frame.Address():p.frame.Address()+memory.FrameSize], page) {
			m.t.Fatalf("page %#x does not hold its content", uint64(at))
		}
	}
}

// unmapRun unmaps a run, in which pages may be missing, and checks that nothing else ends.
func (m *machine) unmapRun(s *Space, want map[abi.VirtAddr]page, va abi.VirtAddr, n uint32) {
	m.t.Helper()
	before, gone := m.charge.Used(), uint32(0)
	s.UnmapRun(&m.ram, m.frames, &m.charge, va, n)
	if va < abi.UserTop && uint64(n) <= uint64(abi.UserTop-va)/abi.PageSize {
		for at := range want {
			if at >= va && at < va+abi.VirtAddr(n)*abi.PageSize {
				delete(want, at)
				gone++
			}
		}
	}
	if m.charge.Used() != before-gone {
		m.t.Fatalf("%d units came back for %d pages", before-m.charge.Used(), gone)
	}
	m.check(s, want, 0)
}
