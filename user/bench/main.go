// Bench counts the instructions of what processes do most, by the time-stamp counter: under QEMU's -icount shift=0 that advances by one for
// each instruction, so that figures repeat exactly. Elsewhere it counts ticks. It needs "console", "timer", "objectMaker", "frameAllocator",
// "virtualMemory" and "processSpawner".
//
// Each line is a name, in brackets what there is more of while it is measured, and the median of several rounds, for one operation, with
// everything that the process itself does for it: the entries of a queue are prepared once, as a program in a hurry would, and handed in
// again by moving the tail.
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/rt/probe"
	"warrant/user/stage"
	"warrant/user/text"
)

// rounds is how often each thing is measured; the median counts.
const rounds = 32

// State of the process: too large for its stack.
var (
	voice  *program.Voice
	lane   Lane
	grants stage.Grants
	params [2048]byte
	result [4096]byte

	setting     string // what there is more of while an operation is measured; "" for nothing
	settingMore uint64 // how many
)

func main() {
	voice = program.Speak("bench")
	report("reading the counter twice", "", measure(func() {}), 1)
	entering()
	batches("NOP", rt.Entry{Opcode: abi.OpNop})
	batches("null CALL on a kernel object", now())
	server := messages()
	memory()
	processes()
	sleeping()
	growth()
	stage.Kill(server)
}

// entering measures an entry into the kernel that asks for nothing.
func entering() {
	report("empty cap_enter", "", measure(func() { rt.SystemCall(abi.SysCapEnter, 0, abi.TimeoutPoll) }), 1)
}

// now is a call of a kernel object that does next to nothing.
func now() rt.Entry {
	timer := rt.Need("timer", capos.TimerID)
	n, _ := client.EncodeTimerNow(params[:])
	return rt.CallEntry(timer, capos.TimerID, uint16(capos.TimerMethodNow), params[:n], result[:64], 0)
}

// batches measures an entry alone, and sixteen of them at once.
func batches(what string, e rt.Entry) {
	lane.Fill(e)
	alone := measure(func() { lane.Go(1) })
	together := measure(func() { lane.Go(abi.SQEntries) })
	report(what, ", batch 1", alone, 1)
	report(what, ", batch 16, each", together, abi.SQEntries)
}

// memory measures a page that is mapped, touched and unmapped.
func memory() {
	vm := program.Memory()
	const page = abi.MapBase
	n, _ := client.EncodeVirtualMemoryMap(params[:], 1, capos.ProtectionReadWrite, uint64(page))
	m, _ := client.EncodeVirtualMemoryUnmap(params[1024:], uint64(page))
	lane.Align()
	lane.Fill(rt.CallEntry(vm.Cap, capos.VirtualMemoryID, uint16(capos.VirtualMemoryMethodMap), params[:n], result[:64], 0))
	unmap := rt.CallEntry(vm.Cap, capos.VirtualMemoryID, uint16(capos.VirtualMemoryMethodUnmap), params[1024:1024+m], result[:64], 0)
	lane.FillOdd(unmap)
	report("page map, touch, unmap", "", measure(func() {
		lane.Go(1)
		*probe.At(page) = 1
		lane.Go(1)
	}), 1)
}

// processes measures a small process from its start to its end.
func processes() {
	spawner := program.Spawner()
	report("spawn, exit, wait", "", measure(func() {
		stage.Wait(stage.Start(&spawner, "empty", "bench-empty", grants.Reset(), stage.Small()))
	}), 1)
}

// sleeping measures a sleep that is over at once.
func sleeping() {
	timer := rt.Need("timer", capos.TimerID)
	n, _ := client.EncodeTimerSleep(params[:], 1)
	lane.Fill(rt.CallEntry(timer, capos.TimerID, uint16(capos.TimerMethodSleep), params[:n], result[:64], 0))
	report("timer sleep of 1 ns", "", measure(func() { lane.Go(1) }), 1)
}

// measure answers the median of the ticks that do took, without those of reading the counter: rounds differ, by the places that are free in
// the kernel's tables and by ticks of the timer. The first time does not count: it builds page tables that stay, and finds what the kernel
// remembers from before.
func measure(do func()) (median uint64) {
	var sorted [rounds]uint64
	do()
	for i := 0; i < rounds; i++ {
		start := probe.Ticks()
		do()
		n := probe.Ticks() - start
		j := i
		for ; j > 0 && sorted[j-1] > n; j-- {
			sorted[j] = sorted[j-1]
		}
		sorted[j] = n
	}
	return sorted[rounds/2]
}

// report writes one figure: total ticks for a number of operations.
func report(what, how string, total, operations uint64) {
	rt.Main().Resume() // the lane has moved the queues on
	var line text.Line
	line.String(what).String(how)
	if len(setting) != 0 {
		line.String(" [").String(setting).String(" ").Unsigned(settingMore).String("]")
	}
	voice.Write(line.String(": ").Unsigned(total / operations))
}
