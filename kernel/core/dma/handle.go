// +gobra

package dma

import "warrant/kernel/core/memory"

// @ preserves p.Mem() && ram.Mem()
// @ requires  Backed(p.View(), ram.Size())
// @ ensures   ok ==> Named(old(p.View()), h, Free) && p.View() === Marked(old(p.View()), int(h) % Buffers, Held)
// @ ensures   ok ==> forall b int :: { ram.At(b) } b % 8 == 0 && In(p.View().Buffers[int(h) % Buffers].Frame, b) ==> ram.At(b) == 0
// @ ensures   !ok ==> h == 0 && p.View() === old(p.View())
// @ ensures   !ok ==> forall i int :: { p.View().Buffers[i] } 0 <= i && i < Buffers ==> p.View().Buffers[i].State != Free
// @ ensures   ram.Size() == old(ram.Size())
// @ ensures   forall b int :: { ram.At(b) } b % 8 == 0 && (!ok || !In(p.View().Buffers[int(h) % Buffers].Frame, b)) ==> ram.At(b) == old(ram.At(b))
// @ decreases

// Allocate gives a free buffer to a driver, with every byte zero. It fails when none is free. Invariant: DMA-3.
func (p *Pool) Allocate(ram *memory.RAM) (h Handle, ok bool) {
	// @ unfold p.Mem()
	// @ ghost prev := seq(p.buffers)
	// @ ghost device := p.device
	// @ invariant acc(p) && ram.Mem() && 0 <= i && i <= Buffers && ram.Size() == old(ram.Size())
	// @ invariant seq(p.buffers) == prev && p.device == device && Inv(View{prev, p.device}) && Backed(View{prev, p.device}, ram.Size())
	// @ invariant forall b int :: { ram.At(b) } b % 8 == 0 ==> ram.At(b) == old(ram.At(b))
	// @ invariant forall j int :: { prev[j] } 0 <= j && j < int(i) ==> prev[j].State != Free
	// @ decreases Buffers - i
	for i := uint32(0); i < Buffers; i++ {
		b := p.buffers[i]
		if b.State == Free {
			ram.Zero(b.Frame)
			p.buffers[i] = Buffer{State: Held, Frame: b.Frame, Gen: b.Gen, Round: b.Round}
			// @ assert seq(p.buffers) == prev[int(i) = Buffer{Held, b.Frame, b.Gen, b.Round}]
			// @ fold p.Mem()
			return Handle(b.Gen*Buffers + i), true
		}
	}
	// @ fold p.Mem()
	return 0, false
}

// @ preserves acc(p.Mem(), 1/4)
// @ requires  0 <= h && h <= 4294967295
// @ ensures   ok == Named(p.View(), h, Held)
// @ ensures   f == (ok ? p.View().Buffers[int(h) % Buffers].Frame : memory.NoFrame)
// @ decreases

// Access answers the frame that the kernel copies to or from on behalf of the driver that holds h. It fails while the device has the buffer,
// and when h names nothing. Only the kernel calls it: the frame goes to no driver.
func (p *Pool) Access(h Handle) (f memory.Frame, ok bool) {
	// @ unfold acc(p.Mem(), 1/4)
	// @ defer fold acc(p.Mem(), 1/4)
	i := uint32(h) % Buffers
	if p.buffers[i].State != Held || p.buffers[i].Gen != uint32(h)/Buffers {
		return memory.NoFrame, false
	}
	return p.buffers[i].Frame, true
}

// @ preserves p.Mem()
// @ requires  0 <= h && h <= 4294967295
// @ ensures   ok == (Named(old(p.View()), h, Held) || Named(old(p.View()), h, Live))
// @ ensures   ok ==> p.View() === With(old(p.View()), int(h) % Buffers, Released(old(p.View()).Buffers[int(h) % Buffers]))
// @ ensures   !ok ==> p.View() === old(p.View())
// @ decreases

// Release ends h. A buffer that the device has stays out of use until the device gives it back or is stopped. It fails when h names
// nothing. Invariants: DMA-3, DMA-4.
func (p *Pool) Release(h Handle) (ok bool) {
	i := uint32(h) % Buffers
	// @ unfold p.Mem()
	// @ ghost prev := seq(p.buffers)
	b := p.buffers[i]
	if b.State != Held && b.State != Live || b.Gen != uint32(h)/Buffers {
		// @ fold p.Mem()
		return false
	}
	if b.State == Live {
		p.buffers[i] = Buffer{State: Revoked, Frame: b.Frame, Gen: b.Gen, Round: b.Round}
	} else {
		p.buffers[i] = freed(b)
	}
	// @ assert seq(p.buffers) == prev[int(i) = Released(prev[int(i)])]
	// @ fold p.Mem()
	return true
}

// @ requires 0 <= b.Gen && b.Gen <= LastGen
// @ ensures  res == Freed(b)
// @ decreases

// freed is b without its driver: free under the next generation, or retired. Precondition: b.Gen <= LastGen.
func freed(b Buffer) (res Buffer) {
	if b.Gen == LastGen {
		return Buffer{State: Retired, Frame: b.Frame, Gen: b.Gen, Round: b.Round}
	}
	return Buffer{State: Free, Frame: b.Frame, Gen: b.Gen + 1, Round: b.Round}
}
