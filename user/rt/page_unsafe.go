package rt

import (
	"unsafe"

	"warrant/kernel/abi"
)

// Page is a page that the process shares with the kernel. Its methods access each word once, with one instruction, and the compiler
// can neither leave out nor repeat such an access. Accesses stand in program order, which is also the order in which the kernel, on
// the same processor, sees them.
type Page [abi.PageSize]byte

// Load16 reads the uint16 at offset, which must be even and inside the page.
//
//go:noinline
func (p *Page) Load16(offset uint32) uint16 {
	_ = p[offset+1]
	return *(*uint16)(unsafe.Pointer(&p[offset]))
}

// Load32 reads the uint32 at offset, a multiple of 4 inside the page.
//
//go:noinline
func (p *Page) Load32(offset uint32) uint32 {
	_ = p[offset+3]
	return *(*uint32)(unsafe.Pointer(&p[offset]))
}

// Load64 reads the uint64 at offset, a multiple of 8 inside the page.
//
//go:noinline
func (p *Page) Load64(offset uint32) uint64 {
	_ = p[offset+7]
	return *(*uint64)(unsafe.Pointer(&p[offset]))
}

// Store16 writes the uint16 at offset, which must be even and inside the page.
//
//go:noinline
func (p *Page) Store16(offset uint32, v uint16) {
	_ = p[offset+1]
	*(*uint16)(unsafe.Pointer(&p[offset])) = v
}

// Store32 writes the uint32 at offset, a multiple of 4 inside the page.
//
//go:noinline
func (p *Page) Store32(offset uint32, v uint32) {
	_ = p[offset+3]
	*(*uint32)(unsafe.Pointer(&p[offset])) = v
}

// Store64 writes the uint64 at offset, a multiple of 8 inside the page.
//
//go:noinline
func (p *Page) Store64(offset uint32, v uint64) {
	_ = p[offset+7]
	*(*uint64)(unsafe.Pointer(&p[offset])) = v
}

// AddressOf is the address of the first byte of b, or 0 when b is empty: what a submission says of a buffer. The buffer must stay in use
// until the completion is there; a stack never moves and there is no garbage collector, so the address stays right.
//
//go:noinline
func AddressOf(b []byte) abi.VirtAddr {
	if len(b) == 0 {
		return 0
	}
	return abi.VirtAddr(uintptr(unsafe.Pointer(unsafe.SliceData(b))))
}

// PageAt is the page at an address, a multiple of abi.PageSize: memory that the process has mapped. An access to a page that is not mapped,
// or may not be accessed so, ends the process.
//
//go:noinline
func PageAt(address abi.VirtAddr) *Page {
	return (*Page)(unsafe.Add(unsafe.Pointer(nil), uintptr(address)))
}
