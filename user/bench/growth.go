package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/stage"
)

// How many of each thing there are more in the settings that the operations are measured in, in ascending order.
var (
	crowds = [...]int{8, 16, 28}
	hoards = [...]int{16, 32, 48}
	queues = [...]int{4, 8, 12}
)

// many are the capabilities that make a setting: handles of processes, or signals.
var many [64]abi.CapID

// growth measures the same operations with more processes alive, with more capabilities in the table, and with more calls of the process that
// are not complete: half of them wait for a time, half of them at an endpoint that nobody serves.
func growth() {
	spawner := program.Spawner()
	n := 0
	for _, most := range crowds {
		for ; n < most; n++ {
			many[n] = stage.Start(&spawner, "idle", "bench-idle", grants.Reset(), stage.Small())
		}
		series("processes", most)
	}
	for i := range n {
		stage.Kill(many[i])
		stage.Wait(many[i])
	}
	n = 0
	notification := stage.Notification()
	for _, most := range hoards {
		for ; n < most; n++ {
			many[n] = stage.Signal(notification)
		}
		series("capabilities", most)
	}
	for i := range n {
		rt.Main().Release(many[i])
	}
	waiting()
}

// waiting measures with calls that are not complete. They stay so until the process ends.
func waiting() {
	timer := rt.Need("timer", capos.TimerID)
	nobody, _ := stage.Facet(stage.Endpoint(), capos.EchoID)
	length, _ := client.EncodeTimerSleep(params[:], never)
	sleep := rt.CallEntry(timer, capos.TimerID, uint16(capos.TimerMethodSleep), params[:length], result[:64], 0)
	call := rt.CallEntry(nobody, capos.EchoID, 0, params[:0], result[:64], 0)
	n := 0
	for _, most := range queues {
		for ; n < most; n += 2 {
			lane.Leave(sleep)
			lane.Leave(call)
			rt.Main().Resume()
		}
		series("queued calls", most)
	}
}

// never is longer than the process lives, in nanoseconds.
const never = 1 << 60

// series measures each operation once, in a setting with that many more of something.
func series(of string, more int) {
	setting, settingMore = of, uint64(more)
	entering()
	lane.Fill(rt.Entry{Opcode: abi.OpNop})
	report("NOP", ", batch 1", measure(func() { lane.Go(1) }), 1)
	lane.Fill(now())
	report("null CALL on a kernel object", ", batch 1", measure(func() { lane.Go(1) }), 1)
	lane.Fill(trip(0))
	report("CALL, RECV, RETURN, 0 bytes", ", batch 1", measure(func() { lane.Go(1) }), 1)
	memory()
	processes()
	sleeping()
	setting = ""
}
