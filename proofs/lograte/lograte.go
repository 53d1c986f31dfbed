// Package lograte has the bounded proofs of kernel/core/lograte: nothing that is counted is lost, and no more is said than time allows.
//
// Only gosure prove runs these functions. The package may not be imported.
package lograte

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/lograte"
	"warrant/kernel/limits"
	"warrant/verify/prove"
)

// meter is lograte.Meter with its fields in reach.
type meter struct {
	tokens  uint32
	last    uint64
	pending [lograte.Codes]uint64
	waiting uint64
	total   uint64
}

// anyMeter returns any meter whose pending counts are below 65536 each, so that their sum does not wrap.
func anyMeter() (m meter) {
	m.tokens, m.last, m.total = prove.Any[uint32](), prove.Any[uint64](), prove.Any[uint64]()
	for i := range m.pending {
		m.pending[i] = uint64(prove.Any[uint16]())
		m.waiting += m.pending[i]
	}
	prove.Assume(m.tokens <= limits.LogTokens && m.waiting <= m.total)
	return m
}

// ProofCount: in the same moment, a submission is reported when there is a token, which it costs, or else adds one to the pending count of its
// code, and to no other, of which k is any. Invariant: LG-2.
func ProofCount() {
	before, k := meter{tokens: prove.Any[uint32](), last: prove.Any[uint64](), pending: prove.Any[[lograte.Codes]uint64]()}, prove.Any[uint32]()%lograte.Codes
	before.waiting, before.total = prove.Any[uint64](), prove.Any[uint64]()
	prove.Assume(before.tokens <= limits.LogTokens && before.waiting <= before.total && before.pending[k] <= before.waiting)
	m := prove.Reshape[lograte.Meter](before)
	code := abi.Code(prove.Any[int8]())
	prove.Assume(-lograte.Codes <= code && code < 0 && before.total < lograte.LastCount)
	report := m.Count(code, before.last)
	after := prove.Reshape[meter](m)
	prove.Cover(report && after.tokens == 0, "the last token")
	prove.Cover(!report && code == -lograte.Codes, "the last code")
	prove.Assert(m.Total() == before.total+1 && report == (before.tokens > 0))
	if report {
		prove.Assert(m.Pending() == before.waiting && after.pending[k] == before.pending[k] && after.tokens == before.tokens-1)
		return
	}
	prove.Assert(after.tokens == 0 && m.Pending() == before.waiting+1)
	want := before.pending[k]
	if int32(k) == int32(-code)-1 {
		want++
	}
	prove.Assert(after.pending[k] == want)
}

// ProofCountTwin claims that everything is reported.
func ProofCountTwin() {
	before := anyMeter()
	m := prove.Reshape[lograte.Meter](before)
	prove.Assert(m.Count(abi.CodeInvalidRequest, before.last))
}

// ProofSummary: a summary is due exactly when something is pending and there is a token; it tells each pending submission once, and costs the token.
// Invariants: LG-2, LG-3.
func ProofSummary() {
	before := anyMeter()
	m := prove.Reshape[lograte.Meter](before)
	now := prove.Any[uint64]()
	came := now >= before.last && now-before.last >= limits.LogRefill
	prove.Assert(m.Due(now) == (before.waiting > 0 && (before.tokens > 0 || came)))
	prove.Assume(m.Due(now))
	prove.Cover(before.tokens == 0)
	m.Pay(now)
	told := uint64(0)
	for i := uint32(0); i < lograte.Codes; i++ {
		n := m.Summarise(i)
		prove.Assert(n == before.pending[i])
		told += n
	}
	after := prove.Reshape[meter](m)
	prove.Assert(told == before.waiting && m.Pending() == 0 && m.Total() == before.total && !m.Due(now))
	prove.Assert(came || after.tokens == before.tokens-1)
	prove.Assert(!came || after.tokens < limits.LogTokens && after.last >= before.last)
}

// ProofSummaryTwin claims that a summary costs nothing.
func ProofSummaryTwin() {
	before := anyMeter()
	m := prove.Reshape[lograte.Meter](before)
	prove.Assume(m.Due(before.last))
	m.Pay(before.last)
	prove.Assert(prove.Reshape[meter](m).tokens == before.tokens)
}

// ProofTime: time brings one token for each limits.LogRefill ns that have passed and no more, whenever it is asked for.
func ProofTime() {
	before := anyMeter()
	m := prove.Reshape[lograte.Meter](before)
	passed := uint64(prove.Any[uint8]()) * (limits.LogRefill / 4)
	prove.Assume(before.total < lograte.LastCount && before.last < 1<<63)
	report := m.Count(abi.CodeInvokeFailed, before.last+passed)
	after := prove.Reshape[meter](m)
	tokens := uint64(before.tokens) + passed/limits.LogRefill
	if tokens > limits.LogTokens {
		tokens = limits.LogTokens
	}
	prove.Cover(tokens == 1 && before.tokens == 0)
	prove.Assert(report == (tokens > 0))
	prove.Assert(!report || uint64(after.tokens) == tokens-1)
	prove.Assert(after.last >= before.last && after.last <= before.last+passed)
}

// ProofTimeTwin claims that a token comes back a nanosecond early.
func ProofTimeTwin() {
	before := anyMeter()
	prove.Assume(before.tokens == 0 && before.total < lograte.LastCount && before.last < 1<<63)
	m := prove.Reshape[lograte.Meter](before)
	prove.Assert(m.Count(abi.CodeInvokeFailed, before.last+limits.LogRefill-1))
}
