// Package ledger counts the units of one resource that one process uses, against a limit.
//
// A ledger decides and nothing else does: whoever creates something that is counted takes its units first, and whoever ends it gives
// them back. It may not know what it counts.
package ledger

// Ledger is the count. Invariant: LG-1, used <= limit.
type Ledger struct {
	used  uint32
	limit uint32
}

// Reset makes l an empty ledger with the given limit.
func (l *Ledger) Reset(limit uint32) {
	l.used = 0
	l.limit = limit
}

// Take reserves n units. It fails, and changes nothing, when fewer are left.
func (l *Ledger) Take(n uint32) (ok bool) {
	if n > l.limit-l.used {
		return false
	}
	l.used = l.used + n
	return true
}

// Give returns n units. Precondition: n <= Used().
func (l *Ledger) Give(n uint32) {
	l.used = l.used - n
}

// Used answers the number of units in use.
func (l *Ledger) Used() (n uint32) {
	return l.used
}

// Limit answers the number of units that can be in use.
func (l *Ledger) Limit() (n uint32) {
	return l.limit
}
