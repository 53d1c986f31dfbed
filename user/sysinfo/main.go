// Sysinfo reports what the kernel says of itself, and checks it. It needs "console" and "systemInfo". It prints nothing that differs from
// machine to machine.
package main

import (
	"warrant/kernel/abi"
	"warrant/user/program"
	"warrant/user/text"
)

func main() {
	voice := program.Speak("sysinfo")
	system := program.SystemInfo()
	checks := program.Check(voice)
	info, status := system.Info()
	checks.That(status.OK(), "info answers")
	kernel, _ := info.Kernel()
	var line text.Line
	line.String("kernel ").Printable(kernel).String(", ABI ").Unsigned(uint64(info.AbiVersion()))
	line.String(", at most ").Unsigned(uint64(info.ProcessLimit())).String(" processes")
	checks.Number(uint64(info.AbiVersion()), abi.Version, "the ABI is the one that this program was built for")
	checks.That(info.Processes() >= 1 && info.Processes() <= info.ProcessLimit(), "the number of processes is within its limit")
	checks.That(info.FreeFrames() > 0 && info.FreeFrames() < info.TotalFrames(), "some frames are free and some are in use")
	checks.That(info.TscHertz() >= 1000000, "the time-stamp counter runs")
	// The reader looks at the ring's result buffer, which the next call overwrites: speak last.
	voice.Write(&line)
	checks.Finish()
}
