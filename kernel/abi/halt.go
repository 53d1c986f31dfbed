// +gobra

package abi

// HaltStatus is what the kernel writes to QEMU's isa-debug-exit device, port HaltPort, when the machine stops; QEMU then exits with
// 2*status+1. On a machine without that device the write is lost and the processor halts.
type HaltStatus uint32

// HaltPort is the I/O port of the isa-debug-exit device.
const HaltPort = 0xf4

// Why the machine stops.
const (
	// HaltClean: init ended with exit code 0 and every frame came back.
	HaltClean HaltStatus = 0x20
	// HaltInitFailed: init ended in any other way.
	HaltInitFailed HaltStatus = 0x21
	// HaltBootRefused: the boot module or init's image is not what it must be.
	HaltBootRefused HaltStatus = 0x22
	// HaltPanic: a run-time check of the kernel's own code failed.
	HaltPanic HaltStatus = 0x23
	// HaltException: an exception or an NMI in ring 0.
	HaltException HaltStatus = 0x24
	// HaltAccounting: a resource did not come back.
	HaltAccounting HaltStatus = 0x25
	// HaltProcessor: the processor lacks a feature that the kernel needs.
	HaltProcessor HaltStatus = 0x26
)
