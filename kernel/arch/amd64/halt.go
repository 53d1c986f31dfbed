package amd64

import (
	"warrant/kernel/abi"
	"warrant/kernel/arch/cause"
)

// What record has to say.
const (
	haltRuntime = iota // a run-time check failed: cause, address
	haltTrapped        // an exception in ring 0: vector, address, error code, CR2, stack
)

// Halt stops the machine for good and tells QEMU's isa-debug-exit device why.
func Halt(status abi.HaltStatus) {
	outl(abi.HaltPort, uint32(status))
	stop()
}

// Refuse stops the machine with a message: it, or what it was told at boot, is not what the kernel can run on. The message is one
// line without an end of line.
func Refuse(message string, status abi.HaltStatus) {
	putString("kernel: halt: ")
	putString(message)
	putString("\n")
	Halt(status)
}

// record writes the record of a halt that the kernel did not choose. die calls it, on a stack of its own.
func record(first, address, code, fault, stack, why uint64) {
	if why == haltRuntime {
		putString("\nkernel: halt: ")
		putString(cause.Cause(first).String())
		putString(": pc=")
		putHex(address)
		putString("\n")
		Halt(abi.HaltPanic)
	}
	putString("\nkernel: halt: exception in ring ")
	// An NMI and a machine check end the machine whoever runs.
	if address < DirectMap {
		putString("3: vector=")
	} else {
		putString("0: vector=")
	}
	putHex(first)
	putString(" error=")
	putHex(code)
	putString(" pc=")
	putHex(address)
	putString(" cr2=")
	putHex(fault)
	putString(" sp=")
	putHex(stack)
	putString("\n")
	Halt(abi.HaltException)
}
