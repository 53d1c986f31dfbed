// Package image links the kernel and the programs of user space: ordinary Go packages become freestanding ELF files in which nothing
// of the Go runtime can run.
//
// The stock toolchain compiles and links; what follows works on the linked file:
//
//   - Program reads it: sections, cut at every symbol into pieces.
//   - scan finds the pieces that can be reached from the entry, by decoding code and by taking every word of data that could be an
//     address for one. A call into the runtime is judged by rules.go: a leaf that needs no runtime stays, a failed run-time check becomes a
//     jump to the program's trap entry, anything else is refused with the place in the source that needs it.
//   - layout keeps the pages that hold such pieces, with the rights of their section, and clears the rest of these pages.
//   - write.go writes what the boot loader or the kernel's loader wants.
//
// Packages of a freestanding program may have no work at initialisation, since nothing would run it: initialise.go looks for it.
//
// The package depends on the toolchain that go.mod pins: on the names of the runtime's functions and on the order of its stack checks.
// Output depends on nothing but the sources.
package image
