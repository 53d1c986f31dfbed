// +gobra

// Package insert finds a free slot and keeps the count of live slots equal to used.
package insert

// Slots is the number of slots.
const Slots = 64

// Slot is one entry.
type Slot struct {
	live bool
	gen  uint32
	obj  uint32
}

// Table is a fixed table.
type Table struct {
	slots [Slots]Slot
	used  uint32
}

/*@
// Live counts the live slots among the first n.
ghost
requires 0 <= n && n <= len(s)
decreases n
pure func Live(s seq[Slot], n int) int {
	return n == 0 ? 0 : (s[n-1].live ? 1 : 0) + Live(s, n-1)
}

// LiveUpdate: making a free slot live adds one.
ghost
requires 0 <= i && i < len(s) && 0 <= n && n <= len(s)
requires !s[i].live && v.live
ensures  Live(s[i = v], n) == Live(s, n) + (i < n ? 1 : 0)
decreases n
func LiveUpdate(s seq[Slot], i int, v Slot, n int) {
	if n != 0 {
		LiveUpdate(s, i, v, n-1)
	}
}

// LiveBound: the count lies between 0 and n, and is n only if all are live.
ghost
requires 0 <= n && n <= len(s)
ensures  0 <= Live(s, n) && Live(s, n) <= n
ensures  Live(s, n) == n ==> forall i int :: { s[i] } 0 <= i && i < n ==> s[i].live
decreases n
func LiveBound(s seq[Slot], n int) {
	if n != 0 {
		LiveBound(s, n-1)
	}
}

pred (t *Table) Mem() {
	acc(t) && int(t.used) == Live(seq(t.slots), Slots)
}

ghost
requires acc(t.Mem(), _)
decreases
pure func (t *Table) Abs() (res seq[Slot]) {
	return unfolding acc(t.Mem(), _) in seq(t.slots)
}

ghost
requires acc(t.Mem(), _)
decreases
pure func (t *Table) Used() (res uint32) {
	return unfolding acc(t.Mem(), _) in t.used
}
@*/

// @ requires  t.Mem()
// @ ensures   t.Mem()
// @ ensures   ok ==> 0 <= index && index < Slots && !old(t.Abs())[index].live
// @ ensures   ok ==> t.Abs() == old(t.Abs())[index = Slot{true, old(t.Abs())[index].gen, obj}]
// @ ensures   ok ==> t.Used() == old(t.Used()) + 1
// @ ensures   !ok ==> t.Abs() == old(t.Abs()) && t.Used() == old(t.Used())
// @ ensures   !ok ==> forall i int :: { old(t.Abs())[i] } 0 <= i && i < Slots ==> old(t.Abs())[i].live
// @ decreases

// Insert puts obj into the first free slot. It fails when all are live.
func (t *Table) Insert(obj uint32) (index uint32, ok bool) {
	// @ unfold t.Mem()
	// @ ghost before_ := seq(t.slots)
	// @ invariant acc(t) && 0 <= i && i <= Slots && seq(t.slots) == before_
	// @ invariant int(t.used) == Live(before_, Slots) && t.used == old(t.Used())
	// @ invariant forall j uint32 :: { before_[j] } 0 <= j && j < i ==> before_[j].live
	// @ decreases Slots - i
	for i := uint32(0); i < Slots; i++ {
		if !t.slots[i].live {
			// @ LiveBound(before_, Slots)
			t.slots[i] = Slot{live: true, gen: t.slots[i].gen, obj: obj}

			// @ LiveUpdate(before_, int(i), t.slots[i], Slots)
			// @ assert seq(t.slots) == before_[int(i) = t.slots[i]]
			// @ fold t.Mem()
			return i, true
		}
	}
	// @ fold t.Mem()
	return 0, false
}
