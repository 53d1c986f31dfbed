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
	for {
		step()
	}
}

// step is one turn of the kernel's loop.
func step() {
	d := kernel.Next(amd64.Now())
	flush()
	switch d.Choice {
	case sys.Run:
		e := amd64.Run(d.Process, d.Fresh, kernel.Registers(d.Process), d.Root, d.Flush, d.Deadline)
		if ends(e, kernel.Registers(d.Process)) {
			amd64.Leave()
		}
		kernel.Handle(d.Process, e, amd64.Now())
		flush()
	case sys.Idle:
		amd64.Idle(d.Deadline)
	case sys.Stop:
		amd64.Halt(d.Status)
	}
}

// ends says whether event e is one at which the process ends: its page tables, which are the processor's until Leave, are given back.
func ends(e trap.Event, r *trap.Registers) (yes bool) {
	return e.Kind == trap.Fault || e.Kind == trap.Syscall && r.RAX == abi.SysExit
}

// flush hands the output that waits to the device.
func flush() {
	b := kernel.Console()
	amd64.Console(b.Waiting())
	b.Clear()
}
