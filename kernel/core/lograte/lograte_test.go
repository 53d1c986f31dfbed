package lograte

import (
	"math"
	"math/rand/v2"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/limits"
)

const second = uint64(limits.LogRefill)

// spent is a meter without tokens since the time now.
func spent(now uint64) (m Meter) {
	m.Reset(now)
	for range limits.LogTokens {
		m.Count(abi.CodeInvalidRequest, now)
	}
	return m
}

// How many reports time brings back.
func TestRefill(t *testing.T) {
	for _, tt := range []struct {
		name  string
		start uint64
		later uint64
		want  int
	}{
		{"no time", 5, 0, 0},
		{"one nanosecond too few", 0, second - 1, 0},
		{"the first", 0, second, 1},
		{"one nanosecond too few for the second", 7, 2*second - 1, 1},
		{"the second", 7, 2 * second, 2},
		{"one nanosecond too few for all", 7, limits.LogTokens*second - 1, limits.LogTokens - 1},
		{"all", 7, limits.LogTokens * second, limits.LogTokens},
		{"no more than all", 7, 1000 * second, limits.LogTokens},
		{"all the time that there is", 0, math.MaxUint64, limits.LogTokens},
		{"at the end of time", math.MaxUint64 - second, second, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := spent(tt.start)
			if m.Count(abi.CodeInvalidParams, tt.start) {
				t.Error("one report too many")
			}
			now := tt.start + tt.later
			if m.Due(now) != (tt.want > 0) {
				t.Errorf("a summary is due: %v", m.Due(now))
			}
			for n := range limits.LogTokens + 2 {
				if report := m.Count(abi.CodeInvalidParams, now); report != (n < tt.want) {
					t.Errorf("submission %d is reported: %v", n, report)
				}
			}
		})
	}
}

// Time that is not a whole refill counts for the next one.
func TestRefillKeepsRest(t *testing.T) {
	m := spent(0)
	reports := 0
	for now := second / 2; now <= 20*second; now += second / 2 {
		if m.Count(abi.CodeInvokeFailed, now) {
			reports++
		}
	}
	if reports != 20 {
		t.Errorf("%d reports in 20 refills", reports)
	}
}

// A clock that goes back brings nothing and takes nothing.
func TestTimeGoesBack(t *testing.T) {
	m := spent(10 * second)
	m.Count(abi.CodeInvokeFailed, 0)
	if m.Due(0) || m.Due(10*second) || !m.Due(11*second) {
		t.Error("a token comes at the wrong time")
	}
	m.Reset(10 * second)
	if !m.Count(abi.CodeInvokeFailed, 0) {
		t.Error("a token is lost")
	}
}

func TestEachCode(t *testing.T) {
	m := spent(0)
	for n := range Codes {
		for range n + 1 {
			m.Count(abi.Code(-n-1), 0)
		}
	}
	if m.Pending() != Codes*(Codes+1)/2 {
		t.Errorf("%d pending", m.Pending())
	}
	for i := range uint32(Codes) {
		if n := m.Summarise(i); n != uint64(i+1) || m.Summarise(i) != 0 {
			t.Errorf("%d of code %d", n, -int(i)-1)
		}
	}
	if m.Pending() != 0 || m.Total() != limits.LogTokens+Codes*(Codes+1)/2 {
		t.Errorf("%d pending of %d in all", m.Pending(), m.Total())
	}
	if m.Due(second) {
		t.Error("a summary of nothing is due")
	}
	if int(abi.CodeResultTooLarge) != -Codes {
		t.Errorf("the last code of package abi is %d, not -Codes", abi.CodeResultTooLarge)
	}
}

func TestCountEnds(t *testing.T) {
	m := spent(0)
	m.total = LastCount - 1
	m.Count(abi.CodeException, 0)
	before := m
	if m.Count(abi.CodeException, 0) || m != before || m.Total() != LastCount {
		t.Errorf("behind the last count: %+v", m)
	}
}

// No submission is lost: what is counted was reported, is pending, or was summarised. And no more is said than tokens allow.
// Invariant: LG-2
func TestModel(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 16))
		var m Meter
		now := r.Uint64N(100 * second)
		start := now
		m.Reset(now)
		said, reported, summarised := uint64(0), uint64(0), uint64(0)
		var counts, told [Codes]uint64
		for step := range 3000 {
			now += r.Uint64N(second / 2)
			if r.IntN(4) > 0 {
				code := r.IntN(Codes)
				counts[code]++
				if m.Count(abi.Code(-code-1), now) {
					reported++
					said++
					told[code]++
				}
			}
			if r.IntN(8) == 0 && m.Due(now) {
				m.Pay(now)
				said++
				for i := range uint32(Codes) {
					n := m.Summarise(i)
					summarised += n
					told[i] += n
				}
				if m.Pending() != 0 || told != counts {
					t.Fatalf("seed %d, step %d: told %v of %v", seed, step, told, counts)
				}
			}
			if reported+summarised+m.Pending() != m.Total() {
				t.Fatalf("seed %d, step %d: %d reported, %d summarised, %d pending of %d", seed, step, reported, summarised, m.Pending(), m.Total())
			}
			if said > limits.LogTokens+(now-start)/second {
				t.Fatalf("seed %d, step %d: %d lines in %d s", seed, step, said, (now-start)/second)
			}
		}
	}
}
