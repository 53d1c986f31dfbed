package ledger

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Invariant: LG-1
func TestTake(t *testing.T) {
	for _, tt := range []struct {
		name              string
		used, limit, take uint32
		ok                bool
	}{
		{"nothing of nothing", 0, 0, 0, true},
		{"one of nothing", 0, 0, 1, false},
		{"most of nothing", 0, 0, math.MaxUint32, false},
		{"nothing of full", 5, 5, 0, true},
		{"one of full", 5, 5, 1, false},
		{"the last", 4, 5, 1, true},
		{"one too many", 4, 5, 2, false},
		{"all", 0, 5, 5, true},
		{"a sum that wraps", 4, 5, math.MaxUint32 - 3, false},
		{"a sum that wraps to zero", 4, 5, math.MaxUint32 - 4 + 1, false},
		{"all there can be", 0, math.MaxUint32, math.MaxUint32, true},
		{"one above all there can be", math.MaxUint32, math.MaxUint32, 1, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := Ledger{used: tt.used, limit: tt.limit}
			ok := l.Take(tt.take)
			want := tt.used
			if tt.ok {
				want += tt.take
			}
			if ok != tt.ok || l.Used() != want || l.Limit() != tt.limit {
				t.Errorf("Take(%d) = %v, used %d of %d; want %v, %d of %d", tt.take, ok, l.Used(), l.Limit(), tt.ok, want, tt.limit)
			}
		})
	}
}

// Invariants: LG-1, LG-3
func TestGive(t *testing.T) {
	for _, tt := range []struct {
		name                    string
		used, limit, give, want uint32
	}{
		{"nothing of nothing", 0, 0, 0, 0},
		{"one of nothing", 0, 0, 1, 0},
		{"most of nothing", 0, 5, math.MaxUint32, 0},
		{"nothing of full", 5, 5, 0, 5},
		{"one of full", 5, 5, 1, 4},
		{"the last", 1, 5, 1, 0},
		{"all", 5, 5, 5, 0},
		{"one more than all", 5, 5, 6, 0},
		{"all there can be", math.MaxUint32, math.MaxUint32, math.MaxUint32, 0},
		{"more than there is", math.MaxUint32 - 1, math.MaxUint32, math.MaxUint32, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := Ledger{used: tt.used, limit: tt.limit}
			l.Give(tt.give)
			if l.Used() != tt.want || l.Limit() != tt.limit {
				t.Errorf("Give(%d) left %d of %d; want %d of %d", tt.give, l.Used(), l.Limit(), tt.want, tt.limit)
			}
		})
	}
}

// The ledger against the list of everything that was taken. Invariant: LG-2
func TestModel(t *testing.T) {
	for seed := uint64(0); seed < 20; seed++ {
		r := rand.New(rand.NewPCG(seed, 1))
		var l Ledger
		limit := r.Uint32N(100)
		l.Reset(limit)
		var taken []uint32
		sum := func() (s uint32) {
			for _, n := range taken {
				s += n
			}
			return s
		}
		for range 2000 {
			if n := r.Uint32N(20); r.IntN(2) == 0 {
				fits := sum()+n <= limit
				if l.Take(n) != fits {
					t.Fatalf("seed %d: Take(%d) with %d of %d used says %v", seed, n, sum(), limit, !fits)
				}
				if fits {
					taken = append(taken, n)
				}
			} else if len(taken) > 0 {
				i := r.IntN(len(taken))
				l.Give(taken[i])
				taken = append(taken[:i], taken[i+1:]...)
			}
			if l.Used() != sum() || l.Used() > l.Limit() {
				t.Fatalf("seed %d: used %d, limit %d, taken %v", seed, l.Used(), l.Limit(), taken)
			}
		}
		l.Reset(7)
		if l.Used() != 0 || l.Limit() != 7 {
			t.Fatalf("Reset left %d of %d", l.Used(), l.Limit())
		}
	}
}
