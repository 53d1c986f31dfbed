// +gobra

package object

import (
	"warrant/lib/capos"
	"warrant/lib/elf"
	"warrant/lib/wire"
)

// @ import "warrant/lib/little"

// Exception is why a kernel object did not carry out a call, by number. The numbers from badImage on stand for the rules of an executable.
type Exception uint16

// The exceptions.
const (
	// None is no exception.
	None Exception = iota
	NoSuchMethod
	Malformed
	Unbuilt
	TooManyCalls
	TooLong
	ConsoleFull
	OutOfRange
	NoSuchBinary
	BadName
	DuplicateName
	TooManyGrants
	BadGrant
	NotTransferable
	MovedTwice
	TableFull
	TooManyProcesses
	OutOfMemory
	AlreadyWaiting
	Disconnected
	QueueFull
	TooManyFacets
	NoSuchFacet
	OverBudget
	BadBudget
	BadRange
	NotMapped
	ReadOnly
	TooManyAreas
	NoSuchPlace
	UsedUp
	Gone
)

// badImage is the first of 256 exceptions for binaries that are not loadable programs: the one for elf.Err 0.
const badImage = 256

// @ requires 0 <= e && e <= 255
// @ ensures  x != None && x.Kind() == capos.ExceptionTypeFailed
// @ decreases

// BadImage is the exception for a binary that is not a loadable program.
func BadImage(e elf.Err) (x Exception) {
	return badImage + Exception(e)
}

// @ ensures ok == (x == None)
// @ decreases
// @ pure

// Accepted says that x is none.
func (x Exception) Accepted() (ok bool) {
	return x == None
}

// @ ensures t == x.Kind()
// @ decreases

// Type answers what kind of failure x is, for one who does not read the reason.
func (x Exception) Type() (t capos.ExceptionType) {
	switch x {
	case NoSuchMethod:
		return capos.ExceptionTypeUnimplemented
	case Malformed, TooLong, OutOfRange, NoSuchBinary, BadName, DuplicateName, TooManyGrants, BadGrant, NotTransferable, MovedTwice,
		NoSuchFacet, BadBudget, BadRange, NotMapped, ReadOnly, NoSuchPlace:
		return capos.ExceptionTypeInvalidArgument
	case TooManyCalls, ConsoleFull, TableFull, TooManyProcesses, OutOfMemory, AlreadyWaiting, QueueFull, TooManyFacets, OverBudget,
		TooManyAreas:
		return capos.ExceptionTypeOverloaded
	case Disconnected, Gone:
		return capos.ExceptionTypeDisconnected
	}
	return capos.ExceptionTypeFailed
}

// @ requires 0 <= x && x <= 65535
// @ ensures  0 < len(text) && len(text) <= 128
// @ decreases

// Reason answers x in a few words without a final stop. No two exceptions have the same.
func (x Exception) Reason() (text string) {
	if x >= badImage {
		return elf.Err(x % 256).String()
	}
	switch x {
	case NoSuchMethod:
		return "the interface has no such method"
	case Malformed:
		return "the parameters are not a message of this method"
	case Unbuilt:
		return "the results do not fit into a message"
	case TooManyCalls:
		return "too many calls of the process wait for completion"
	case TooLong:
		return "the text is longer than one call may write"
	case ConsoleFull:
		return "the console's buffer is full"
	case OutOfRange:
		return "the offset is beyond the end"
	case NoSuchBinary:
		return "the boot manifest has no such binary"
	case BadName:
		return "a name is empty or too long"
	case DuplicateName:
		return "two grants have the same name"
	case TooManyGrants:
		return "too many grants"
	case BadGrant:
		return "a grant names no capability of the stated interface"
	case NotTransferable:
		return "a grant names a capability that may not leave its holder"
	case MovedTwice:
		return "a capability that is moved is granted twice"
	case TableFull:
		return "no capability slot is left"
	case TooManyProcesses:
		return "no process can be added"
	case OutOfMemory:
		return "no page frame is left"
	case AlreadyWaiting:
		return "somebody waits for this process already"
	case Disconnected:
		return "the object is gone or was revoked"
	case QueueFull:
		return "the endpoint has no place for one more"
	case TooManyFacets:
		return "the endpoint has no facet left"
	case NoSuchFacet:
		return "the endpoint has no such facet"
	case OverBudget:
		return "the caller's budget does not hold that much"
	case BadBudget:
		return "a limit is beyond the kernel's own"
	case BadRange:
		return "the pages are none, too many, not aligned, outside their window or in use"
	case NotMapped:
		return "nothing of that kind is there"
	case ReadOnly:
		return "the view can only be read"
	case TooManyAreas:
		return "the process has no place for one more area"
	case NoSuchPlace:
		return "the kernel has no such place"
	case UsedUp:
		return "the object can be revoked no more"
	case Gone:
		return "the process is gone"
	}
	return "no exception"
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild && 0 <= x && x <= 65535
// @ ensures   0 <= n && int(n) <= len(buffer) && (256 <= len(buffer) ==> n > 0) && (n > 0 ==> 40 <= n)
// @ ensures   n > 0 ==> IsMessage(buffer, int(n)) && little.At16(buffer, 16) == uint16(x.Kind())
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 256 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Build writes x as a CapException message into buffer, and answers the message's length in bytes; 0 when buffer is too short. 256 bytes
// suffice for every exception of the kernel.
func (x Exception) Build(buffer []byte) (n uint32) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.CapExceptionDataWords, capos.CapExceptionPointers)
	d.PutUint16(buffer, capos.CapExceptionTypeAt, uint16(x.Type()))
	d.String(buffer, capos.CapExceptionReasonAt, x.Reason())
	length, _ := d.Finish(buffer)
	return uint32(length)
}
