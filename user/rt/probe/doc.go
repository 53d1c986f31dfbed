// Package probe holds what only hostile and checking programs need: instructions and accesses that a process is not allowed, and a look
// at registers and memory as they really are.
//
// A program with a purpose of its own may not import it.
package probe
