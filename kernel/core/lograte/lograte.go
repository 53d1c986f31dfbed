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

// @ requires m.Mem() && 0 <= now
// @ ensures  m.Mem() && m.View().Tokens == limits.LogTokens && m.View().Last == now && m.View().Waiting == 0 && m.View().Total == 0
// @ decreases

// Reset makes m a meter with all its tokens and no counts, at the time now, in ns.
func (m *Meter) Reset(now uint64) {
	// @ unfold m.Mem()
	*m = Meter{tokens: limits.LogTokens, last: now}
	// @ SumNone(seq(m.pending), Codes)
	// @ fold m.Mem()
}

// @ preserves m.Mem()
// @ requires  0 <= now
// @ ensures   m.View() === Refilled(old(m.View()), now)
// @ decreases

// refill gives back the tokens that time has brought. The remainder of the time counts for the next one.
func (m *Meter) refill(now uint64) {
	// @ unfold m.Mem()
	// @ defer fold m.Mem()
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

// @ preserves m.Mem()
// @ requires  -Codes <= code && code < 0 && 0 <= now
// @ ensures   old(m.View()).Total == LastCount ==> !report && m.View() === Refilled(old(m.View()), now)
// @ ensures   old(m.View()).Total < LastCount ==> report == (Refilled(old(m.View()), now).Tokens > 0)
// @ ensures   report ==> m.View() === Reported(Refilled(old(m.View()), now)) && Told(m.View()) == Told(old(m.View())) + 1
// @ ensures   !report && old(m.View()).Total < LastCount ==> m.View() === Kept(Refilled(old(m.View()), now), Place(code)) && Told(m.View()) == Told(old(m.View()))
// @ decreases

// Count counts a failed submission with its code, at the time now, in ns. It answers true when it is to be reported by itself, and adds it to
// the pending counts else. Precondition: -Codes <= code < 0. Invariant: LG-2.
func (m *Meter) Count(code abi.Code, now uint64) (report bool) {
	m.refill(now)
	// @ unfold m.Mem()
	// @ defer fold m.Mem()
	if m.total == LastCount {
		return false
	}
	m.total = m.total + 1
	if m.tokens > 0 {
		m.tokens = m.tokens - 1
		return true
	}
	i := uint32(-code - 1)
	// @ ghost prev := seq(m.pending)
	// @ SumAt(prev, int(i), prev[int(i)] + 1, Codes)
	m.pending[i] = m.pending[i] + 1
	// @ assert seq(m.pending) == prev[int(i) = prev[int(i)] + 1]
	m.waiting = m.waiting + 1
	return false
}

// @ preserves acc(m.Mem(), 1/2)
// @ requires  0 <= now
// @ ensures   ok == (m.View().Waiting > 0 && Refilled(m.View(), now).Tokens > 0)
// @ decreases

// Due says that counts are pending and that there is a token for their summary, at the time now, in ns.
func (m *Meter) Due(now uint64) (ok bool) {
	// @ unfold acc(m.Mem(), 1/2)
	// @ defer fold acc(m.Mem(), 1/2)
	return m.waiting > 0 && (m.tokens > 0 || now >= m.last && now-m.last >= limits.LogRefill)
}

// @ preserves m.Mem()
// @ requires  0 <= now && Refilled(m.View(), now).Tokens > 0
// @ ensures   m.View() === Paid(Refilled(old(m.View()), now))
// @ decreases

// Pay takes the token for a summary. Precondition: Due(now).
func (m *Meter) Pay(now uint64) {
	m.refill(now)
	// @ unfold m.Mem()
	// @ defer fold m.Mem()
	m.tokens = m.tokens - 1
}

// @ preserves m.Mem()
// @ requires  0 <= i && i < Codes
// @ ensures   n == old(m.View()).Pending[int(i)] && m.View() === Summarised(old(m.View()), int(i)) && Told(m.View()) == Told(old(m.View())) + int(n)
// @ decreases

// Summarise answers the pending count of code -(i+1) and takes it out. Precondition: i < Codes.
func (m *Meter) Summarise(i uint32) (n uint64) {
	// @ unfold m.Mem()
	// @ defer fold m.Mem()
	n = m.pending[i]
	// @ ghost prev := seq(m.pending)
	// @ SumAt(prev, int(i), 0, Codes)
	m.pending[i] = 0
	// @ assert seq(m.pending) == prev[int(i) = 0]
	m.waiting = m.waiting - n
	return n
}

// @ preserves acc(m.Mem(), 1/2)
// @ ensures   n == m.View().Waiting && int(n) == Sum(m.View().Pending, Codes)
// @ decreases

// Pending answers the sum of the pending counts.
func (m *Meter) Pending() (n uint64) {
	// @ unfold acc(m.Mem(), 1/2)
	// @ defer fold acc(m.Mem(), 1/2)
	return m.waiting
}

// @ preserves acc(m.Mem(), 1/2)
// @ ensures   n == m.View().Total
// @ decreases

// Total answers how many submissions were counted.
func (m *Meter) Total() (n uint64) {
	// @ unfold acc(m.Mem(), 1/2)
	// @ defer fold acc(m.Mem(), 1/2)
	return m.total
}
