// Package trace has a harness with values that are far too large to be shown whole.
package trace

import "warrant/verify/prove"

type part struct {
	Number  uint32
	Flag    bool
	Letters [40]uint8
}

type large struct {
	Parts [60]part
	Count uint32
}

// grow is the code under proof.
func grow(l large) large {
	l.Parts[7].Number++
	l.Count++
	return l
}

func numbers(l *large) uint32 {
	here := l.Parts[7]
	return here.Number + l.Count
}

// ProofGrow claims that what has grown is as it was.
func ProofGrow() {
	var before large
	before.Parts[3].Flag = true
	before.Count = prove.Any[uint32]() % 4
	whole := before
	after := grow(whole)
	prove.Assert(numbers(&before) == numbers(&after))
}
