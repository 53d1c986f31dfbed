// Package assembly declares what its assembly defines.
package assembly

// entryStack is the size of the entry stack, in bytes.
const entryStack = 4096

// Halt stops the processor.
//
//	entry:    any
//	exit:     never
//	clobbers: nothing
func Halt()

// Bare has a doc comment without the lines.
func Bare()

// Load reads a word.
//
// entry: RDI = address
// exit: RAX = word
// clobbers: RCX
func Load()
