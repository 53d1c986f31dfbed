package rt

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
)

// Server is the synchronous owner's side of an endpoint: one call at a time, received, answered, next. The typed side are the Decode
// functions and result builders of package capos:
//
//	for {
//		call, code := server.Receive()
//		...
//		server.Return(call.CallID, n)
//	}
//
// A program that answers calls out of order uses RecvEntry and ReturnEntry by itself. A Server is about eight KiB: a variable of the
// package, not of a function.
type Server struct {
	// Ring carries the submissions.
	Ring *Ring
	// Endpoint is the owner capability.
	Endpoint abi.CapID
	// Transfers travel with the next Return, which empties them.
	Transfers Transfers

	buffer  [ReceiveBytes]byte
	results [limits.ScratchBytes]byte
}

// Open makes s the server of the endpoint whose owner c is.
func (s *Server) Open(r *Ring, c abi.CapID) {
	s.Ring = r
	s.Endpoint = c
}

// Receive waits for a call. Its parameters are valid until the next Receive. Every code but abi.CodeOK says that there is none.
func (s *Server) Receive() (m Received, code abi.Code) {
	e := RecvEntry(s.Endpoint, s.buffer[:], 0)
	done := s.Ring.Do(&e)
	if done.Result < 0 {
		return Received{}, done.Result
	}
	m, ok := ReadReceived(s.buffer[:], int(done.Result))
	if !ok || m.CallID != done.CallID || m.Caps() != int(done.CapCount) {
		Fail("RECV delivered what is no message")
	}
	return m, abi.CodeOK
}

// Results is the buffer in which the results of a call are built.
func (s *Server) Results() []byte { return s.results[:] }

// Return answers a call with the first n bytes of Results and the capabilities in Transfers. The code is abi.Delivered, abi.CallerGone or
// abi.CallerRefused, or says that nothing was answered.
func (s *Server) Return(callID uint32, n int) (code abi.Code) {
	e := ReturnEntry(s.Endpoint, callID, s.results[:n], 0)
	s.Transfers.Attach(&e)
	code = s.Ring.Do(&e).Result
	s.Transfers.Reset()
	return code
}

// Raise answers a call with an exception; reason is for people.
func (s *Server) Raise(callID uint32, t capos.ExceptionType, reason string) (code abi.Code) {
	n, _ := capos.PutCapException(s.results[:], t, reason)
	e := ReturnEntry(s.Endpoint, callID, s.results[:n], 0)
	e.Flags = abi.FlagException
	return s.Ring.Do(&e).Result
}
