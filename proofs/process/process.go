// Package process has the bounded proofs of kernel/core/process: the ledgers stay in step with the capability table and with the calls
// that are not complete.
//
// What the table itself does is proved in proofs/captable; here stand-ins with every outcome take its place.
//
// Only gosure prove runs these functions. The package may not be imported.
package process

import (
	"warrant/kernel/core/area"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/lograte"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/process"
	"warrant/kernel/core/ring"
	"warrant/kernel/core/trap"
	"warrant/kernel/limits"
	"warrant/lib/name"
	"warrant/verify/prove"
)

// units is ledger.Ledger with its fields in reach.
type units struct{ used, limit uint32 }

// mirror is process.Process with its fields in reach.
type mirror struct {
	state      process.State
	generation uint32
	name       name.Name
	space      aspace.Space
	frames     ledger.Ledger
	ring       ring.Ring
	registers  trap.Registers
	capSet     memory.Frame
	virtual    ledger.Ledger
	children   ledger.Ledger
	objects    ledger.Ledger
	payer      uint32
	session    uint32
	fresh      bool
	waitFor    uint32
	handled    bool
	waiter     process.Waiter
	status     process.Status
	areas      area.Table
	refused    lograte.Meter
	caps       captable.Table
	capUnits   units
	calls      [limits.OutstandingCalls]process.Call
	spot       uint32
	owed       units
}

// open answers how many calls wait for their completion.
func open(calls [limits.OutstandingCalls]process.Call) uint32 {
	n := uint32(0)
	for i := range calls {
		if calls[i].Awaits != process.Nothing {
			n++
		}
	}
	return n
}

// anyOwing returns a process with any calls, and a ledger that counts them as LG-2 says. The rest of it is zero: no operation on calls
// looks at it.
func anyOwing() mirror {
	p := mirror{calls: prove.Any[[limits.OutstandingCalls]process.Call](), spot: prove.Any[uint32]() % limits.OutstandingCalls}
	p.owed = units{used: open(p.calls), limit: limits.OutstandingCalls}
	return p
}

// anyHolding returns a process with any ledger of capabilities. The rest of it is zero: what a table does is for its stand-in to say, and
// no operation on capabilities looks further.
func anyHolding() mirror {
	p := mirror{capUnits: prove.Any[units]()}
	prove.Assume(p.capUnits.used <= p.capUnits.limit)
	return p
}

// ProofOwe: a call gets a place exactly when fewer than the limit are owed, an empty one, and the ledger counts one more. Of LG-2, what the
// proof needs is that an empty place exists when the ledger has a unit left. Invariants: LG-1, LG-2.
func ProofOwe() {
	before := mirror{calls: prove.Any[[limits.OutstandingCalls]process.Call](), owed: prove.Any[units]()}
	c, empty := prove.Any[process.Call](), prove.Any[uint8]()%limits.OutstandingCalls
	prove.Assume(before.owed.limit == limits.OutstandingCalls && before.owed.used <= limits.OutstandingCalls)
	prove.Assume(before.owed.used == limits.OutstandingCalls || before.calls[empty].Awaits == process.Nothing)
	p := prove.Reshape[process.Process](before)
	place, ok := p.Owe(c)
	after := prove.Reshape[mirror](p)
	prove.Cover(ok && place == limits.OutstandingCalls-1, "the last place")
	prove.Cover(!ok)
	prove.Assert(ok == (before.owed.used < limits.OutstandingCalls))
	if ok {
		prove.Assert(before.calls[place].Awaits == process.Nothing)
		before.calls[place] = c
		before.owed.used++
	}
	k := prove.Any[uint8]() % limits.OutstandingCalls
	prove.Assert(after.calls[k] == before.calls[k] && after.owed == before.owed)
}

// ProofOweTwin claims that there is always room for one more call.
func ProofOweTwin() {
	p := prove.Reshape[process.Process](anyOwing())
	_, ok := p.Owe(process.Call{Awaits: process.Time})
	prove.Assert(ok)
}

// ProofSettle: a call is settled once, and its unit comes back once. Invariants: LG-2, LG-3.
func ProofSettle() {
	before := anyOwing()
	place := uint32(prove.Any[uint8]() % limits.OutstandingCalls)
	p := prove.Reshape[process.Process](before)
	c, ok := p.Settle(place)
	after := prove.Reshape[mirror](p)
	prove.Cover(ok)
	prove.Assert(ok == (before.calls[place].Awaits != process.Nothing))
	prove.Assert(after.owed.used == open(after.calls))
	if ok {
		was := before.calls[place]
		prove.Assert(c == process.Reply{UserData: was.UserData, Result: was.Result, ResultLen: was.ResultLen})
		before.calls[place] = process.Call{}
		before.owed.used--
	}
	k := prove.Any[uint8]() % limits.OutstandingCalls
	prove.Assert(after.calls[k] == before.calls[k] && after.owed == before.owed)
	_, again := p.Settle(place)
	prove.Assert(!again)
}

// ProofSettleTwin claims that there is a call at every place.
func ProofSettleTwin() {
	p := prove.Reshape[process.Process](anyOwing())
	_, ok := p.Settle(uint32(prove.Any[uint8]() % limits.OutstandingCalls))
	prove.Assert(ok)
}
