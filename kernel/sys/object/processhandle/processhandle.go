// Package processhandle is the kernel object ProcessHandle: a child as its parent sees it.
//
// It may not reach the child: that a wait ends is package sys's business, which then asks Status for the results.
package processhandle

import (
	"warrant/kernel/core/process"
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// Call answers what a call on ProcessHandle does.
func Call(method uint16, params *wire.Message) (f object.Effect) {
	c, e := capos.DecodeProcessHandle(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	switch c.Method {
	case capos.ProcessHandleMethodWait:
		return object.Effect{Act: object.Await}
	case capos.ProcessHandleMethodKill:
		return object.Effect{Act: object.Kill}
	}
	return object.Refused(object.NoSuchMethod)
}

// Status builds the results of a wait for a process that ended with s.
func Status(s *process.Status, buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	PutStatus(capos.NewProcessHandleWaitResults(&b).NewStatus(), s)
	return object.Built(&b)
}

// PutStatus writes how a process ended, or that it has not: exited with 0.
func PutStatus(status capos.ProcessStatusBuilder, s *process.Status) {
	switch s.End {
	case process.Running, process.Exited:
		status.SetExited(s.Code)
	case process.Faulted:
		record := status.NewFaulted()
		record.SetVector(uint8(s.Event.Vector % 256))
		record.SetErrorCode(s.Event.ErrorCode)
		record.SetInstruction(s.Instruction)
		record.SetAddress(s.Event.Address)
	case process.Killed:
		status.SetKilled(s.By)
	}
}
