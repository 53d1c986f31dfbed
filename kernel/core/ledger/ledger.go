// +gobra

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

// @ requires acc(l) && 0 <= limit
// @ ensures  l.Mem() && l.InUse() == 0 && l.Most() == int(limit)
// @ decreases

// Reset makes l an empty ledger with the given limit.
func (l *Ledger) Reset(limit uint32) {
	l.used = 0
	l.limit = limit
	// @ fold l.Mem()
}

// @ preserves l.Mem()
// @ requires  0 <= n
// @ ensures   l.Most() == old(l.Most())
// @ ensures   ok == (int(n) <= old(l.Most()) - old(l.InUse()))
// @ ensures   l.InUse() == old(l.InUse()) + (ok ? int(n) : 0)
// @ decreases

// Take reserves n units. It fails, and changes nothing, when fewer are left. Invariant: LG-1.
func (l *Ledger) Take(n uint32) (ok bool) {
	// @ unfold l.Mem()
	// @ defer fold l.Mem()
	if n > l.limit-l.used {
		return false
	}
	l.used = l.used + n
	return true
}

// @ preserves l.Mem()
// @ requires  0 <= n
// @ ensures   l.Most() == old(l.Most())
// @ ensures   l.InUse() == Less(old(l.InUse()), int(n))
// @ decreases

// Give returns n units. When fewer are in use, which only a mistake of the caller brings about, none is in use afterwards: the ledger stays
// within its limit. The checks of the host simulation compare each ledger with what its process owns. Invariants: LG-1, LG-3.
func (l *Ledger) Give(n uint32) {
	// @ unfold l.Mem()
	// @ defer fold l.Mem()
	if n > l.used {
		n = l.used
	}
	l.used = l.used - n
}

// @ preserves acc(l.Mem(), 1/4)
// @ ensures   int(n) == l.InUse()
// @ decreases

// Used answers the number of units in use.
func (l *Ledger) Used() (n uint32) {
	// @ unfold acc(l.Mem(), 1/4)
	// @ defer fold acc(l.Mem(), 1/4)
	return l.used
}

// @ preserves acc(l.Mem(), 1/4)
// @ ensures   int(n) == l.Most()
// @ decreases

// Limit answers the number of units that can be in use.
func (l *Ledger) Limit() (n uint32) {
	// @ unfold acc(l.Mem(), 1/4)
	// @ defer fold acc(l.Mem(), 1/4)
	return l.limit
}
