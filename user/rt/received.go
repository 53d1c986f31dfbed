package rt

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/little"
)

// ReceiveBytes is the size of a receive buffer into which every call fits: header, parameters and transfer-result records together.
const ReceiveBytes = limits.ScratchBytes

// Received is a call that RECV has delivered.
type Received struct {
	// Client is who calls: one number for each session at each endpoint, chosen by the kernel. Nothing that a caller sends changes it.
	Client uint64
	// Interface is the facet's.
	Interface uint64
	// Method is the ordinal of the method. Whether the interface has it, the server has to see.
	Method uint16
	// CallID names the call for ReturnEntry.
	CallID uint32
	// ResultRoom is the size of the caller's result buffer, in bytes.
	ResultRoom uint32
	// Params is the message of the parameters as the caller wrote it, inside the receive buffer.
	Params []byte

	buffer []byte // the receive buffer
	length int    // bytes of header and parameters
	caps   int    // transfer-result records behind them
}

// ReadReceived reads what RECV has delivered: buffer is the receive buffer, length the completion's result. ok is false when that is no
// message.
func ReadReceived(buffer []byte, length int) (m Received, ok bool) {
	if length < abi.MessageHeader || length > len(buffer) {
		return Received{}, false
	}
	size := little.Uint32(buffer, abi.MessageLength)
	if uint64(size) != uint64(length-abi.MessageHeader) {
		return Received{}, false
	}
	return Received{
		Client:     little.Uint64(buffer, abi.MessageClient),
		Interface:  little.Uint64(buffer, abi.MessageInterface),
		Method:     little.Uint16(buffer, abi.MessageMethod),
		CallID:     little.Uint32(buffer, abi.MessageCallID),
		ResultRoom: little.Uint32(buffer, abi.MessageResultRoom),
		Params:     buffer[abi.MessageHeader:length],
		buffer:     buffer,
		length:     length,
		caps:       int(little.Uint16(buffer, abi.MessageCapCount)),
	}, true
}

// Caps is the number of capabilities that came with the call.
func (m *Received) Caps() int { return m.caps }

// Cap is capability number index of those that came with the call, and its interface id; ok is false when there is none.
func (m *Received) Cap(index int) (c abi.CapID, iface uint64, ok bool) {
	return Record(m.buffer, m.length, m.caps, index)
}
