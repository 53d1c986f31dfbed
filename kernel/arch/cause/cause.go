// Package cause numbers the reasons for which a freestanding program's own code stops: what `warrant image` writes in front of the
// jump that replaces a function of the Go runtime, and what the program's trap entry finds on its stack.
//
// At the trap entry 0(SP) is the Cause and 8(SP) the address behind the call that went wrong. The package holds constants and their
// names only.
package cause

// Cause is why the code stopped.
type Cause uint64

// The causes.
const (
	// Unknown is any function of the runtime that no rule names.
	Unknown Cause = iota
	// Bounds is an index or slice expression out of range.
	Bounds
	// Divide is an integer division by zero.
	Divide
	// Shift is a shift by a negative count.
	Shift
	// Conversion is a failed conversion of a slice to an array or of an interface to a type.
	Conversion
	// Nil is a nil pointer found by a check, not by the processor.
	Nil
	// Explicit is a call of panic.
	Explicit
	// Stack is a stack without room for the function that is called.
	Stack
	// Barrier is a write barrier: the garbage collector that needs it does not exist.
	Barrier
	count
)

var names = [count]string{
	Unknown:    "function of the Go runtime",
	Bounds:     "index or slice out of range",
	Divide:     "division by zero",
	Shift:      "negative shift count",
	Conversion: "failed conversion",
	Nil:        "nil pointer",
	Explicit:   "panic",
	Stack:      "stack exhausted",
	Barrier:    "write barrier",
}

// String answers the name of c, for messages.
func (c Cause) String() (s string) {
	if c >= count {
		c = Unknown
	}
	return names[c]
}
