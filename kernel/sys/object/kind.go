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
)

// Interface answers the interface id of the objects of a kind; 0 for Nothing and unknown kinds.
func Interface(kind uint32) (id uint64) {
	switch kind {
	case Console:
		return capos.ConsoleID
	case BootPackage:
		return capos.BootPackageID
	case ProcessSpawner:
		return capos.ProcessSpawnerID
	case ProcessHandle:
		return capos.ProcessHandleID
	case Timer:
		return capos.TimerID
	case SystemInfo:
		return capos.SystemInfoID
	}
	return 0
}

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
	}
	return Nothing
}
