// Package sqe has the bounded proofs of kernel/core/sqe: every entry of every opcode.
//
// Only gosure prove runs these functions. The package may not be imported.
package sqe

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/sqe"
	"warrant/verify/prove"
)

// bare says that e has no field but its opcode, its capability and its user data.
func bare(e sqe.Entry) bool {
	return e == sqe.Entry{Opcode: e.Opcode, Cap: e.Cap, UserData: e.UserData}
}

// ProofUnknown: an opcode that does not exist is an invalid request, whatever else the entry says. Invariant: RING-11.
func ProofUnknown() {
	e := prove.Any[sqe.Entry]()
	prove.Assume(e.Opcode == 0 || e.Opcode > abi.OpUnpark)
	prove.Cover(e.Opcode == 0xffff)
	prove.Assert(sqe.Validate(&e) == abi.CodeInvalidRequest)
}

// ProofUnknownTwin claims that opcode 0 is harmless.
func ProofUnknownTwin() {
	e := prove.Any[sqe.Entry]()
	prove.Assert(sqe.Validate(&e) == abi.CodeInvalidRequest || e.Opcode != 0 && e.Opcode < abi.OpUnpark)
}

// ProofReserved: exactly the reserved opcode answers that it is not supported, whatever else the entry says. Invariant: RING-11.
func ProofReserved() {
	e := prove.Any[sqe.Entry]()
	prove.Cover(e.Opcode == abi.OpFinish)
	prove.Assert((sqe.Validate(&e) == abi.CodeUnsupportedOpcode) == (e.Opcode == abi.OpFinish))
}

// ProofReservedTwin claims that a malformed reserved entry is an invalid request.
func ProofReservedTwin() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpFinish
	prove.Assert(sqe.Validate(&e) == abi.CodeInvalidRequest || e.Flags == 0)
}

// ProofNop: a Nop is valid exactly when nothing but its user data is set. Invariant: RING-10.
func ProofNop() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpNop
	ok := sqe.Validate(&e) == abi.CodeOK
	prove.Cover(ok && e.UserData != 0)
	prove.Assert(ok == (bare(e) && e.Cap == 0))
	prove.Assert(ok || sqe.Validate(&e) == abi.CodeInvalidRequest)
}

// ProofNopTwin claims that a Nop can name a capability.
func ProofNopTwin() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpNop
	prove.Assert((sqe.Validate(&e) == abi.CodeOK) == bare(e))
}

// travels says that the transfer descriptors of e are at most as many as can travel, and nowhere when there are none.
func travels(e sqe.Entry) bool {
	return e.TransferCount <= abi.TransferMost && (e.TransferCount != 0 || e.Transfers == 0)
}

// ProofCall: a Call is valid exactly when the fields of other opcodes are zero and its descriptors can travel; addresses and lengths are not
// judged here. Invariant: RING-10.
func ProofCall() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpCall
	ok := sqe.Validate(&e) == abi.CodeOK
	prove.Cover(ok && e.ParamsLen == 0xffffffff)
	prove.Cover(ok && e.TransferCount == abi.TransferMost)
	prove.Assert(ok == (e.Flags == 0 && e.CallID == 0 && travels(e)))
	prove.Assert(ok || sqe.Validate(&e) == abi.CodeInvalidRequest)
}

// ProofCallTwin claims that flags do not matter.
func ProofCallTwin() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpCall
	prove.Assert((sqe.Validate(&e) == abi.CodeOK) == (e.CallID == 0 && travels(e)))
}

// ProofRecv: a Recv is valid exactly when nothing but its capability, its receive buffer and its user data is set. Invariant: RING-10.
func ProofRecv() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpRecv
	ok := sqe.Validate(&e) == abi.CodeOK
	prove.Cover(ok && e.ResultLen == 0xffffffff)
	rest := e
	rest.Result, rest.ResultLen = 0, 0
	prove.Assert(ok == bare(rest))
	prove.Assert(ok || sqe.Validate(&e) == abi.CodeInvalidRequest)
}

// ProofRecvTwin claims that a Recv may say which call it wants.
func ProofRecvTwin() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpRecv
	rest := e
	rest.Result, rest.ResultLen, rest.CallID = 0, 0, 0
	prove.Assert((sqe.Validate(&e) == abi.CodeOK) == bare(rest))
}

// ProofReturn: a Return is valid exactly when it has nothing but the call that it answers, results with descriptors that can travel, and the one
// flag that exists. Invariant: RING-10.
func ProofReturn() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpReturn
	ok := sqe.Validate(&e) == abi.CodeOK
	prove.Cover(ok && e.Flags == abi.FlagException)
	prove.Cover(ok && e.Transfers == 0xffffffffffffffff)
	rest := e
	rest.Flags, rest.Params, rest.ParamsLen, rest.CallID, rest.TransferCount, rest.Transfers = 0, 0, 0, 0, 0, 0
	prove.Assert(ok == (bare(rest) && (e.Flags == 0 || e.Flags == abi.FlagException) && travels(e)))
	prove.Assert(ok || sqe.Validate(&e) == abi.CodeInvalidRequest)
}

// ProofReturnTwin claims that every flag is known.
func ProofReturnTwin() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpReturn
	rest := e
	rest.Flags, rest.Params, rest.ParamsLen, rest.CallID, rest.TransferCount, rest.Transfers = 0, 0, 0, 0, 0, 0
	prove.Assert((sqe.Validate(&e) == abi.CodeOK) == (bare(rest) && travels(e)))
}

// ProofPark: a Park is valid exactly when it has nothing but an aligned offset, the value, the timeout, its capability and its user data.
// Invariant: RING-10.
func ProofPark() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpPark
	ok := sqe.Validate(&e) == abi.CodeOK
	prove.Cover(ok && e.Interface == 0xffffffffffffffff)
	rest := e
	rest.Params, rest.ParamsLen, rest.Interface = 0, 0, 0
	prove.Assert(ok == (bare(rest) && e.Params&3 == 0))
	prove.Assert(ok || sqe.Validate(&e) == abi.CodeInvalidRequest)
}

// ProofParkTwin claims that a word can be at any offset.
func ProofParkTwin() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpPark
	rest := e
	rest.Params, rest.ParamsLen, rest.Interface = 0, 0, 0
	prove.Assert((sqe.Validate(&e) == abi.CodeOK) == bare(rest))
}

// ProofUnpark: an Unpark is valid exactly when it has nothing but an aligned offset, the number, its capability and its user data.
// Invariant: RING-10.
func ProofUnpark() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpUnpark
	ok := sqe.Validate(&e) == abi.CodeOK
	prove.Cover(ok && e.Params == 0xfffffffffffffffc)
	rest := e
	rest.Params, rest.ParamsLen = 0, 0
	prove.Assert(ok == (bare(rest) && e.Params&3 == 0))
	prove.Assert(ok || sqe.Validate(&e) == abi.CodeInvalidRequest)
}

// ProofUnparkTwin claims that an Unpark can have a timeout.
func ProofUnparkTwin() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpUnpark
	rest := e
	rest.Params, rest.ParamsLen, rest.Interface = 0, 0, 0
	prove.Assert((sqe.Validate(&e) == abi.CodeOK) == (bare(rest) && e.Params&3 == 0))
}

// ProofRelease: a Release is valid exactly when nothing but its capability and its user data is set. Invariant: RING-10.
func ProofRelease() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpRelease
	ok := sqe.Validate(&e) == abi.CodeOK
	prove.Cover(ok && e.Cap != 0)
	prove.Assert(ok == bare(e))
	prove.Assert(ok || sqe.Validate(&e) == abi.CodeInvalidRequest)
}

// ProofReleaseTwin claims that a Release may say which method it means.
func ProofReleaseTwin() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpRelease
	method := e.Method
	e.Method = 0
	valid := bare(e)
	e.Method = method
	prove.Assert((sqe.Validate(&e) == abi.CodeOK) == valid)
}

// ProofDecode: each field comes from its own bytes of the eight words, and every byte belongs to a field. Invariant: RING-10.
func ProofDecode() {
	w := prove.Any[[abi.SQESize / 8]uint64]()
	e := decode(w)
	prove.Cover(e.CallID != 0)
	prove.Assert(e == sqe.Entry{Opcode: abi.Opcode(w[0]), Flags: uint16(w[0] >> 16), Cap: abi.CapID(w[0] >> 32), UserData: w[1],
		Interface: w[2], Params: abi.VirtAddr(w[3]), Result: abi.VirtAddr(w[4]), ParamsLen: uint32(w[5]), ResultLen: uint32(w[5] >> 32),
		Method: uint16(w[6]), TransferCount: uint16(w[6] >> 16), CallID: uint32(w[6] >> 32), Transfers: abi.VirtAddr(w[7])})
}

// ProofDecodeTwin claims that two entries that differ decode to one.
func ProofDecodeTwin() {
	v, w := prove.Any[[abi.SQESize / 8]uint64](), prove.Any[[abi.SQESize / 8]uint64]()
	prove.Assume(v != w)
	prove.Assert(decode(v) == decode(w))
}

// decode answers the entry whose words are w.
func decode(w [abi.SQESize / 8]uint64) (e sqe.Entry) {
	e.Decode(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7])
	return e
}
