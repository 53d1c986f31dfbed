package main

import (
	"fmt"
	"regexp"
	"strconv"

	"warrant/cmd/internal/image"
	"warrant/cmd/internal/qemu"
)

// haltRecord matches the record with which the kernel stops the machine for an error of its own; it has the program counter.
var haltRecord = regexp.MustCompile(`kernel: halt: .*pc=(0x[0-9a-f]+)`)

// halted answers where in the kernel's source it stopped, in words, if status and console say that it did: symbols is the kernel with its
// line table. Otherwise it answers the empty string.
func halted(status qemu.Status, console []byte, symbols string) string {
	record := haltRecord.FindSubmatch(console)
	if record == nil || status != qemu.KernelPanic && status != qemu.KernelException {
		return ""
	}
	pc, err := strconv.ParseUint(string(record[1]), 0, 64)
	if err != nil {
		return ""
	}
	program, err := image.Open(symbols)
	if err != nil {
		return fmt.Sprintf("the place in the source is not known: %v", err)
	}
	// The record of a failed check has the address behind the call to the check's failure, that of an exception the instruction's own.
	if status == qemu.KernelPanic {
		pc--
	}
	return program.Position(pc) + ", in " + program.Function(pc)
}

// tail is a writer that keeps the last bytes that it is given: enough for a record.
type tail struct {
	kept []byte
}

// Write keeps what is new.
func (t *tail) Write(b []byte) (n int, err error) {
	const most = 4096
	t.kept = append(t.kept, b...)
	t.kept = t.kept[max(len(t.kept)-most, 0):]
	return len(b), nil
}
