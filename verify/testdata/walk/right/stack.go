// +gobra

// Package stack is a bounded stack, as docs/verify.md leaves it.
package stack

// Depth is the capacity.
const Depth = 8

// Stack holds up to Depth values.
type Stack struct {
	cells [Depth]uint32
	used  uint32
}

// @ preserves acc(s) && s.used <= Depth
// @ ensures   ok == (old(s.used) < Depth)
// @ ensures   ok ==> s.used == old(s.used) + 1 && s.cells[old(s.used)] == v
// @ ensures   !ok ==> s.used == old(s.used)
// @ decreases

// Push adds v. It reports whether there was room.
func (s *Stack) Push(v uint32) (ok bool) {
	if s.used == Depth {
		return false
	}
	s.cells[s.used] = v
	s.used++
	return true
}
