package program

import (
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/rt"
)

// Timer is the client of the capability "timer". Without that capability the process ends.
func Timer() client.Timer { return client.NewTimer(rt.Main(), rt.Need("timer", capos.TimerID)) }

// SystemInfo is the client of the capability "systemInfo". Without that capability the process ends.
func SystemInfo() client.SystemInfo {
	return client.NewSystemInfo(rt.Main(), rt.Need("systemInfo", capos.SystemInfoID))
}

// BootPackage is the client of the capability "bootPackage". Without that capability the process ends.
func BootPackage() client.BootPackage {
	return client.NewBootPackage(rt.Main(), rt.Need("bootPackage", capos.BootPackageID))
}

// Maker is the client of the capability "objectMaker". Without that capability the process ends.
func Maker() client.ObjectMaker {
	return client.NewObjectMaker(rt.Main(), rt.Need("objectMaker", capos.ObjectMakerID))
}

// Frames is the client of the capability "frameAllocator". Without that capability the process ends.
func Frames() client.FrameAllocator {
	return client.NewFrameAllocator(rt.Main(), rt.Need("frameAllocator", capos.FrameAllocatorID))
}

// Memory is the client of the capability "virtualMemory". Without that capability the process ends.
func Memory() client.VirtualMemory {
	return client.NewVirtualMemory(rt.Main(), rt.Need("virtualMemory", capos.VirtualMemoryID))
}

// Monitor is the client of the capability "monitor". Without that capability the process ends.
func Monitor() client.Monitor {
	return client.NewMonitor(rt.Main(), rt.Need("monitor", capos.MonitorID))
}

// Spawner is the client of the capability "processSpawner". Without that capability the process ends.
func Spawner() client.ProcessSpawner {
	return client.NewProcessSpawner(rt.Main(), rt.Need("processSpawner", capos.ProcessSpawnerID))
}
