// Package ledger has the bounded proofs of kernel/core/ledger, for every ledger, limit and amount.
//
// Only gosure prove runs these functions. The package may not be imported.
package ledger

import (
	"warrant/kernel/core/ledger"
	"warrant/verify/prove"
)

// mirror is ledger.Ledger with its fields in reach.
type mirror struct{ used, limit uint32 }

// anyLedger returns any ledger that satisfies LG-1.
func anyLedger() (ledger.Ledger, mirror) {
	m := prove.Any[mirror]()
	prove.Assume(m.used <= m.limit)
	return prove.Reshape[ledger.Ledger](m), m
}

// ProofTake: units are taken when there are enough left, all or none, and never beyond the limit. Invariants: LG-1, LG-4.
func ProofTake() {
	l, before := anyLedger()
	n := prove.Any[uint32]()
	ok := l.Take(n)
	prove.Cover(ok && n > 0)
	prove.Cover(!ok && before.used+n < n, "a request that would wrap")
	prove.Assert(ok == (uint64(before.used)+uint64(n) <= uint64(before.limit)))
	want := before
	if ok {
		want.used += n
	}
	prove.Assert(prove.Reshape[mirror](l) == want && l.Used() == want.used && l.Limit() == want.limit)
	prove.Assert(l.Used() <= l.Limit(), "LG-1")
}

// ProofTakeTwin claims that a request is refused exactly when the sum, which can wrap, is over the limit.
func ProofTakeTwin() {
	l, before := anyLedger()
	n := prove.Any[uint32]()
	prove.Assert(l.Take(n) == (before.used+n <= before.limit))
}

// ProofGive: what was taken and is given back once leaves the ledger as it was. Invariants: LG-1, LG-3.
func ProofGive() {
	l, before := anyLedger()
	n := prove.Any[uint32]()
	if l.Take(n) {
		prove.Cover(n > 0)
		l.Give(n)
	}
	prove.Assert(prove.Reshape[mirror](l) == before)
}

// ProofGiveTwin gives back twice.
func ProofGiveTwin() {
	l, before := anyLedger()
	n := prove.Any[uint32]()
	if l.Take(n) {
		l.Give(n)
		l.Give(n)
	}
	prove.Assert(prove.Reshape[mirror](l) == before)
}

// ProofGiveTooMuch: however much is given back, no more than was in use comes back, and the limit stays. Invariant: LG-1.
func ProofGiveTooMuch() {
	l, before := anyLedger()
	n := prove.Any[uint32]()
	l.Give(n)
	prove.Cover(n > before.used)
	prove.Cover(n < before.used)
	prove.Assert(l.Limit() == before.limit && l.Used() <= before.used)
	prove.Assert(n > before.used || l.Used() == before.used-n)
	prove.Assert(n < before.used || l.Used() == 0)
}

// ProofGiveTooMuchTwin claims that what is given back is subtracted, which wraps.
func ProofGiveTooMuchTwin() {
	l, before := anyLedger()
	n := prove.Any[uint32]()
	l.Give(n)
	prove.Assert(l.Used() == before.used-n)
}

// ProofReset: a new ledger has its limit and nothing in use. Invariant: LG-1.
func ProofReset() {
	l := prove.Any[ledger.Ledger]()
	limit := prove.Any[uint32]()
	l.Reset(limit)
	prove.Cover(limit > 0)
	prove.Assert(l.Used() == 0 && l.Limit() == limit)
}

// ProofResetTwin claims that what was in use stays so.
func ProofResetTwin() {
	l, before := anyLedger()
	l.Reset(before.limit)
	prove.Assert(l.Used() == before.used)
}
