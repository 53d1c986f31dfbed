// +gobra

package abi

// Opcode says what a submission queue entry asks for. Zero is no opcode, so an entry of zero bytes is harmless.
type Opcode uint16

// The opcodes. CodeInvalidRequest answers every other value.
const (
	// OpNop completes with CodeOK.
	OpNop Opcode = 1
	// OpCall calls method SQEMethod of the capability SQECap.
	OpCall Opcode = 2
	// OpRecv is reserved; CodeUnsupportedOpcode answers it.
	OpRecv Opcode = 3
	// OpReturn is reserved; CodeUnsupportedOpcode answers it.
	OpReturn Opcode = 4
	// OpRelease gives up the capability SQECap.
	OpRelease Opcode = 5
	// OpFinish is reserved; CodeUnsupportedOpcode answers it.
	OpFinish Opcode = 6
	// OpPark is reserved; CodeUnsupportedOpcode answers it.
	OpPark Opcode = 7
	// OpUnpark is reserved; CodeUnsupportedOpcode answers it.
	OpUnpark Opcode = 8
)
