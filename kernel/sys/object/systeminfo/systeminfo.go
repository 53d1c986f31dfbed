// Package systeminfo is the kernel object SystemInfo: what the machine and the kernel are, read-only.
//
// It may not say anything about another process than that it is there.
package systeminfo

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// Facts is what there is to say.
type Facts struct {
	Processes   uint32 // that live
	TotalFrames uint64
	FreeFrames  uint64
	TSCHertz    uint64
}

// Call answers what a call on SystemInfo does. Results are built in buffer.
func Call(method uint16, params *wire.Message, facts Facts, buffer []byte) (f object.Effect) {
	c, e := capos.DecodeSystemInfo(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	switch c.Method {
	case capos.SystemInfoMethodInfo:
		var b wire.Builder
		b.Start(buffer)
		r := capos.NewSystemInfoInfoResults(&b)
		r.SetKernel("warrant")
		r.SetAbiVersion(abi.Version)
		r.SetProcessLimit(limits.Processes)
		r.SetProcesses(facts.Processes)
		r.SetTotalFrames(facts.TotalFrames)
		r.SetFreeFrames(facts.FreeFrames)
		r.SetTscHertz(facts.TSCHertz)
		return object.Built(&b)
	}
	return object.Refused(object.NoSuchMethod)
}
