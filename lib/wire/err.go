// +gobra

package wire

// Err is the outcome of reading or building. OK is success; every other value is the caller's or the sender's fault.
type Err uint8

// All outcomes.
const (
	// OK is success.
	OK Err = 0
	// ErrShort says that the input ends before its segment table or its segments do.
	ErrShort Err = 1
	// ErrSegments says that the message has more than MaxSegments segments.
	ErrSegments Err = 2
	// ErrSegment says that a far pointer names a segment that the message does not have.
	ErrSegment Err = 3
	// ErrBounds says that a pointer leads outside its segment.
	ErrBounds Err = 4
	// ErrAbsent says that an object lies behind the prefix of the message that is at hand. Only OpenPrefix leads to it.
	ErrAbsent Err = 5
	// ErrFar says that a far pointer leads to something that is not a landing pad.
	ErrFar Err = 6
	// ErrKind says that a pointer leads to another kind of object than the schema states: list for structure, bits for bytes.
	ErrKind Err = 7
	// ErrList says that a list of structures has no proper tag, or a tag that counts more than the list holds.
	ErrList Err = 8
	// ErrText says that a text does not end with a zero byte.
	ErrText Err = 9
	// ErrDepth says that an object is more than MaxDepth pointers away from the root.
	ErrDepth Err = 10
	// ErrTraversal says that more was read than the traversal limit allows.
	ErrTraversal Err = 11
	// ErrCapability says that a pointer is a capability or of a reserved kind. Capabilities travel beside messages, never inside.
	ErrCapability Err = 12
	// ErrFull says that the message does not fit into the builder's buffer, or exceeds MaxBuild.
	ErrFull Err = 13
	// ErrField says that a builder was asked for a field that the structure or list does not have.
	ErrField Err = 14
	// ErrMethod says that the interface has no method of that ordinal. Only generated dispatch answers it.
	ErrMethod Err = 15
)

// @ ensures len(text) > 0
// @ decreases

// String returns a description of e, in a few words without a final stop.
func (e Err) String() (text string) {
	switch e {
	case OK:
		return "no error"
	case ErrShort:
		return "message is shorter than its segment table says"
	case ErrSegments:
		return "message has too many segments"
	case ErrSegment:
		return "far pointer into a segment that does not exist"
	case ErrBounds:
		return "pointer outside its segment"
	case ErrAbsent:
		return "object lies behind the part of the message at hand"
	case ErrFar:
		return "far pointer without a proper landing pad"
	case ErrKind:
		return "pointer to another kind of object"
	case ErrList:
		return "list of structures with an improper tag"
	case ErrText:
		return "text without a zero byte at its end"
	case ErrDepth:
		return "message is nested too deeply"
	case ErrTraversal:
		return "message reads more than the traversal limit"
	case ErrCapability:
		return "capability inside a message"
	case ErrFull:
		return "message does not fit its buffer"
	case ErrField:
		return "field outside its structure or list"
	case ErrMethod:
		return "no such method"
	}
	return "unknown error"
}
