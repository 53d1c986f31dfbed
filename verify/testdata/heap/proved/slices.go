// +gobra

// Package proved has one small member for each construct that needs the heap; all of it is true.
package proved

// Buffer keeps a slice and its fill.
type Buffer struct {
	bytes []byte
	used  int
}

// @ pred (b *Buffer) Mem() {
// @ 	acc(b) && 0 <= b.used && b.used <= len(b.bytes) && acc(b.bytes)
// @ }

// @ requires 0 <= n && n < 1000
// @ ensures  b.Mem() && b != nil && (unfolding b.Mem() in len(b.bytes) == n && b.used == 0)
// @ decreases

// New makes room for n bytes.
func New(n int) (b *Buffer) {
	b = &Buffer{bytes: make([]byte, n)}
	// @ fold b.Mem()
	return b
}

// @ preserves b.Mem()
// @ ensures   ok == (old(unfolding b.Mem() in b.used < len(b.bytes)))
// @ ensures   ok ==> (unfolding b.Mem() in b.used) == old(unfolding b.Mem() in b.used) + 1
// @ ensures   ok ==> (unfolding b.Mem() in b.bytes[b.used-1]) == v
// @ decreases

// Put adds a byte where there is room.
func (b *Buffer) Put(v byte) (ok bool) {
	// @ unfold b.Mem()
	// @ defer fold b.Mem()
	if b.used == len(b.bytes) {
		return false
	}
	b.bytes[b.used] = v
	b.used++
	return true
}

// @ requires acc(s)
// @ ensures  acc(s) && len(t) == high - low && (forall i int :: { &t[i] } 0 <= i && i < len(t) ==> &t[i] == &s[low+i])
// @ requires 0 <= low && low <= high && high <= len(s)
// @ decreases

// Part is a window on a slice.
func Part(s []uint32, low, high int) (t []uint32) {
	return s[low:high]
}

// @ preserves forall i int :: { &s[i] } 0 <= i && i < len(s) ==> acc(&s[i])
// @ ensures   forall i int :: { &s[i] } 0 <= i && i < len(s) ==> s[i] == v
// @ decreases

// Fill sets every element.
func Fill(s []uint32, v uint32) {
	// @ invariant 0 <= i && i <= len(s)
	// @ invariant forall k int :: { &s[k] } 0 <= k && k < len(s) ==> acc(&s[k])
	// @ invariant forall k int :: { &s[k] } 0 <= k && k < i ==> s[k] == v
	// @ decreases len(s) - i
	for i := 0; i < len(s); i++ {
		s[i] = v
	}
}

// @ preserves acc(s, 1/2)
// @ ensures   found >= -1 && found < len(s)
// @ ensures   0 <= found ==> s[found] == v
// @ ensures   found < 0 ==> forall i int :: { &s[i] } 0 <= i && i < len(s) ==> s[i] != v
// @ decreases

// Find is the first index of v, or -1.
func Find(s []uint32, v uint32) (found int) {
	// @ invariant acc(s, 1/2)
	// @ invariant forall k int :: { &s[k] } 0 <= k && k < i ==> s[k] != v
	for i, x := range s /*@ with i0 @*/ {
		if x == v {
			return i
		}
	}
	return -1
}

// @ requires acc(s) && cap(s) == len(s) && len(s) < 1000
// @ ensures  acc(t) && len(t) == len(s) + 1 && t[len(s)] == v
// @ ensures  forall i int :: { &t[i] } 0 <= i && i < len(s) ==> t[i] == old(s[i])
// @ decreases

// Grow adds an element behind a slice without spare capacity.
func Grow(s []uint32, v uint32) (t []uint32) {
	return append( /*@ perm(1/2), @*/ s, v)
}

// @ ensures acc(t) && len(t) == 3 && t[0] == 1 && t[1] == 2 && t[2] == 0
// @ decreases

// Spare appends within the capacity.
func Spare() (t []uint32) {
	t = make([]uint32, 0, 3)
	t = append( /*@ perm(1/2), @*/ t, 1, 2)
	t = append( /*@ perm(1/2), @*/ t, 0)
	return t
}

// @ requires acc(s, 1/2) && acc(t) && cap(t) == len(t)
// @ requires len(s) < 1000 && len(t) < 1000
// @ ensures  acc(s, 1/2) && acc(r) && len(r) == len(t) + len(s) && (len(s) > 0 ==> r[len(t)] == s[0])
// @ decreases

// Join appends one slice to another.
func Join(s, t []uint32) (r []uint32) {
	return append( /*@ perm(1/4), @*/ t, s...)
}

// @ preserves acc(to) && acc(from, 1/2)
// @ ensures   n == (len(to) < len(from) ? len(to) : len(from))
// @ ensures   forall i int :: { &to[i] } 0 <= i && i < n ==> to[i] == from[i]
// @ ensures   forall i int :: { &to[i] } n <= i && i < len(to) ==> to[i] == old(to[i])
// @ decreases

// Copy copies what fits.
func Copy(to, from []uint32) (n int) {
	return copy(to, from /*@, perm(1/4) @*/)
}

// @ requires s != nil ==> acc(s)
// @ ensures  n == len(s)
// @ decreases

// Length is the length of a slice that may be nil.
func Length(s []uint32) (n int) {
	if s == nil {
		return 0
	}
	return len(s)
}

// @ preserves acc(n, 1/2)
// @ ensures   0 <= n.Length && n.Length <= 8 ==> len(b) == n.Length
// @ ensures   forall i int :: { &b[i] } 0 <= i && i < len(b) ==> &b[i] == &n.Bytes[i]
// @ decreases

// Text is the used part of a name.
func (n *Name) Text() (b []byte) {
	if n.Length < 0 || n.Length > 8 {
		return nil
	}
	return n.Bytes[:n.Length]
}

// Name is a short name.
type Name struct {
	Bytes  [8]byte
	Length int
}

// @ preserves acc(t)
// @ requires  i < 4
// @ ensures   t.cells[i].n == v && forall j int :: { &t.cells[j] } 0 <= j && j < 4 && j != int(i) ==> t.cells[j] == old(t.cells[j])
// @ decreases

// Set changes one cell through its address.
func (t *Table) Set(i uint8, v uint32) {
	c := &t.cells[i]
	c.n = v
}

// Cell is a cell of a table.
type Cell struct {
	n    uint32
	next *Cell
}

// Table has cells.
type Table struct {
	cells [4]Cell
}

// @ preserves acc(&t.cells[1]) && acc(&t.cells[2], 1/2)
// @ ensures   t.cells[1] == t.cells[2]
// @ decreases

// One needs permission to two cells only.
func (t *Table) One() {
	t.cells[1] = t.cells[2]
}

// @ requires acc(s)
// @ ensures  acc(s) && n == len(seq(s)) && (n > 0 ==> seq(s)[0] == s[0])
// @ decreases

// Count counts through the sequence of a slice.
func Count(s []uint32) (n int) {
	// @ ghost v := seq(s)
	// @ assert len(v) == len(s)
	return len(s)
}
