// +gobra

package abi

// Code is the result of a completion or of a system call: zero and above is success, with a meaning of its own for each opcode; below
// zero it is one of the codes here, and nothing has happened that the code does not say.
type Code int32

// The transport's codes. Facts of a capability's own making are not here: they are exceptions or results of its interface.
const (
	// CodeOK is success.
	CodeOK Code = 0
	// CodeInvalidRequest is a malformed entry: unknown opcode or flag, or a field that must be zero for this opcode.
	CodeInvalidRequest Code = -1
	// CodeInvalidParams is a parameter buffer outside user space, not mapped, or too long.
	CodeInvalidParams Code = -2
	// CodeInvalidResult is a result buffer outside user space, not mapped, not writable, or too long.
	CodeInvalidResult Code = -3
	// CodeInvokeFailed is a capability id that names nothing live of the stated interface.
	CodeInvokeFailed Code = -4
	// CodeUnsupportedOpcode is an opcode that is reserved but does nothing in this version.
	CodeUnsupportedOpcode Code = -5
	// CodeException says that the result buffer holds a CapException.
	CodeException Code = -6
	// CodeExceptionTruncated says that a CapException did not fit into the result buffer, which is unchanged.
	CodeExceptionTruncated Code = -7
	// CodeTransferFailed is a transfer descriptor that is malformed or names a capability that may not travel so, or a receiver that
	// has no room for it. Nothing has travelled.
	CodeTransferFailed Code = -8
	// CodeResultTooLarge says that the result does not fit into the result buffer, which is unchanged. A call whose results are
	// capabilities has not been carried out; every other call has.
	CodeResultTooLarge Code = -9
)
