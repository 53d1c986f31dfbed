package userbuf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/memory"
)

const page = abi.PageSize

// base is where a row of pages of different kinds lies.
const base abi.VirtAddr = 0x200000

// kinds are the pages from base on.
var kinds = []string{"rw", "rw", "ro", "rw", "rx", "hole", "rw", "kernel", "rw", "rw", "rw"}

// top is the start of the last page of user space.
const top = abi.UserTop - page

// machine is a process's memory. pages is what the process may do where, kept apart from the page tables.
type machine struct {
	bytes []byte
	ram   memory.RAM
	space aspace.Space
	pages map[abi.VirtAddr]mapped

	frames *frame.Allocator
	charge *ledger.Ledger
}

type mapped struct {
	frame memory.Frame
	write bool
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	const free = 40
	m := &machine{bytes: make([]byte, (free+2)*page), pages: map[abi.VirtAddr]mapped{}}
	m.ram.Attach(m.bytes)
	frames, charge := new(frame.Allocator), new(ledger.Ledger)
	m.frames, m.charge = frames, charge
	frames.Add(2, free)
	charge.Reset(free)
	if err := m.space.Create(&m.ram, frames, charge, frame.OwnerOf(0), 1); err != aspace.OK {
		t.Fatal(err)
	}
	put := func(va abi.VirtAddr, kind string) {
		access, ok := map[string]aspace.Access{"rw": aspace.ReadWrite, "ro": aspace.Read, "rx": aspace.ReadExecute, "kernel": aspace.ReadWrite}[kind]
		if !ok {
			return
		}
		f, err := m.space.Map(&m.ram, frames, charge, va, access)
		if err != aspace.OK {
			t.Fatal(err)
		}
		if kind == "kernel" { // present and writable, but not the process's
			m.supervisor(t, f)
			return
		}
		m.pages[va] = mapped{f, kind == "rw"}
	}
	for i := len(kinds) - 1; i >= 0; i-- { // neighbours in user space are no neighbours in RAM
		put(base+abi.VirtAddr(i)*page, kinds[i])
	}
	put(top, "rw")
	for _, p := range m.pages {
		b := m.bytes[p.frame.Address():][:page]
		for i := range b {
			b[i] = byte(int(p.frame)*31 + i*7 + i/256)
		}
	}
	return m
}

// supervisor clears the user bit of the one entry that maps f.
func (m *machine) supervisor(t *testing.T, f memory.Frame) {
	t.Helper()
	found := 0
	for a := 0; a < len(m.bytes); a += 8 {
		e := binary.LittleEndian.Uint64(m.bytes[a:])
		if e&7 == 7 && e>>12&0xffffffffff == uint64(f) {
			binary.LittleEndian.PutUint64(m.bytes[a:], e&^4)
			found++
		}
	}
	if found != 1 {
		t.Fatalf("%d entries map frame %d", found, f)
	}
}

// where answers the place in RAM of each of the n bytes from p on, or false when the process may not use one of them.
func (m *machine) where(p uint64, n int, write bool) (places []int, ok bool) {
	if n == 0 {
		return nil, true
	}
	if n > Most || p > uint64(abi.UserTop) || p+uint64(n) < p || p+uint64(n) > uint64(abi.UserTop) {
		return nil, false
	}
	for i := range uint64(n) {
		at, there := m.pages[abi.VirtAddr((p+i)/page*page)]
		if !there || write && !at.write {
			return nil, false
		}
		places = append(places, int(at.frame)*page+int((p+i)%page))
	}
	return places, true
}

// try copies n bytes at p in both directions and compares every byte of RAM. Invariants: UB-2, UB-3, UB-5
func (m *machine) try(p uint64, n int) error {
	before := bytes.Clone(m.bytes)
	places, readable := m.where(p, n, false)
	dst := bytes.Repeat([]byte{0x5a}, n+2)
	if ok := CopyIn(&m.ram, &m.space, dst[1:n+1], abi.VirtAddr(p)); ok != readable {
		return fmt.Errorf("CopyIn of %d bytes at %#x says %v", n, p, ok)
	}
	if dst[0] != 0x5a || dst[n+1] != 0x5a || !bytes.Equal(m.bytes, before) {
		return fmt.Errorf("CopyIn of %d bytes at %#x wrote elsewhere", n, p)
	}
	for i, at := range places {
		if dst[1+i] != before[at] {
			return fmt.Errorf("CopyIn of %d bytes at %#x: byte %d is wrong", n, p, i)
		}
	}
	places, writable := m.where(p, n, true)
	if ok := Writable(&m.ram, &m.space, abi.VirtAddr(p), uint32(n)); ok != writable {
		return fmt.Errorf("Writable(%#x, %d) says %v", p, n, ok)
	}
	src := make([]byte, n)
	for i := range src {
		src[i] = ^byte(i * 3)
	}
	if ok := CopyOut(&m.ram, &m.space, abi.VirtAddr(p), src); ok != writable {
		return fmt.Errorf("CopyOut of %d bytes at %#x says %v", n, p, ok)
	}
	for i, at := range places {
		before[at] = src[i]
	}
	if !bytes.Equal(m.bytes, before) {
		return fmt.Errorf("CopyOut of %d bytes at %#x (writable: %v) left the wrong bytes", n, p, writable)
	}
	return nil
}

// Invariants: UB-1, UB-4
func TestInRange(t *testing.T) {
	const end = uint64(abi.UserTop)
	for _, tt := range []struct {
		p  uint64
		n  uint32
		ok bool
	}{
		{0, 0, true}, {0, 1, true}, {0, math.MaxUint32, true},
		{end - 1, 0, true}, {end - 1, 1, true}, {end - 1, 2, false}, {end - 1, math.MaxUint32, false},
		{end, 0, true}, {end, 1, false},
		{end + 1, 0, true}, {end + 1, 1, false},
		{end - math.MaxUint32, math.MaxUint32, true}, {end - math.MaxUint32 + 1, math.MaxUint32, false},
		{1 << 47, 1, false}, {0xffff800000000000, 1, false},
		{math.MaxUint64, 0, true}, {math.MaxUint64, 1, false}, {math.MaxUint64, 2, false}, {math.MaxUint64, math.MaxUint32, false},
		{math.MaxUint64 - math.MaxUint32 + 1, math.MaxUint32, false},
	} {
		if got := InRange(abi.VirtAddr(tt.p), tt.n); got != tt.ok {
			t.Errorf("InRange(%#x, %d) = %v", tt.p, tt.n, got)
		}
	}
}

// Invariants: UB-1, UB-2, UB-3, UB-5
func TestRanges(t *testing.T) {
	m := newMachine(t)
	b := func(i int) uint64 { return uint64(base) + uint64(i)*page }
	for _, tt := range []struct {
		name        string
		p           uint64
		n           int
		read, write bool
	}{
		{"one byte", b(0), 1, true, true},
		{"one page", b(0), page, true, true},
		{"the byte before", b(0) - 1, 1, false, false},
		{"from the byte before", b(0) - 1, 2, false, false},
		{"the last byte of a page", b(0) + page - 1, 1, true, true},
		{"across two pages", b(0) + page - 1, 2, true, true},
		{"the longest, over two pages", b(0) + 1, page, true, true},
		{"one byte too long", b(0), page + 1, false, false},
		{"the first byte of a read-only page", b(2), 1, true, false},
		{"up to a read-only page", b(1), page, true, true},
		{"into a read-only page", b(1) + 1, page, true, false},
		{"from a read-only page", b(2) + page - 1, 2, true, false},
		{"a code page", b(4), 8, true, false},
		{"the last byte before a hole", b(5) - 1, 1, true, false},
		{"into a hole", b(5) - 1, 2, false, false},
		{"a hole", b(5), 1, false, false},
		{"out of a hole", b(6) - 1, 2, false, false},
		{"behind a hole", b(6), page, true, true},
		{"over a hole", b(4), 3 * page, false, false},
		{"into a page of the kernel", b(7) - 1, 2, false, false},
		{"a page of the kernel", b(7), 1, false, false},
		{"over a page of the kernel", b(6), 3 * page, false, false},
		{"behind a page of the kernel", b(8), page, true, true},
		{"beyond the last page", b(8), 3*page + 1, false, false},
		{"a page without tables", 0x5000000000, 1, false, false},
		{"nil", 0, 1, false, false},
		{"the last page", uint64(top), page, true, true},
		{"the last byte", uint64(abi.UserTop) - 1, 1, true, true},
		{"over the end", uint64(abi.UserTop) - 1, 2, false, false},
		{"the end", uint64(abi.UserTop), 1, false, false},
		{"the kernel's half", 0xffff800000000000, 8, false, false},
		{"the kernel's alias of user space", uint64(base) + 1<<48, 8, false, false},
		{"a sum that wraps", math.MaxUint64 - 3, 8, false, false},
		{"a sum that wraps into user space", math.MaxUint64 - 3, 4 + int(base) + 8, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, ok := m.where(tt.p, tt.n, false); ok != tt.read {
				t.Fatalf("the model of this test says readable: %v", ok)
			}
			if _, ok := m.where(tt.p, tt.n, true); ok != tt.write {
				t.Fatalf("the model of this test says writable: %v", ok)
			}
			if err := m.try(tt.p, tt.n); err != nil {
				t.Error(err)
			}
		})
	}
}

// No bytes are fine wherever they are in user space, mapped or not, and touch nothing. Invariant: UB-4
func TestNoBytes(t *testing.T) {
	m := newMachine(t)
	for _, p := range []abi.VirtAddr{0, 1, base, base + 2*page, base + 5*page, base + 7*page, abi.UserTop - 1, abi.UserTop} {
		before := bytes.Clone(m.bytes)
		if !CopyIn(&m.ram, &m.space, nil, p) || !CopyOut(&m.ram, &m.space, p, nil) || !Writable(&m.ram, &m.space, p, 0) {
			t.Errorf("no bytes at %#x are refused", uint64(p))
		}
		if !bytes.Equal(m.bytes, before) {
			t.Errorf("no bytes at %#x changed memory", uint64(p))
		}
	}
}

// A copy that fails at its very last byte has changed nothing. Invariant: UB-5
func TestAllOrNothing(t *testing.T) {
	m := newMachine(t)
	for n := 1; n <= 3*page; n += 511 {
		if err := m.try(uint64(base)+5*page-uint64(n)+1, n); err != nil { // up to the hole and one byte into it
			t.Error(err)
		}
		if err := m.try(uint64(base)+2*page-uint64(n)+1, n); err != nil { // one byte into the read-only page
			t.Error(err)
		}
	}
}

// What was learnt of a page ends with the next change of a mapping. Invariant: UB-3
func TestWalkedAnew(t *testing.T) {
	m := newMachine(t)
	try := func(what string) {
		t.Helper()
		if err := m.try(uint64(base), 8); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	try("as it was")
	if !m.space.Protect(&m.ram, m.frames, base, aspace.Read) {
		t.Fatal("nothing is mapped")
	}
	m.pages[base] = mapped{m.pages[base].frame, false}
	try("protected")
	if !m.space.Unmap(&m.ram, m.frames, m.charge, base) {
		t.Fatal("nothing is mapped")
	}
	delete(m.pages, base)
	try("unmapped")
	f, err := m.space.Map(&m.ram, m.frames, m.charge, base, aspace.ReadWrite)
	if err != aspace.OK {
		t.Fatal(err)
	}
	m.pages[base] = mapped{f, true}
	try("mapped again")
}

// Random ranges, most of them near something. Invariants: UB-1, UB-2, UB-3, UB-5
func TestModel(t *testing.T) {
	m := newMachine(t)
	r := rand.New(rand.NewPCG(1, 10))
	near := []uint64{0, uint64(abi.UserTop), 1 << 47, 0xffff800000000000, math.MaxUint64}
	for i := range len(kinds) + 1 {
		near = append(near, uint64(base)+uint64(i)*page)
	}
	for range 2000 {
		p := near[r.IntN(len(near))] + uint64(r.IntN(9)) - 4
		n := r.IntN(1 << r.IntN(15))
		if r.IntN(3) == 0 {
			p -= uint64(n)
		}
		if err := m.try(p, n); err != nil {
			t.Fatal(err)
		}
	}
}
