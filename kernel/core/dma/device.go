// +gobra

package dma

// @ preserves p.Mem()
// @ ensures   ok == (old(p.View()).Device == Stopped)
// @ ensures   p.View() === (ok ? View{old(p.View()).Buffers, Running} : old(p.View()))
// @ decreases

// Start says that the device takes requests. It fails unless the device is stopped.
func (p *Pool) Start() (ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	if p.device != Stopped {
		return false
	}
	p.device = Running
	return true
}

// @ preserves p.Mem()
// @ ensures   ok == (old(p.View()).Device == Running)
// @ ensures   p.View() === (ok ? View{old(p.View()).Buffers, Stopping} : old(p.View()))
// @ decreases

// Stop ends the publishing of buffers: what the device has it may still work on. It fails unless the device runs.
func (p *Pool) Stop() (ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	if p.device != Running {
		return false
	}
	p.device = Stopping
	return true
}

// @ preserves p.Mem()
// @ ensures   ok == (old(p.View()).Device == Stopping)
// @ ensures   ok ==> p.View().Device == Stopped
// @ ensures   ok ==> forall i int :: { p.View().Buffers[i] } 0 <= i && i < Buffers ==> p.View().Buffers[i] == Quiet(old(p.View()).Buffers[i])
// @ ensures   !ok ==> p.View() === old(p.View())
// @ decreases

// Quiesce says that the device was reset and reads and writes nothing any more: every ticket ends, and every buffer that it had is back with
// its driver or free. It fails unless the device is stopping. Who calls it has read back from the device that the reset is complete.
// Invariants: DMA-2, DMA-3.
func (p *Pool) Quiesce() (ok bool) {
	// @ unfold p.Mem()
	if p.device != Stopping {
		// @ fold p.Mem()
		return false
	}
	// @ ghost first := seq(p.buffers)
	// @ invariant acc(p) && 0 <= i && i <= Buffers && p.device == Stopping
	// @ invariant Inv(View{seq(p.buffers), p.device}) && len(first) == Buffers
	// @ invariant forall j int :: { seq(p.buffers)[j] } 0 <= j && j < int(i) ==> seq(p.buffers)[j] == Quiet(first[j])
	// @ invariant forall j int :: { seq(p.buffers)[j] } int(i) <= j && j < Buffers ==> seq(p.buffers)[j] == first[j]
	// @ decreases Buffers - i
	for i := uint32(0); i < Buffers; i++ {
		b := p.buffers[i]
		if b.State == Live || b.State == Revoked {
			// @ ghost prev := seq(p.buffers)
			p.buffers[i] = quieted(b)
			// @ assert seq(p.buffers) == prev[int(i) = Completed(prev[int(i)])]
		}
	}
	p.device = Stopped
	// @ fold p.Mem()
	return true
}
