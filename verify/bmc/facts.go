package bmc

import (
	"warrant/verify/smt"
)

// interval encloses the unsigned value of a word, both ends included.
type interval struct {
	low, high uint64
}

// factLimit is how far up a path facts are looked for, and shapeLimit how far down a term, which keeps both cheap.
const (
	factLimit  = 128
	shapeLimit = 6
)

// learn returns p with a fact about the executions that go on, which is no part of the path condition: an assumption, or a
// demand that they have met. Executions for which it is false are of no interest, so what they would compute does not matter.
func (p *path) learn(b *smt.Builder, fact *smt.Term) *path {
	if p == nil || fact.IsTrue() || fact.IsFalse() || p.knows(fact) {
		return p
	}
	return &path{parent: p, cond: b.True(), fact: fact, full: p.full, depth: p.depth + 1}
}

// knows tells whether fact was learned not long ago.
func (p *path) knows(fact *smt.Term) bool {
	for steps := 0; p != nil && steps < factLimit; steps++ {
		if p.fact == fact {
			return true
		}
		p = p.parent
	}
	return false
}

// rangeOn returns bounds of the word t for the executions that take p.
func (p *path) rangeOn(t *smt.Term) interval {
	low, high := t.Range()
	if within := p.rangeBelow(t, shapeLimit); within.low <= within.high {
		return within
	}
	return interval{low, high}
}

// rangeBelow is rangeOn down to depth levels of t; no word is in it when no execution takes p.
func (p *path) rangeBelow(t *smt.Term, depth int) interval {
	within := p.known(t)
	if depth == 0 || within.low >= within.high {
		return within
	}
	width := t.Width()
	below := func(i int) interval { return p.rangeBelow(t.Args()[i], depth-1) }
	cut := func(other interval) {
		within.low, within.high = max(within.low, other.low), min(within.high, other.high)
	}
	switch t.Op() {
	case smt.OpZeroExtend:
		cut(below(0))
	case smt.OpSignExtend:
		if inner := below(0); inner.high <= mask(t.Args()[0].Width())/2 {
			cut(inner)
		}
	case smt.OpBvAdd:
		// A constant comes first; subtraction of a constant is addition of its complement.
		inner, other := below(1), below(0)
		if k, isConst := t.Args()[0].Word(); isConst {
			least, most := (inner.low+k)&mask(width), (inner.high+k)&mask(width)
			if least <= most && most-least == inner.high-inner.low {
				cut(interval{least, most})
			}
		} else if sum := inner.high + other.high; sum >= inner.high && sum <= mask(width) {
			cut(interval{inner.low + other.low, sum})
		}
	case smt.OpBvSub:
		if a, c := below(0), below(1); a.low >= c.high {
			cut(interval{a.low - c.high, a.high - c.low})
		}
	case smt.OpIte:
		yes, no := below(1), below(2)
		cut(interval{min(yes.low, no.low), max(yes.high, no.high)})
	}
	return within
}

// mask is the largest word of width bits.
func mask(width int) uint64 { return ^uint64(0) >> (64 - width) }

// known returns what the shape of t and the conditions and facts of p themselves say about t.
func (p *path) known(t *smt.Term) interval {
	low, high := t.Range()
	about := knowledge{word: t, interval: interval{low, high}, signedHigh: mask(t.Width()) / 2}
	for steps := 0; p != nil && steps < factLimit; steps++ {
		about.add(p.cond)
		if p.fact != nil {
			about.add(p.fact)
		}
		p = p.parent
	}
	if about.high <= mask(t.Width())/2 {
		about.high = min(about.high, about.signedHigh)
	}
	return about.interval
}

// knowledge collects what conditions say about one word.
type knowledge struct {
	interval
	word *smt.Term
	// signedHigh bounds the word read as a signed number.
	signedHigh uint64
}

// add takes notice of a condition that holds.
func (k *knowledge) add(cond *smt.Term) {
	switch cond.Op() {
	case smt.OpAnd:
		for _, part := range cond.Args() {
			k.add(part)
		}
	case smt.OpEq, smt.OpBvUlt, smt.OpBvSlt:
		k.compare(cond, true)
	case smt.OpNot:
		k.compare(cond.Args()[0], false)
	}
}

// compare takes notice of a comparison that holds, or that does not.
func (k *knowledge) compare(comparison *smt.Term, holds bool) {
	if len(comparison.Args()) != 2 {
		return
	}
	left, right := comparison.Args()[0], comparison.Args()[1]
	isLeft := left == k.word
	if !isLeft && right != k.word {
		return
	}
	other := right
	if !isLeft {
		other = left
	}
	if other.Width() == 0 {
		return
	}
	low, high := other.Range()
	switch comparison.Op() {
	case smt.OpEq:
		switch {
		case holds:
			k.atLeast(low)
			k.atMost(high)
		case low == high && k.low == low && k.low < k.high:
			k.low++
		case low == high && k.high == low && k.low < k.high:
			k.high--
		}
	case smt.OpBvUlt:
		switch {
		case isLeft && holds && high > 0:
			k.atMost(high - 1)
		case isLeft && !holds:
			k.atLeast(low)
		case !isLeft && holds && low < mask(k.word.Width()):
			k.atLeast(low + 1)
		case !isLeft && !holds:
			k.atMost(high)
		}
	case smt.OpBvSlt:
		k.compareSigned(isLeft, holds, low, high)
	}
}

// compareSigned takes notice of a signed comparison with a number that is not negative.
func (k *knowledge) compareSigned(isLeft, holds bool, low, high uint64) {
	largest := mask(k.word.Width()) / 2
	if high > largest {
		return
	}
	switch {
	case isLeft && holds && high > 0:
		k.signedHigh = min(k.signedHigh, high-1)
	case isLeft && !holds:
		k.atLeast(low)
		k.atMost(largest)
	case !isLeft && holds && low < largest:
		k.atLeast(low + 1)
		k.atMost(largest)
	case !isLeft && !holds:
		k.signedHigh = min(k.signedHigh, high)
	}
}

func (k *knowledge) atLeast(low uint64) { k.low = max(k.low, low) }

func (k *knowledge) atMost(high uint64) { k.high = min(k.high, high) }
