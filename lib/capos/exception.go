package capos

import "warrant/lib/wire"

// PutCapException writes a CapException into buffer as a message and returns its length in bytes. It returns wire.ErrFull when buffer is
// too short; what buffer then holds is no message.
func PutCapException(buffer []byte, t ExceptionType, reason string) (n int, e wire.Err) {
	var message wire.Builder
	message.Start(buffer)
	exception := NewCapException(&message)
	exception.SetType(t)
	exception.SetReason(reason)
	return message.Finish()
}

// ExceptionOf returns the exception type that answers a call whose parameters cannot be decoded: e is the error, other than wire.OK.
func ExceptionOf(e wire.Err) (t ExceptionType) {
	switch e {
	case wire.ErrMethod:
		return ExceptionTypeUnimplemented
	case wire.ErrFull, wire.ErrField:
		return ExceptionTypeFailed // the answerer's own message, not the caller's
	}
	return ExceptionTypeInvalidArgument
}
