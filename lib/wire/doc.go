// +gobra

// Package wire reads and builds Cap'n Proto messages without allocation. The code generated from specs/capos.capnp stands on it; by
// hand it is used to open a message, to start one and to finish it.
//
// A message is a standard stream: a segment table, then the segments (https://capnproto.org/encoding.html). Reading is total: on any
// input every function returns a value or an Err. Nothing outside the input is read, no loop exceeds MaxSegments or the caller's own
// count, and what one message can cost is bounded by its traversal limit, however its pointers are laid. Building writes one segment
// into a buffer of the caller's and never beyond it.
//
// A schema may grow: fields that an older writer did not know read as their defaults, and what a newer writer added is ignored.
//
// What reads the input stands on plain values, with contracts: a table of segments, a limit, and where a structure (extent) or a list (row)
// lies. Message, Struct and List only hold these together, and add no access of their own. Building stands on room in the same way.
// Cursor and Draft read and write the same messages without holding a pointer, for code that is proved: the kernel's.
//
// The package may not allocate, import anything but lib/little, or keep state of its own. Values returned by a reader are views of the
// input: they are valid as long as the caller leaves the input unchanged. No operation wraps and none works on bits, so that proofs see
// plain integers.
package wire

// WordBytes is the size of a word, the unit of the format, in bytes.
const WordBytes = 8

// MaxSegments is the greatest number of segments of a message that can be read.
const MaxSegments = 16

// MaxDepth is the greatest number of pointers from the root of a message to an object that can be read.
const MaxDepth = 16

// The traversal limit of a message of n words is TraversalFactor*n + TraversalBase words. Following a pointer costs the words of the
// object and one more; an object of no words in a list costs one word.
const (
	// TraversalFactor is the part of the limit that grows with the message.
	TraversalFactor = 8
	// TraversalBase is the constant part of the limit, in words.
	TraversalBase = 1024
)

// MaxBuild is the greatest size of a message that can be built, in bytes: every distance and count in it fits its field.
const MaxBuild = 268435456
