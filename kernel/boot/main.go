// Command boot is the kernel: the order in which it starts, and the loop that it is. It may do nothing else.
package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/arch/amd64"
	"warrant/kernel/core/bootinfo"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/trap"
	"warrant/kernel/limits"
	"warrant/kernel/sys"
)

// The kernel's state, and what it was told about its machine.
var (
	kernel sys.Kernel
	info   bootinfo.Info
)

// main runs once package amd64 has made exceptions safe. It does not return.
//
//gosure:entry boot
func main() {
	const top = limits.Frames * memory.FrameSize
	readLoader(&info, top)
	amd64.MapMemory(&info)
	info.TSCHertz = amd64.CalibrateClock()
	status, ok := kernel.Boot(&info, amd64.RAM(extent(&info)))
	flush()
	if !ok {
		amd64.Halt(status)
	}
	now := amd64.Now()
	for {
		now = step(now)
	}
}

// step is one turn of the kernel's loop, at time now. It answers the time at which the processor was last the kernel's.
func step(now uint64) (after uint64) {
	kernel.Next(now)
	d := kernel.Decision()
	if d.Choice != sys.Run {
		return rest(d)
	}
	r := kernel.Registers(d.Process)
	kind := amd64.Run(d.Process, d.Fresh, r, d.Root, d.Flush, d.Deadline)
	if kind == trap.Syscall && r.RAX != abi.SysExit {
		// One reading of the clock serves until the next process runs: what the kernel does meanwhile takes no time that counts.
		after = amd64.Now()
		kernel.Syscall(d.Process, after)
	} else {
		after = stop(d.Process, kind)
	}
	flush()
	return after
}

// stop handles what is rarer than a system call after which the process goes on: its end, and a tick.
func stop(p uint32, kind trap.Kind) (after uint64) {
	e := trap.Event{Kind: kind}
	if kind == trap.Fault {
		e = amd64.Stopped()
	}
	if kind != trap.Tick {
		// The process ends: its page tables, which are the processor's until Leave, are given back.
		amd64.Leave()
	}
	after = amd64.Now()
	kernel.Handle(p, e, after)
	return after
}

// rest does what decision d says when no process can run.
func rest(d *sys.Decision) (after uint64) {
	flush()
	if d.Choice == sys.Stop {
		amd64.Halt(d.Status)
	}
	amd64.Idle(d.Deadline)
	return amd64.Now()
}

// flush hands the output that waits to the device.
func flush() {
	if kernel.Prints() {
		write()
	}
}

// write is flush when output waits.
func write() {
	b := kernel.Console()
	amd64.Console(b.Waiting())
	b.Clear()
}
