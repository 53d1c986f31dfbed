// +gobra

// Package abi holds every number that the kernel shares with user space: addresses, layouts, opcodes, system calls, error codes.
//
// It holds constants and plain types only. It may not hold behaviour, state, or anything that only the kernel needs to know;
// limits of the kernel are in package limits. The interfaces of capabilities are not here but in specs/capos.capnp.
//
// All multi-byte values in shared memory are little-endian. A change here is a change of Version.
package abi

// Version is the version of everything in this package together with specs/capos.capnp. SystemInfo.info reports it.
const Version = 1

// ManifestVersion is the version of the boot manifest that this kernel and init accept.
const ManifestVersion = 1
