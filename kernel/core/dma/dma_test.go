package dma

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"warrant/kernel/core/memory"
)

// machine is RAM of 32 frames, each full of ones.
func machine() *memory.RAM {
	bytes := make([]byte, 32*memory.FrameSize)
	for i := range bytes {
		bytes[i] = 0xff
	}
	var ram memory.RAM
	ram.Attach(bytes)
	return &ram
}

// running is a pool with n buffers, whose frames are 1 to n, and a device that runs.
func running(n memory.Frame) *Pool {
	p := &Pool{}
	p.Reset()
	for f := memory.Frame(1); f <= n; f++ {
		p.Add(f)
	}
	p.Start()
	return p
}

// in is a buffer in a state, as the only one of a pool.
func in(s State) *Pool {
	p := running(0)
	p.buffers[0] = Buffer{State: s, Frame: 1, Gen: 3, Round: 5}
	if s == Empty {
		p.buffers[0].Frame = memory.NoFrame
	}
	return p
}

// TestOperationsByState tries every operation in every state of a buffer. Invariants: DMA-2, DMA-3, DMA-4
func TestOperationsByState(t *testing.T) {
	const (
		h = Handle(3 * Buffers)
		k = Ticket(5 * Buffers)
	)
	for _, test := range []struct {
		name string
		do   func(p *Pool) bool
		// then is the state after success, by the state before; a state that is not there is refused.
		then map[State]State
	}{
		{"access", func(p *Pool) bool { _, ok := p.Access(h); return ok }, map[State]State{Held: Held}},
		{"publish", func(p *Pool) bool { _, ok := p.Publish(h); return ok }, map[State]State{Held: Live}},
		{"descriptor", func(p *Pool) bool { _, ok := p.Descriptor(k); return ok }, map[State]State{Live: Live}},
		{"complete", func(p *Pool) bool { _, _, ok := p.Complete(k); return ok }, map[State]State{Live: Held, Revoked: Free}},
		{"release", func(p *Pool) bool { return p.Release(h) }, map[State]State{Held: Free, Live: Revoked}},
		{"reclaim", func(p *Pool) bool { _, ok := p.Reclaim(0); return ok }, map[State]State{Free: Empty, Retired: Retired}},
		{"stop and quiesce", func(p *Pool) bool { return p.Stop() && p.Quiesce() },
			map[State]State{Empty: Empty, Free: Free, Held: Held, Live: Held, Revoked: Free, Retired: Retired}},
		{"stale handle", func(p *Pool) bool { return p.Release(h+Buffers) || p.Release(h-Buffers) }, nil},
		{"stale ticket", func(p *Pool) bool {
			_, _, a := p.Complete(k + Buffers)
			_, _, b := p.Complete(k - Buffers)
			_, _, c := p.Complete(math.MaxUint64)
			return a || b || c
		}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			for s := Empty; s <= Retired; s++ {
				p := in(s)
				before := p.buffers
				ok := test.do(p)
				then, allowed := test.then[s]
				switch {
				case ok != allowed:
					t.Errorf("in state %d it answers %v", s, ok)
				case ok && p.buffers[0].State != then:
					t.Errorf("state %d becomes %d, want %d", s, p.buffers[0].State, then)
				case !ok && p.buffers != before:
					t.Errorf("in state %d a refusal changed the pool", s)
				}
			}
		})
	}
}

// A buffer comes with every byte zero, and nothing beside it changes. Invariant: DMA-3
func TestAllocateScrubs(t *testing.T) {
	ram, p := machine(), running(2)
	for range 2 {
		h, ok := p.Allocate(ram)
		f, held := p.Access(h)
		if !ok || !held {
			t.Fatalf("handle %#x: %v %v", h, ok, held)
		}
		content := make([]byte, memory.FrameSize)
		ram.Read(content, f.Address())
		for i, b := range content {
			if b != 0 {
				t.Fatalf("byte %d of frame %d is %#x", i, f, b)
			}
		}
	}
	if _, ok := p.Allocate(ram); ok {
		t.Error("a third buffer out of two")
	}
	if ram.Word(3*memory.FrameSize) != math.MaxUint64 {
		t.Error("the frame behind was cleared too")
	}
}

// A completion counts once, and one from before a reset never. Invariant: DMA-2
func TestStaleCompletions(t *testing.T) {
	ram, p := machine(), running(1)
	h, _ := p.Allocate(ram)
	first, _ := p.Publish(h)
	if again, held, ok := p.Complete(first); again != h || !held || !ok {
		t.Fatalf("the completion answers %#x %v %v", again, held, ok)
	}
	second, ok := p.Publish(h)
	if !ok || second == first {
		t.Fatalf("tickets %#x and %#x", first, second)
	}
	if _, _, ok := p.Complete(first); ok {
		t.Error("the first request completes twice")
	}
	p.Stop()
	p.Quiesce()
	if _, _, ok := p.Complete(second); ok {
		t.Error("a request of before the reset completes")
	}
	p.Start()
	if _, ok := p.Publish(h); !ok {
		t.Error("the driver lost its buffer to the reset")
	}
}

// What a driver gave up while the device had it comes to nobody, and not out of the pool, before the device lets go. Invariants: DMA-3, DMA-4
func TestRevokedWhileLive(t *testing.T) {
	ram, p := machine(), running(1)
	h, _ := p.Allocate(ram)
	ticket, _ := p.Publish(h)
	p.Release(h)
	if _, ok := p.Allocate(ram); ok {
		t.Error("the device's buffer went to another driver")
	}
	if _, ok := p.Reclaim(0); ok {
		t.Error("the device's frame left the pool")
	}
	if _, held, ok := p.Complete(ticket); held || !ok {
		t.Errorf("the completion answers %v %v", held, ok)
	}
	if again, ok := p.Allocate(ram); !ok || again == h {
		t.Errorf("the next handle is %#x, the last one was %#x", again, h)
	}
}

func TestLastGenerationAndRound(t *testing.T) {
	ram, p := machine(), running(1)
	i := uint32(Buffers)
	for k, b := range p.buffers {
		if b.State == Free {
			i = uint32(k)
		}
	}
	p.buffers[i].Gen = LastGen
	h, _ := p.Allocate(ram)
	if h != Handle(math.MaxUint32-Buffers+1+i) {
		t.Errorf("the last handle of buffer %d is %#x", i, h)
	}
	p.buffers[i].Round = LastRound - 1
	ticket, ok := p.Publish(h)
	if !ok {
		t.Fatal("the last round is not published")
	}
	p.Complete(ticket)
	if _, ok := p.Publish(h); ok {
		t.Error("a round after the last")
	}
	p.Release(h)
	if p.buffers[i].State != Retired {
		t.Errorf("state %d after the last generation", p.buffers[i].State)
	}
	if f, ok := p.Reclaim(i); f != 1 || !ok {
		t.Errorf("the frame of a retired buffer: %d %v", f, ok)
	}
	if _, ok := p.Reclaim(i); ok {
		t.Error("a frame twice")
	}
	if j, ok := p.Add(1); j == i || !ok {
		t.Errorf("the retired buffer is filled again: %d %v", j, ok)
	}
}

// Two buffers are never the same memory. Invariant: DMA-1
func TestAdd(t *testing.T) {
	p := running(Buffers - 1)
	for _, test := range []struct {
		f  memory.Frame
		ok bool
	}{{memory.NoFrame, false}, {1, false}, {Buffers - 1, false}, {Buffers, true}, {Buffers + 1, false}} {
		if _, ok := p.Add(test.f); ok != test.ok {
			t.Errorf("Add(%d) answers %v", test.f, ok)
		}
	}
}

// What a driver and a device are given are numbers: only the operations that the kernel keeps to itself answer frames, and none answers an
// address. Invariant: DMA-1
func TestNoAddressLeaves(t *testing.T) {
	frame, address := reflect.TypeFor[memory.Frame](), reflect.TypeFor[memory.PhysAddr]()
	kernels := map[string]bool{"Access": true, "Descriptor": true, "Reclaim": true}
	for _, of := range []reflect.Type{reflect.TypeFor[*Pool](), reflect.TypeFor[*Window]()} {
		for i := range of.NumMethod() {
			m := of.Method(i)
			for k := range m.Type.NumOut() {
				if out := m.Type.Out(k); out == address || out == frame && !kernels[m.Name] {
					t.Errorf("%s answers a %s", m.Name, out)
				}
			}
		}
	}
}

// TestWindow: a register is closed until it is opened, and an offset between registers is none. Invariant: DMA-1
func TestWindow(t *testing.T) {
	var w Window
	w.Open(1, ReadOnly)
	w.Open(Registers-1, ReadWrite)
	if w.Open(Registers, ReadWrite) || w.Open(math.MaxUint32, ReadOnly) {
		t.Error("a register outside of the window was opened")
	}
	for _, test := range []struct {
		offset      uint32
		read, write bool
	}{{0, false, false}, {3, false, false}, {4, true, false}, {5, false, false}, {8, false, false}, {4 * (Registers - 1), true, true},
		{4*(Registers-1) + 2, false, false}, {4 * Registers, false, false}, {math.MaxUint32 - 3, false, false}} {
		if r, x := w.Allows(test.offset, false), w.Allows(test.offset, true); r != test.read || x != test.write {
			t.Errorf("offset %#x: read %v, write %v", test.offset, r, x)
		}
	}
	w.Reset()
	if w.Allows(4, false) {
		t.Error("Reset leaves a register open")
	}
}

// The pool against a model that remembers who has what: a frame is never with two of driver, device and pool. Invariants: DMA-2, DMA-3, DMA-4
func TestModel(t *testing.T) {
	ram := machine()
	for seed := uint64(0); seed < 20; seed++ {
		r := rand.New(rand.NewPCG(seed, 7))
		p := running(4)
		driver, device := map[Handle]memory.Frame{}, map[Ticket]memory.Frame{}
		frameOf := map[Ticket]Handle{}
		for range 3000 {
			switch r.IntN(6) {
			case 0:
				if h, ok := p.Allocate(ram); ok {
					f := p.buffers[int(h)%Buffers].Frame
					for t2, g := range device {
						if g == f {
							t.Fatalf("seed %d: frame %d goes to a driver while the device has it as %#x", seed, f, t2)
						}
					}
					driver[h] = f
				}
			case 1:
				for h, f := range driver {
					if k, ok := p.Publish(h); ok {
						if _, twice := device[k]; twice {
							t.Fatalf("seed %d: ticket %#x twice", seed, k)
						}
						device[k], frameOf[k] = f, h
					}
					break
				}
			case 2:
				for k := range device {
					_, owned := driver[frameOf[k]]
					if _, held, ok := p.Complete(k); !ok || held != owned {
						t.Fatalf("seed %d: completion of %#x answers %v %v, the driver holds it: %v", seed, k, held, ok, owned)
					}
					delete(device, k)
					break
				}
			case 3:
				for h := range driver {
					if !p.Release(h) || p.Release(h) {
						t.Fatalf("seed %d: handle %#x is not released once", seed, h)
					}
					delete(driver, h)
					break
				}
			case 4:
				made := Ticket(r.Uint64N(1 << 12))
				if _, known := device[made]; known {
					continue
				}
				if _, _, ok := p.Complete(made); ok {
					t.Fatalf("seed %d: a ticket that the device made up, %#x, completes", seed, made)
				}
			case 5:
				if r.IntN(20) == 0 && p.Stop() {
					p.Quiesce()
					p.Start()
					clear(device)
				}
			}
		}
	}
}
