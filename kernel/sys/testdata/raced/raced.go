// Package memory has, in the overlay of TestRace only, a place for another processor that writes while the kernel reads.
package memory

// Raced is called behind each reading of n bytes at a that the kernel does of what a process may write.
var Raced = func(a PhysAddr, n int) {}
