package rt

import "warrant/kernel/abi"

// Entry is a submission queue entry. Fields without meaning for its opcode must be zero; the kernel refuses the entry otherwise.
type Entry struct {
	// Opcode says what is asked for.
	Opcode abi.Opcode
	// Flags must be zero.
	Flags uint16
	// Cap is the capability that is called or released.
	Cap abi.CapID
	// UserData comes back in the completion.
	UserData uint64
	// Interface is the id of the interface that Cap must have.
	Interface uint64
	// Params and ParamsLen are address and length in bytes of the parameters.
	Params abi.VirtAddr
	// Result and ResultLen are address and length in bytes of the result buffer.
	Result abi.VirtAddr
	// ParamsLen is the length of the parameters, in bytes.
	ParamsLen uint32
	// ResultLen is the length of the result buffer, in bytes.
	ResultLen uint32
	// Method is the ordinal of the method.
	Method uint16
	// TransferCount is the number of transfer descriptors.
	TransferCount uint16
	// CallID is the call that is answered.
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
	// Result is an error code, or for a call that succeeded the number of bytes of its result message.
	Result abi.Code
	// CapCount is the number of transfer-result records behind the result message.
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
