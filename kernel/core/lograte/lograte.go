// +gobra

// Package lograte decides which invalid submissions of a process are reported one by one, and counts the others by their codes.
//
// A report costs a token, and tokens come back with time, so a process cannot flood the log; what is not reported is counted, so nothing is
// lost. The package may not write anything, and it may not read a clock.
package lograte

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
)

// Codes is the number of codes of package abi for what failed: -1 to -Codes.
const Codes = 9

// LastCount is the number of submissions at which counting ends. A process that makes one each nanosecond needs 584 years.
const LastCount = 18446744073709551615

// Meter is the state for one process. Invariant: LG-2, what was counted was reported, is pending, or was summarised.
type Meter struct {
	tokens  uint32
	last    uint64
	pending [Codes]uint64
	waiting uint64
	total   uint64
}

// Reset makes m a meter with all its tokens and no counts, at the time now, in ns.
func (m *Meter) Reset(now uint64) {
	*m = Meter{tokens: limits.LogTokens, last: now}
}

// refill gives back the tokens that time has brought. The remainder of the time counts for the next one.
func (m *Meter) refill(now uint64) {
	if now < m.last {
		return
	}
	gained := (now - m.last) / limits.LogRefill
	if gained >= uint64(limits.LogTokens-m.tokens) {
		m.tokens = limits.LogTokens
		m.last = now
		return
	}
	m.tokens = m.tokens + uint32(gained)
	m.last = m.last + gained*limits.LogRefill
}

// Count counts a failed submission with its code, at the time now, in ns. It answers true when it is to be reported by itself, and adds it to
// the pending counts else. Precondition: -Codes <= code < 0. Invariant: LG-2.
func (m *Meter) Count(code abi.Code, now uint64) (report bool) {
	m.refill(now)
	if m.total == LastCount {
		return false
	}
	m.total = m.total + 1
	if m.tokens > 0 {
		m.tokens = m.tokens - 1
		return true
	}
	i := uint32(-code - 1)
	m.pending[i] = m.pending[i] + 1
	m.waiting = m.waiting + 1
	return false
}

// Due says that counts are pending and that there is a token for their summary, at the time now, in ns.
func (m *Meter) Due(now uint64) (ok bool) {
	return m.waiting > 0 && (m.tokens > 0 || now >= m.last && now-m.last >= limits.LogRefill)
}

// Pay takes the token for a summary. Precondition: Due(now).
func (m *Meter) Pay(now uint64) {
	m.refill(now)
	m.tokens = m.tokens - 1
}

// Summarise answers the pending count of code -(i+1) and takes it out. Precondition: i < Codes.
func (m *Meter) Summarise(i uint32) (n uint64) {
	n = m.pending[i]
	m.pending[i] = 0
	m.waiting = m.waiting - n
	return n
}

// Pending answers the sum of the pending counts.
func (m *Meter) Pending() (n uint64) {
	return m.waiting
}

// Total answers how many submissions were counted.
func (m *Meter) Total() (n uint64) {
	return m.total
}
