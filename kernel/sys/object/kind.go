// +gobra

package object

import "warrant/lib/capos"

// The kinds of kernel object, for captable.Hold.Kind.
const (
	// Nothing is no object.
	Nothing uint32 = iota
	// Console is the machine's console.
	Console
	// BootPackage is the boot manifest.
	BootPackage
	// ProcessSpawner starts processes.
	ProcessSpawner
	// ProcessHandle is a child; Hold.Index and Hold.Epoch are its place and generation.
	ProcessHandle
	// Timer is the monotonic clock.
	Timer
	// SystemInfo describes machine and kernel.
	SystemInfo
	// SessionSpawner is a ProcessSpawner whose children each begin a session.
	SessionSpawner
	// ObjectMaker makes endpoints and notifications.
	ObjectMaker
	// Endpoint is the owner's side of an endpoint; Hold.Index and Hold.Epoch are its place and generation.
	Endpoint
	// Facet is a client facet; Hold.Index is its endpoint's place times limits.Facets plus its number, Hold.Epoch its epoch.
	Facet
	// Notification is the waiting side of a notification; Hold.Index and Hold.Epoch are its place and generation.
	Notification
	// Signal is the signalling side; Hold.Epoch is the epoch of the notification's signals.
	Signal
	// FrameAllocator makes memory objects.
	FrameAllocator
	// MemoryObject is the owner's side of a memory object; Hold.Index and Hold.Epoch are its place and generation.
	MemoryObject
	// MemoryView is a view of a memory object that may write; Hold.Epoch is the epoch of the object's views.
	MemoryView
	// MemoryReader is a view that may not write.
	MemoryReader
	// VirtualMemory is the caller's own address space.
	VirtualMemory
	// Monitor shows what the kernel knows.
	Monitor
)

// @ ensures (id == 0) == (kind == Nothing || kind == Facet || kind > Monitor)
// @ ensures kind == Console ==> id == capos.ConsoleID
// @ ensures kind == Endpoint ==> id == capos.EndpointID
// @ ensures kind == ProcessSpawner || kind == SessionSpawner ==> id == capos.ProcessSpawnerID
// @ ensures kind == MemoryView || kind == MemoryReader ==> id == capos.MemoryViewID
// @ decreases

// Interface answers the interface id of the objects of a kind; 0 for Nothing, for unknown kinds, and for Facet,
// which has the interface of the service behind it.
func Interface(kind uint32) (id uint64) {
	switch kind {
	case Console:
		return capos.ConsoleID
	case BootPackage:
		return capos.BootPackageID
	case ProcessSpawner, SessionSpawner:
		return capos.ProcessSpawnerID
	case ProcessHandle:
		return capos.ProcessHandleID
	case Timer:
		return capos.TimerID
	case SystemInfo:
		return capos.SystemInfoID
	case ObjectMaker:
		return capos.ObjectMakerID
	case Endpoint:
		return capos.EndpointID
	case Notification:
		return capos.NotificationID
	case Signal:
		return capos.SignalID
	case FrameAllocator:
		return capos.FrameAllocatorID
	case MemoryObject:
		return capos.MemoryObjectID
	case MemoryView, MemoryReader:
		return capos.MemoryViewID
	case VirtualMemory:
		return capos.VirtualMemoryID
	case Monitor:
		return capos.MonitorID
	}
	return 0
}

// @ ensures kind <= Monitor && kind != ProcessHandle && kind != Endpoint && kind != Facet && kind != Notification && kind != Signal
// @ ensures kind != MemoryObject && kind != MemoryView && kind != MemoryReader
// @ ensures (kind == Nothing) == (s > capos.KernelSourceMonitor)
// @ ensures s == capos.KernelSourceConsole ==> kind == Console
// @ ensures s == capos.KernelSourceSessionSpawner ==> kind == SessionSpawner
// @ decreases

// FromSource answers the kind of object that the manifest grants init under a source.
func FromSource(s capos.KernelSource) (kind uint32) {
	switch s {
	case capos.KernelSourceConsole:
		return Console
	case capos.KernelSourceBootPackage:
		return BootPackage
	case capos.KernelSourceProcessSpawner:
		return ProcessSpawner
	case capos.KernelSourceTimer:
		return Timer
	case capos.KernelSourceSystemInfo:
		return SystemInfo
	case capos.KernelSourceSessionSpawner:
		return SessionSpawner
	case capos.KernelSourceObjectMaker:
		return ObjectMaker
	case capos.KernelSourceFrameAllocator:
		return FrameAllocator
	case capos.KernelSourceVirtualMemory:
		return VirtualMemory
	case capos.KernelSourceMonitor:
		return Monitor
	}
	return Nothing
}
