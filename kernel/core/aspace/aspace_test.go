package aspace

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/memory"
)

const plenty = 300

// Invariants: AS-1, FR-2
func TestMapEdges(t *testing.T) {
	for _, tt := range []struct {
		name string
		va   abi.VirtAddr
		want Err
	}{
		{"the first page", 0, OK},
		{"inside the first page", 1, BadAddress},
		{"one byte below a page", abi.PageSize - 1, BadAddress},
		{"the image", abi.ImageBase, OK},
		{"the last page of a last-level table", 0x200000 - abi.PageSize, OK},
		{"the last page of a second-level table", 0x40000000 - abi.PageSize, OK},
		{"the last page of a third-level table", 0x8000000000 - abi.PageSize, OK},
		{"the first page of another root entry", 0x8000000000, OK},
		{"the last page", abi.UserTop - abi.PageSize, OK},
		{"inside the last page", abi.UserTop - abi.PageSize/2, BadAddress},
		{"the last page below the hole", abi.UserTop, BadAddress},
		{"the hole", 0x800000000000, BadAddress},
		{"the kernel's half", 0xffff800000000000, BadAddress},
		{"the last page of all", 0xfffffffffffff000, BadAddress},
		{"the last byte of all", math.MaxUint64, BadAddress},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newMachine(t, plenty, plenty)
			s, _ := m.create()
			f, err := m.mapPage(&s, tt.va, ReadWrite)
			if err != tt.want {
				t.Fatalf("Map = %d, %d, want %d", f, err, tt.want)
			}
			want := map[abi.VirtAddr]page{}
			units := uint32(1)
			if err == OK {
				want[tt.va] = page{f, true, false}
				units = 5 // root, three tables, the page
				if again, err := m.mapPage(&s, tt.va, Read); err != BadAddress {
					t.Errorf("mapped again as frame %d: %d", again, err)
				}
				if e := s.Walk(&m.ram, tt.va); e.Frame() != f || !e.Present() || !e.User() || !e.Writable() {
					t.Errorf("Walk answers %#x", uint64(e))
				}
				if !bytes.Equal(m.bytes[f.Address():f.Address()+memory.FrameSize], make([]byte, memory.FrameSize)) {
					t.Error("the page has old bytes")
				}
			}
			m.check(&s, want, units)
			s.Destroy(&m.ram, m.frames, &m.charge)
			m.gone()
		})
	}
}

// Invariant: AS-1
func TestAccess(t *testing.T) {
	m := newMachine(t, plenty, plenty)
	s, _ := m.create()
	want := map[abi.VirtAddr]page{}
	for i, tt := range []struct {
		access      Access
		write, exec bool
	}{{Read, false, false}, {ReadWrite, true, false}, {ReadExecute, false, true}} {
		va := abi.VirtAddr(i) * abi.PageSize
		f, err := m.mapPage(&s, va, tt.access)
		if err != OK {
			t.Fatal(err)
		}
		want[va] = page{f, tt.write, tt.exec}
		if e := s.Walk(&m.ram, va); e.Writable() != tt.write || !e.User() {
			t.Errorf("access %d: Walk answers %#x", tt.access, uint64(e))
		}
	}
	m.check(&s, want, 4+3)
}

// Every value of Access gives a page that is not both writable and executable, the unnamed ones too. Invariant: AS-1
func TestEveryAccess(t *testing.T) {
	for a := range 256 {
		e := uint64(leaf(1<<20-1, Access(a)))
		if e&2 != 0 && e>>63 == 0 {
			t.Errorf("access %d makes entry %#x", a, e)
		}
		if e>>12&0xffffffffff != 1<<20-1 {
			t.Errorf("access %d changes the frame: %#x", a, e)
		}
	}
}

func TestEntryFrame(t *testing.T) {
	for _, f := range []memory.Frame{0, 1, 0xfffff, 0x100000, math.MaxUint32} {
		for _, e := range []Entry{leaf(f, Read), leaf(f, ReadWrite), leaf(f, ReadExecute), table(f)} {
			if e.Frame() != f || !e.Present() || !e.User() || uint64(e)>>12&0xffffffffff != uint64(f) {
				t.Errorf("entry %#x answers frame %d, want %d", uint64(e), e.Frame(), f)
			}
		}
	}
	for _, e := range []Entry{0, 2, 4, 6, 0x8000000000000000, 0xfffffffffffffffe} {
		if e.Present() {
			t.Errorf("entry %#x is present", uint64(e))
		}
	}
}

// layout is a set of pages whose tables branch at each level.
var layout = []abi.VirtAddr{0, 0x1000, 0x1ff000, 0x200000, 0x40000000, 0x40000000 + 0x200000, 0x8000000000, 5 * 0x8000000000, abi.UserTop - abi.PageSize}

// build creates a space with the pages of layout as far as it goes.
func (m *machine) build() (s Space, want map[abi.VirtAddr]page, err Err) {
	want = map[abi.VirtAddr]page{}
	s, err = m.create()
	for i := 0; err == OK && i < len(layout); i++ {
		var f memory.Frame
		f, err = m.mapPage(&s, layout[i], Access(i%3))
		if err == OK {
			want[layout[i]] = page{f, Access(i%3) == ReadWrite, Access(i%3) == ReadExecute}
		}
	}
	return s, want, err
}

// However early frames or units run out, what is there is right and everything comes back. Invariants: AS-2, LG-1, LG-3
func TestRunningOut(t *testing.T) {
	whole := newMachine(t, plenty, plenty)
	if _, _, err := whole.build(); err != OK {
		t.Fatal(err)
	}
	need := whole.charge.Used()
	for n := uint32(0); n <= need+1; n++ {
		for _, tt := range []struct {
			frames, units uint32
			want          Err
		}{{plenty, n, OverLimit}, {n, plenty, OutOfFrames}, {n, n, OverLimit}} {
			m := newMachine(t, tt.frames, tt.units)
			s, want, err := m.build()
			if n >= need {
				tt.want = OK
			}
			if err != tt.want {
				t.Fatalf("with %d frames and %d units of %d: %d, want %d", tt.frames, tt.units, need, err, tt.want)
			}
			if n == 0 {
				if (s != Space{}) {
					t.Errorf("a space that was not created is %+v", s)
				}
			} else {
				m.check(&s, want, 0)
			}
			s.Destroy(&m.ram, m.frames, &m.charge)
			m.gone()
			if (s != Space{}) {
				t.Errorf("a destroyed space is %+v", s)
			}
			s.Destroy(&m.ram, m.frames, &m.charge) // of none: nothing happens
			m.gone()
		}
	}
}

// Two spaces share no frame, and the end of one leaves the other as it was. Invariant: FR-1
func TestTwoSpaces(t *testing.T) {
	m := newMachine(t, plenty, plenty)
	first, want, err := m.build()
	if err != OK {
		t.Fatal(err)
	}
	used := m.charge.Used()
	second, other, err := m.build()
	if err != OK {
		t.Fatal(err)
	}
	for va, p := range want {
		if other[va].frame == p.frame {
			t.Errorf("page %#x is shared", uint64(va))
		}
	}
	second.Destroy(&m.ram, m.frames, &m.charge)
	m.check(&first, want, used)
	first.Destroy(&m.ram, m.frames, &m.charge)
	m.gone()
}

// A space against a map from page to frame. Invariants: AS-1, AS-2, FR-1, FR-2, LG-2
func TestModel(t *testing.T) {
	for seed := uint64(0); seed < 8; seed++ {
		r := rand.New(rand.NewPCG(seed, 9))
		m := newMachine(t, 120, 100+r.Uint32N(40))
		for range 4 {
			s, err := m.create()
			if err != OK {
				t.Fatal(err)
			}
			want := map[abi.VirtAddr]page{}
			for range 150 {
				va := layout[r.IntN(len(layout))] + abi.VirtAddr(r.IntN(40))*abi.PageSize
				if r.IntN(20) == 0 {
					va += abi.VirtAddr(r.IntN(abi.PageSize))
				}
				m.modelStep(&s, want, va, Access(r.IntN(3)))
			}
			m.check(&s, want, 0)
			for range 200 {
				va := layout[r.IntN(len(layout))] + abi.VirtAddr(r.IntN(60*abi.PageSize))
				e := s.Walk(&m.ram, min(va, abi.UserTop-1))
				p, mapped := want[min(va, abi.UserTop-1)/abi.PageSize*abi.PageSize]
				if e.Present() != mapped || mapped && (e.Frame() != p.frame || e.Writable() != p.write) {
					t.Errorf("Walk(%#x) = %#x, want %+v", uint64(va), uint64(e), p)
				}
			}
			s.Destroy(&m.ram, m.frames, &m.charge)
			m.gone()
		}
	}
}

// modelStep maps one page, writes to it, and checks the answer.
func (m *machine) modelStep(s *Space, want map[abi.VirtAddr]page, va abi.VirtAddr, a Access) {
	m.t.Helper()
	_, there := want[va]
	bad := there || va%abi.PageSize != 0 || va >= abi.UserTop
	f, err := m.mapPage(s, va, a)
	switch {
	case bad != (err == BadAddress):
		m.t.Fatalf("Map(%#x) = %d", uint64(va), err)
	case err == OverLimit && m.charge.Used() != m.charge.Limit():
		m.t.Fatalf("over the limit with %d of %d units", m.charge.Used(), m.charge.Limit())
	case err == OutOfFrames && m.frames.Available() != 0:
		m.t.Fatalf("out of frames with %d free", m.frames.Available())
	case err == OK:
		b := m.bytes[f.Address() : f.Address()+memory.FrameSize]
		if !bytes.Equal(b, make([]byte, memory.FrameSize)) {
			m.t.Fatalf("page %#x has old bytes", uint64(va))
		}
		for i := range b {
			b[i] = byte(i) | 1
		}
		want[va] = page{f, a == ReadWrite, a == ReadExecute}
	}
}
