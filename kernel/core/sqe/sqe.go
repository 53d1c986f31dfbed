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

// @ requires forall i int :: { w[i] } 0 <= i && i < len(w) ==> 0 <= w[i] && w[i] <= 18446744073709551615
// @ ensures  e == Read(seq(w))
// @ decreases

// Decode answers the entry whose eight little-endian words are w.
func Decode(w [abi.SQESize / 8]uint64) (e Entry) {
	return Entry{
		Opcode:        abi.Opcode(w[0] % 0x10000),
		Flags:         uint16(w[0] / 0x10000 % 0x10000),
		Cap:           abi.CapID(w[0] / 0x100000000),
		UserData:      w[1],
		Interface:     w[2],
		Params:        abi.VirtAddr(w[3]),
		Result:        abi.VirtAddr(w[4]),
		ParamsLen:     uint32(w[5] % 0x100000000),
		ResultLen:     uint32(w[5] / 0x100000000),
		Method:        uint16(w[6] % 0x10000),
		TransferCount: uint16(w[6] / 0x10000 % 0x10000),
		CallID:        uint32(w[6] / 0x100000000),
		Transfers:     abi.VirtAddr(w[7]),
	}
}

// @ ensures (c == abi.CodeOK) == e.WellFormed()
// @ ensures (c == abi.CodeUnsupportedOpcode) == IsReserved(e.Opcode)
// @ ensures c == abi.CodeOK || c == abi.CodeUnsupportedOpcode || c == abi.CodeInvalidRequest
// @ decreases

// Validate answers CodeOK for an entry that can be dispatched. Invariants: RING-10, RING-11.
//
// CodeInvalidRequest: unknown opcode, or a field set that has no meaning for the opcode. CodeUnsupportedOpcode: reserved opcode.
func Validate(e Entry) (c abi.Code) {
	switch e.Opcode {
	case abi.OpNop:
		return verdict(nopWellFormed(e))
	case abi.OpCall:
		return verdict(callWellFormed(e))
	case abi.OpRelease:
		return verdict(releaseWellFormed(e))
	case abi.OpRecv, abi.OpReturn, abi.OpFinish, abi.OpPark, abi.OpUnpark:
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

// @ ensures ok == (e.Cap == 0 && e.Bare())
// @ decreases

// nopWellFormed says that an OpNop entry has no field but its user data.
func nopWellFormed(e Entry) (ok bool) {
	return e.Cap == 0 && noCallFields(e)
}

// @ ensures ok == e.Bare()
// @ decreases

// releaseWellFormed says that an OpRelease entry has no field but its capability and its user data.
func releaseWellFormed(e Entry) (ok bool) {
	return noCallFields(e)
}

// @ ensures ok == (e.Flags == 0 && e.CallID == 0 && e.TransferCount == 0 && e.Transfers == 0)
// @ decreases

// callWellFormed says that an OpCall entry has no field of another opcode. Transfers have no meaning yet.
func callWellFormed(e Entry) (ok bool) {
	return e.Flags == 0 && e.CallID == 0 && e.TransferCount == 0 && e.Transfers == 0
}

// @ ensures ok == e.Bare()
// @ decreases

// noCallFields says that every field from the interface on is zero, and the flags too.
func noCallFields(e Entry) (ok bool) {
	return e.Flags == 0 && e.Interface == 0 && e.Params == 0 && e.Result == 0 && e.ParamsLen == 0 && e.ResultLen == 0 &&
		e.Method == 0 && e.TransferCount == 0 && e.CallID == 0 && e.Transfers == 0
}
