// Package amd64 is the processor: everything between power-on and ring 3 that the rest of the kernel never sees.
//
// Ring 0 runs with interrupts off, on one stack, and enters ring 3 by Run, which returns when the process stops running. Between
// two Runs no user register is live in the processor except the selectors, which Run resets when the process changes. Package boot
// is the only importer. This package may know nothing of processes, capabilities or memory policy: a slot is a number, an address
// space is the frame of its top-level table.
//
// Files whose name ends in _unsafe.go turn addresses into memory; they and the assembly are what the proofs of the core trust.
//
// Numbers and layouts are from the Intel 64 and IA-32 Architectures Software Developer's Manual (SDM), and from the AMD64
// Architecture Programmer's Manual where the two differ.
package amd64
