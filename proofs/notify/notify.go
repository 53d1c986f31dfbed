// Package notify has the bounded proofs of kernel/core/notify: signals, the one that waits, and epochs.
//
// Only gosure prove runs these functions. The package may not be imported.
package notify

import (
	"warrant/kernel/core/notify"
	"warrant/verify/prove"
)

// notification is notify.Notification with its fields in reach.
type notification struct {
	Live       bool
	Retired    bool
	Owner      uint32
	Generation uint32
	Signals    uint32
	count      uint64
	waits      bool
	process    uint32
	place      uint32
}

// ProofSignals: of any four operations, every signal is taken once or is still there, and one call waits at most, the first that came.
func ProofSignals() {
	const steps = 4
	var n notify.Notification
	n.Open(1)
	signals, taken := uint64(0), uint64(0)
	waits, process := false, uint32(0)
	for range steps {
		switch prove.Any[uint8]() {
		case 0:
			n.Signal()
			signals++
		case 1:
			taken += n.Take()
		case 2:
			p := prove.Any[uint32]()
			prove.Assert(n.Wait(p, p+1) == !waits)
			if !waits {
				waits, process = true, p
			}
		case 3:
			n.Forget()
			waits = false
		}
		prove.Assert(taken+n.Count() == signals)
		p, place, ok := n.Waiter()
		prove.Assert(ok == waits && (!ok || p == process && place == p+1))
	}
	prove.Cover(signals == 2 && taken == 2)
	prove.Cover(waits && signals == 3)
}

// ProofSignalsTwin claims that a signal is gone when nobody waits.
func ProofSignalsTwin() {
	var n notify.Notification
	n.Open(1)
	if prove.Any[bool]() {
		n.Signal()
	}
	prove.Assert(n.Count() == 0)
}

// ProofSaturation: a signal never makes the count smaller. Invariant: LG-1.
func ProofSaturation() {
	before := notification{Live: true, count: prove.Any[uint64]()}
	n := prove.Reshape[notify.Notification](before)
	n.Signal()
	prove.Cover(n.Count() == before.count)
	prove.Assert(n.Count() >= before.count && n.Count() > 0)
	prove.Assert(n.Count() == before.count+1 || before.count == notify.LastCount)
}

// ProofSaturationTwin claims that every signal counts.
func ProofSaturationTwin() {
	before := notification{Live: true, count: prove.Any[uint64]()}
	n := prove.Reshape[notify.Notification](before)
	n.Signal()
	prove.Assert(n.Count() != before.count)
}

// ProofEpochs: signalers that are revoked, and a notification that is closed, never come back: the epoch is another one, or there is no next
// life. Invariant: CAP-8.
func ProofEpochs() {
	before := notification{Live: true, Generation: prove.Any[uint32](), Signals: prove.Any[uint32](), count: prove.Any[uint64]()}
	n := prove.Reshape[notify.Notification](before)
	revoked := n.RevokeSignals()
	prove.Assert(revoked == (before.Signals != notify.LastEpoch) && n.Generation == before.Generation && n.Live && n.Count() == before.count)
	prove.Assert(!revoked || n.Signals > before.Signals)
	prove.Assert(revoked || n.Signals == before.Signals)
	n = prove.Reshape[notify.Notification](before)
	n.Close()
	prove.Cover(n.Usable() && n.Signals == notify.LastEpoch)
	prove.Cover(!n.Usable() && before.Generation == 5, "only the signalers' epochs are used up")
	prove.Assert(!n.Live && n.Generation >= before.Generation && n.Signals >= before.Signals)
	prove.Assert(!n.Usable() || n.Generation > before.Generation && n.Signals > before.Signals)
	if n.Usable() {
		n.Open(3)
		_, _, waits := n.Waiter()
		prove.Assert(n.Live && n.Owner == 3 && n.Count() == 0 && !waits && n.Generation > before.Generation)
	}
}

// ProofEpochsTwin claims that a notification can always be opened again.
func ProofEpochsTwin() {
	n := prove.Reshape[notify.Notification](notification{Live: true, Generation: prove.Any[uint32](), Signals: prove.Any[uint32]()})
	n.Close()
	prove.Assert(n.Usable())
}
