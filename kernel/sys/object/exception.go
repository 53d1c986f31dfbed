// +gobra

package object

import (
	"warrant/lib/capos"
	"warrant/lib/elf"
	"warrant/lib/wire"
)

// @ import "warrant/lib/little"

// Exception is why a kernel object did not carry out a call. The zero value is none.
type Exception struct {
	Present bool
	Type    capos.ExceptionType
	Reason  string
}

// @ ensures ok == !x.Present
// @ decreases
// @ pure

// Accepted says that x is none.
func (x Exception) Accepted() (ok bool) {
	return !x.Present
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   int(n) == (x.Bytes() <= len(buffer) ? x.Bytes() : 0)
// @ ensures   n > 0 ==> IsMessage(buffer, int(n)) && little.At16(buffer, 16) == uint16(x.Type)
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && x.Bytes() <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Build writes x as a CapException message into buffer, and answers the message's length in bytes; 0 when buffer is too short. 256 bytes
// suffice for every exception of the kernel.
func (x Exception) Build(buffer []byte) (n uint32) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.CapExceptionDataWords, capos.CapExceptionPointers)
	d.PutUint16(buffer, capos.CapExceptionTypeAt, uint16(x.Type))
	d.String(buffer, capos.CapExceptionReasonAt, x.Reason)
	length, _ := d.Finish(buffer)
	return uint32(length)
}

// None is no exception.
var None = Exception{}

// The exceptions.
var (
	NoSuchMethod     = Exception{true, capos.ExceptionTypeUnimplemented, "the interface has no such method"}
	Malformed        = Exception{true, capos.ExceptionTypeInvalidArgument, "the parameters are not a message of this method"}
	Unbuilt          = Exception{true, capos.ExceptionTypeFailed, "the results do not fit into a message"}
	TooManyCalls     = Exception{true, capos.ExceptionTypeOverloaded, "too many calls of the process wait for completion"}
	TooLong          = Exception{true, capos.ExceptionTypeInvalidArgument, "the text is longer than one call may write"}
	ConsoleFull      = Exception{true, capos.ExceptionTypeOverloaded, "the console's buffer is full"}
	OutOfRange       = Exception{true, capos.ExceptionTypeInvalidArgument, "the offset is beyond the end"}
	NoSuchBinary     = Exception{true, capos.ExceptionTypeInvalidArgument, "the boot manifest has no such binary"}
	BadName          = Exception{true, capos.ExceptionTypeInvalidArgument, "a name is empty or too long"}
	DuplicateName    = Exception{true, capos.ExceptionTypeInvalidArgument, "two grants have the same name"}
	TooManyGrants    = Exception{true, capos.ExceptionTypeInvalidArgument, "too many grants"}
	BadGrant         = Exception{true, capos.ExceptionTypeInvalidArgument, "a grant names no capability of the stated interface"}
	NotTransferable  = Exception{true, capos.ExceptionTypeInvalidArgument, "a grant names a capability that may not leave its holder"}
	MovedTwice       = Exception{true, capos.ExceptionTypeInvalidArgument, "a capability that is moved is granted twice"}
	TableFull        = Exception{true, capos.ExceptionTypeOverloaded, "no capability slot is left"}
	TooManyProcesses = Exception{true, capos.ExceptionTypeOverloaded, "no process can be added"}
	OutOfMemory      = Exception{true, capos.ExceptionTypeOverloaded, "no page frame is left"}
	AlreadyWaiting   = Exception{true, capos.ExceptionTypeOverloaded, "somebody waits for this process already"}
	Disconnected     = Exception{true, capos.ExceptionTypeDisconnected, "the object is gone or was revoked"}
	QueueFull        = Exception{true, capos.ExceptionTypeOverloaded, "the endpoint has no place for one more"}
	TooManyFacets    = Exception{true, capos.ExceptionTypeOverloaded, "the endpoint has no facet left"}
	NoSuchFacet      = Exception{true, capos.ExceptionTypeInvalidArgument, "the endpoint has no such facet"}
	OverBudget       = Exception{true, capos.ExceptionTypeOverloaded, "the caller's budget does not hold that much"}
	BadBudget        = Exception{true, capos.ExceptionTypeInvalidArgument, "a limit is beyond the kernel's own"}
	BadRange         = Exception{true, capos.ExceptionTypeInvalidArgument, "the pages are none, too many, not aligned, outside their window or in use"}
	NotMapped        = Exception{true, capos.ExceptionTypeInvalidArgument, "nothing of that kind is there"}
	ReadOnly         = Exception{true, capos.ExceptionTypeInvalidArgument, "the view can only be read"}
	TooManyAreas     = Exception{true, capos.ExceptionTypeOverloaded, "the process has no place for one more area"}
	NoSuchPlace      = Exception{true, capos.ExceptionTypeInvalidArgument, "the kernel has no such place"}
	UsedUp           = Exception{true, capos.ExceptionTypeFailed, "the object can be revoked no more"}
	Gone             = Exception{true, capos.ExceptionTypeDisconnected, "the process is gone"}
)

// @ ensures x.Present && x.Type == capos.ExceptionTypeFailed
// @ decreases

// BadImage is the exception for a binary that is not a loadable program.
func BadImage(e elf.Err) (x Exception) {
	return Exception{true, capos.ExceptionTypeFailed, e.String()}
}
