// Package dma has the bounded proofs of kernel/core/dma: from any pool that satisfies the invariant, each operation does what it says.
//
// Only gosure prove runs these functions. The package may not be imported.
package dma

import (
	"warrant/kernel/core/dma"
	"warrant/kernel/core/memory"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// mirror is dma.Pool with its fields in reach.
type mirror struct {
	buffers [dma.Buffers]dma.Buffer
	device  dma.Device
}

// anyPool returns any pool in which each buffer is sane. That no two buffers share a frame is used by no operation but Add.
func anyPool() mirror {
	p := mirror{device: dma.Device(prove.Any[uint8]())}
	prove.Assume(p.device <= dma.Stopping)
	for i := range p.buffers {
		b := dma.Buffer{State: dma.State(prove.Any[uint8]()), Frame: memory.Frame(prove.Any[uint32]()), Gen: prove.Any[uint32](), Round: prove.Any[uint32]()}
		p.buffers[i] = b
		prove.Assume(sane(b))
	}
	return p
}

// sane is what the invariant says of a buffer by itself.
func sane(b dma.Buffer) bool {
	return logic.All(b.State <= dma.Retired, b.Gen <= dma.LastGen, !reached(b) || b.Round < dma.LastRound,
		b.Frame != memory.NoFrame || b.State == dma.Empty || b.State == dma.Retired, b.State != dma.Empty || b.Frame == memory.NoFrame)
}

// reached says that the device may read and write a buffer.
func reached(b dma.Buffer) bool { return b.State == dma.Live || b.State == dma.Revoked }

// freed is b without its driver, in the words of DMA-3.
func freed(b dma.Buffer) dma.Buffer {
	if b.Gen == dma.LastGen {
		b.State = dma.Retired
		return b
	}
	b.State = dma.Free
	b.Gen++
	return b
}

// completed is b after the device has let go of it, in the words of DMA-2.
func completed(b dma.Buffer) dma.Buffer {
	b.Round++
	if b.State == dma.Live {
		b.State = dma.Held
		return b
	}
	return freed(b)
}

// ProofRelease: what a driver gives up is dead for it; what the device has stays with the device. Invariants: DMA-3, DMA-4.
func ProofRelease() {
	before, h, k := anyPool(), prove.Any[dma.Handle](), prove.Any[uint32]()%dma.Buffers
	pool := prove.Reshape[dma.Pool](before)
	ok := pool.Release(h)
	i := uint32(h) % dma.Buffers
	b := before.buffers[i]
	prove.Cover(ok && b.State == dma.Live, "while the device has it")
	prove.Cover(ok && b.Gen == dma.LastGen, "the last generation")
	prove.Assert(ok == logic.All(b.State == dma.Held || b.State == dma.Live, b.Gen == uint32(h)/dma.Buffers))
	want := before.buffers[k]
	if ok && k == i {
		if want.State == dma.Live {
			want.State = dma.Revoked
		} else {
			want = freed(want)
		}
	}
	prove.Assert(prove.Reshape[mirror](pool).buffers[k] == want)
	again := pool.Release(h)
	prove.Assert(!ok || !again, "a handle is given up once")
	frame, taken := pool.Reclaim(i)
	prove.Assert(!taken || !reached(b) && frame == b.Frame, "no frame leaves the pool under the device")
}

// ProofReleaseTwin claims that a buffer is free as soon as its driver gives it up.
func ProofReleaseTwin() {
	before, h := anyPool(), prove.Any[dma.Handle]()
	pool := prove.Reshape[dma.Pool](before)
	ok := pool.Release(h)
	prove.Assert(!ok || !reached(prove.Reshape[mirror](pool).buffers[uint32(h)%dma.Buffers]))
}

// ProofComplete: a completion counts exactly when its ticket is in flight, and then once. Invariant: DMA-2.
func ProofComplete() {
	before, t, k := anyPool(), prove.Any[dma.Ticket](), prove.Any[uint32]()%dma.Buffers
	pool := prove.Reshape[dma.Pool](before)
	h, held, ok := pool.Complete(t)
	i := uint32(t % dma.Buffers)
	b := before.buffers[i]
	prove.Cover(ok && held, "to its driver")
	prove.Cover(ok && !held, "of a buffer that was given up")
	prove.Assert(ok == logic.All(reached(b), uint64(b.Round) == uint64(t)/dma.Buffers))
	want := before.buffers[k]
	if ok && k == i {
		want = completed(want)
	}
	prove.Assert(prove.Reshape[mirror](pool).buffers[k] == want)
	prove.Assert(held == (ok && b.State == dma.Live) && (!held || uint32(h) == b.Gen*dma.Buffers+i))
	_, _, again := pool.Complete(t)
	prove.Assert(!again, "a completion counts once")
}

// ProofCompleteTwin claims that whatever a device completes, it had.
func ProofCompleteTwin() {
	before, t := anyPool(), prove.Any[dma.Ticket]()
	pool := prove.Reshape[dma.Pool](before)
	_, _, ok := pool.Complete(t)
	prove.Assert(ok == reached(before.buffers[t%dma.Buffers]))
}

// ProofPublish: a ticket is given exactly for a buffer that its driver has, while the device runs, and no ticket of before is it.
// Invariant: DMA-2.
func ProofPublish() {
	before, h, old, k := anyPool(), prove.Any[dma.Handle](), prove.Any[dma.Ticket](), prove.Any[uint32]()%dma.Buffers
	i := uint32(h) % dma.Buffers
	prove.Assume(old%dma.Buffers == dma.Ticket(i) && uint64(old)/dma.Buffers < uint64(before.buffers[i].Round))
	pool := prove.Reshape[dma.Pool](before)
	t, ok := pool.Publish(h)
	b := before.buffers[i]
	prove.Cover(ok, "a request")
	prove.Assert(ok == logic.All(before.device == dma.Running, b.State == dma.Held, b.Gen == uint32(h)/dma.Buffers, b.Round < dma.LastRound))
	prove.Assert(!ok || t != old, "a ticket of an earlier round")
	want := before.buffers[k]
	if ok && k == i {
		want.State = dma.Live
	}
	prove.Assert(prove.Reshape[mirror](pool).buffers[k] == want)
	_, accessible := pool.Access(h)
	prove.Assert(!ok || !accessible, "the driver and the device at once")
}

// ProofPublishTwin claims that a buffer can be published whatever the device does.
func ProofPublishTwin() {
	before, h := anyPool(), prove.Any[dma.Handle]()
	pool := prove.Reshape[dma.Pool](before)
	_, accessible := pool.Access(h)
	_, ok := pool.Publish(h)
	prove.Assert(ok == accessible)
}

// ProofQuiesce: after a reset the device reaches nothing, and a ticket of before is dead. Invariants: DMA-2, DMA-3.
func ProofQuiesce() {
	before, t, k := anyPool(), prove.Any[dma.Ticket](), prove.Any[uint32]()%dma.Buffers
	pool := prove.Reshape[dma.Pool](before)
	ok := pool.Quiesce()
	after := prove.Reshape[mirror](pool)
	prove.Cover(ok && reached(before.buffers[k]), "a buffer that the device had")
	prove.Assert(ok == (before.device == dma.Stopping))
	want := before.buffers[k]
	if ok && reached(want) {
		want = completed(want)
	}
	prove.Assert(after.buffers[k] == want && (!ok || after.device == dma.Stopped && !reached(after.buffers[k])))
	_, _, stale := pool.Complete(t)
	prove.Assert(!ok || !stale, "a completion from before the reset")
}

// ProofQuiesceTwin claims that the end of a device takes every buffer from its driver.
func ProofQuiesceTwin() {
	before, k := anyPool(), prove.Any[uint32]()%dma.Buffers
	pool := prove.Reshape[dma.Pool](before)
	ok := pool.Quiesce()
	prove.Assert(!ok || prove.Reshape[mirror](pool).buffers[k].State != dma.Held)
}

// ProofAdd: a frame comes into the pool once, into an empty buffer. Invariant: DMA-1.
func ProofAdd() {
	before, f, k := anyPool(), memory.Frame(prove.Any[uint32]()), prove.Any[uint32]()%dma.Buffers
	pool := prove.Reshape[dma.Pool](before)
	i, ok := pool.Add(f)
	after := prove.Reshape[mirror](pool)
	prove.Cover(ok, "a new frame")
	prove.Assert(!ok || before.buffers[k].Frame != f && f != memory.NoFrame && before.buffers[i%dma.Buffers].State == dma.Empty)
	want := before.buffers[k]
	if ok && k == i {
		want.State, want.Frame = dma.Free, f
	}
	prove.Assert(after.buffers[k] == want)
	_, again := pool.Add(f)
	prove.Assert(!ok || !again, "a frame twice")
}

// ProofAddTwin claims that there is always room.
func ProofAddTwin() {
	pool := prove.Reshape[dma.Pool](anyPool())
	_, ok := pool.Add(memory.Frame(prove.Any[uint32]()))
	prove.Assert(ok)
}
