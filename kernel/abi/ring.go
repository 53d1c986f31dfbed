// +gobra

package abi

// The ring page of a process: one page at RingAddr, shared with the kernel.
//
//	0x000  RingSQTail, RingCQHead                       written by the process
//	0x040  RingSQHead, RingCQTail, RingCQOverflow, ...  written by the kernel
//	0x080  zero
//	0x400  RingSQ: SQEntries entries of SQESize bytes   written by the process
//	0x800  RingCQ: CQEntries entries of CQESize bytes   written by the kernel
//	0xc00  zero
//
// Positions are 32-bit counters that wrap; the entry of position n is n modulo the number of entries. The kernel keeps its own
// copy of what it writes and never reads it back.
const (
	// RingSQTail is the offset of the position behind the newest submission; a uint32.
	RingSQTail = 0x000
	// RingCQHead is the offset of the position of the oldest completion that the process has not taken; a uint32.
	RingCQHead = 0x004
	// RingSQHead is the offset of the position of the next submission that the kernel will take; a uint32.
	RingSQHead = 0x040
	// RingCQTail is the offset of the position behind the newest completion; a uint32.
	RingCQTail = 0x044
	// RingCQOverflow is the offset of the number of completions that found the queue full, modulo 2^32; a uint32.
	RingCQOverflow = 0x048
	// RingRecoveries is the offset of the number of times that the kernel found a position corrupt, modulo 2^32; a uint32.
	RingRecoveries = 0x04c
	// RingSQ is the offset of the submission queue.
	RingSQ = 0x400
	// RingCQ is the offset of the completion queue.
	RingCQ = 0x800
)

// SQEntries is the number of entries of the submission queue.
const SQEntries = 16

// SQESize is the size of a submission queue entry, in bytes.
const SQESize = 64

// CQEntries is the number of entries of the completion queue.
const CQEntries = 32

// CQESize is the size of a completion queue entry, in bytes.
const CQESize = 32

// Offsets of the fields of a submission queue entry, in bytes. A field without meaning for an opcode must be zero.
const (
	SQEOpcode        = 0  // uint16, an Opcode
	SQEFlags         = 2  // uint16, no flag is defined
	SQECap           = 4  // uint32, capability id: CALL, RECV, RETURN, RELEASE
	SQEUserData      = 8  // uint64, comes back in the completion
	SQEInterface     = 16 // uint64, interface id that the capability must have: CALL
	SQEParams        = 24 // uint64, address of the parameters (CALL) or of the results (RETURN)
	SQEResult        = 32 // uint64, address of the result buffer (CALL) or of the receive buffer (RECV)
	SQEParamsLen     = 40 // uint32, bytes
	SQEResultLen     = 44 // uint32, bytes
	SQEMethod        = 48 // uint16, method ordinal: CALL
	SQETransferCount = 50 // uint16, transfer descriptors; no opcode of this version has any
	SQECallID        = 52 // uint32, call that is answered: RETURN
	SQETransfers     = 56 // uint64, address of the transfer descriptors; none in this version
)

// Offsets of the fields of a completion queue entry, in bytes. Bytes from CQEZero on are zero.
const (
	CQEUserData = 0  // uint64, of the submission
	CQEResult   = 8  // int32, a Code; for CALL at success the number of bytes of the result message
	CQEFlags    = 12 // uint16, no flag is defined
	CQECapCount = 14 // uint16, transfer-result records behind the result message
	CQECallID   = 16 // uint32, call that was received: RECV
	CQEZero     = 20
)

// Transfer-result records stand in the result buffer behind the result message, at the next multiple of RecordSize bytes from the
// buffer's start; CQECapCount of them.
const (
	RecordCap       = 0 // uint32, capability id in the receiver's table
	RecordZero      = 4 // uint32, zero
	RecordInterface = 8 // uint64, interface id
	RecordSize      = 16
)

// The layouts fit: each line fails to compile when its two sides differ.
var (
	_ [SQETransfers + 8 - SQESize]byte
	_ [SQESize - (SQETransfers + 8)]byte
	_ [RingCQ - (RingSQ + SQEntries*SQESize)]byte
	_ [(RingSQ + SQEntries*SQESize) - RingCQ]byte
	_ [PageSize - (RingCQ + CQEntries*CQESize)]byte
	_ [CQESize - CQEZero]byte
	_ [RecordSize - (RecordInterface + 8)]byte
)
