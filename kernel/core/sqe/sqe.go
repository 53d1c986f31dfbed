// +gobra

// Package sqe is one submission queue entry: its fields and the rule that they must follow before anything is done for it.
//
// It may not look anything up: whether an id or an address means something is for others to say.
package sqe

import "warrant/kernel/abi"

// Entry is the kernel's own copy of a submission queue entry; package abi tells what the fields mean.
type Entry struct {
	Opcode        abi.Opcode
	Flags         uint16
	Cap           abi.CapID
	UserData      uint64
	Interface     uint64
	Params        abi.VirtAddr
	Result        abi.VirtAddr
	ParamsLen     uint32
	ResultLen     uint32
	Method        uint16
	TransferCount uint16
	CallID        uint32
	Transfers     abi.VirtAddr
}

// @ preserves acc(e)
// @ requires  0 <= w0 && w0 <= 18446744073709551615 && 0 <= w1 && w1 <= 18446744073709551615
// @ requires  0 <= w2 && w2 <= 18446744073709551615 && 0 <= w3 && w3 <= 18446744073709551615
// @ requires  0 <= w4 && w4 <= 18446744073709551615 && 0 <= w5 && w5 <= 18446744073709551615
// @ requires  0 <= w6 && w6 <= 18446744073709551615 && 0 <= w7 && w7 <= 18446744073709551615
// @ ensures   *e == Read(seq[uint64]{w0, w1, w2, w3, w4, w5, w6, w7})
// @ decreases

// Decode makes e the entry whose eight little-endian words are w0 to w7.
func (e *Entry) Decode(w0, w1, w2, w3, w4, w5, w6, w7 uint64) {
	e.Opcode = abi.Opcode(w0 % 0x10000)
	e.Flags = uint16(w0 / 0x10000 % 0x10000)
	e.Cap = abi.CapID(w0 / 0x100000000)
	e.UserData = w1
	e.Interface = w2
	e.Params = abi.VirtAddr(w3)
	e.Result = abi.VirtAddr(w4)
	e.ParamsLen = uint32(w5 % 0x100000000)
	e.ResultLen = uint32(w5 / 0x100000000)
	e.Method = uint16(w6 % 0x10000)
	e.TransferCount = uint16(w6 / 0x10000 % 0x10000)
	e.CallID = uint32(w6 / 0x100000000)
	e.Transfers = abi.VirtAddr(w7)
}

// @ preserves acc(e, 1/2)
// @ ensures   (c == abi.CodeOK) == (*e).WellFormed()
// @ ensures   (c == abi.CodeUnsupportedOpcode) == IsReserved(e.Opcode)
// @ ensures   c == abi.CodeOK || c == abi.CodeUnsupportedOpcode || c == abi.CodeInvalidRequest
// @ decreases

// Validate answers CodeOK for an entry that can be dispatched. Invariants: RING-10, RING-11.
//
// CodeInvalidRequest: unknown opcode or flag, a field set that has no meaning for the opcode, too many transfer descriptors, or a word
// that is not aligned. CodeUnsupportedOpcode: reserved opcode.
func Validate(e *Entry) (c abi.Code) {
	switch e.Opcode {
	case abi.OpNop:
		return verdict(nopWellFormed(e))
	case abi.OpCall:
		return verdict(callWellFormed(e))
	case abi.OpRecv:
		return verdict(recvWellFormed(e))
	case abi.OpReturn:
		return verdict(returnWellFormed(e))
	case abi.OpRelease:
		return verdict(releaseWellFormed(e))
	case abi.OpPark:
		return verdict(parkWellFormed(e))
	case abi.OpUnpark:
		return verdict(unparkWellFormed(e))
	case abi.OpFinish:
		return abi.CodeUnsupportedOpcode
	}
	return abi.CodeInvalidRequest
}

// @ ensures c == (ok ? abi.CodeOK : abi.CodeInvalidRequest)
// @ decreases

// verdict answers the code for a well-formed or malformed entry.
func verdict(ok bool) (c abi.Code) {
	if ok {
		return abi.CodeOK
	}
	return abi.CodeInvalidRequest
}

// @ preserves acc(e, 1/2)
// @ ensures   ok == (e.Opcode == abi.OpNop && (*e).WellFormed())
// @ decreases

// IsNop says that an entry is a well-formed OpNop, which Validate accepts, without looking at the other opcodes.
func IsNop(e *Entry) (ok bool) {
	return e.Opcode == abi.OpNop && nopWellFormed(e)
}

// @ preserves acc(e, 1/4)
// @ ensures   ok == (e.Cap == 0 && (*e).NoParams() && (*e).NoResult() && (*e).NoAnswer())
// @ decreases

// nopWellFormed says that an OpNop entry has no field but its user data.
func nopWellFormed(e *Entry) (ok bool) {
	return e.Cap == 0 && noParams(e) && noResult(e) && noAnswer(e)
}

// @ preserves acc(e, 1/4)
// @ ensures   ok == ((*e).NoParams() && (*e).NoResult() && (*e).NoAnswer())
// @ decreases

// releaseWellFormed says that an OpRelease entry has no field but its capability and its user data.
func releaseWellFormed(e *Entry) (ok bool) {
	return noParams(e) && noResult(e) && noAnswer(e)
}

// @ preserves acc(e, 1/4)
// @ ensures   ok == (e.Flags == 0 && e.CallID == 0 && (*e).Transfer())
// @ decreases

// callWellFormed says that an OpCall entry has no field of another opcode.
func callWellFormed(e *Entry) (ok bool) {
	return e.Flags == 0 && e.CallID == 0 && transfer(e)
}

// @ preserves acc(e, 1/4)
// @ ensures   ok == ((*e).NoParams() && (*e).NoAnswer())
// @ decreases

// recvWellFormed says that an OpRecv entry has no field but its capability, its receive buffer and its user data.
func recvWellFormed(e *Entry) (ok bool) {
	return noParams(e) && noAnswer(e)
}

// @ preserves acc(e, 1/4)
// @ ensures   ok == (e.Flags <= abi.FlagException && e.Interface == 0 && e.Method == 0 && (*e).NoResult() && (*e).Transfer())
// @ decreases

// returnWellFormed says that an OpReturn entry has no field of another opcode, and no unknown flag.
func returnWellFormed(e *Entry) (ok bool) {
	return e.Flags <= abi.FlagException && e.Interface == 0 && e.Method == 0 && noResult(e) && transfer(e)
}

// @ preserves acc(e, 1/4)
// @ ensures   ok == (e.Method == 0 && e.Params % 4 == 0 && (*e).NoResult() && (*e).NoAnswer())
// @ decreases

// parkWellFormed says that an OpPark entry has no field but its capability, the word's offset, the value, the timeout and its user data.
func parkWellFormed(e *Entry) (ok bool) {
	return e.Method == 0 && e.Params%4 == 0 && noResult(e) && noAnswer(e)
}

// @ preserves acc(e, 1/4)
// @ ensures   ok == (e.Interface == 0 && e.Method == 0 && e.Params % 4 == 0 && (*e).NoResult() && (*e).NoAnswer())
// @ decreases

// unparkWellFormed says that an OpUnpark entry has no field but its capability, the word's offset, the number and its user data.
func unparkWellFormed(e *Entry) (ok bool) {
	return e.Interface == 0 && e.Method == 0 && e.Params%4 == 0 && noResult(e) && noAnswer(e)
}

// @ preserves acc(e, 1/8)
// @ ensures   ok == (*e).NoParams()
// @ decreases

// noParams says that the interface, the method and the parameter buffer are zero.
func noParams(e *Entry) (ok bool) {
	return e.Interface == 0 && e.Params == 0 && e.ParamsLen == 0 && e.Method == 0
}

// @ preserves acc(e, 1/8)
// @ ensures   ok == (*e).NoResult()
// @ decreases

// noResult says that the result buffer is zero.
func noResult(e *Entry) (ok bool) {
	return e.Result == 0 && e.ResultLen == 0
}

// @ preserves acc(e, 1/8)
// @ ensures   ok == (*e).NoAnswer()
// @ decreases

// noAnswer says that the flags, the call id and the transfer descriptors are zero.
func noAnswer(e *Entry) (ok bool) {
	return e.Flags == 0 && e.CallID == 0 && e.TransferCount == 0 && e.Transfers == 0
}

// @ preserves acc(e, 1/8)
// @ ensures   ok == (*e).Transfer()
// @ decreases

// transfer says that there are no more descriptors than can travel, and that without any their address is zero.
func transfer(e *Entry) (ok bool) {
	return e.TransferCount <= abi.TransferMost && (e.TransferCount > 0 || e.Transfers == 0)
}
