// +gobra

// Package limits holds every limit of the kernel, so that one page tells what can run out.
//
// It holds untyped constants only. Exceeding one of them is a normal error, never a fault.
package limits

// Processes is the number of processes that can live at once.
const Processes = 32

// CapSlots is the number of capabilities that a process can hold unless its ledger says less.
const CapSlots = 64

// OutstandingCalls is the number of accepted calls without completion that a process can have unless its ledger says less.
const OutstandingCalls = 16

// Endpoints is the number of endpoints that can live at once.
const Endpoints = 32

// EndpointPlaces is the number of calls that can wait at an endpoint, and of calls that it can have received and not returned.
const EndpointPlaces = 16

// Facets is the number of client facets of an endpoint that are not revoked.
const Facets = 8

// Notifications is the number of notification objects that can live at once.
const Notifications = 32

// MemoryObjects is the number of memory objects that can live at once.
const MemoryObjects = 32

// ObjectPages is the number of page frames of a memory object.
const ObjectPages = 256

// Objects is the number of endpoints, notifications and memory objects together that can live at once. No kind can run out of places
// before its owners run out of units: Objects is not greater than the number of any kind.
const Objects = 32

// Parked is the number of OpPark that can wait at one memory object.
const Parked = 32

// Areas is the number of reservations and mappings of a process.
const Areas = 16

// DefaultFramePages, DefaultVirtualPages, DefaultProcesses and DefaultObjects are the budget of a process whose parent names none.
const (
	DefaultFramePages   = 128
	DefaultVirtualPages = 4096
	DefaultProcesses    = 0
	DefaultObjects      = 0
)

// VirtualPages is the greatest number of reserved pages of a process.
const VirtualPages = 8192

// LogTokens is the number of invalid submissions of a process that are reported one by one; a token comes back every LogRefill ns.
const (
	LogTokens = 4
	LogRefill = 1000000000
)

// Frames is the number of page frames that the kernel can manage: memory beyond Frames*4096 bytes stays unused.
const Frames = 262144

// ScratchBytes is the greatest length of the parameters of a call and of its results, in bytes.
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
