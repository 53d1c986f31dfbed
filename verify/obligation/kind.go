package obligation

import "slices"

// Kind says what an obligation demands. Kinds are lower-case words joined by hyphens; they appear in identities, caches
// and ledgers, so a kind is never renamed once it is in a committed file.
type Kind string

// Kinds that stand for a run-time panic of Go. The list follows the instructions of golang.org/x/tools/go/ssa that can
// panic.
const (
	// ExplicitPanic is a call of panic.
	ExplicitPanic Kind = "panic"
	// NilDereference is a load, store, field address or method value through a pointer that may be nil.
	NilDereference Kind = "nil-dereference"
	// IndexBounds is an index of an array, slice or string outside 0 <= i < len.
	IndexBounds Kind = "index"
	// SliceBounds is a slice expression outside 0 <= low <= high <= max <= cap.
	SliceBounds Kind = "slice-bounds"
	// SliceToArray is a conversion of a slice to an array, or array pointer, longer than the slice.
	SliceToArray Kind = "slice-to-array"
	// TypeAssertion is a type assertion without comma-ok whose dynamic type may differ.
	TypeAssertion Kind = "type-assertion"
	// DivisionByZero is an integer division or remainder by zero.
	DivisionByZero Kind = "division"
	// NegativeShift is a shift by a negative count.
	NegativeShift Kind = "shift"
	// Uncomparable is a comparison of interfaces, or a map key, whose dynamic type cannot be compared or hashed.
	Uncomparable Kind = "uncomparable"
	// NilMapWrite is an assignment to an entry of a nil map.
	NilMapWrite Kind = "nil-map"
	// MakeLength is a make with a negative or too large length or capacity.
	MakeLength Kind = "make-length"
	// NilFunction is a call of a nil function value.
	NilFunction Kind = "nil-function"
	// NilInterface is a method call on a nil interface.
	NilInterface Kind = "nil-interface"
	// ChannelMisuse is a send on, or close of, a closed channel, or a close of a nil one.
	ChannelMisuse Kind = "channel"
)

// Kinds that stand for a rule of a contract or of a bounded proof rather than for a panic of Go.
const (
	// Assertion is an assert statement of a contract, or a call of prove.Assert.
	Assertion Kind = "assertion"
	// UnreachableCode is a call of prove.Unreachable, which nothing may reach.
	UnreachableCode Kind = "unreachable-code"
	// Cover is a point that at least one execution must reach, with its condition true.
	Cover Kind = "cover"
	// Unwinding demands that a loop ends within the bound of its harness.
	Unwinding Kind = "unwinding"
	// Recursion demands that a recursion ends within the bound of its harness.
	Recursion Kind = "recursion"
	// Memory demands that an object or a container stays within the memory bound of its harness.
	Memory Kind = "memory"
	// Unsupported demands that a construct which the engine does not model is not reached.
	Unsupported Kind = "unsupported"
	// Precondition is a requirement of a callee at a call.
	Precondition Kind = "precondition"
	// Postcondition is a guarantee of a function at its exits.
	Postcondition Kind = "postcondition"
	// InvariantEntry is a loop invariant at the entry of its loop.
	InvariantEntry Kind = "invariant-entry"
	// InvariantKept is a loop invariant at the end of an iteration.
	InvariantKept Kind = "invariant-kept"
	// Decreases is a termination measure that must fall and stay bounded below.
	Decreases Kind = "decreases"
	// Wraps is an arithmetic operation whose exact result must fit its type.
	Wraps Kind = "wraps"
	// Conversion is a numeric conversion that must keep its value.
	Conversion Kind = "conversion"
	// Allocation demands that an operation needs no heap, in code that has none.
	Allocation Kind = "allocation"
	// Permission is an access that needs ownership of a location.
	Permission Kind = "permission"
	// Vacuity is a point that must be reachable, so that what is proved there says something.
	Vacuity Kind = "vacuity"
)

// panicKinds lists the kinds that a running Go program reports by a panic.
var panicKinds = []Kind{
	ExplicitPanic, NilDereference, IndexBounds, SliceBounds, SliceToArray, TypeAssertion, DivisionByZero, NegativeShift,
	Uncomparable, NilMapWrite, MakeLength, NilFunction, NilInterface, ChannelMisuse,
}

// PanicKinds returns the kinds that a running Go program reports by a panic, in a fixed order.
func PanicKinds() []Kind { return slices.Clone(panicKinds) }

// IsPanic tells whether breaking an obligation of kind k makes a running Go program panic.
func (k Kind) IsPanic() bool { return slices.Contains(panicKinds, k) }
