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
	// OpRecv waits for a call on the endpoint whose owner SQECap is.
	OpRecv Opcode = 3
	// OpReturn answers the call SQECallID, which the endpoint whose owner SQECap is has received.
	OpReturn Opcode = 4
	// OpRelease gives up the capability SQECap.
	OpRelease Opcode = 5
	// OpFinish is reserved; CodeUnsupportedOpcode answers it.
	OpFinish Opcode = 6
	// OpPark waits at a 32-bit word of the memory object SQECap, if the word has the expected value.
	OpPark Opcode = 7
	// OpUnpark completes OpPark of those that wait at a word of the memory object SQECap, first come first.
	OpUnpark Opcode = 8
)

// FlagException is the one flag of OpReturn: the results are a CapException.
const FlagException = 1

// Results of an OpReturn that was carried out: the call has ended, and its capabilities travelled only with Delivered.
const (
	// Delivered: the caller has the results.
	Delivered Code = 0
	// CallerGone: the caller ended, or was killed, before the answer.
	CallerGone Code = 1
	// CallerRefused: the caller's buffer or table could not take the answer, and its completion says why.
	CallerRefused Code = 2
)

// Results of an OpPark that was carried out.
const (
	// Woken: by an OpUnpark.
	Woken Code = 0
	// ValueDiffers: the word did not have the expected value.
	ValueDiffers Code = 1
	// TimedOut: the time came first.
	TimedOut Code = 2
)
