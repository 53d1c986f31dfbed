// Package wire has the bounded proofs of the reader of lib/wire: any short message, whole and cut off.
//
// Only gosure prove runs these functions. The package may not be imported.
package wire

import (
	"warrant/lib/wire"
	"warrant/verify/prove"
)

// MessageBytes is the length of the longest message: a segment table and four words.
const MessageBytes = 40

// ProofOpen: any bytes have an answer. What is opened whole is not longer than the bytes, what is a prefix has a segment table in them, and
// what is refused has no root. Invariant: PA-1.
func ProofOpen() {
	var m wire.Message
	b, whole := prove.AnySlice[byte](MessageBytes), prove.Any[bool]()
	var e wire.Err
	if whole {
		e = m.Open(b)
	} else {
		e = m.OpenPrefix(b)
	}
	prove.Cover(e == wire.OK && m.Size() == MessageBytes)
	prove.Cover(e == wire.OK && m.Size() > uint64(len(b)), "a prefix")
	prove.Cover(e == wire.ErrSegments)
	if e != wire.OK {
		_, root := m.Root()
		prove.Assert(m.Size() == 0 && root == wire.ErrShort)
		return
	}
	prove.Assert(m.Size() >= 8 && m.Size()%8 == 0 && (!whole || m.Size() <= uint64(len(b))))
}

// ProofOpenTwin claims that a message fills its bytes.
func ProofOpenTwin() {
	var m wire.Message
	b := prove.AnySlice[byte](MessageBytes)
	prove.Assert(m.Open(b) != wire.OK || m.Size() == uint64(len(b)))
}

// ProofRead: whatever the bytes and the fields that are asked for, reading the root, a number, a text and a structure below ends with a value
// or an error; a text lies in the bytes and has no room to grow. Invariant: PA-1.
func ProofRead() {
	var m wire.Message
	b := prove.AnySlice[byte](MessageBytes)
	prove.Assume(m.Open(b) == wire.OK)
	root, e := m.Root()
	prove.Cover(e == wire.OK)
	prove.Cover(e == wire.ErrFar, "a bad far pointer")
	offset, field := prove.Any[uint32](), prove.Any[uint32]()
	root.Uint64(offset)
	root.Bool(offset)
	text, e := root.Text(field)
	prove.Cover(e == wire.OK && len(text) == 7, "a text")
	prove.Assert(len(text) <= len(b) && cap(text) == len(text))
	prove.Assert(e == wire.OK || len(text) == 0)
}

// ProofReadTwin claims that every text ends before its zero.
func ProofReadTwin() {
	var m wire.Message
	b := prove.AnySlice[byte](MessageBytes)
	prove.Assume(m.Open(b) == wire.OK)
	root, _ := m.Root()
	text, e := root.Text(0)
	prove.Assert(e != wire.OK || len(text) == 0 || text[0] != 0)
}
