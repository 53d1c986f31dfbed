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
	serve(amd64.Now())
}

// serve is the kernel's loop, from time now on. One reading of the clock serves until a process runs again, since what the kernel does meanwhile
// takes no time that counts.
func serve(now uint64) {
	var r *trap.Registers
	d := kernel.Decision()
	for {
		if !kernel.Next(now) {
			if d.Choice != sys.Run {
				now = rest(d)
				continue
			}
			r = kernel.Registers(d.Process)
			amd64.Load(d.Process, d.Fresh, r, d.Root, d.Flush)
		}
		var syscall bool
		syscall, now = amd64.Run(r, d.Deadline)
		if syscall && r.RAX != abi.SysExit {
			kernel.Syscall(d.Process, now)
		} else {
			stop(d.Process, syscall, now)
		}
		flush()
	}
}

// stop handles what is rarer than a system call after which the process goes on: its end, and a tick.
func stop(p uint32, syscall bool, now uint64) {
	e := trap.Event{Kind: trap.Syscall}
	if !syscall {
		e = amd64.Stopped()
	}
	if e.Kind != trap.Tick {
		// The process ends: its page tables, which are the processor's until Leave, are given back.
		amd64.Leave()
	}
	kernel.Handle(p, e, now)
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
