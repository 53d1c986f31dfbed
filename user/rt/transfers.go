package rt

import (
	"warrant/kernel/abi"
	"warrant/lib/little"
)

// Transfers are the descriptors of capabilities that travel with a message, at most abi.TransferMost. The zero value is empty. It must not
// be changed while an entry that it is attached to is on its way.
type Transfers struct {
	bytes [abi.TransferMost * abi.DescriptorSize]byte
	count int
}

// Reset makes t empty again.
func (t *Transfers) Reset() *Transfers {
	t.count = 0
	return t
}

// Copy adds a capability of which the sender keeps its own. A descriptor for which there is no room is left out.
func (t *Transfers) Copy(c abi.CapID) *Transfers { return t.Add(c, abi.TransferCopy) }

// Move adds a capability that the sender gives away.
func (t *Transfers) Move(c abi.CapID) *Transfers { return t.Add(c, abi.TransferMove) }

// Add adds a descriptor with any mode, for programs that test what the kernel makes of it.
func (t *Transfers) Add(c abi.CapID, mode uint32) *Transfers {
	if t.count == abi.TransferMost {
		return t
	}
	at := t.count * abi.DescriptorSize
	little.PutUint32(t.bytes[:], at+abi.DescriptorCap, uint32(c))
	little.PutUint32(t.bytes[:], at+abi.DescriptorMode, mode)
	t.count++
	return t
}

// Attach makes the capabilities travel with e, a CALL or a RETURN.
func (t *Transfers) Attach(e *Entry) {
	e.TransferCount = uint16(t.count)
	e.Transfers = AddressOf(t.bytes[:t.count*abi.DescriptorSize])
}
