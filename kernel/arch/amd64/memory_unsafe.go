package amd64

import (
	"unsafe"

	"warrant/kernel/core/trap"
)

// pointer answers the pointer with the value address. Vet knows no other way to say that an address is not a pointer's own.
func pointer(address uint64) (p unsafe.Pointer) {
	return *(*unsafe.Pointer)(unsafe.Pointer(&address))
}

// bytesAt answers n bytes of memory at a virtual address that is mapped for as long as the slice lives.
func bytesAt(address, n uint64) (b []byte) {
	return unsafe.Slice((*byte)(pointer(address)), n)
}

// tableAt answers the page table at a virtual address.
func tableAt(address uint64) (t *[512]uint64) {
	return (*[512]uint64)(pointer(address))
}

func addressOfTask() (address uint64)     { return uint64(uintptr(unsafe.Pointer(&task))) }
func addressOfSegments() (address uint64) { return uint64(uintptr(unsafe.Pointer(&segments))) }
func addressOfGates() (address uint64)    { return uint64(uintptr(unsafe.Pointer(&gates))) }
func addressOfAreas() (address uint64)    { return uint64(uintptr(unsafe.Pointer(&fpuAreas))) }

func addressOfRegisters(r *trap.Registers) (address uint64) {
	return uint64(uintptr(unsafe.Pointer(r)))
}

// runBoot is function main of the kernel's package main: this package cannot import it.
//
//go:linkname runBoot main.main
func runBoot()
