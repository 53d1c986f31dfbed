// +gobra

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

// @ import "warrant/lib/little"

// Facts is what there is to say.
type Facts struct {
	Processes   uint32 // that live
	TotalFrames uint64
	FreeFrames  uint64
	TSCHertz    uint64
}

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params)) && acc(buffer)
// @ requires  0 <= method && len(buffer) <= wire.MaxBuild
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   method >= capos.SystemInfoMethods ==> f == object.Refused(object.NoSuchMethod)
// @ ensures   f.Act == object.Refuse && method < capos.SystemInfoMethods ==>
// @ 	f == object.Refused(object.Malformed) || f == object.Refused(object.Unbuilt) && len(buffer) < Bytes
// @ ensures   f.Act != object.Refuse ==> object.Answers(f, buffer, Bytes) && Bytes <= len(buffer) && Tells(buffer, facts)
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && Bytes <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Call answers what a call on SystemInfo does, whose parameters c has opened. Results are built in buffer.
func Call(method uint16, c *wire.Cursor, params []byte, facts Facts, buffer []byte) (f object.Effect) {
	f, ok := object.Decode(method, capos.SystemInfoMethods, c, params)
	if !ok {
		return f
	}
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.SystemInfoInfoResultsDataWords, capos.SystemInfoInfoResultsPointers)
	d.PutUint32(buffer, capos.SystemInfoInfoResultsAbiVersionAt, abi.Version)
	d.PutUint32(buffer, capos.SystemInfoInfoResultsProcessLimitAt, limits.Processes)
	d.PutUint32(buffer, capos.SystemInfoInfoResultsProcessesAt, facts.Processes)
	d.PutUint64(buffer, capos.SystemInfoInfoResultsTotalFramesAt, facts.TotalFrames)
	d.PutUint64(buffer, capos.SystemInfoInfoResultsFreeFramesAt, facts.FreeFrames)
	d.PutUint64(buffer, capos.SystemInfoInfoResultsTscHertzAt, facts.TSCHertz)
	d.String(buffer, capos.SystemInfoInfoResultsKernelAt, "warrant")
	return object.Built(&d, buffer)
}
