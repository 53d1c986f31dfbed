package stage

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/lib/wire"
	"warrant/user/client"
	"warrant/user/rt"
)

// Budget is what a child may use, out of its parent's own: the parameters of ProcessSpawner.spawnWithin.
type Budget struct {
	Frames, Virtual, Processes, Objects, Slots, Calls uint32
}

// Small is the budget of a child that does little: it starts nobody and makes nothing.
func Small() Budget {
	return Budget{Frames: 128, Virtual: limits.DefaultVirtualPages, Slots: limits.CapSlots, Calls: limits.OutstandingCalls}
}

// Owning is a budget with room for n objects besides.
func (b Budget) Owning(n uint32) Budget {
	b.Objects = n
	return b
}

// Try starts a child; status says why there is none.
func Try(s *client.ProcessSpawner, name, binary string, g *Grants, b Budget) (handle abi.CapID, status client.Status) {
	index, status := s.SpawnWithin(name, binary, g.List(), b.Frames, b.Virtual, b.Processes, b.Objects, b.Slots, b.Calls)
	if !status.OK() {
		return 0, status
	}
	handle, _, _ = status.Cap(int(index))
	return handle, status
}

// Start starts a child and answers its handle. When it cannot be started, the process ends.
func Start(s *client.ProcessSpawner, name, binary string, g *Grants, b Budget) (handle abi.CapID) {
	handle, status := Try(s, name, binary, g, b)
	if !status.OK() {
		fail("cannot be started: ", name, status)
	}
	return handle
}

// End is how a child ended.
type End struct {
	Which capos.ProcessStatusWhich
	// Value is the exit code, the vector of the fault, or the id of the process that killed it.
	Value int64
}

// Exit is the end of a child that exits with a code.
func Exit(code int64) End { return End{Which: capos.ProcessStatusWhichExited, Value: code} }

// Fault is the end of a child that faults with a vector.
func Fault(vector int64) End { return End{Which: capos.ProcessStatusWhichFaulted, Value: vector} }

// Killed is the end of a child that the process itself kills.
func Killed() End {
	return End{Which: capos.ProcessStatusWhichKilled, Value: int64(rt.ProcessID())}
}

// Wait waits for the end of a child and gives up its handle.
func Wait(handle abi.CapID) (end End) {
	h := client.NewProcessHandle(rt.Main(), handle)
	status, s := h.Wait()
	if !s.OK() {
		fail("a child cannot be waited for", "", s)
	}
	end.Which = status.Which()
	switch end.Which {
	case capos.ProcessStatusWhichExited:
		end.Value = status.Exited()
	case capos.ProcessStatusWhichFaulted:
		record, e := status.Faulted()
		if e == wire.OK {
			end.Value = int64(record.Vector())
		}
	case capos.ProcessStatusWhichKilled:
		end.Value = int64(status.Killed())
	}
	rt.Main().Release(handle)
	return end
}

// Kill ends a child; its handle stays.
func Kill(handle abi.CapID) {
	h := client.NewProcessHandle(rt.Main(), handle)
	if s := h.Kill(); !s.OK() {
		fail("a child cannot be killed", "", s)
	}
}
