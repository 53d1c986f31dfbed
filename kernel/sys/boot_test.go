package sys

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/bootinfo"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/memory"
	"warrant/kernel/limits"
	"warrant/lib/capos"
)

// What init finds at its first instruction.
func TestInitStarts(t *testing.T) {
	m := boot(t)
	d := m.next()
	if d.Choice != Run || d.Process != 0 || !d.Fresh || d.Root != m.k.procs[0].Space.Root() {
		t.Fatalf("the first decision is %+v", d)
	}
	if d = m.next(); d.Fresh || d.Process != 0 {
		t.Errorf("the second decision is %+v", d)
	}
	r := *m.k.Registers(0)
	if r.RIP != uint64(codeAt) || r.RSP != uint64(abi.StackTop) || r.RDI != uint64(abi.RingAddr) || r.RSI != 0 ||
		r.RDX != uint64(abi.CapSetAddr) || r.RFLAGS != 0x202 {
		t.Errorf("registers %+v", r)
	}
	r.RIP, r.RSP, r.RDI, r.RDX, r.RFLAGS = 0, 0, 0, 0, 0
	if r != (*new(Kernel).Registers(0)) {
		t.Errorf("other registers are not zero: %+v", r)
	}
	if out := m.printed(); out != "" {
		t.Errorf("the kernel prints %q", out)
	}
	u := m.user(0)
	if got := u.read(abi.RingAddr, abi.PageSize); !bytes.Equal(got, make([]byte, abi.PageSize)) {
		t.Error("the ring page is not zero")
	}
	if got := u.read(abi.StackBase, abi.StackPages*abi.PageSize); !bytes.Equal(got, make([]byte, len(got))) {
		t.Error("the stack is not zero")
	}
	checkCapSet(t, u, "console", "boot", "spawner", "timer", "info")
}

// checkCapSet demands that the CapSet page of u names the first capabilities of its table in that order.
func checkCapSet(t *testing.T, u *user, names ...string) {
	t.Helper()
	page := make([]byte, abi.PageSize)
	copy(page, "CAPSET1\n")
	littleEndian.PutUint32(page[abi.CapSetCount:], uint32(len(names)))
	for i, name := range names {
		e := page[abi.CapSetEntries+i*abi.CapSetEntrySize:]
		h, ok := u.m.k.procs[u.p].Lookup(abi.CapID(i))
		if !ok {
			t.Fatalf("process %d has no capability %d", u.p, i)
		}
		littleEndian.PutUint64(e[abi.EntryInterface:], h.Interface)
		littleEndian.PutUint32(e[abi.EntryCap:], uint32(i))
		littleEndian.PutUint32(e[abi.EntryNameLength:], uint32(len(name)))
		copy(e[abi.EntryName:], name)
	}
	if got := u.read(abi.CapSetAddr, abi.PageSize); !bytes.Equal(got, page) {
		t.Errorf("the CapSet page is\n%q, want\n%q", bytes.TrimRight(got, "\x00"), bytes.TrimRight(page, "\x00"))
	}
	if _, ok := u.m.k.procs[u.p].CapAt(uint32(len(names))); ok {
		t.Error("there are more capabilities than the CapSet says")
	}
}

// The interface of each capability of init is the schema's.
func TestInitInterfaces(t *testing.T) {
	m := boot(t)
	for i, want := range []uint64{capos.ConsoleID, capos.BootPackageID, capos.ProcessSpawnerID, capos.TimerID, capos.SystemInfoID} {
		if h, ok := m.k.procs[0].Lookup(abi.CapID(i)); !ok || h.Interface != want || h.Travel != captable.Copies {
			t.Errorf("capability %d is %+v, want interface %#x", i, h, want)
		}
	}
}

// The image lies where it says, with the rights it says, and zero around it. Invariant: AS-1
func TestImage(t *testing.T) {
	m := boot(t)
	u := m.user(0)
	page := func(at int, text string) []byte {
		b := make([]byte, abi.PageSize)
		copy(b[at:], text)
		return b
	}
	for _, tt := range []struct {
		va    abi.VirtAddr
		want  []byte
		write bool
	}{
		{codeAt, page(0, "code"), false},
		{constAt, page(0, "constants"), false},
		{dataAt - 0x10, page(0x10, "data"), true},
		{dataAt - 0x10 + abi.PageSize, page(0, ""), true},
		{abi.StackTop - abi.PageSize, page(0, ""), true},
		{abi.RingAddr, page(0, ""), true},
	} {
		if got := u.read(tt.va, abi.PageSize); !bytes.Equal(got, tt.want) {
			t.Errorf("page %#x starts with %q", uint64(tt.va), got[:32])
		}
		if _, ok := translate(m.ram, m.k.procs[0].Space.Root(), uint64(tt.va), true); ok != tt.write {
			t.Errorf("page %#x is writable: %v", uint64(tt.va), ok)
		}
	}
	for _, va := range []abi.VirtAddr{0, codeAt - 1, dataAt - 0x10 + 2*abi.PageSize, abi.ImageTop - 1, abi.StackBase - 1, abi.StackTop,
		abi.RingAddr - 1, abi.CapSetAddr + abi.PageSize, abi.UserTop - 1, abi.UserTop} {
		if _, ok := translate(m.ram, m.k.procs[0].Space.Root(), uint64(va), false); ok {
			t.Errorf("%#x is mapped", uint64(va))
		}
	}
}

// Every module that is not one good manifest is refused with a reason, and leaves nothing behind.
func TestBootRefused(t *testing.T) {
	good := standard().module(t)
	changed := func(change func(*system)) []byte {
		s := standard()
		change(s)
		return s.module(t)
	}
	flipped := bytes.Clone(good)
	flipped[17] ^= 0x40
	for _, tt := range []struct {
		name    string
		module  []byte
		modules uint32
		frames  uint32
		says    string
	}{
		{"no module", good, 0, enoughPages, "boot loader passed 0"},
		{"two modules", good, 2, enoughPages, "boot loader passed 2"},
		{"most modules", good, ^uint32(0), enoughPages, "boot loader passed 4294967295"},
		{"an empty module", nil, 1, enoughPages, "boot manifest"},
		{"a truncated module", good[:len(good)-8], 1, enoughPages, "boot manifest"},
		{"a flipped bit in the root", flipped, 1, enoughPages, "boot manifest"},
		{"another version", changed(func(s *system) { s.version++ }), 1, enoughPages, "boot manifest"},
		{"no init", changed(func(s *system) { s.init = "none" }), 1, enoughPages, "boot manifest"},
		{"init is no program", changed(func(s *system) { s.init = "text" }), 1, enoughPages, "init does not start"},
		{"init is too large", changed(func(s *system) { s.init = "large" }), 1, enoughPages, "no page frame is left"},
		{"init is above the limit of a process", changed(func(s *system) { s.init = "large" }), 1, 3000, "no page frame is left"},
		{"no memory", good, 1, 0, "no page frame is left"},
		{"one frame", good, 1, 1, "no page frame is left"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := assemble(t, tt.frames, tt.module)
			m.info.Modules = tt.modules
			status, ok := m.k.Boot(&m.info, m.ram)
			if ok || status != abi.HaltBootRefused {
				t.Errorf("Boot = %#x, %v", status, ok)
			}
			if out := m.printed(); !strings.HasPrefix(out, "kernel: halt: ") || !strings.Contains(out, tt.says) || !strings.HasSuffix(out, "\n") {
				t.Errorf("the kernel says %q, want %q", out, tt.says)
			}
			m.check()
			if m.k.frames.Available() != tt.frames {
				t.Errorf("%d of %d frames are free", m.k.frames.Available(), tt.frames)
			}
		})
	}
}

// With one frame less than init needs the boot is refused, with exactly as many it is not. Invariant: LG-3
func TestBootWithFewFrames(t *testing.T) {
	whole := boot(t)
	need := enoughPages - whole.k.frames.Available()
	module := standard().module(t)
	for frames := uint32(0); frames <= need; frames++ {
		m := assemble(t, frames, module)
		if _, ok := m.k.Boot(&m.info, m.ram); ok != (frames == need) {
			t.Fatalf("with %d of %d frames: %v", frames, need, ok)
		}
		m.check()
	}
}

// A number of regions beyond the table of regions is not believed; those in the table are.
func TestBootRegions(t *testing.T) {
	m := assemble(t, enoughPages, standard().module(t))
	m.info.RegionCount = ^uint32(0)
	last := &m.info.Regions[1]
	last.Count--
	m.info.Regions[bootinfo.Regions-1] = bootinfo.Region{First: last.First + memory.Frame(last.Count), Count: 1}
	m.k.Boot(&m.info, m.ram)
	m.check()
	if got := m.k.frames.Total(); got != enoughPages {
		t.Errorf("%d frames are managed", got)
	}
}

// Regions behind the number of regions are not looked at.
func TestBootRegionsBehindTheirNumber(t *testing.T) {
	m := assemble(t, enoughPages, standard().module(t))
	m.info.RegionCount = 1
	m.k.Boot(&m.info, m.ram)
	m.check()
	if got := m.k.frames.Total(); got != enoughPages/2 {
		t.Errorf("%d frames are managed", got)
	}
}

// Init can have as many capabilities as the manifest may name.
func TestBootGrants(t *testing.T) {
	for _, n := range []int{0, 1, limits.Grants} {
		s := standard()
		s.caps = nil
		var names []string
		for i := range n {
			names = append(names, fmt.Sprintf("cap%d", i))
			s.caps = append(s.caps, grant{names[i], capos.KernelSourceTimer})
		}
		checkCapSet(t, bootWith(t, enoughPages, s).user(0), names...)
	}
}
