// +gobra

package refused

// @ requires acc(s)
// @ ensures  acc(t)
// @ requires len(s) < 1000
// @ decreases

// Behind appends where the spare cells may belong to somebody else.
func Behind(s []uint32) (t []uint32) {
	return append( /*@ perm(1/2), @*/ s, 1)
}

// @ requires acc(s) && cap(s) == len(s) && len(s) < 1000
// @ ensures  acc(t) && t[len(s)] == 2
// @ decreases

// WrongElement appends something else.
func WrongElement(s []uint32) (t []uint32) {
	return append( /*@ perm(1/2), @*/ s, 1)
}

// @ preserves acc(to) && acc(from, 1/2)
// @ ensures   forall i int :: { &to[i] } 0 <= i && i < len(to) ==> to[i] == from[i]
// @ decreases

// ShortCopy claims more than copy does.
func ShortCopy(to, from []uint32) (n int) {
	return copy(to, from /*@, perm(1/4) @*/)
}

// @ preserves acc(to, 1/2) && acc(from, 1/2)
// @ decreases

// CopyShared copies over what it may only read.
func CopyShared(to, from []uint32) (n int) {
	return copy(to, from /*@, perm(1/4) @*/)
}

// @ requires acc(s)
// @ requires 0 <= low && low <= high && high <= len(s)
// @ ensures  forall i int :: { &t[i] } 0 <= i && i < len(t) ==> &t[i] == &s[i]
// @ ensures  len(t) == high - low
// @ decreases

// WrongWindow claims that a window starts where its array does.
func WrongWindow(s []uint32, low, high int) (t []uint32) {
	return s[low:high]
}

// @ requires acc(s)
// @ decreases

// PastTheEnd indexes one too far.
func PastTheEnd(s []uint32) {
	s[len(s)] = 1
}

// @ requires acc(s)
// @ decreases

// PastCapacity slices beyond the capacity.
func PastCapacity(s []uint32, n int) (t []uint32) {
	return s[:n]
}

// @ requires acc(s)
// @ decreases

// BeyondLength writes within the capacity, but behind the cells that it owns.
func BeyondLength(s []uint32) {
	if len(s) < cap(s) {
		t := s[:len(s)+1]
		t[len(s)] = 1
	}
}

// @ decreases

// Negative makes a slice of a length that may be negative.
func Negative(n int) (s []uint32) {
	return make([]uint32, n)
}

// @ requires 0 <= n && n < 100
// @ ensures  acc(s) && forall i int :: { &s[i] } 0 <= i && i < n ==> s[i] == 1
// @ ensures  len(s) == n
// @ decreases

// Made claims that new cells hold 1.
func Made(n int) (s []uint32) {
	return make([]uint32, n)
}

// @ requires acc(s) && acc(t, 1/2)
// @ ensures  acc(s) && acc(t, 1/2) && (len(t) > 0 ==> t[0] == old(t[0]))
// @ decreases

// Overlap writes one slice; the other may not be touched, and is not.
func Overlap(s, t []uint32) {
	if len(s) > 0 {
		s[0] = 1
	}
	// @ assert len(t) > 0 && len(s) > 0 ==> t[0] == s[0]
}

// @ preserves forall i int :: { &s[i] } 0 <= i && i < len(s) - 1 ==> acc(&s[i])
// @ decreases

// LastCell owns all cells but the last.
func LastCell(s []uint32) {
	if len(s) > 0 {
		s[len(s)-1] = 1
	}
}

// @ preserves acc(t.cells[1:3])
// @ requires t != nil
// @ decreases

// Outside writes beside the part that it owns.
func (t *Table) Outside() {
	t.cells[3] = 1
}

// Table has cells.
type Table struct{ cells [4]uint32 }

// @ preserves acc(s)
// @ ensures   forall i int :: { &s[i] } 0 <= i && i < len(s) ==> s[i] == 7
// @ decreases

// AllButFirst leaves one out.
func AllButFirst(s []uint32) {
	// @ invariant acc(s) && 1 <= i
	// @ invariant forall k int :: { &s[k] } 1 <= k && k < i && k < len(s) ==> s[k] == 7
	// @ decreases len(s) - i
	for i := 1; i < len(s); i++ {
		s[i] = 7
	}
}
