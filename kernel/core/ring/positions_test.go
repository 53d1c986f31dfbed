package ring

import (
	"math"
	"testing"

	"warrant/kernel/abi"
)

// bases are positions at which a counter or a slot wraps, or does not.
var bases = []uint32{0, 1, 15, 16, 17, 31, 32, 33, 1<<31 - 1, 1 << 31, math.MaxUint32 - 33, math.MaxUint32 - 32, math.MaxUint32 - 31,
	math.MaxUint32 - 16, math.MaxUint32 - 15, math.MaxUint32 - 1, math.MaxUint32}

// deltas are distances between positions: none, one, a queue, a queue and one, half the counter, all of it.
var deltas = []uint32{0, 1, 2, 15, 16, 17, 31, 32, 33, 1000, 1<<31 - 1, 1 << 31, 1<<31 + 1, math.MaxUint32 - 32, math.MaxUint32 - 16,
	math.MaxUint32 - 1, math.MaxUint32}

func TestDistance(t *testing.T) {
	for _, base := range bases {
		for _, d := range deltas {
			if got := Distance(base, base+d); got != d {
				t.Errorf("Distance(%d, %d) = %d, want %d", base, base+d, got, d)
			}
		}
		if got := Next(base); got != base+1 {
			t.Errorf("Next(%d) = %d, want %d", base, got, base+1)
		}
	}
}

// Invariant: RING-2
func TestPending(t *testing.T) {
	for _, base := range bases {
		for _, d := range deltas {
			p := Positions{sqHead: base, cqTail: 3, cqHead: 2}
			before := p
			n, ok := p.Pending(base + d)
			want := d
			if d > abi.SQEntries {
				want = 0
			}
			if n != want || ok != (d <= abi.SQEntries) || p != before {
				t.Errorf("head %d, tail %d: pending %d, %v; want %d of %d", base, base+d, n, ok, want, d)
			}
		}
	}
}

// Invariant: RING-1
func TestTakeSlot(t *testing.T) {
	for _, base := range bases {
		p := Positions{sqHead: base}
		for i := range uint32(40) {
			if slot := p.TakeSlot(); slot != (base+i)&(abi.SQEntries-1) {
				t.Errorf("position %d is in slot %d", base+i, slot)
			}
			if p.sqHead != base+i+1 {
				t.Errorf("the position after %d is %d", base+i, p.sqHead)
			}
		}
	}
}

// Invariant: RING-3
func TestConsume(t *testing.T) {
	for _, base := range bases {
		for used := uint32(0); used <= abi.CQEntries; used++ {
			for _, d := range append(deltas, used-1, used, used+1) {
				p := Positions{cqHead: base, cqTail: base + used}
				want := p
				if d <= used {
					want.cqHead = base + d
				}
				if ok := p.Consume(base + d); ok != (d <= used) || p != want {
					t.Errorf("%d completions from %d, told head %d: %v, %+v", used, base, base+d, ok, p)
				}
				if p.Available() > abi.CQEntries {
					t.Errorf("%d completions available after head %d", p.Available(), base+d)
				}
			}
		}
	}
}

func TestPostSlot(t *testing.T) {
	for _, base := range bases {
		p := Positions{cqHead: base, cqTail: base}
		for i := range uint32(abi.CQEntries) {
			if slot := p.PostSlot(); slot != (base+i)&(abi.CQEntries-1) || p.Available() != i+1 {
				t.Errorf("position %d goes to slot %d, with %d available", base+i, slot, p.Available())
			}
		}
	}
}
