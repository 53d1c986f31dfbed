package sys

import (
	"encoding/binary"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/bootinfo"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/trap"
)

// littleEndian is the order of bytes in all shared memory.
var littleEndian = binary.LittleEndian

// machine is a simulated machine: RAM, a clock, and the kernel. Its processor finds pages by its own walk of the page tables.
type machine struct {
	t       testing.TB
	k       *Kernel
	ram     []byte
	now     uint64 // ns
	info    bootinfo.Info
	checker checker
}

// Physical layout: frame 0 is the firmware's, then the kernel's root, the frames to hand out in two regions, and the boot module.
const (
	kernelRoot  = 1
	firstFrame  = 2
	enoughPages = 600
)

// assemble answers a machine with that many free frames and the module, before the kernel has started.
func assemble(t testing.TB, frames uint32, module []byte) *machine {
	moduleAt := uint64(firstFrame+frames) * abi.PageSize
	size := (moduleAt + uint64(len(module)) + abi.PageSize - 1) / abi.PageSize * abi.PageSize
	m := &machine{t: t, k: new(Kernel), ram: make([]byte, size), now: 1000}
	for i := range m.ram {
		m.ram[i] = 0xa5 // no process may see this
	}
	copy(m.ram[moduleAt:], module)
	for i := range uint64(memory.Words) {
		littleEndian.PutUint64(m.ram[kernelRoot*abi.PageSize+i*8:], 0xabc0000000000000|i<<12|1)
	}
	m.info = bootinfo.Info{
		RegionCount: 2, Modules: 1, Manifest: memory.PhysAddr(moduleAt), ManifestLength: uint64(len(module)),
		KernelRoot: kernelRoot, TSCHertz: 123456789,
	}
	m.info.Regions[0] = bootinfo.Region{First: firstFrame, Count: frames / 2}
	m.info.Regions[1] = bootinfo.Region{First: firstFrame + memory.Frame(frames/2), Count: frames - frames/2}
	return m
}

// boot answers a machine whose kernel has started init of the standard manifest.
func boot(t testing.TB) *machine { return bootWith(t, enoughPages, standard()) }

func bootWith(t testing.TB, frames uint32, s *system) *machine {
	t.Helper()
	m := assemble(t, frames, s.module(t))
	if status, ok := m.k.Boot(&m.info, m.ram); !ok {
		t.Fatalf("boot refused with status %#x: %s", status, m.printed())
	}
	m.check()
	return m
}

// printed answers what is on the console, and takes it off.
func (m *machine) printed() string {
	s := string(m.k.Console().Waiting())
	m.k.Console().Clear()
	return s
}

// next asks the kernel what to do, and checks its state.
func (m *machine) next() Decision {
	m.t.Helper()
	m.k.Next(m.now)
	d := *m.k.Decision()
	m.check()
	if d.Choice != Stop && d.Deadline <= m.now {
		m.t.Fatalf("at %d: the deadline has passed: %+v", m.now, d)
	}
	if d.Choice == Run && (d.Process != m.k.current || d.Root != m.k.procs[d.Process].Space.Root() || d.Root == memory.NoFrame) {
		m.t.Fatalf("runs what cannot run: %+v", d)
	}
	return d
}

// handle tells the kernel of an event, and checks its state.
func (m *machine) handle(p uint32, e trap.Event) {
	m.t.Helper()
	m.k.Handle(p, e, m.now)
	m.check()
}

func (m *machine) check() {
	m.t.Helper()
	if err := m.checker.check(m.k, m.ram); err != nil {
		m.t.Fatal(err)
	}
}

// run lets time pass until the kernel runs process p.
func (m *machine) run(p uint32) Decision {
	m.t.Helper()
	for range 1000 {
		d := m.next()
		switch {
		case d.Choice == Run && d.Process == p:
			return d
		case d.Choice == Run:
			m.now = max(m.now, d.Deadline)
			m.handle(d.Process, trap.Event{Kind: trap.Tick})
		case d.Choice == Idle && d.Deadline != abi.TimeoutForever:
			m.now = max(m.now, d.Deadline)
		default:
			m.t.Fatalf("process %d never runs: %+v, %s", p, d, m.printed())
		}
	}
	m.t.Fatalf("process %d never runs", p)
	return Decision{}
}

// stopped demands that the kernel stops the machine, and answers the status.
func (m *machine) stopped() abi.HaltStatus {
	m.t.Helper()
	d := m.next()
	if d.Choice != Stop {
		m.t.Fatalf("the machine goes on: %+v", d)
	}
	return d.Status
}

// translate finds the byte at address va of the space with that root as the processor does for a program: Intel SDM volume 3A,
// section 4.5.
func translate(ram []byte, root memory.Frame, va uint64, write bool) (at uint64, ok bool) {
	if va>>47 != 0 {
		return 0, false // the kernel's half is not the program's, and the hole is nobody's
	}
	table := uint64(root)
	for shift := 39; shift >= 12; shift -= 9 {
		e := littleEndian.Uint64(ram[table<<12+va>>shift&511<<3:])
		if e&5 != 5 || write && e&2 == 0 {
			return 0, false
		}
		table = e >> 12 & 0xffffffffff
	}
	return table<<12 + va&0xfff, true
}
