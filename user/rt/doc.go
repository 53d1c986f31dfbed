// Package rt is what a program stands on: the first instruction, the ring client, the CapSet, the system calls and the way out.
//
// A program is a package main that imports rt; the linker's entry is rt.start, which prepares what compiled Go code expects of the
// processor and calls main.main. The Go runtime is never started: no heap, no goroutines, no maps, channels, defer or recover. What the
// compiler would send to the runtime (a failed bounds check, an allocation, an overflowing stack) ends in rt.trap, which writes one line
// to the process's Console, if it has one, and ends the process with abi.ExitPanic. The image tool makes these calls land there.
//
// rt is the only place of user space with assembly and package unsafe. It may not hold authority of its own: all that it can do is
// what the process's capabilities allow. It knows no interface but Console's writeLine; typed clients are in package client.
package rt
