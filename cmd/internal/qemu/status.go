package qemu

import (
	"fmt"

	"warrant/kernel/abi"
)

// Status is how a run ended. Its number is the exit status of `warrant run`.
type Status int

// The ways in which a run ends. 1 is left to errors of the tool itself.
const (
	// Clean: init ended with code 0 and every frame came back.
	Clean Status = 0
	// InitFailed: init ended in any other way.
	InitFailed Status = 2
	// BootRefused: the kernel refused its boot module or init's image.
	BootRefused Status = 3
	// KernelPanic: a run-time check of the kernel failed.
	KernelPanic Status = 4
	// KernelException: an exception or an NMI in ring 0.
	KernelException Status = 5
	// Accounting: a resource did not come back.
	Accounting Status = 6
	// Processor: the processor lacks a feature that the kernel needs.
	Processor Status = 7
	// Reset: the machine was reset or switched off without a status, as by a triple fault.
	Reset Status = 8
	// TimedOut: the time limit was reached.
	TimedOut Status = 9
	// Missing: QEMU or its firmware is not installed.
	Missing Status = 10
	// Broken: QEMU itself failed.
	Broken Status = 11
	// Interrupted: the user ended the run.
	Interrupted Status = 130
)

// statuses has a name and a description for each way; the names are what smokes expect.
var statuses = map[Status]struct{ name, text string }{
	Clean:           {"clean", "init ended with code 0 and every frame came back"},
	InitFailed:      {"init-failed", "init failed"},
	BootRefused:     {"boot-refused", "the kernel refused to boot"},
	KernelPanic:     {"kernel-panic", "a run-time check of the kernel failed"},
	KernelException: {"kernel-exception", "an exception in the kernel"},
	Accounting:      {"accounting", "a resource did not come back"},
	Processor:       {"processor", "the processor lacks a feature that the kernel needs"},
	Reset:           {"reset", "the machine was reset or switched off without a status"},
	TimedOut:        {"timed-out", "the time limit was reached"},
	Missing:         {"missing", "QEMU is not installed"},
	Broken:          {"broken", "QEMU failed"},
	Interrupted:     {"interrupted", "interrupted"},
}

// Name answers the short name of a status.
func (s Status) Name() string {
	return statuses[s].name
}

// String answers a status in words.
func (s Status) String() string {
	if text := statuses[s].text; text != "" {
		return text
	}
	return fmt.Sprintf("unknown status %d", int(s))
}

// Named answers the status with a short name.
func Named(name string) (s Status, ok bool) {
	for s, words := range statuses {
		if words.name == name {
			return s, true
		}
	}
	return 0, false
}

// halts translates what the kernel writes to abi.HaltPort.
var halts = map[abi.HaltStatus]Status{
	abi.HaltClean:       Clean,
	abi.HaltInitFailed:  InitFailed,
	abi.HaltBootRefused: BootRefused,
	abi.HaltPanic:       KernelPanic,
	abi.HaltException:   KernelException,
	abi.HaltAccounting:  Accounting,
	abi.HaltProcessor:   Processor,
}

// translate answers what an exit status of QEMU means. The device isa-debug-exit ends it with twice the guest's number plus one; 0 is a
// machine that was switched off or, with -no-reboot, reset.
func translate(code int) Status {
	if code == 0 {
		return Reset
	}
	if s, ok := halts[abi.HaltStatus((code-1)/2)]; ok && code%2 == 1 {
		return s
	}
	return Broken
}
