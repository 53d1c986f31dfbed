package probe

import (
	"unsafe"

	"warrant/kernel/abi"
)

// Memory is the process's memory from address on. Reading what is not mapped faults.
func Memory(address abi.VirtAddr, length int) []byte { return unsafe.Slice(At(address), length) }
