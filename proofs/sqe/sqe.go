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
	prove.Assert(sqe.Validate(e) == abi.CodeInvalidRequest)
}

// ProofUnknownTwin claims that opcode 0 is harmless.
func ProofUnknownTwin() {
	e := prove.Any[sqe.Entry]()
	prove.Assert(sqe.Validate(e) == abi.CodeInvalidRequest || e.Opcode != 0 && e.Opcode < abi.OpUnpark)
}

// ProofReserved: each reserved opcode answers that it is not supported, whatever else the entry says. Invariant: RING-11.
func ProofReserved() {
	e := prove.Any[sqe.Entry]()
	reserved := e.Opcode == abi.OpRecv || e.Opcode == abi.OpReturn || e.Opcode == abi.OpFinish || e.Opcode == abi.OpPark ||
		e.Opcode == abi.OpUnpark
	prove.Cover(reserved)
	prove.Assert((sqe.Validate(e) == abi.CodeUnsupportedOpcode) == reserved)
}

// ProofReservedTwin claims that a malformed reserved entry is an invalid request.
func ProofReservedTwin() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpRecv
	prove.Assert(sqe.Validate(e) == abi.CodeInvalidRequest || e.Flags == 0)
}

// ProofNop: a Nop is valid exactly when nothing but its user data is set. Invariant: RING-10.
func ProofNop() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpNop
	ok := sqe.Validate(e) == abi.CodeOK
	prove.Cover(ok && e.UserData != 0)
	prove.Assert(ok == (bare(e) && e.Cap == 0))
	prove.Assert(ok || sqe.Validate(e) == abi.CodeInvalidRequest)
}

// ProofNopTwin claims that a Nop can name a capability.
func ProofNopTwin() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpNop
	prove.Assert((sqe.Validate(e) == abi.CodeOK) == bare(e))
}

// ProofCall: a Call is valid exactly when the fields of other opcodes are zero; addresses and lengths are not judged here. Invariant:
// RING-10.
func ProofCall() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpCall
	ok := sqe.Validate(e) == abi.CodeOK
	prove.Cover(ok && e.ParamsLen == 0xffffffff)
	prove.Assert(ok == (e.Flags == 0 && e.CallID == 0 && e.TransferCount == 0 && e.Transfers == 0))
	prove.Assert(ok || sqe.Validate(e) == abi.CodeInvalidRequest)
}

// ProofCallTwin claims that flags do not matter.
func ProofCallTwin() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpCall
	prove.Assert((sqe.Validate(e) == abi.CodeOK) == (e.CallID == 0 && e.TransferCount == 0 && e.Transfers == 0))
}

// ProofRelease: a Release is valid exactly when nothing but its capability and its user data is set. Invariant: RING-10.
func ProofRelease() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpRelease
	ok := sqe.Validate(e) == abi.CodeOK
	prove.Cover(ok && e.Cap != 0)
	prove.Assert(ok == bare(e))
	prove.Assert(ok || sqe.Validate(e) == abi.CodeInvalidRequest)
}

// ProofReleaseTwin claims that a Release may say which method it means.
func ProofReleaseTwin() {
	e := prove.Any[sqe.Entry]()
	e.Opcode = abi.OpRelease
	method := e.Method
	e.Method = 0
	valid := bare(e)
	e.Method = method
	prove.Assert((sqe.Validate(e) == abi.CodeOK) == valid)
}

// ProofDecode: each field comes from its own bytes of the eight words, and every byte belongs to a field. Invariant: RING-10.
func ProofDecode() {
	w := prove.Any[[abi.SQESize / 8]uint64]()
	e := sqe.Decode(w)
	prove.Cover(e.CallID != 0)
	prove.Assert(e == sqe.Entry{Opcode: abi.Opcode(w[0]), Flags: uint16(w[0] >> 16), Cap: abi.CapID(w[0] >> 32), UserData: w[1],
		Interface: w[2], Params: abi.VirtAddr(w[3]), Result: abi.VirtAddr(w[4]), ParamsLen: uint32(w[5]), ResultLen: uint32(w[5] >> 32),
		Method: uint16(w[6]), TransferCount: uint16(w[6] >> 16), CallID: uint32(w[6] >> 32), Transfers: abi.VirtAddr(w[7])})
}

// ProofDecodeTwin claims that two entries that differ decode to one.
func ProofDecodeTwin() {
	v, w := prove.Any[[abi.SQESize / 8]uint64](), prove.Any[[abi.SQESize / 8]uint64]()
	prove.Assume(v != w)
	prove.Assert(sqe.Decode(v) == sqe.Decode(w))
}
