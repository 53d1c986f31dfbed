// +gobra

// Package limits holds every limit of the kernel, so that one page tells what can run out.
//
// It holds untyped constants only. Exceeding one of them is a normal error, never a fault.
package limits

// Processes is the number of processes that can live at once.
const Processes = 32

// CapSlots is the number of capabilities that a process can hold unless its ledger says less.
const CapSlots = 64

// OutstandingCalls is the number of accepted calls without completion that a process can have.
const OutstandingCalls = 16

// FramePages is the number of page frames that one process can own, page tables included.
const FramePages = 2048

// Frames is the number of page frames that the kernel can manage: memory beyond Frames*4096 bytes stays unused.
const Frames = 262144

// ScratchBytes is the greatest length of the parameters of a call on a kernel object and of its results, in bytes.
const ScratchBytes = 4096

// ConsoleBytes is the greatest length of one Console write, in bytes.
const ConsoleBytes = 1024

// ConsoleBuffer is the number of bytes of console output that can wait for the device within one entry into the kernel.
const ConsoleBuffer = 32768

// Binaries is the number of binaries of a manifest.
const Binaries = 64

// Segments is the number of loadable segments of an ELF image.
const Segments = 8

// Grants is the number of capabilities that one spawn can grant.
const Grants = 32

// ManifestMetadata is how far into the manifest everything but the binaries' contents must stand, in bytes.
const ManifestMetadata = 65536
