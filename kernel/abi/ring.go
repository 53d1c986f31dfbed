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
	SQEFlags         = 2  // uint16, FlagException: RETURN
	SQECap           = 4  // uint32, capability id: all but NOP
	SQEUserData      = 8  // uint64, comes back in the completion
	SQEInterface     = 16 // uint64, interface id that the capability must have: CALL; timeout in ns: PARK
	SQEParams        = 24 // uint64, address of the parameters (CALL) or of the results (RETURN); offset of the word, a multiple of 4 bytes: PARK, UNPARK
	SQEResult        = 32 // uint64, address of the result buffer (CALL) or of the receive buffer (RECV)
	SQEParamsLen     = 40 // uint32, bytes: CALL, RETURN; expected value: PARK; most to wake: UNPARK
	SQEResultLen     = 44 // uint32, bytes: CALL, RECV
	SQEMethod        = 48 // uint16, method ordinal: CALL
	SQETransferCount = 50 // uint16, transfer descriptors, at most TransferMost: CALL, RETURN
	SQECallID        = 52 // uint32, call that is answered: RETURN
	SQETransfers     = 56 // uint64, address of the transfer descriptors, zero when there are none: CALL, RETURN
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

// Transfer descriptors: the capabilities that travel with a CALL to an endpoint or with a RETURN. They are read once, when the
// submission is carried out.
const (
	DescriptorCap  = 0 // uint32, capability id in the sender's table
	DescriptorMode = 4 // uint32, TransferCopy or TransferMove
	// DescriptorSize is the size of a descriptor, in bytes.
	DescriptorSize = 8
)

// TransferMost is the number of capabilities that can travel with one message.
const TransferMost = 4

// Modes of a transfer descriptor.
const (
	// TransferCopy: the sender keeps its capability.
	TransferCopy = 0
	// TransferMove: the sender's capability is out of use from the submission on, and gone when the message is delivered.
	TransferMove = 1
)

// A message that RECV delivers stands in the receive buffer: the header, then the parameters, then, at the next multiple of RecordSize
// bytes from the buffer's start, the transfer-result records. The completion's code is the length of header and parameters.
const (
	MessageClient     = 0  // uint64, who calls: one number for each session at each endpoint, chosen by the kernel
	MessageInterface  = 8  // uint64, interface id that the caller stated, which the facet has
	MessageMethod     = 16 // uint16, method ordinal
	MessageCapCount   = 18 // uint16, transfer-result records
	MessageLength     = 20 // uint32, bytes of the parameters
	MessageCallID     = 24 // uint32, for RETURN
	MessageResultRoom = 28 // uint32, bytes of the caller's result buffer
	// MessageHeader is the size of the header, in bytes.
	MessageHeader = 32
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
	_ [RingCQHead - (RingSQTail + 4)]byte
	_ [(RingSQTail + 4) - RingCQHead]byte
	_ [RingCQ - (RingSQ + SQEntries*SQESize)]byte
	_ [(RingSQ + SQEntries*SQESize) - RingCQ]byte
	_ [PageSize - (RingCQ + CQEntries*CQESize)]byte
	_ [CQESize - CQEZero]byte
	_ [RecordSize - (RecordInterface + 8)]byte
	_ [DescriptorSize - (DescriptorMode + 4)]byte
	_ [MessageHeader - (MessageResultRoom + 4)]byte
)
