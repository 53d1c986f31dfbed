package rt

import "warrant/kernel/abi"

// Entry is a submission queue entry. Fields without meaning for its opcode must be zero; the kernel refuses the entry otherwise. Some mean
// different things for different opcodes; the constructors below know which, and package abi's SQE constants say it.
type Entry struct {
	// Opcode says what is asked for.
	Opcode abi.Opcode
	// Flags is 0, or abi.FlagException: RETURN.
	Flags uint16
	// Cap is the capability that is called, received on, returned through, waited at or released.
	Cap abi.CapID
	// UserData comes back in the completion.
	UserData uint64
	// Interface is the id of the interface that Cap must have: CALL; the timeout in nanoseconds: PARK.
	Interface uint64
	// Params is the address of the parameters: CALL; of the results: RETURN; the offset of a word, in bytes: PARK, UNPARK.
	Params abi.VirtAddr
	// Result is the address of the result buffer: CALL; of the receive buffer: RECV.
	Result abi.VirtAddr
	// ParamsLen is the length of what is at Params, in bytes: CALL, RETURN; the expected value: PARK; the most to wake: UNPARK.
	ParamsLen uint32
	// ResultLen is the length of what is at Result, in bytes.
	ResultLen uint32
	// Method is the ordinal of the method: CALL.
	Method uint16
	// TransferCount is the number of transfer descriptors: CALL, RETURN.
	TransferCount uint16
	// CallID is the call that is answered: RETURN.
	CallID uint32
	// Transfers is the address of the transfer descriptors.
	Transfers abi.VirtAddr
}

// CallEntry is the entry of a call of a method of c, which must have the given interface. Both buffers must stay untouched until the
// completion is taken.
func CallEntry(c abi.CapID, iface uint64, method uint16, params, result []byte, userData uint64) Entry {
	return Entry{
		Opcode: abi.OpCall, Cap: c, UserData: userData, Interface: iface, Method: method,
		Params: AddressOf(params), ParamsLen: uint32(len(params)),
		Result: AddressOf(result), ResultLen: uint32(len(result)),
	}
}

// RecvEntry is the entry that waits for a call on the endpoint whose owner c is. The buffer must stay untouched until the completion is
// taken; at success ReadReceived reads it.
func RecvEntry(c abi.CapID, buffer []byte, userData uint64) Entry {
	return Entry{Opcode: abi.OpRecv, Cap: c, UserData: userData, Result: AddressOf(buffer), ResultLen: uint32(len(buffer))}
}

// ReturnEntry is the entry that answers the call callID, which the endpoint whose owner c is has received. results must stay untouched
// until the completion is taken.
func ReturnEntry(c abi.CapID, callID uint32, results []byte, userData uint64) Entry {
	return Entry{
		Opcode: abi.OpReturn, Cap: c, UserData: userData, CallID: callID, Params: AddressOf(results), ParamsLen: uint32(len(results)),
	}
}

// ParkEntry is the entry that waits at the 32-bit word at offset, in bytes, of the memory object or view c until OpUnpark wakes it or
// timeout nanoseconds have passed, if the word has the expected value.
func ParkEntry(c abi.CapID, offset uint64, expected uint32, timeout, userData uint64) Entry {
	return Entry{Opcode: abi.OpPark, Cap: c, UserData: userData, Interface: timeout, Params: abi.VirtAddr(offset), ParamsLen: expected}
}

// UnparkEntry is the entry that wakes at most count of those that wait at the word at offset of the memory object or view c.
func UnparkEntry(c abi.CapID, offset uint64, count uint32, userData uint64) Entry {
	return Entry{Opcode: abi.OpUnpark, Cap: c, UserData: userData, Params: abi.VirtAddr(offset), ParamsLen: count}
}

// Store writes e into the submission queue's slot of the given position.
func (e *Entry) Store(p *Page, position uint32) {
	at := abi.RingSQ + position%abi.SQEntries*abi.SQESize
	p.Store16(at+abi.SQEOpcode, uint16(e.Opcode))
	p.Store16(at+abi.SQEFlags, e.Flags)
	p.Store32(at+abi.SQECap, uint32(e.Cap))
	p.Store64(at+abi.SQEUserData, e.UserData)
	p.Store64(at+abi.SQEInterface, e.Interface)
	p.Store64(at+abi.SQEParams, uint64(e.Params))
	p.Store64(at+abi.SQEResult, uint64(e.Result))
	p.Store32(at+abi.SQEParamsLen, e.ParamsLen)
	p.Store32(at+abi.SQEResultLen, e.ResultLen)
	p.Store16(at+abi.SQEMethod, e.Method)
	p.Store16(at+abi.SQETransferCount, e.TransferCount)
	p.Store32(at+abi.SQECallID, e.CallID)
	p.Store64(at+abi.SQETransfers, uint64(e.Transfers))
}

// Completion is a completion queue entry.
type Completion struct {
	// UserData is the submission's.
	UserData uint64
	// Result is an error code, or what success means for the opcode: the bytes of a CALL's result message, the bytes of a RECV's header
	// and parameters, and package abi's results of RETURN, PARK and UNPARK.
	Result abi.Code
	// CapCount is the number of transfer-result records behind the message.
	CapCount uint16
	// CallID is the call that was received.
	CallID uint32
}

// loadCompletion reads the completion queue's slot of the given position.
func loadCompletion(p *Page, position uint32) Completion {
	at := abi.RingCQ + position%abi.CQEntries*abi.CQESize
	return Completion{
		UserData: p.Load64(at + abi.CQEUserData),
		Result:   abi.Code(p.Load32(at + abi.CQEResult)),
		CapCount: p.Load16(at + abi.CQECapCount),
		CallID:   p.Load32(at + abi.CQECallID),
	}
}
