// +gobra

package dma

import "warrant/kernel/core/memory"

// @ preserves p.Mem()
// @ requires  0 <= h && h <= 4294967295
// @ ensures   ok == (old(p.View()).Device == Running && Named(old(p.View()), h, Held) && old(p.View()).Buffers[int(h) % Buffers].Round < LastRound)
// @ ensures   ok ==> p.View() === Marked(old(p.View()), int(h) % Buffers, Live) && InFlight(p.View(), t) && int(t) % Buffers == int(h) % Buffers
// @ ensures   !ok ==> t == 0 && p.View() === old(p.View())
// @ decreases

// Publish gives the buffer of h to the device, under a ticket. It fails unless the device runs and the driver that holds h has the buffer.
func (p *Pool) Publish(h Handle) (t Ticket, ok bool) {
	i := uint32(h) % Buffers
	// @ unfold p.Mem()
	// @ ghost prev := seq(p.buffers)
	b := p.buffers[i]
	if p.device != Running || b.State != Held || b.Gen != uint32(h)/Buffers || b.Round == LastRound {
		// @ fold p.Mem()
		return 0, false
	}
	p.buffers[i] = Buffer{State: Live, Frame: b.Frame, Gen: b.Gen, Round: b.Round}
	// @ assert seq(p.buffers) == prev[int(i) = Buffer{Live, b.Frame, b.Gen, b.Round}]
	// @ fold p.Mem()
	return Ticket(uint64(b.Round)*Buffers + uint64(i)), true
}

// @ preserves acc(p.Mem(), 1/4)
// @ requires  0 <= t && t <= 18446744073709551615
// @ ensures   ok == (InFlight(p.View(), t) && p.View().Buffers[int(t) % Buffers].State == Live)
// @ ensures   f == (ok ? p.View().Buffers[int(t) % Buffers].Frame : memory.NoFrame)
// @ decreases

// Descriptor answers the frame that the kernel writes into the device's queue for t. It fails when t is not in flight. Only the kernel
// calls it: the frame goes to no driver.
func (p *Pool) Descriptor(t Ticket) (f memory.Frame, ok bool) {
	// @ unfold acc(p.Mem(), 1/4)
	// @ defer fold acc(p.Mem(), 1/4)
	i := uint64(t) % Buffers
	if p.buffers[i].State != Live || uint64(p.buffers[i].Round) != uint64(t)/Buffers {
		return memory.NoFrame, false
	}
	return p.buffers[i].Frame, true
}

// @ preserves p.Mem()
// @ requires  0 <= t && t <= 18446744073709551615
// @ ensures   ok == InFlight(old(p.View()), t)
// @ ensures   ok ==> p.View() === With(old(p.View()), int(t) % Buffers, Completed(old(p.View()).Buffers[int(t) % Buffers]))
// @ ensures   held == (ok && old(p.View()).Buffers[int(t) % Buffers].State == Live)
// @ ensures   held ==> Named(p.View(), h, Held) && int(h) % Buffers == int(t) % Buffers
// @ ensures   !ok ==> p.View() === old(p.View())
// @ ensures   !held ==> h == 0
// @ decreases

// Complete takes the buffer of t back from the device. It fails, and changes nothing, when t is not in flight: the completion is stale, or
// the device made it up. If a driver still holds the buffer, held says so and h is its handle. Invariant: DMA-2.
func (p *Pool) Complete(t Ticket) (h Handle, held, ok bool) {
	i := uint32(uint64(t) % Buffers)
	// @ unfold p.Mem()
	// @ ghost prev := seq(p.buffers)
	b := p.buffers[i]
	if b.State != Live && b.State != Revoked || uint64(b.Round) != uint64(t)/Buffers {
		// @ fold p.Mem()
		return 0, false, false
	}
	p.buffers[i] = quieted(b)
	// @ assert seq(p.buffers) == prev[int(i) = Completed(prev[int(i)])]
	// @ fold p.Mem()
	if b.State == Revoked {
		return 0, false, true
	}
	return Handle(b.Gen*Buffers + i), true, true
}

// @ requires 0 <= b.Gen && b.Gen <= LastGen && 0 <= b.Round && b.Round < LastRound && (b.State == Live || b.State == Revoked)
// @ ensures  res == Completed(b)
// @ decreases

// quieted is b after the device has let go of it, its round ended. Preconditions: b is live or revoked; b.Round < LastRound.
func quieted(b Buffer) (res Buffer) {
	if b.State == Live {
		return Buffer{State: Held, Frame: b.Frame, Gen: b.Gen, Round: b.Round + 1}
	}
	return freed(Buffer{State: Revoked, Frame: b.Frame, Gen: b.Gen, Round: b.Round + 1})
}
