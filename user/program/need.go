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

// Spawner is the client of the capability "processSpawner". Without that capability the process ends.
func Spawner() client.ProcessSpawner {
	return client.NewProcessSpawner(rt.Main(), rt.Need("processSpawner", capos.ProcessSpawnerID))
}
