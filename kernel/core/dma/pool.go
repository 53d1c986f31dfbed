// +gobra

// Package dma is the life of the buffers that one device reads and writes on its own.
//
// A pool owns frames of bounce memory. A driver holds a buffer by a handle, the device by a ticket; neither is an address, and both name a
// generation, so that what was given up answers nothing any more. A buffer that the device may still reach is neither given to another
// driver nor taken back from the pool, whatever its driver does meanwhile. docs/dma-isolation.md tells how drivers are built on it.
//
// The package programs no device and maps nothing: who publishes a buffer writes its frame into the device's queue, and who says that the
// device has stopped has reset it. Frames leave it to the kernel's own code only, Invariant DMA-1: handles and tickets are numbers.
package dma

import "warrant/kernel/core/memory"

// Buffers is the number of buffers of a pool.
const Buffers = 16

// LastGen is the generation after which a buffer is retired: handles are generation*Buffers + buffer in 32 bits.
const LastGen = 268435455

// LastRound is the round after which a buffer is no longer published: tickets are round*Buffers + buffer in 64 bits.
const LastRound = 4294967295

// Handle names a buffer and a generation; a driver's capability holds one.
type Handle uint32

// Ticket names a buffer and a round; a request of the device carries one.
type Ticket uint64

// State is the life of a buffer.
type State uint8

// The states of a buffer.
const (
	// Empty has no frame.
	Empty State = iota
	// Free has a frame that nobody reaches, with bytes of before.
	Free
	// Held is a driver's; the device does not reach it.
	Held
	// Live is a driver's, and the device may read and write it.
	Live
	// Revoked is no driver's any more, and the device may still read and write it.
	Revoked
	// Retired has used up its generations.
	Retired
)

// Device is what the device may be doing.
type Device uint8

// The states of a device.
const (
	// Stopped is a device that was reset: it reads and writes nothing.
	Stopped Device = iota
	// Running is a device that takes requests.
	Running
	// Stopping is a device that gets no more requests and may still work on the ones it has.
	Stopping
)

// Buffer is one buffer of a pool.
type Buffer struct {
	State State
	// Frame is memory.NoFrame exactly while the pool owns none for this buffer.
	Frame memory.Frame
	// Gen is the generation of the handle that names the buffer, or the next one that will.
	Gen uint32
	// Round is the round of the ticket that the device has, or the next one that it gets.
	Round uint32
}

// Pool holds the buffers of one device. The zero value has no frames, and its device is stopped.
type Pool struct {
	buffers [Buffers]Buffer
	device  Device
}

// @ requires acc(p)
// @ ensures  p.Mem() && p.View().Device == Stopped
// @ ensures  forall i int :: { p.View().Buffers[i] } 0 <= i && i < Buffers ==> p.View().Buffers[i] == Buffer{}
// @ decreases

// Reset makes p a pool without frames. Every handle and ticket of before may name something again: only for a device that is new.
func (p *Pool) Reset() {
	*p = Pool{}
	// @ fold p.Mem()
}

// @ preserves p.Mem()
// @ requires  0 <= f
// @ ensures   ok ==> 0 <= i && i < Buffers && f != memory.NoFrame && old(p.View()).Buffers[int(i)].State == Empty
// @ ensures   ok ==> p.View() === With(old(p.View()), int(i), Filled(old(p.View()).Buffers[int(i)], f))
// @ ensures   ok ==> forall j int :: { old(p.View()).Buffers[j] } 0 <= j && j < Buffers ==> old(p.View()).Buffers[j].Frame != f
// @ ensures   !ok ==> i == 0 && p.View() === old(p.View()) && (f == memory.NoFrame || Has(p.View(), f) || Full(p.View()))
// @ decreases

// Add gives the pool frame f. It fails when f is memory.NoFrame or in the pool already, and when no buffer is empty. Invariant: DMA-1, two
// buffers are never the same memory.
func (p *Pool) Add(f memory.Frame) (i uint32, ok bool) {
	// @ unfold p.Mem()
	// @ ghost prev := seq(p.buffers)
	// @ ghost device := p.device
	i = Buffers
	// @ invariant acc(p) && 0 <= k && k <= Buffers && 0 <= i && i <= Buffers
	// @ invariant seq(p.buffers) == prev && p.device == device && Inv(View{prev, p.device})
	// @ invariant i < Buffers ? prev[int(i)].State == Empty : forall j int :: { prev[j] } 0 <= j && j < int(k) ==> prev[j].State != Empty
	// @ invariant forall j int :: { prev[j] } 0 <= j && j < int(k) ==> prev[j].Frame != f
	// @ decreases Buffers - k
	for k := uint32(0); k < Buffers; k++ {
		if p.buffers[k].Frame == f { // so of an empty buffer, when f is memory.NoFrame
			// @ fold p.Mem()
			return 0, false
		}
		if p.buffers[k].State == Empty {
			i = k
		}
	}
	if i == Buffers {
		// @ fold p.Mem()
		return 0, false
	}
	b := p.buffers[i]
	p.buffers[i] = Buffer{State: Free, Frame: f, Gen: b.Gen, Round: b.Round}
	// @ assert seq(p.buffers) == prev[int(i) = Filled(prev[int(i)], f)]
	// @ fold p.Mem()
	return i, true
}

// @ preserves p.Mem()
// @ requires  0 <= i && i < Buffers
// @ ensures   ok == Idle(old(p.View()).Buffers[int(i)])
// @ ensures   ok ==> f == old(p.View()).Buffers[int(i)].Frame && f != memory.NoFrame
// @ ensures   ok ==> p.View() === With(old(p.View()), int(i), Emptied(old(p.View()).Buffers[int(i)]))
// @ ensures   !ok ==> f == memory.NoFrame && p.View() === old(p.View())
// @ decreases

// Reclaim takes the frame of buffer i out of the pool. It fails while a driver or the device has the buffer. Invariant: DMA-4.
// Precondition: i < Buffers.
func (p *Pool) Reclaim(i uint32) (f memory.Frame, ok bool) {
	// @ unfold p.Mem()
	// @ ghost prev := seq(p.buffers)
	b := p.buffers[i]
	if b.Frame == memory.NoFrame || b.State != Free && b.State != Retired {
		// @ fold p.Mem()
		return memory.NoFrame, false
	}
	if b.State == Free {
		p.buffers[i] = Buffer{State: Empty, Gen: b.Gen, Round: b.Round}
	} else {
		p.buffers[i] = Buffer{State: Retired, Gen: b.Gen, Round: b.Round}
	}
	// @ assert seq(p.buffers) == prev[int(i) = Emptied(prev[int(i)])]
	// @ fold p.Mem()
	return b.Frame, true
}
