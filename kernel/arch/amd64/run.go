package amd64

import (
	"warrant/kernel/core/memory"
	"warrant/kernel/core/trap"
)

// none is the slot of no process.
const none = ^uint32(0)

var (
	// areaBase is the address of the x87 and SSE state of slot 0.
	areaBase uint64
	// runSlot is the slot whose selectors, GS base and x87 state are in the processor; runRoot is the address in CR3.
	runSlot uint32
	runRoot uint64
)

// prepareAreas places the x87 and SSE states at multiples of 16, as FXSAVE64 demands.
func prepareAreas() {
	areaBase = (addressOfAreas() + 15) / 16 * 16
	runSlot = none
}

// clearArea gives a slot the state after FNINIT with MXCSR 0x1f80 and empty SSE registers. SDM volume 1, section 10.5.1.
func clearArea(area uint64) {
	b := bytesAt(area, fpuSize)
	for i := range b {
		b[i] = 0
	}
	b[0], b[1] = 0x7f, 0x03   // control word: all exceptions masked, 64-bit precision
	b[24], b[25] = 0x80, 0x1f // MXCSR
}

// Load makes a process the one that Run runs. slot (below limits.Processes) names the place of its x87 and SSE state; with fresh that starts
// clean, as it must for a process that has not run. regs are its general registers; a slot has the same ones always. root is the frame of
// its top-level page table; flush says that a mapping of that address space has changed since it ran last.
func Load(slot uint32, fresh bool, regs *trap.Registers, root memory.Frame, flush bool) {
	if fresh || flush || slot != runSlot || uint64(root.Address()) != runRoot {
		change(slot, fresh, regs, uint64(root.Address()))
	}
}

// Run lets the process that was loaded run in ring 3 until it stops, and answers whether that was a system call, and when, as of Now; Stopped
// has the rest. regs are its general registers, those of Load, and come back as the process left them. deadline is the time, as of Now, at which
// the process is stopped by a trap.Tick at the latest; it may be stopped by one earlier.
func Run(regs *trap.Registers, deadline uint64) (syscall bool, now uint64) {
	if armed > deadline {
		arm(deadline)
	}
	vector, now := enter()
	return vector == vectorSyscall, now
}

// Stopped answers why Run has answered, unless that was a system call.
func Stopped() (e trap.Event) {
	if trapVector == vectorTimer {
		acknowledge()
		return trap.Event{Kind: trap.Tick}
	}
	e = trap.Event{Kind: trap.Fault, Vector: uint32(trapVector), ErrorCode: trapCode}
	if trapVector == vectorPageFault {
		e.Address = trapAddress // CR2 means something then only
	}
	return e
}

// change makes slot the process that enter runs.
func change(slot uint32, fresh bool, regs *trap.Registers, root uint64) {
	area := areaBase + fpuSize*uint64(slot)
	if fresh {
		clearArea(area)
	}
	if fresh || slot != runSlot {
		var from uint64
		if runSlot != none {
			from = current
		}
		exchange(from, addressOfRegisters(regs))
	}
	setCR3(root)
	runRoot = root
	runSlot = slot
	current = addressOfRegisters(regs)
	currentArea = area
}

// Leave makes the kernel's own address space current. It must be called before the frames of an address space that Run has used are
// given back: the processor walks those tables, for the kernel's half too, until another root is loaded.
func Leave() {
	if runRoot != kernelRoot {
		setCR3(kernelRoot)
		runRoot = kernelRoot
	}
	runSlot = none
}

// Idle waits until deadline, as of Now, or for an interrupt. It may return early.
func Idle(deadline uint64) {
	if Now() >= deadline {
		return
	}
	if armed > deadline {
		arm(deadline)
	}
	sleep()
	acknowledge()
}
