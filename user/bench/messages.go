package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/little"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/stage"
)

// travels is the transfer descriptor of a call.
var travels [abi.DescriptorSize]byte

// facet is what the server answers calls on.
var facet abi.CapID

// trip is a call between processes with n bytes.
func trip(n uint32) rt.Entry {
	return rt.CallEntry(facet, capos.EchoID, 0, params[:n], result[:128], 0)
}

// messages measures calls between processes: there, an answer, and back. The server that it starts stays.
func messages() (server abi.CapID) {
	spawner := program.Spawner()
	owner := stage.Endpoint()
	facet, _ = stage.Facet(owner, capos.EchoID)
	signal := stage.Signal(stage.Notification())
	grants.Reset().Move("table", owner, capos.EndpointID)
	server = stage.Start(&spawner, "server", "bench-server", &grants, stage.Small().Owning(2))
	batches("CALL, RECV, RETURN, 0 bytes", trip(0))
	lane.Fill(trip(0))
	plain := measure(func() { lane.Go(1) })
	lane.Fill(trip(64))
	report("CALL, RECV, RETURN, 64 bytes", "", measure(func() { lane.Go(1) }), 1)
	lane.Fill(trip(1024))
	report("CALL, RECV, RETURN, 1024 bytes", "", measure(func() { lane.Go(1) }), 1)
	e := trip(0)
	e.Method = 2
	e.TransferCount = 1
	e.Transfers = rt.AddressOf(travels[:])
	lane.Fill(e)
	little.PutUint32(travels[:], abi.DescriptorCap, uint32(signal))
	little.PutUint32(travels[:], abi.DescriptorMode, abi.TransferMove)
	moved := measure(func() {
		lane.Go(1)
		// The capability came back under another id.
		little.PutUint32(travels[:], abi.DescriptorCap, little.Uint32(result[:], abi.RecordCap))
	})
	report("CALL, RECV, RETURN, one capability moved there and back", "", moved, 1)
	report("one capability moved with a call, extra", "", moved-plain, 2)
	e.Method = 0
	lane.Fill(e)
	little.PutUint32(travels[:], abi.DescriptorMode, abi.TransferCopy)
	copied := measure(func() { lane.Go(1) })
	report("CALL, RECV, RETURN, one capability copied", "", copied, 1)
	report("one capability copied with a call, extra", "", copied-plain, 1)
	return server
}
