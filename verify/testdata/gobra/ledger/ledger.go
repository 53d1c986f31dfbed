// +gobra

// Package ledger charges units against a limit.
package ledger

type Ledger struct {
	used  uint32
	limit uint32
}

// @ preserves acc(l)
// @ requires  0 <= l.used && l.used <= l.limit && 0 <= n
// @ ensures   l.limit == old(l.limit)
// @ ensures   ok == (n <= old(l.limit - l.used))
// @ ensures   ok  ==> l.used == old(l.used) + n
// @ ensures   !ok ==> l.used == old(l.used)
// @ ensures   0 <= l.used && l.used <= l.limit
// @ decreases

// Reserve takes n units.
func (l *Ledger) Reserve(n uint32) (ok bool) {
	if n > l.limit-l.used {
		return false
	}
	l.used += n
	return true
}
