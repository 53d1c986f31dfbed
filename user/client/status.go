package client

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/wire"
	"warrant/user/rt"
)

// Status is how a call ended. Three things can go wrong, and at most one of them did: the transport refused or failed the call (Code), the
// capability raised an exception (Code is abi.CodeException, Type and Reason say which), or a message is not what the schema says
// (Err).
type Status struct {
	// Code is the transport's code; abi.CodeOK also for a call that was not made because its parameters do not fit (Err is then
	// wire.ErrFull).
	Code abi.Code
	// Type is the exception's type, if Code is abi.CodeException and Err is wire.OK.
	Type capos.ExceptionType
	// Reason is the exception's text for people, if there is one. The bytes are those of the ring's result buffer.
	Reason []byte
	// Err is what is wrong with the parameters, the results or the exception as a message.
	Err wire.Err

	results []byte // the result buffer
	length  int    // bytes of the result message
	caps    int    // transfer-result records behind it
}

// OK says whether the call was carried out and its results could be read.
func (s Status) OK() (yes bool) {
	return s.Code == abi.CodeOK && s.Err == wire.OK
}

// Caps returns the number of capabilities that the call returned.
func (s Status) Caps() (n int) {
	return s.caps
}

// Cap returns a capability that the call returned, by the index of its transfer-result record, and its interface id; !ok means that there
// is none of that index. It is valid until the next call through the same ring.
func (s Status) Cap(index int) (c abi.CapID, iface uint64, ok bool) {
	return rt.Record(s.results, s.length, s.caps, index)
}

// and returns s with an error of a message, if s has none.
func (s Status) and(e wire.Err) (t Status) {
	if s.Err == wire.OK {
		s.Err = e
	}
	return s
}

// outcome opens the message in the result buffer of a call: of its results, or of its exception.
func outcome(message *wire.Message, results []byte, n int, caps int, code abi.Code) (s Status) {
	s = Status{Code: code}
	switch {
	case code == abi.CodeException:
		if s.Err = message.Open(results); s.Err != wire.OK {
			return s
		}
		r, e := capos.ReadCapException(message)
		if e != wire.OK {
			return s.and(e)
		}
		s.Type = r.Type()
		s.Reason, e = r.Reason()
		return s.and(e)
	case code != abi.CodeOK:
		return s
	case n < 0 || n > len(results):
		return s.and(wire.ErrShort)
	}
	s.results = results
	s.length = n
	s.caps = caps
	return s.and(message.Open(results[:n]))
}
