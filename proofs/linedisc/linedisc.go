// Package linedisc has the bounded proofs of lib/linedisc: one byte typed into any short line.
//
// Only gosure prove runs these functions. The package may not be imported.
package linedisc

import (
	"warrant/lib/linedisc"
	"warrant/verify/prove"
)

// LineBytes is the greatest length of a line in these proofs, in bytes: a character of each size, or a word and what is none.
const LineBytes = 7

// mirror is linedisc.Line with its fields in reach.
type mirror struct {
	buf     [linedisc.Max]byte
	n       uint32
	limit   uint32
	hidden  bool
	partial linedisc.Char
	at      uint8
}

// afterReturn, places: the state behind CR and the number of states.
const (
	afterReturn = 1
	places      = 5
)

// anyLine returns a line in any state with at most LineBytes bytes, whatever they are.
func anyLine() mirror {
	var l mirror
	for i := range LineBytes {
		l.buf[i] = prove.Any[byte]()
	}
	l.n, l.limit, l.hidden = uint32(prove.Any[uint8]()%(LineBytes+1)), uint32(prove.Any[uint8]()%(LineBytes+1)), prove.Any[bool]()
	l.partial, l.at = prove.Any[linedisc.Char](), prove.Any[uint8]()%places
	l.partial.Size = uint32(prove.Any[uint8]() % 4)
	prove.Assume(l.n <= l.limit)
	prove.Assume(l.partial.Size == 0 || l.partial.Bytes[0] >= 194 && l.partial.Bytes[0] <= 223 && l.partial.Size < 2 ||
		l.partial.Bytes[0] >= 224 && l.partial.Bytes[0] <= 239 && l.partial.Size < 3 || l.partial.Bytes[0] >= 240 && l.partial.Bytes[0] <= 244)
	return l
}

// ProofKey: whatever is typed, the line keeps within its limit, a pending key changes at most one character, a cancelled line is empty,
// and there is an echo only for a change. Invariants: LD-1, LD-2, LD-3, LD-4.
func ProofKey() {
	before := anyLine()
	line := prove.Reshape[linedisc.Line](before)
	b := prove.Any[byte]()
	s := line.Key(b)
	after := prove.Reshape[mirror](line)
	prove.Cover(s.Echo == linedisc.Type && s.Char.Size == 4, "a character of four bytes")
	prove.Cover(s.Outcome == linedisc.Edited && s.Count == 3, "a word of three characters")
	prove.Assert(after.n <= after.limit && after.limit == before.limit, "LD-1")
	prove.Assert(s.Outcome != linedisc.Pending || after.n <= before.n || after.n-before.n <= 4, "LD-2: one character more")
	prove.Assert(s.Outcome != linedisc.Pending || s.Echo != linedisc.Erase || s.Count == 1, "LD-2: one character less")
	prove.Assert(s.Outcome != linedisc.Cancelled && s.Outcome != linedisc.Ended || after.n == 0, "LD-3")
	prove.Assert(s.Echo == linedisc.None || after.n != before.n && !before.hidden, "LD-4")
	prove.Assert(before.hidden || s.Outcome == linedisc.Cancelled || after.n == before.n || s.Echo != linedisc.None, "a change is shown")
}

// ProofKeyTwin claims that a key never makes a line shorter by more than a byte.
func ProofKeyTwin() {
	before := anyLine()
	line := prove.Reshape[linedisc.Line](before)
	line.Key(prove.Any[byte]())
	prove.Assert(prove.Reshape[mirror](line).n+1 >= before.n)
}
