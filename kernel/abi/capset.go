// +gobra

package abi

// CapID names a capability in one process's table: generation * CapSlots + slot. It means nothing in another process.
type CapID uint32

// CapSlots is the number of slots of a capability table.
const CapSlots = 64

// The CapSet page: the capabilities that a process has at its first instruction, in the order in which they were granted. The kernel
// writes it once, before the process starts, and never reads it.
const (
	// CapSetMagic is at CapSetMagicOffset: "CAPSET1\n".
	CapSetMagic uint64 = 0x0a31544553504143
	// CapSetMagicOffset is the offset of the magic number; a uint64.
	CapSetMagicOffset = 0
	// CapSetCount is the offset of the number of entries; a uint32.
	CapSetCount = 8
	// CapSetEntries is the offset of the first entry.
	CapSetEntries = 64
	// CapSetEntrySize is the size of an entry, in bytes.
	CapSetEntrySize = 64
	// CapSetMax is the number of entries that fit.
	CapSetMax = (PageSize - CapSetEntries) / CapSetEntrySize
)

// Offsets of the fields of a CapSet entry, in bytes.
const (
	EntryInterface  = 0  // uint64, interface id
	EntryCap        = 8  // uint32, capability id
	EntryNameLength = 12 // uint32, bytes of the name
	EntryName       = 16 // NameMax bytes, zero behind the name
)

// NameMax is the greatest length of a name of a process, a binary or a capability, in bytes.
const NameMax = 48

var (
	_ [CapSetEntrySize - (EntryName + NameMax)]byte
	_ [(EntryName + NameMax) - CapSetEntrySize]byte
	_ [CapSlots - CapSetMax]byte
)
